from __future__ import annotations

from scheduler.constraints.working_days import RULE
from scheduler.round import Availability
from tests.constraints.agreement import assert_agreement
from tests.constraints.plans import at, said
from tests.rounds import THURSDAY, TUESDAY, adult, group, minute, teacher, tiny_round, window

THURSDAYS = teacher("t1", [3])


def offered(start: str, end: str, person_id: str = "t1") -> Availability:
    return Availability(person_id, "available", TUESDAY, None, minute(start), minute(end))


def test_on_a_working_day() -> None:
    assert said(RULE, tiny_round(teachers=[THURSDAYS]), at("14:30", date=THURSDAY)) == []


def test_on_a_day_off() -> None:
    assert said(RULE, tiny_round(teachers=[THURSDAYS]), at("14:30")) == [
        (
            "Juf t1 does not work on Tue 2 Feb, but has a conversation about P1 de Vries from 14:30 to 14:40.",
            "Juf t1 werkt niet op di 2 feb, maar heeft van 14:30 tot 14:40 een gesprek over P1 de Vries.",
        )
    ]


def test_what_is_made_available_counts_to_the_minute() -> None:
    round = tiny_round(teachers=[THURSDAYS], availability=(offered("14:30", "14:40"), offered("14:40", "14:55")))
    assert said(RULE, round, at("14:35")) == []
    assert len(said(RULE, round, at("14:50"))) == 1


def test_an_adult_who_works_here_may_say_so_under_either_id() -> None:
    parent = adult("a1", teacher_id="t1")
    rows = (offered("14:30", "15:00", "a1"),)
    round = tiny_round({"p1": ["a2"]}, adults=[parent, adult("a2")], teachers=[THURSDAYS], availability=rows)
    assert said(RULE, round, at("14:30", "p1", ["a2"])) == []


def test_the_solver_agrees() -> None:
    round = tiny_round(
        {"p1": ["a1"], "p2": ["a2"]}, groups=[group("5A", "t1", "t2")], teachers=[THURSDAYS, teacher("t2", [1])],
        windows=[window("14:30", "15:00"), window("14:30", "14:50", THURSDAY)],
        availability=(offered("14:35", "14:50"), offered("14:50", "15:00")),
    )
    assert_agreement(round, "working_days")
