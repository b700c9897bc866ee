"""Each key changes the round as it says, and what comes of it is a round like any other."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from scheduler.intake import read_round
from scheduler.meetings import meetings_of
from scheduler.round import Breaks, Window
from tests.rounds import THURSDAY, TUESDAY, minute
from tests.whatif.school import ASKED, scenarios, school

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.round import Round

PARTED = {"separate": "pupil_id,adult_id,party\np3,a3,A\np3,a4,B\n"}


def one(folder: Path, key: str, **changed: str | None) -> Round:
    """The round of a scenario with this key."""
    (found,) = scenarios(folder, f'[[scenario]]\nname = "Een"\n{key}\n', **changed)
    (round,) = found.rounds
    return round


def test_settings_by_whole_name_or_as_a_table(tmp_path: Path) -> None:
    braces = one(tmp_path, 'set = { "round.cutoff" = "16:40", "siblings.walk_minutes" = 5 }')
    table = one(tmp_path, "[scenario.set]\nround.cutoff = 16:40:00\nsiblings.walk_minutes = 5")
    assert (braces.settings.cutoff_minute, braces.settings.siblings.walk_minutes) == (minute("16:40"), 5)
    assert table == braces


def test_breaks_come_and_go(tmp_path: Path) -> None:
    breaks = "[breaks]\nafter_meetings = 2\nminutes = 10\n"
    settings = school(tmp_path).joinpath("round.toml").read_text().replace("[[window]]", f"{breaks}[[window]]", 1)
    assert one(tmp_path, "set = { breaks.after_meetings = 3, breaks.minutes = 5 }").settings.breaks == Breaks(3, 5)
    assert one(tmp_path, "set = { breaks.minutes = 5 }", settings=settings).settings.breaks == Breaks(2, 5)
    assert one(tmp_path, "set = { breaks = false }", settings=settings).settings.breaks is None


def test_another_order_of_costs(tmp_path: Path) -> None:
    order = ("unplaced_mandatory", "unplaced_optional", "teacher_windows")
    listed = ", ".join(f'"{key}"' for key in order)
    assert one(tmp_path, f'set = {{ "objective.order" = [{listed}] }}').settings.objective == order


def test_windows(tmp_path: Path) -> None:
    evening = Window(dt.date(2027, 2, 9), minute("18:30"), minute("20:30"), True)
    added = one(tmp_path, 'add_window = { date = 2027-02-09, start = "18:30", end = "20:30", evening = true }')
    assert added.windows[2:] == (evening,)
    left = one(tmp_path, 'remove_window = [ { date = 2027-02-04, start = "16:30" } ]')
    assert [window.date for window in left.windows] == [TUESDAY]


def test_who_is_absent(tmp_path: Path) -> None:
    round = one(tmp_path, 'absent = [ { teacher_id = "t1", date = 2027-02-04, start = "16:45" } ]')
    (row,) = round.availability
    assert (row.person_id, row.kind, row.date, row.start_minute) == ("t1", "unavailable", THURSDAY, minute("16:45"))


def test_teachers_who_join(tmp_path: Path) -> None:
    new = one(tmp_path, 'teacher_joins = [ { teacher_id = "t20", working_days = "do", group = ["5A", "8B"], '
                        'room = "Hal" } ]')
    assert new.teacher["t20"].name == "t20"
    assert new.teacher["t20"].room == "Hal"
    assert [[member.teacher_id for member in group.teachers] for group in new.groups] == [["t1", "t20"], ["t2", "t20"]]
    colleague = one(tmp_path, 'teacher_joins = [ { teacher_id = "t9", group = "5A", days = "di" } ]')
    assert colleague.group["5A"].teachers[1].days == frozenset({1})


def test_teachers_who_leave(tmp_path: Path) -> None:
    tables = {"agreements": "pupil_id,teacher_id\np2,t1\np3,t1;t9\n", "requests": "pupil_id,staff\np6,t1;t9\n"}
    instead = one(tmp_path, 'teacher_leaves = [ { teacher_id = "t1", instead = "t2" } ]', **tables)
    assert [[member.teacher_id for member in group.teachers] for group in instead.groups] == [["t2"], ["t2"]]
    assert instead.agreements == {"p2": ("t2",), "p3": ("t2", "t9")}
    assert instead.request["p6"].staff == ("t2", "t9")
    duo = "group,level,teacher_id\n5A,5,t1\n5A,5,t9\n8B,8,t2\n"
    gone = one(tmp_path, 'teacher_leaves = ["t1"]', groups=duo, **tables)
    assert [member.teacher_id for member in gone.group["5A"].teachers] == ["t9"]
    assert gone.agreements == {"p3": ("t9",)}
    assert gone.request["p6"].staff == ("t9",)


def test_a_group_split_and_groups_made_one(tmp_path: Path) -> None:
    split = one(tmp_path, 'split_group = [ { group = "5A", into = ["5A", "5B"], teacher_id = ["t1", "t9"] } ]')
    assert [(pupil.pupil_id, pupil.group) for pupil in split.pupils[:4]] == [
        ("p1", "5A"), ("p2", "5B"), ("p3", "5A"), ("p4", "5B")]
    assert [member.teacher_id for member in split.group["5B"].teachers] == ["t9"]
    alike = one(tmp_path, 'split_group = [ { group = "5A", into = ["5X", "5Y"] } ]')
    assert [member.teacher_id for member in alike.group["5Y"].teachers] == ["t1"]
    merged = one(tmp_path, 'merge_groups = [ { groups = ["5A", "8B"], into = "5-8" } ]')
    assert {pupil.group for pupil in merged.pupils} == {"5-8"}
    assert [member.teacher_id for member in merged.group["5-8"].teachers] == ["t1", "t2"]
    led = one(tmp_path, 'merge_groups = [ { groups = "5A;8B", into = "5A", teacher_id = "t2" } ]')
    assert [member.teacher_id for member in led.group["5A"].teachers] == ["t2"]


def test_pupils_flagged_or_no_longer(tmp_path: Path) -> None:
    alone = one(tmp_path, 'flag = [ "p3" ]')
    assert [(row.adult_id, row.party) for row in alone.separations] == [("a3", "1"), ("a4", "2")]
    parties = one(tmp_path, 'flag = [ { pupil_id = "p3", parties = [["a4"], ["a3"]] } ]')
    assert [(row.adult_id, row.party) for row in parties.separations] == [("a4", "1"), ("a3", "2")]
    assert one(tmp_path, 'unflag = [ "p3" ]', **PARTED).separations == ()


def test_a_scenario_builds_on_another_wherever_that_stands(tmp_path: Path) -> None:
    later, first = scenarios(tmp_path, """\
