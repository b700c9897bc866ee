"""Visits with more than one appointment."""

from __future__ import annotations

from scheduler.meetings import meetings_of
from scheduler.reports.figures import figures_of
from scheduler.reports.visits import visits_by_meeting, visits_of
from tests.benchmarks.portal import book
from tests.rounds import THURSDAY, TUESDAY, tiny_round, window


def test_parents_with_the_same_talks_share_a_visit() -> None:
    plan = book(tiny_round({"p1": ["a1", "a2"], "p2": ["a1", "a2"], "p3": ["a3"]}))
    (visit,) = visits_of(plan)
    assert (visit.number, visit.date, visit.adult_ids) == (1, TUESDAY, ("a1", "a2"))
    assert {it.pupil_id for it in visit.appointments} == {"p1", "p2"}


def test_a_meeting_can_be_part_of_two_visits() -> None:
    plan = book(tiny_round({"p1": ["a1"], "p2": ["a1", "a2"], "p3": ["a2"]}))
    of_meeting = visits_by_meeting(visits_of(plan))
    together = next(it for it in plan.appointments if it.pupil_id == "p2")
    assert sorted(visit.adult_ids for visit in of_meeting[together.meeting_id]) == [("a1",), ("a2",)]


def test_appointments_on_two_dates_are_no_visit_of_two() -> None:
    windows = [window("14:30", "14:40"), window("14:30", "14:40", THURSDAY)]
    plan = book(tiny_round({"p1": ["a1"], "p2": ["a1"]}, windows=windows))
    assert len(plan.appointments) == 2
    assert visits_of(plan) == ()


def test_families_are_people_tied_by_children() -> None:
    round = tiny_round({"p1": ["a1"], "p2": ["a1", "a2"], "p3": ["a2"], "p4": ["a4"]})
    assert figures_of(round, meetings_of(round), book(round)).families == 2
