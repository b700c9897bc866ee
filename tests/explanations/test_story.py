"""The whole story of one pupil, as the command tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.cli import main
from scheduler.explanations.case import Case
from scheduler.explanations.people import WishLess
from scheduler.explanations.story import story_of
from scheduler.intake import read_round
from scheduler.round import Availability, Breaks, Group, GroupTeacher, Pupil, Separation
from scheduler.solver import solve
from tests.intake.folders import write
from tests.rounds import THURSDAY, TUESDAY, group, minute, teacher, tiny_round, window
from tests.verification.school import delivered, plan_of, write_plan

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from scheduler.round import Round


def story(round: Round, pupil_id: str = "", language: str = "en") -> list[str]:
    """What is told of a pupil in the best plan; of the first unplaced one where none is named."""
    outcome = solve(round)
    assert outcome.plan is not None
    case = Case(round, outcome.plan, (), outcome.objective)
    return story_of(case, pupil_id or outcome.plan.unplaced[0].pupil_id, language)


def test_all_is_well() -> None:
    assert story(tiny_round(windows=[window("14:30", "14:40")]), "p1") == [
        "The conversation about P1 de Vries (5A) with Ouder a1 and Ouder a2",
        "Tue 2 Feb from 14:30 to 14:40, Juf t1.",
        "It adjoins what it should, and every wish is kept.",
    ]


def test_what_the_rules_took_and_what_would_help() -> None:
    round = tiny_round(
        {"p1": ["a1"]}, windows=[window(), window(date=THURSDAY)], teachers=[teacher(days=[3])],
        availability=(Availability("a1", "unavailable", date=THURSDAY),),
    )
    assert story(round) == [
        "The conversation about P1 de Vries (5A) with Ouder a1",
        "It has no place. No time is left: Juf t1 does not work on Tuesday; Ouder a1 cannot come on Thu 4 Feb.",
        "With Juf t1 there are 12 times, of which the rules leave 0.",
        "- 6 are taken: Juf t1 does not work on Tuesday",
        "- 6 are taken: Ouder a1 cannot come on Thu 4 Feb",
        "It would work, the least asking first, if:",
        "1. Ouder a1 can come on Thu 4 Feb from 14:30 to 14:40",
        "2. Juf t1 also has conversations on Tue 2 Feb from 14:30 to 14:40",
        "3. there is an evening on Thu 11 Feb from 18:30 to 20:30",
        "4. there is a further window on Thu 11 Feb from 14:30 to 15:30",
    ]


def test_who_holds_the_times_that_remain() -> None:
    """Three can come in the first twenty minutes only: each of the two who do would lose a place by giving it up."""
    round = tiny_round(
        {f"p{i}": [f"a{i}"] for i in (1, 2, 3)}, windows=[window("14:30", "14:50")],
        pupils=[Pupil("p1", "Elif", "Yılmaz", "5A"), Pupil("p2", "Noor", "de Wit", "5A"),
                Pupil("p3", "Sam", "Bakker", "5A")],
    )
    outcome = solve(round)
    assert outcome.plan is not None
    first, second = (round.pupil[it.pupil_id].name for it in outcome.plan.appointments)
    told = story(round)
    assert told[1] == "It has no place. Juf t1: 3 conversations, 2 places (Tue 2 Feb 14:30–14:50)."
    assert told[3:5] == [
        f"- Tue 2 Feb 14:30, Juf t1: the conversation about {first}, which would then have no place",
        f"- Tue 2 Feb 14:40, Juf t1: the conversation about {second}, which would then have no place",
    ]


def test_a_time_that_a_break_needs() -> None:
    round = tiny_round({f"p{i}": [f"a{i}"] for i in range(1, 6)}, windows=[window("14:30", "15:20")],
                       breaks=Breaks(2, 10))
    assert sum(line.endswith(": nobody is busy then, but teachers get their breaks") for line in story(round)) == 1


def test_times_too_near_to_the_other_party() -> None:
    round = tiny_round(windows=[window("14:30", "15:00")],
                       separations=(Separation("p1", "a1", "A"), Separation("p1", "a2", "B")))
    ending = ": nobody is busy then, but people who come apart need 30 minutes in between"
    assert sum(line.endswith(ending) for line in story(round)) == 2


def test_siblings_apart_and_what_would_help() -> None:
    round = tiny_round(
        {"p1": ["a1"], "p2": ["a1"]}, groups=(group("5A", "t1"), group("6A", "t2")),
        pupils=(Pupil("p1", "Elif", "Yılmaz", "5A"), Pupil("p2", "Daan", "Yılmaz", "6A")),
        windows=[window("14:30", "14:50"), window("14:30", "14:50", THURSDAY)],
        teachers=[teacher("t1", days=[1]), teacher("t2", days=[3])],
    )
    assert story(round, "p1", "nl")[2:] == [
        "Ouder a1: Ze kunnen niet op elkaar aansluiten: Juf t1 werkt niet op donderdag; Juf t2 werkt niet op dinsdag.",
        "Het kan wel (wat het minst vraagt staat voorop) als:",
        "1. Juf t1 ook op do 4 feb van 14:40 tot 14:50 gesprekken voert",
        "2. Juf t2 ook op di 2 feb van 14:40 tot 14:50 gesprekken voert",
    ]


def test_a_missed_wish() -> None:
    round = tiny_round({"p1": ["a1"]}, windows=[window("14:30", "14:40")],
                       availability=(Availability("a1", "preferred", None, None, minute("15:00"), minute("16:00")),))
    assert story(round, "p1")[2:] == [
        "Ouder a1 would rather come from 15:00 to 16:00; no conversations are held then.",
        "No single change was found that would help.",
    ]


def test_the_command_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    input, output = delivered(tmp_path)
    assert main(["why", str(input), str(output), "elif yılmaz"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        "Het gesprek over Elif Yılmaz (5A) met Ali Yılmaz en Suzanne de Vries"
    )
    assert main(["why", str(input), str(output), "p1"]) == 0


def test_the_command_never_names_whoever_may_not_be_invited(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    input, output = delivered(tmp_path, {})
    for pupil_id in ("p1", "p2", "p3", "p4"):
        assert main(["why", str(input), str(output), pupil_id]) == 0
    said = capsys.readouterr().out
    assert "Geert" not in said
    assert "Stief" not in said


def test_the_command_knows_no_such_pupil(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    input, output = delivered(tmp_path)
    assert main(["why", str(input), str(output), "Jip"]) == 2
    assert 'pupils.csv: "Jip" There is no pupil with this id or name.' in capsys.readouterr().err


def test_the_command_wants_the_id_of_namesakes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    input, output = delivered(tmp_path)
    pupils = (input / "pupils.csv").read_text(encoding="utf-8").replace("Daan,Yılmaz", "Elif,Yılmaz")
    (input / "pupils.csv").write_text(pupils, encoding="utf-8")
    assert main(["why", str(input), str(output), "Elif Yılmaz"]) == 2
    assert "Several pupils have this name. Give the id: p1, p2." in capsys.readouterr().err


def test_the_command_refuses_the_plan_of_another_round(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, output = delivered(tmp_path)
    other = write(tmp_path / "other")
    assert main(["why", str(other), str(output), "p1"]) == 2
    assert "This plan has other conversations than the round." in capsys.readouterr().err


def test_the_command_says_that_the_lists_have_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    input, output = delivered(tmp_path)
    (input / "availability.csv").write_text(f"person_id,date,kind\na1,{TUESDAY},unavailable\n", encoding="utf-8")
    assert main(["why", str(input), str(output), "p1"]) == 0
    assert "De lijsten zijn veranderd sinds dit rooster is gemaakt" in capsys.readouterr().err


def test_the_command_refuses_a_summary_without_its_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    input, output = delivered(tmp_path)
    (output / "summary.json").write_text("{}")
    assert main(["why", str(input), str(output), "p1"]) == 2
    assert "summary.json: This is not as the program wrote it." in capsys.readouterr().err


def test_a_pupil_without_a_conversation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    input, output = delivered(tmp_path)
    pupils = (input / "pupils.csv").read_text(encoding="utf-8")
    (input / "pupils.csv").write_text(pupils + "p9,Jip,Smit,5A\n", encoding="utf-8")
    given = read_round(input)
    write_plan(output, given, plan_of(given))
    assert main(["why", str(input), str(output), "p9"]) == 0
    assert capsys.readouterr().out == (
        "Er is in deze ronde geen gesprek over Jip Smit. Bij deze leerling staat in guardians.csv geen enkele "
        "volwassene.\n"
    )


def test_a_change_that_moves_another_comes_before_what_asks_more() -> None:
    """On Tuesday, where Elif's father could not come, Noor has the only time; she can also be seen on Thursday."""
    round = tiny_round(
        {"p1": ["a1", "a2"], "p2": ["a3"]}, windows=[window("14:30", "14:40"), window("14:30", "14:50", THURSDAY)],
        pupils=[Pupil("p1", "Elif", "Yılmaz", "5A"), Pupil("p2", "Noor", "de Wit", "5A")],
        availability=(Availability("a1", "unavailable", TUESDAY), Availability("a2", "unavailable", THURSDAY),
                      Availability("a3", "preferred", TUESDAY)),
    )
    lines = story(round, "p1")
    assert lines[lines.index("It would work, the least asking first, if:") + 1 :] == [
        "1. Ouder a2 can come on Thu 4 Feb from 14:30 to 14:40",
        "2. Ouder a1 can come on Tue 2 Feb from 14:30 to 14:40, and 1 other conversation moves",
        "3. there is an evening on Wed 3 Feb from 18:30 to 20:30",
        "4. there is a further window on Wed 3 Feb from 14:30 to 14:40",
    ]


def test_a_day_off_is_told_once() -> None:
    """Whoever does not work that day does not have the group then either."""
    round = tiny_round({"p1": ["a1"]}, windows=[window()], teachers=[teacher(days=[3])],
                       groups=[Group("5A", 5, (GroupTeacher("t1", frozenset({3})),))])
    taken = [line for line in story(round) if line.startswith("- ")]
    assert taken == ["- 6 are taken: Juf t1 does not work on Tuesday"]


def test_one_wish_less() -> None:
    """Where the order has wishes before places, letting go of one is what it takes."""
    round = tiny_round(
        {"p1": ["a1"]}, windows=[window("14:30", "14:40")], objective=("wishes_missed", "unplaced_mandatory"),
        availability=(Availability("a1", "preferred", date=THURSDAY),),
    )
    assert story(round, "p1", "nl")[-2:] == [
        "Het kan wel (wat het minst vraagt staat voorop) als:",
        "1. het gesprek over P1 de Vries buiten de gewenste tijden mag vallen",
    ]
    outcome = solve(WishLess("a1", "p1").applied(round))
    assert outcome.plan is not None
    assert not outcome.plan.unplaced
