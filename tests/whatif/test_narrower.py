"""What is proven of the round as it is holds for every round with fewer times."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from scheduler.appointments import Bounded
from scheduler.round import Availability, Siblings, Window
from scheduler.solver import effective_order, solve
from scheduler.whatif.narrower import narrower, still_best, with_known_bounds
from tests.random_rounds import random_round
from tests.rounds import THURSDAY, TUESDAY, minute, tiny_round, window

ROUND = tiny_round({"p1": ["a1"], "p2": ["a2"]}, windows=[window(), window(date=THURSDAY)])


def test_fewer_times_make_a_round_narrower() -> None:
    assert narrower(ROUND, ROUND)
    assert narrower(replace(ROUND, windows=ROUND.windows[:1]), ROUND)
    assert narrower(replace(ROUND, settings=replace(ROUND.settings, cutoff_minute=minute("15:00"))), ROUND)
    assert narrower(replace(ROUND, availability=(Availability("t1", "unavailable", TUESDAY),)), ROUND)


@pytest.mark.parametrize("other", [
    replace(ROUND, windows=(*ROUND.windows, window("18:30", "19:30"))),
    replace(ROUND, windows=(ROUND.windows[0], Window(THURSDAY, minute("14:30"), minute("15:20")))),
    replace(ROUND, settings=replace(ROUND.settings, cutoff_minute=minute("18:00"))),
    replace(ROUND, settings=replace(ROUND.settings, siblings=Siblings(walk_minutes=5))),
    replace(ROUND, settings=replace(ROUND.settings, meeting_minutes=20)),
    replace(ROUND, availability=(Availability("a1", "preferred", TUESDAY),)),
    replace(ROUND, pupils=ROUND.pupils[:1]),
])
def test_anything_else_does_not(other: object) -> None:
    assert not narrower(other, ROUND)  # type: ignore[arg-type]


def test_not_one_that_forgets_when_somebody_cannot_come() -> None:
    bound = replace(ROUND, availability=(Availability("a1", "unavailable", TUESDAY),))
    assert not narrower(ROUND, bound)


@pytest.mark.parametrize("seed", range(30))
def test_the_best_plan_that_is_still_allowed_is_the_best_there_is(seed: int) -> None:
    base, published = random_round(seed)
    chance = Random(seed)
    round = replace(base, windows=tuple(one for one in base.windows if chance.random() < 0.7) or base.windows[:1])
    baseline, alone = solve(base, published=published), solve(round, published=published)
    assert baseline.status == "optimal"
    order = effective_order(round)
    best = still_best(base, baseline, round)
    if best is not None:
        assert [best.objective[key].cost for key in order] == [alone.objective[key].cost for key in order]
    unproven = replace(alone, status="feasible", objective={
        key: Bounded(each.cost, 0) for key, each in alone.objective.items()})
    known = with_known_bounds(base, baseline, round, unproven)
    assert all((known.objective[key].bound or 0) <= alone.objective[key].cost for key in order)
    assert (known.status == "optimal") == all(known.objective[key].proven for key in order)


def test_an_unproven_baseline_proves_nothing() -> None:
    baseline = replace(solve(ROUND), status="feasible")
    assert still_best(ROUND, baseline, replace(ROUND, windows=ROUND.windows[:1])) is None
    assert with_known_bounds(ROUND, baseline, ROUND, baseline) is baseline


def test_a_plan_that_is_no_longer_allowed_is_not_kept() -> None:
    baseline = solve(ROUND)
    assert baseline.plan is not None
    used = {one.date for one in baseline.plan.appointments}
    gone = replace(ROUND, windows=tuple(one for one in ROUND.windows if one.date not in used))
    assert still_best(ROUND, baseline, gone) is None
    spare = replace(ROUND, windows=tuple(one for one in ROUND.windows if one.date in used))
    kept = still_best(ROUND, baseline, spare)
    assert kept is not None
    assert (kept.plan, kept.status, kept.seconds) == (baseline.plan, "optimal", 0.0)
