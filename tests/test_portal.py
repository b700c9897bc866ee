"""The portal that plans are compared with keeps every rule, and no more."""

from __future__ import annotations

import pytest

from scheduler.constraints.table import violations_of
from scheduler.costs import adults_apart
from scheduler.meetings import meetings_of
from tests.benchmarks.portal import Prefer, book
from tests.reports.school import school_round
from tests.rounds import tiny_round, window


@pytest.mark.parametrize("prefer", ["earliest", "any"])
@pytest.mark.parametrize("seed", range(4))
def test_every_rule_is_kept_and_every_meeting_accounted_for(prefer: Prefer, seed: int) -> None:
    round = school_round()
    plan = book(round, prefer=prefer, seed=seed)
    assert violations_of(round, plan) == ()
    found = [it.meeting_id for it in (*plan.appointments, *plan.unplaced)]
    assert sorted(found) == [meeting.meeting_id for meeting in meetings_of(round)]


def test_the_same_seed_books_the_same() -> None:
    assert book(school_round(), prefer="any", seed=7) == book(school_round(), prefer="any", seed=7)


def test_siblings_are_booked_together_where_that_fits() -> None:
    round = tiny_round({"p1": ["a1"], "p2": ["a2"], "p3": ["a1"], "p4": ["a1"]})
    assert adults_apart(round, book(round)) == ()


def test_who_comes_last_finds_nothing() -> None:
    plan = book(tiny_round({"p1": ["a1"], "p2": ["a2"]}, windows=[window("14:30", "14:40")]))
    assert [it.reason for it in plan.unplaced] == ["Toen dit gezin aan de beurt was, was er geen tijd meer vrij."]
