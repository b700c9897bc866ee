"""A search that finds less than what is there already does not make a scenario worse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.appointments import Bounded, Outcome, Plan, Unplaced
from scheduler.solver import solve
from scheduler.whatif.start import no_worse_than
from tests.rounds import THURSDAY, tiny_round, window

if TYPE_CHECKING:
    from scheduler.round import Round

FAMILIES = {"p1": ["a1"], "p2": ["a2"]}


def poor(round: Round) -> Outcome:
    """A plan without its last appointment, of which nothing is proven."""
    best = solve(round)
    assert best.plan is not None
    *kept, lost = best.plan.appointments
    plan = Plan.of(kept, [Unplaced(lost.meeting_id, lost.pupil_id, lost.adult_ids)])
    objective = {**best.objective, "unplaced_mandatory": Bounded(1, 0)}
    return replace(best, plan=plan, objective=objective, status="feasible")


def test_the_plan_as_it_is_stays_where_it_is_better() -> None:
    now = tiny_round(FAMILIES)
    start = solve(now).plan
    assert start is not None
    more = replace(now, windows=(*now.windows, window(date=THURSDAY)))
    kept = no_worse_than(start, poor(more), more, ())
    assert kept.plan == start
    assert (kept.status, kept.objective["unplaced_mandatory"]) == ("optimal", Bounded(0, 0))


def test_not_where_it_is_no_better_or_the_rules_forbid_it_now() -> None:
    now = tiny_round(FAMILIES)
    start = solve(now).plan
    assert start is not None
    best = solve(now)
    assert no_worse_than(start, best, now, ()) is best
    moved = replace(now, windows=(window(date=THURSDAY),))
    other = poor(moved)
    assert no_worse_than(start, other, moved, ()) is other
    fewer = tiny_round({"p1": ["a1"]})
    alone = solve(fewer)
    assert no_worse_than(start, alone, fewer, ()) is alone
