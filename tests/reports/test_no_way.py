"""By telephone and at school with no time in between: who, when, and about whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.appointments import Plan
from scheduler.reports.no_way import without_a_way
from scheduler.round import Siblings
from tests.reports.reading import of_class, section, text
from tests.reports.test_report import read
from tests.reports.test_why_moved import at
from tests.rounds import THURSDAY, tiny_round, window

ROUND = tiny_round({"p1": ["a1", "a2"], "p2": ["a1", "a2"], "p3": ["a3"]}, windows=[window(), window(date=THURSDAY)])
AT_SCHOOL = at(ROUND, "p2", "14:40")


def said(*appointments: object, round: object = ROUND) -> list[str]:
    """What is said of these."""
    return without_a_way(round, Plan.of(list(appointments), []))  # type: ignore[arg-type]


def test_parents_who_are_called_and_expected_at_school_at_once() -> None:
    plan = Plan.of([at(ROUND, "p1", "14:30", modality="phone"), AT_SCHOOL, at(ROUND, "p3", "14:50")], [])
    sentence = ("Ouder a1 en Ouder a2, di 2 feb: telefonisch over P1 de Vries van 14:30 tot 14:40 uur, en op school "
                "over P2 de Vries van 14:40 tot 14:50 uur. Daartussen is geen reistijd.")
    assert without_a_way(ROUND, plan) == [sentence]
    (found,) = of_class(section(read(ROUND, plan), "attention"), "warnings")
    assert [text(item) for item in found.iter("li")] == [sentence]


def test_a_video_call_after_school() -> None:
    only = at(ROUND, "p1", "14:50", modality="video", adult_ids=("a2",))
    assert said(AT_SCHOOL, only) == [
        "Ouder a2, di 2 feb: op school over P2 de Vries van 14:40 tot 14:50 uur, en per video over P1 de Vries van "
        "14:50 tot 15:00 uur. Daartussen is geen reistijd."]


@pytest.mark.parametrize("other", [
    at(ROUND, "p1", "14:30"), at(ROUND, "p1", "15:00", modality="phone"),
    at(ROUND, "p1", "14:30", date=THURSDAY, modality="phone"), at(ROUND, "p3", "14:30", modality="phone"),
])
def test_nothing_is_said_where_there_is_time_or_no_way_to_go(other: object) -> None:
    assert said(AT_SCHOOL, other) == []


def test_two_telephone_calls_need_no_way() -> None:
    calls = [at(ROUND, each, start, modality="phone") for each, start in (("p1", "14:30"), ("p2", "14:40"))]
    assert said(*calls) == []


def test_the_walk_between_two_rooms_is_no_way_home() -> None:
    walking = replace(ROUND, settings=replace(ROUND.settings, siblings=Siblings(walk_minutes=10)))
    later = at(ROUND, "p1", "15:00", modality="phone")
    assert len(said(AT_SCHOOL, later, round=walking)) == 1