[[scenario]]
name = "Later"
after = "Eerst"
set = { "siblings.walk_minutes" = 5 }
[[scenario]]
name = "Eerst"
set = { "round.cutoff" = "16:50", "siblings.walk_minutes" = 3 }
""")
    assert (later.name, later.after, first.name) == ("Later", "Eerst", "Eerst")
    assert later.rounds[0].settings.cutoff_minute == minute("16:50")
    assert later.rounds[0].settings.siblings.walk_minutes == 5
    assert first.rounds[0].settings.siblings.walk_minutes == 3


def test_a_sweep_is_every_combination_and_its_slots_follow(tmp_path: Path) -> None:
    points = scenarios(tmp_path, '[[scenario]]\nname = "Lengte"\nsweep = { "round.meeting_minutes" = [10, 15], '
                                 '"round.cutoff" = ["16:50", "17:00"] }\n')
    assert [point.name for point in points] == [
        "Lengte: 10 minutes each, until 16:50", "Lengte: 10 minutes each, until 17:00",
        "Lengte: 15 minutes each, until 16:50", "Lengte: 15 minutes each, until 17:00"]
    settings = [point.rounds[0].settings for point in points]
    assert [(each.meeting_minutes, each.slot_minutes, each.cutoff_minute) for each in settings] == [
        (10, 10, minute("16:50")), (10, 10, minute("17:00")), (15, 15, minute("16:50")), (15, 15, minute("17:00"))]
    assert points[2].point == {"round.meeting_minutes": "15", "round.cutoff": "16:50"}


def test_a_request_of_its_own_length_fills_whole_slots(tmp_path: Path) -> None:
    (point,) = scenarios(tmp_path, '[[scenario]]\nname = "Lengte"\nset = { "round.meeting_minutes" = 15, '
                                   '"round.slot_minutes" = 15 }\n', **ASKED)
    assert point.rounds[0].request["p2"].minutes == 30
    assert point.longer == 1


@pytest.mark.parametrize(("share", "pupils"), [(0.1, 1), (0.25, 2), (0.5, 3), (0.75, 5), (1.0, 6)])
def test_a_share_is_of_all_pupils_and_those_who_asked_come_first(tmp_path: Path, share: float, pupils: int) -> None:
    (found,) = scenarios(tmp_path, f'[[scenario]]\nname = "Deel"\nrequest_share = {share}\n', **ASKED)
    assert len(found.rounds) == (5 if share < 1 else 1)
    for round in found.rounds:
        asked = set(round.request)
        assert len(asked) == pupils
        assert asked <= {"p2", "p6"} or asked >= {"p2", "p6"}
        if "p2" in asked:
            assert round.request["p2"].minutes == 20


def test_draws_differ_and_a_larger_share_only_adds(tmp_path: Path) -> None:
    shares = "\n".join(f'[[scenario]]\nname = "{share}"\nrequest_share = {share}\ndraws = 20' for share in (0.5, 0.7))
    half, more = scenarios(tmp_path, shares, **ASKED)
    assert len({frozenset(round.request) for round in half.rounds}) > 1
    assert all(set(one.request) < set(other.request) for one, other in zip(half.rounds, more.rounds, strict=True))
    again, _ = scenarios(tmp_path, shares, **ASKED)
    other, _ = scenarios(tmp_path, shares, seed=1, **ASKED)
    assert again == half
    assert other != half


def test_a_share_in_a_round_for_all_keeps_conversations_as_mandatory_as_they_were(tmp_path: Path) -> None:
    shares = "\n".join(f'[[scenario]]\nname = "{share}"\nrequest_share = {share}' for share in (0.5, 0.7, 1.0))
    half, more, all_of_them = scenarios(tmp_path, shares)
    assert [len(found.rounds) for found in (half, more, all_of_them)] == [5, 5, 1]
    assert all(set(one.request) < set(other.request) for one, other in zip(half.rounds, more.rounds, strict=True))
    assert {meeting.pupil_id for meeting in meetings_of(half.rounds[0])} == set(half.rounds[0].request)
    assert all(meeting.mandatory for found in (half, more, all_of_them) for meeting in meetings_of(found.rounds[0]))
    optional = school(tmp_path).joinpath("round.toml").read_text().replace('"all"', '"all"\nmandatory = false')
    (again, *_) = scenarios(tmp_path, shares, settings=optional)
    assert not any(meeting.mandatory for meeting in meetings_of(again.rounds[0]))


def test_a_round_in_which_nobody_asked_has_scenarios_too(tmp_path: Path) -> None:
    nobody = {**ASKED, "requests": "pupil_id\n"}
    assert meetings_of(one(tmp_path, 'set = { "round.cutoff" = "16:50" }', **nobody)) == ()
    (share,) = scenarios(tmp_path, '[[scenario]]\nname = "Deel"\nrequest_share = 0.5\n', **nobody)
    assert [len(meetings_of(round)) for round in share.rounds] == [3] * 5


def test_what_a_scenario_changes_leaves_the_round_as_it_was(tmp_path: Path) -> None:
    folder = school(tmp_path)
    before = read_round(folder)
    one(tmp_path, 'merge_groups = [ { groups = ["5A", "8B"], into = "5-8" } ]')
    assert read_round(folder) == before
