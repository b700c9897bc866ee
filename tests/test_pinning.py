"""`--keep` and `--move`: published appointments that must stay as told, or must get another time or other teachers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.appointments import Plan, Published, Told
from scheduler.delivery import read_delivered_round, read_pins
from scheduler.faults import fault_json
from scheduler.intake import Given
from scheduler.meetings import meeting_id_of, meetings_of
from scheduler.pinned import pinned_of
from scheduler.pinning import pins_of, pupil_of
from scheduler.planning import plan_given
from scheduler.problems import BadInput
from scheduler.round import Availability, Round
from scheduler.solver import solve
from tests.rounds import TUESDAY, minute, teacher, tiny_round, window

if TYPE_CHECKING:
    from pathlib import Path

TWO_SLOTS = tiny_round({"p1": ["a1"], "p2": ["a2"]}, windows=[window("14:30", "14:50")])
THREE_SLOTS = tiny_round({"p1": ["a1"], "p2": ["a2"]}, windows=[window("14:30", "15:00")])


def told(**start: str) -> Published:
    """What was told: the pupil's one meeting at that time, to the adult of the same number."""
    return tuple(
        Told(f"a{pupil_id[1:]}", meeting_id_of(pupil_id, ""), ("t1",), TUESDAY, minute(at), minute(at) + 10, "",
             "school")
        for pupil_id, at in start.items()
    )


def starts(plan: Plan | None) -> dict[str, int]:
    assert plan is not None
    return {each.pupil_id: each.start_minute for each in plan.appointments}


def planned(round: Round, published: Published, keep: tuple[str, ...] = (), move: tuple[str, ...] = ()) -> Plan:
    outcome, files = plan_given(Given(round, (), "0" * 64), published, keep=keep, move=move)
    assert outcome.plan is not None
    assert files
    return outcome.plan


def test_what_is_kept_stays_where_something_better_would_move_it() -> None:
    wish = Availability("a1", "preferred", TUESDAY, None, minute("14:40"), minute("14:50"))
    late = tiny_round({"p1": ["a1"]}, windows=[window("14:30", "14:50")], availability=(wish,),
                      objective=("unplaced_mandatory", "unplaced_optional", "siblings_apart", "wishes_missed", "moved"))
    published = told(p1="14:30")
    assert starts(planned(late, published)) == {"p1": minute("14:40")}
    assert starts(planned(late, published, keep=("p1",))) == {"p1": minute("14:30")}
    kept = solve(late, published=published, pins={meeting_id_of("p1", ""): "keep"})
    assert (kept.status, kept.objective["wishes_missed"].cost, kept.objective["moved"].cost) == ("optimal", 1, 0)


def test_what_is_kept_stays_where_another_has_no_place_beside_it() -> None:
    only_then = Availability("a2", "unavailable", TUESDAY, None, minute("14:40"), minute("15:00"))
    round = tiny_round({"p1": ["a1"], "p2": ["a2"]}, windows=[window("14:30", "14:50")], availability=(only_then,))
    assert len(planned(round, told(p1="14:30")).appointments) == 2
    plan = planned(round, told(p1="14:30"), keep=("P1 de Vries",))
    assert starts(plan) == {"p1": minute("14:30")}
    assert [row.pupil_id for row in plan.unplaced] == ["p2"]


def test_what_is_moved_goes_elsewhere_and_nobody_else_does() -> None:
    published = told(p1="14:30", p2="14:40")
    assert starts(planned(THREE_SLOTS, published)) == {"p1": minute("14:30"), "p2": minute("14:40")}
    assert starts(planned(THREE_SLOTS, published, move=("p1",))) == {"p1": minute("14:50"), "p2": minute("14:40")}
    moved = solve(THREE_SLOTS, published=published, pins={meeting_id_of("p1", ""): "move"})
    assert moved.status == "optimal"
    assert moved.objective["moved"].cost == 1


def test_what_is_moved_may_keep_its_time_with_another_teacher() -> None:
    from tests.rounds import group

    duo = tiny_round({"p1": ["a1"]}, windows=[window("14:30", "14:40")], groups=[group("5A", "t1", "t2")],
                     teachers=[teacher("t1"), teacher("t2")])
    plan = planned(duo, told(p1="14:30"), move=("p1",))
    assert [(each.start_minute, each.teacher_ids) for each in plan.appointments] == [(minute("14:30"), ("t2",))]


def test_what_is_moved_and_has_nowhere_to_go_is_unplaced_and_says_so() -> None:
    one = tiny_round({"p1": ["a1"]}, windows=[window("14:30", "14:40")])
    plan = planned(one, told(p1="14:30"), move=("p1",))
    assert [row.reason for row in plan.unplaced] == [
        "Er blijft geen tijd over: het gesprek over P1 de Vries moest weg van di 2 feb 14:30 (--move). Het past wel "
        "als het tijdvak op di 2 feb vanaf 14:30 tot 14:50 duurt, of als er een avond komt op di 2 feb van 18:30 tot "
        "20:30."]


