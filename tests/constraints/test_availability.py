from __future__ import annotations

from scheduler.constraints.availability import RULE
from scheduler.round import Availability
from tests.constraints.agreement import assert_agreement
from tests.constraints.plans import at, said
from tests.rounds import THURSDAY, TUESDAY, adult, group, minute, teacher, tiny_round, window


def busy(person_id: str, start: str, end: str, weekday: int | None = None) -> Availability:
    date = TUESDAY if weekday is None else None
    return Availability(person_id, "unavailable", date, weekday, minute(start), minute(end))


def test_up_to_the_minute() -> None:
    round = tiny_round(availability=(busy("a1", "14:00", "14:30"), busy("t1", "14:40", "16:00")))
    assert said(RULE, round, at("14:30")) == []


def test_an_adult_who_cannot() -> None:
    assert said(RULE, tiny_round(availability=(busy("a1", "14:35", "16:00", weekday=1),)), at("14:30")) == [
        (
            "Ouder a1 cannot come on Tue 2 Feb from 14:35 to 16:00, but has a conversation about P1 de Vries from "
            "14:30 to 14:40.",
            "Ouder a1 kan op di 2 feb niet van 14:35 tot 16:00, maar heeft van 14:30 tot 14:40 een gesprek over "
            "P1 de Vries.",
        )
    ]


def test_a_teacher_who_cannot_all_day() -> None:
    assert said(RULE, tiny_round(availability=(Availability("t1", "unavailable"),)), at("14:30")) == [
        (
            "Juf t1 cannot come on Tue 2 Feb, but has a conversation about P1 de Vries from 14:30 to 14:40.",
            "Juf t1 kan niet op di 2 feb, maar heeft van 14:30 tot 14:40 een gesprek over P1 de Vries.",
        )
    ]


def test_another_day_says_nothing() -> None:
    assert said(RULE, tiny_round(availability=(Availability("t1", "unavailable", weekday=3),)), at("14:30")) == []


def test_an_adult_who_works_here_is_bound_by_the_rows_of_both_ids() -> None:
    adults = [adult("a1", teacher_id="t1"), adult("a2")]
    as_parent, as_teacher = at("14:30", "p1", ["a1"], teacher_ids=("t2",)), at("14:30", "p2", ["a2"])
    for person_id in ("a1", "t1"):
        round = tiny_round(
            {"p1": ["a1"], "p2": ["a2"]}, adults=adults, teachers=[teacher("t1"), teacher("t2")],
            availability=(busy(person_id, "14:00", "15:00"),),
        )
        assert len(said(RULE, round, as_parent)) == 1
        assert len(said(RULE, round, as_teacher)) == 1


def test_the_solver_agrees() -> None:
    rows = (
        busy("a1", "14:35", "14:45"),
        busy("t1", "00:00", "14:40", weekday=3),
        busy("t2", "14:50", "24:00", weekday=1),
    )
    round = tiny_round(
        {"p1": ["a1"], "p2": ["a2"]}, adults=[adult("a1"), adult("a2", teacher_id="t2")], availability=rows,
        groups=[group("5A", "t1", "t2")], windows=[window("14:30", "15:00"), window("14:30", "14:50", THURSDAY)],
    )
    assert_agreement(round, "availability")
