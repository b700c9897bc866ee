"""Whether a round can work, before any planning."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from scheduler.checking import check
from scheduler.cli import main
from scheduler.round import Availability, Breaks, GroupTeacher, Pupil, Request, Separation
from scheduler.solver import solve
from tests.intake.folders import write
from tests.random_rounds import random_round
from tests.rounds import THURSDAY, TUESDAY, group, minute, teacher, tiny_round, window

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.round import Round

FIVE = {f"p{i}": [f"a{i}"] for i in range(1, 6)}
TWO_GROUPS = (group("5A", "t1"), group("6A", "t2"))
SIBLINGS = (Pupil("p1", "Elif", "Yılmaz", "5A"), Pupil("p2", "Daan", "Yılmaz", "6A"))


def found(round: Round, language: str = "en") -> list[str]:
    """Every finding as a sentence."""
    return [finding.sentence(round, language) for finding in check(round).findings]


def cannot(person_id: str, start: str = "00:00", end: str = "24:00", **more: object) -> Availability:
    """A row of a person who cannot come then."""
    return Availability(person_id, "unavailable", start_minute=minute(start), end_minute=minute(end), **more)


def test_nothing_in_the_way() -> None:
    assert found(tiny_round()) == []


def test_parents_without_a_common_time() -> None:
    round = tiny_round(availability=(cannot("a1", end="15:00"), cannot("a2", "15:00")))
    assert found(round) == [
        "P1 de Vries (5A): No time is left: Ouder a1 cannot come on Tue 2 Feb until 15:00; "
        "Ouder a2 cannot come on Tue 2 Feb from 15:00. It would work if Ouder a1 can come on Tue 2 Feb from 14:30 to "
        "14:40, or if Ouder a2 can come on Tue 2 Feb from 15:00 to 15:10."
    ]
    assert found(round, "nl") == [
        "P1 de Vries (5A): Er blijft geen tijd over: Ouder a1 kan niet op di 2 feb tot 15:00; "
        "Ouder a2 kan niet op di 2 feb vanaf 15:00. Het kan wel als Ouder a1 op di 2 feb van 14:30 tot 14:40 kan "
        "komen, of als Ouder a2 op di 2 feb van 15:00 tot 15:10 kan komen."
    ]


def test_a_teacher_who_works_in_no_window_is_told_of_once() -> None:
    round = tiny_round(FIVE, teachers=[teacher(days=[0])])
    assert found(round) == [
        "P1 de Vries (5A), P2 de Vries (5A), P3 de Vries (5A), P4 de Vries (5A) and 1 more: No time is left: "
        "Juf t1 does not work on Tuesday. It would work if Juf t1 also has conversations on Tue 2 Feb from 14:30 to "
        "15:20, or if there is an evening on Mon 8 Feb from 18:30 to 20:30."
    ]


def test_requested_staff_who_are_never_together() -> None:
    round = tiny_round(
        {"p1": ["a1"]}, windows=[window(), window(date=THURSDAY)], requests=(Request("p1", staff=("ib",)),),
        teachers=[teacher("t1", days=[1]), teacher("ib", days=[3], role="ib", name="Marijke")],
    )
    assert found(round) == [
        "P1 de Vries (5A): No time is left: Marijke does not work on Tuesday; Juf t1 does not work on Thursday. "
        "It would work if Marijke need not be there, or if Marijke also has conversations on Tue 2 Feb from 14:30 to "
        "14:40."
    ]


def test_more_conversations_than_places() -> None:
    assert found(tiny_round(FIVE, windows=[window("14:30", "15:00")])) == [
        "Juf t1: 5 conversations, 3 places (Tue 2 Feb 14:30–15:00). It would work if the window on Tue 2 Feb from "
        "14:30 lasts until 15:20, or if there is an evening on Tue 2 Feb from 18:30 to 20:30."
    ]


def test_more_conversations_than_places_in_a_part_of_a_window() -> None:
    late = tuple(cannot(f"a{i}", "14:50") for i in (1, 2, 3))
    [said] = found(tiny_round(FIVE, availability=late))
    assert said.startswith("Juf t1: 3 conversations, 2 places (Tue 2 Feb 14:30–14:50). It would work if ")


def test_breaks_are_counted() -> None:
    [said] = found(tiny_round(FIVE, windows=[window("14:30", "15:20")], breaks=Breaks(2, 10)))
    assert said.startswith("Juf t1: 5 conversations, 4 places with the breaks in between (Tue 2 Feb 14:30–15:20).")


def test_a_room_that_two_teachers_share() -> None:
    round = tiny_round(
        FIVE, windows=[window("14:30", "15:10")], groups=TWO_GROUPS,
        teachers=[teacher("t1", room="hal"), teacher("t2", room="hal")],
        pupils=[Pupil(f"p{i}", f"Kind{i}", "Bos", "5A" if i < 3 else "6A") for i in range(1, 6)],
    )
    [said] = found(round)
    assert said.startswith("Hal: 5 conversations, 4 places (Tue 2 Feb 14:30–15:10).")


def test_siblings_whose_teachers_share_no_day() -> None:
    round = tiny_round(
        {"p1": ["a1", "a2"], "p2": ["a1", "a2"]}, pupils=SIBLINGS, groups=TWO_GROUPS,
        windows=[window(), window(date=THURSDAY)], teachers=[teacher("t1", days=[1]), teacher("t2", days=[3])],
    )
    assert found(round) == [
        "Ouder a1 and Ouder a2, for Elif Yılmaz (5A) and Daan Yılmaz (6A): They cannot adjoin: Juf t1 does not work on "
        "Thursday; Juf t2 does not work on Tuesday. It would work if Juf t1 also has conversations on Thu 4 Feb from "
        "14:30 to 14:40, or if Juf t2 also has conversations on Tue 2 Feb from 14:30 to 14:40."
    ]


def test_parties_who_cannot_both_come() -> None:
    round = tiny_round(windows=[window("14:30", "15:00")],
                       separations=(Separation("p1", "a1", "A"), Separation("p1", "a2", "B")))
    assert found(round) == [
        "The conversations about P1 de Vries cannot all be held: people who come apart need 30 minutes in between. "
        "It would work if the window on Tue 2 Feb from 14:30 lasts until 15:20, or if there is an evening on Tue 2 Feb "
        "from 18:30 to 20:30."
    ]
    assert "Ouder" not in found(round)[0]


def test_conversations_and_places_of_teachers_and_duos() -> None:
    duo = dataclasses.replace(group("6A"), teachers=(GroupTeacher("t2", frozenset({1})), GroupTeacher("t3")))
    round = tiny_round(
        FIVE, groups=(group("5A"), duo), windows=[window(), window("18:30", "19:00", THURSDAY, evening=True)],
        teachers=[teacher("t1", max_meetings_per_day=2), teacher("t2"), teacher("t3")],
        pupils=[Pupil(f"p{i}", f"Kind{i}", "Bos", "5A" if i < 3 else "6A") for i in range(1, 6)],
    )
    assert [supply.line(round, "en") for supply in check(round).supply] == [
        "Juf t1: 2 conversations, 4 places (Tue 2 Feb 14:30: 2, Thu 4 Feb 18:30: 2)",
        "Juf t2 and Juf t3: 3 conversations, 15 places (Tue 2 Feb 14:30: 12, Thu 4 Feb 18:30: 3)",
    ]


@pytest.mark.parametrize("seed", range(60))
def test_what_is_found_is_true(seed: int) -> None:
    """A finding about places or times means that some meeting stays without a place in the best plan."""
    round, published = random_round(seed)
    outcome = solve(round, published=published)
    assert outcome.plan is not None
    hopeless = [finding for finding in check(round).findings if not finding.adult_ids]
    counted = {"unplaced_mandatory", "unplaced_optional"} <= set(round.settings.objective)
    if hopeless:
        assert outcome.plan.unplaced or not counted
    for finding in check(round).findings:
        for change in finding.changes:
            again = check(change.applied(round)).findings
            assert (finding.cause, finding.pupil_ids) not in [(each.cause, each.pupil_ids) for each in again]


TABLES = {
    "teachers": "teacher_id,name,working_days\nt1,Juf Anja,ma;di;wo\n",
    "groups": "group,level,teacher_id\n5A,5,t1\n",
    "pupils": "pupil_id,first_name,last_name,group\np1,Elif,Yılmaz,5A\n",
    "adults": "adult_id,name,email\na1,Ali Yılmaz,ali@post.example\n",
    "guardians": "pupil_id,adult_id,relation\np1,a1,parent\n",
}


def test_the_command_says_yes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(write(tmp_path, **TABLES))]) == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        "Niets staat in de weg: elk gesprek kan een tijd krijgen, en nergens zijn er meer gesprekken dan plekken."
    )


def test_the_command_says_no(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path, **TABLES, availability=f"person_id,date,kind\na1,{TUESDAY},unavailable\n")
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "1 ding kan niet:"
    assert said[1].startswith("- Elif Yılmaz (5A): Er blijft geen tijd over: ")


def test_the_command_refuses_bad_input(tmp_path: Path) -> None:
    assert main(["check", str(tmp_path / "nowhere")]) == 2


def test_it_needs_no_solver() -> None:
    code = "import sys; sys.modules['ortools'] = None; import scheduler.checking, scheduler.commands.check"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_teachers_of_whom_the_same_is_to_be_said_are_told_of_together() -> None:
    pupils = [Pupil(f"p{i}", f"Kind{i}", "Bos", "5A" if i < 5 else "6A") for i in range(1, 9)]
    round = tiny_round({f"p{i}": [f"a{i}"] for i in range(1, 9)}, windows=[window("14:30", "15:00")],
                       groups=TWO_GROUPS, pupils=pupils)
    assert found(round, "nl") == [
        "Juf t1 en Juf t2, elk: 4 gesprekken, 3 plekken (di 2 feb 14:30–15:00). Het kan wel als het tijdvak op di 2 "
        "feb vanaf 14:30 tot 15:10 duurt, of als er een avond komt op di 2 feb van 18:30 tot 20:30."
    ]
    assert found(round)[0].startswith("Juf t1 and Juf t2, each: 4 conversations, 3 places (Tue 2 Feb 14:30–15:00).")


def test_a_crowded_hour_asks_one_family_to_come_at_another_time() -> None:
    """Four can come in the first half hour only, and the rest of the hour is free."""
    families = {f"p{i}": [f"a{i}"] for i in range(1, 5)}
    busy = tuple(cannot(adult_id, "15:00") for [adult_id] in families.values())
    round = tiny_round(families, availability=busy)
    assert found(round, "nl") == [
        "Juf t1: 4 gesprekken, 3 plekken (di 2 feb 14:30–15:00). Het kan wel als 1 van deze 4 gesprekken op een andere "
        "tijd kan, of als er een tijdvak bij komt op wo 3 feb van 14:30 tot 15:30."
    ]
    for pupil_id in families:
        free = f"a{pupil_id[1:]}"
        rest = tuple(row for row in busy if row.person_id != free)
        plan = solve(dataclasses.replace(round, availability=rest)).plan
        assert plan is not None
        assert not plan.unplaced


def test_nobody_is_asked_to_come_when_all_other_times_are_taken_too() -> None:
    families = {f"p{i}": [f"a{i}"] for i in range(1, 8)}
    round = tiny_round(families, availability=tuple(cannot(f"a{i}", "15:00") for i in range(1, 5)))
    assert not any("at another time" in sentence for sentence in found(round))