def test_two_can_trade_places_only_where_neither_is_kept() -> None:
    published = told(p1="14:30", p2="14:40")
    assert starts(planned(TWO_SLOTS, published, move=("p1", "p2"))) == {"p1": minute("14:40"), "p2": minute("14:30")}
    plan = planned(TWO_SLOTS, published, keep=("p2",), move=("p1",))
    assert starts(plan) == {"p2": minute("14:40")}


ILL = Availability("t1", "unavailable", TUESDAY, None, minute("14:30"), minute("14:40"))


@pytest.mark.parametrize(("keep", "move", "availability", "sentence"), [
    (["p2"], [], (), '--keep: "P2 de Vries" Nothing was published for this pupil that can be kept or moved.'),
    ([], ["p2"], (), '--move: "P2 de Vries" Nothing was published for this pupil that can be kept or moved.'),
    (["p1"], ["p1 DE vries"], (), '--move: "P1 de Vries" This pupil is to be kept and to be moved. Choose one.'),
    (["p1"], [], (ILL,), '--keep: "P1 de Vries" The appointment on 2027-02-02 at 14:30 cannot stay: a rule no longer '
                         "allows it, or it does not go together with what else must be planned."),
    (["p9"], [], (), 'pupils.csv: "p9" There is no pupil with this id or name.'),
], ids=["not told", "not told to move", "both", "no longer allowed", "nobody"])
def test_what_cannot_be_kept_or_moved_is_bad_input(
    keep: list[str], move: list[str], availability: tuple[Availability, ...], sentence: str
) -> None:
    round = tiny_round({"p1": ["a1"], "p2": ["a2"]}, windows=[window("14:30", "14:50")], availability=availability)
    with pytest.raises(BadInput) as bad:
        pins_of(round, told(p1="14:30"), keep, move)
    assert [problem.text("en") for problem in bad.value.problems] == [sentence]


def test_what_stays_only_at_the_cost_of_a_limit_is_refused_and_not_given_up() -> None:
    """A teacher with one meeting a day and two to be kept."""
    round = tiny_round({"p1": ["a1"], "p2": ["a2"]}, windows=[window("14:30", "14:50")],
                       teachers=[teacher("t1", max_meetings_per_day=1)])
    with pytest.raises(BadInput) as bad:
        plan_given(Given(round, (), "0" * 64), told(p1="14:30", p2="14:40"), keep=("p1", "p2"))
    [problem] = bad.value.problems
    assert (problem.file, problem.column) == ("--keep", "")
    assert "cannot stay" in problem.message


def test_a_pupil_is_found_by_id_or_whole_name() -> None:
    assert pupil_of(TWO_SLOTS, "p2") == pupil_of(TWO_SLOTS, " p2  de VRIES ") == "p2"


def test_what_was_kept_and_moved_is_stored_with_the_plan(tmp_path: Path) -> None:
    published = told(p1="14:30", p2="14:40")
    _, files = plan_given(Given(THREE_SLOTS, (), "0" * 64), published, keep=["p2"], move=["p1"])
    (tmp_path / "round.json").write_bytes(files["round.json"])
    places = {"keep": (TUESDAY, minute("14:40"), ("t1",)), "move": (TUESDAY, minute("14:30"), ("t1",))}
    assert {(each.pin, each.spots) for each in read_pins(tmp_path)} == {(pin, (it,)) for pin, it in places.items()}
    assert read_delivered_round(tmp_path).pupils == THREE_SLOTS.pupils


def test_a_plan_without_pins_stores_none(tmp_path: Path) -> None:
    _, files = plan_given(Given(THREE_SLOTS, (), "0" * 64), told(p1="14:30"))
    (tmp_path / "round.json").write_bytes(files["round.json"])
    assert b"pins" not in files["round.json"]
    assert read_pins(tmp_path) == ()


def test_stored_pins_that_are_damaged_are_refused(tmp_path: Path) -> None:
    _, files = plan_given(Given(THREE_SLOTS, (), "0" * 64), told(p1="14:30"), keep=["p1"])
    (tmp_path / "round.json").write_bytes(files["round.json"].replace(b"start_minute", b"begin"))
    with pytest.raises(BadInput):
        read_pins(tmp_path)


def test_a_fault_is_reported_with_its_pins_and_without_ids(tmp_path: Path) -> None:
    published = told(p1="14:30")
    pins = pinned_of(pins_of(THREE_SLOTS, published, keep=["p1"]), published)
    file = tmp_path / "round.json"
    file.write_bytes(fault_json(THREE_SLOTS, solve(THREE_SLOTS, published=published), published, "wrong", pins))
    [stored] = read_pins(tmp_path)
    same = {meeting.meeting_id: meeting for meeting in meetings_of(read_delivered_round(tmp_path))}
    assert stored.spots == ((TUESDAY, minute("14:30"), same[stored.meeting_id].teams[0].teacher_ids),)
    assert pins[0].meeting_id not in file.read_text("utf-8")
