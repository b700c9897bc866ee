from __future__ import annotations

from scheduler.constraints.breaks import RULE
from scheduler.round import Breaks
from tests.constraints.agreement import assert_agreement
from tests.constraints.plans import at, said
from tests.rounds import THURSDAY, group, pupil, teacher, tiny_round, window

TEN_AFTER_TWO = tiny_round(breaks=Breaks(after_meetings=2, minutes=10))


def test_a_break_after_every_two() -> None:
    assert said(RULE, TEN_AFTER_TWO, at("14:30"), at("14:40"), at("15:00"), at("15:10"), at("15:30")) == []


def test_three_in_a_row() -> None:
    assert said(RULE, TEN_AFTER_TWO, at("14:30"), at("14:40"), at("14:55")) == [
        (
            "Juf t1 has more than 2 conversations in a row on Tue 2 Feb, from 14:30 to 15:05, without 10 minutes of "
            "break.",
            "Juf t1 heeft op di 2 feb van 14:30 tot 15:05 meer dan 2 gesprekken achter elkaar, zonder 10 minuten "
            "pauze.",
        )
    ]


def test_the_next_day_is_a_new_row() -> None:
    assert said(RULE, TEN_AFTER_TWO, at("14:30"), at("14:40"), at("14:50", date=THURSDAY)) == []


def test_no_table_no_breaks() -> None:
    assert said(RULE, tiny_round(), *(at(f"14:{minute}") for minute in (10, 20, 30, 40, 50))) == []


def test_too_many_on_a_day() -> None:
    round = tiny_round(teachers=[teacher("t1", max_meetings_per_day=2)])
    assert said(RULE, round, at("14:30"), at("14:40")) == []
    assert said(RULE, round, at("14:30"), at("14:40"), at("15:50")) == [
        (
            "Juf t1 has 3 conversations on Tue 2 Feb; the most is 2.",
            "Juf t1 heeft 3 gesprekken op di 2 feb; het hoogste aantal is 2.",
        )
    ]


def test_the_solver_agrees_on_breaks() -> None:
    families = {"p1": ["a1"], "p2": ["a2"], "p3": ["a3"]}
    for breaks in (Breaks(1, 10), Breaks(2, 10), Breaks(2, 15)):
        assert_agreement(tiny_round(families, breaks=breaks, windows=[window("14:30", "15:40")]), "breaks")


def test_the_solver_agrees_on_a_row_of_four_across_windows() -> None:
    families = {"p1": ["a1"], "p2": ["a2"], "p3": ["a3"], "p4": ["a4"]}
    windows = [window("14:30", "14:50"), window("14:50", "15:10"), window("15:15", "15:25")]
    assert_agreement(tiny_round(families, breaks=Breaks(3, 10), windows=windows), "breaks")


def test_the_solver_agrees_on_the_most_of_a_day() -> None:
    round = tiny_round(
        {"p1": ["a1"], "p2": ["a2"], "p3": ["a3"]}, pupils=[pupil("p1"), pupil("p2"), pupil("p3")],
        groups=[group("5A", "t1", "t2")], windows=[window("14:30", "14:50"), window("14:30", "14:40", THURSDAY)],
        teachers=[teacher("t1", max_meetings_per_day=1), teacher("t2", [3])],
    )
    assert_agreement(round, "breaks")
