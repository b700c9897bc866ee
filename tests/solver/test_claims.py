"""What is called proven best is beaten by nothing that plain code can think of: bookings, single moves, exchanges."""

from __future__ import annotations

import dataclasses
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from scheduler.appointments import Plan
from scheduler.constraints.table import violations_of
from scheduler.costs import costs_of
from scheduler.meetings import meetings_of
from scheduler.solver import solve
from tests.benchmarks import tight
from tests.benchmarks.portal import book
from tests.demo.reading import drawn
from tests.oracle import effective_order, ways
from tests.random_rounds import random_parts
from tests.solver.changed_rounds import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scheduler.appointments import Appointment, Outcome, Published
    from scheduler.round import Round


@pytest.mark.parametrize("season", ["february", "november", "start"])
def test_no_booking_at_a_portal_beats_a_plan_or_its_bounds(tmp_path: Path, season: str) -> None:
    round = drawn(tmp_path / "round", 40, 5, season).round
    outcome = solve(round)
    assert outcome.status == "optimal"
    for seed in range(10):
        for plan in (book(round, seed=seed), book(round, prefer="any", seed=seed)):
            assert _counted(round, plan) >= _costs(round, outcome)


@pytest.mark.parametrize("seed", range(6))
def test_no_move_of_one_meeting_and_no_exchange_of_two_beats_an_optimum(seed: int) -> None:
    round, published = side_by_side(random_parts(seed, 3))
    outcome = solve(round, published=published)
    assert outcome.status == "optimal"
    assert_no_small_change_helps(round, outcome, published)


@pytest.mark.parametrize("round", [
    tight.three_afternoons_where_four_are_needed(2, 8), tight.three_afternoons_where_four_are_needed(3, 6),
    tight.one_counsellor_for_forty(2, 6, wanted=6),
], ids=["too few places", "just enough places", "one counsellor"])
def test_nor_in_a_round_that_hardly_fits(round: Round) -> None:
    outcome = solve(round)
    assert outcome.status == "optimal"
    assert_no_small_change_helps(round, outcome)


def assert_no_small_change_helps(round: Round, outcome: Outcome, published: Published = ()) -> None:
    assert outcome.plan is not None
    best = _costs(round, outcome)
    tried = 0
    for plan in _changes(round, outcome.plan):
        tried += 1
        if _counted(round, plan, published) < best:
            assert violations_of(round, plan) != ()
    assert tried > 20


def _changes(round: Round, plan: Plan) -> Iterator[Plan]:
    """The plan with one meeting elsewhere or given a place, and with two meetings in each other's time."""
    for meeting in meetings_of(round):
        others = [it for it in plan.appointments if it.meeting_id != meeting.meeting_id]
        unplaced = [it for it in plan.unplaced if it.meeting_id != meeting.meeting_id]
        for way in ways(round, meeting):
            yield Plan.of([*others, way], unplaced)
    for one, other in combinations(plan.appointments, 2):
        if one.minutes == other.minutes:
            rest = [it for it in plan.appointments if it not in (one, other)]
            yield Plan.of([*rest, _at(one, other), _at(other, one)], list(plan.unplaced))


def _at(one: Appointment, other: Appointment) -> Appointment:
    return dataclasses.replace(
        one, date=other.date, start_minute=other.start_minute, end_minute=other.end_minute,
    )


def _costs(round: Round, outcome: Outcome) -> list[int]:
    return [outcome.objective[key].cost for key in effective_order(round)]


def _counted(round: Round, plan: Plan, published: Published = ()) -> list[int]:
    costs = costs_of(round, meetings_of(round), plan, published)
    return [costs[key] for key in effective_order(round)]
