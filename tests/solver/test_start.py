"""A plan to begin from: what the round still allows of it is the first plan, and no worse one is the result."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scheduler.appointments import Plan
from scheduler.meetings import meetings_of
from scheduler.solver import solve
from scheduler.solver.clock import Clock
from scheduler.solver.start import still_allowed
from tests.rounds import THURSDAY, tiny_round, window

if TYPE_CHECKING:
    from scheduler.round import Round

FEW = {"p1": ["a1"], "p2": ["a2"]}
MANY = {f"p{n}": [f"a{n}"] for n in range(1, 13)}


def best_of(round: Round) -> Plan:
    plan = solve(round).plan
    assert plan is not None
    return plan


def allowed(plan: Plan, round: Round) -> Plan:
    return still_allowed(plan, round, meetings_of(round))


def test_what_the_rules_forbid_now_is_left_out() -> None:
    now = tiny_round(FEW)
    start = best_of(now)
    first, second = start.appointments
    early = replace(now, settings=replace(now.settings, cutoff_minute=first.end_minute))
    assert [one.meeting_id for one in allowed(start, early).appointments] == [first.meeting_id]
    assert [one.meeting_id for one in allowed(start, early).unplaced] == [second.meeting_id]
    longer = replace(now, settings=replace(now.settings, meeting_minutes=20))
    assert allowed(start, longer).appointments == ()
    fewer = tiny_round({"p1": ["a1"]})
    assert len(allowed(start, fewer).rows) == 1


@pytest.mark.parametrize("families", [FEW, MANY])
def test_of_two_that_are_as_good_the_plan_to_begin_from_is_the_result(families: dict[str, list[str]]) -> None:
    now = tiny_round(families, windows=[window(end="17:00")])
    best = best_of(now)
    one, two, *others = best.appointments
    swapped = Plan.of([replace(one, start_minute=two.start_minute, end_minute=two.end_minute),
                       replace(two, start_minute=one.start_minute, end_minute=one.end_minute), *others], [])
    assert swapped != best
    found = solve(now, start=swapped)
    assert found.plan == swapped
    assert found.status == "optimal"


@pytest.mark.parametrize("families", [FEW, MANY])
def test_it_is_there_though_no_search_begins(families: dict[str, list[str]]) -> None:
    now = tiny_round(families, windows=[window(end="17:00")])
    start = best_of(now)
    clock = Clock(None)
    clock.stop()
    found = solve(now, start=start, clock=clock)
    assert found.plan == start
    assert found.status == "feasible"
    without = solve(now, clock=clock)
    assert without.plan is not None
    assert not without.plan.unplaced
    assert without.status == "feasible"


@pytest.mark.parametrize("families", [FEW, MANY])
def test_what_is_better_is_found(families: dict[str, list[str]]) -> None:
    now = tiny_round(families, windows=[window(end="17:00")])
    start = best_of(now)
    moved = replace(now, windows=(window(date=THURSDAY, end="17:00"),))
    found = solve(moved, start=start)
    assert found.plan == solve(moved).plan
    assert found.plan is not None
    assert not found.plan.unplaced
