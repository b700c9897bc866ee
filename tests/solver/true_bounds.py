"""What holds of every outcome, by trying every plan: no bound is too high, and what is called optimal is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.solver import effective_order, solve
from tests.oracle import best_plan
from tests.random_rounds import random_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.appointments import Outcome, Published
    from scheduler.round import Round


def assert_true_bounds(seed: int, made: Callable[[int], tuple[Round, Published]] = random_round) -> Outcome:
    """Demand it of the outcome of that round, which is returned."""
    round, published = made(seed)
    best, _ = best_plan(round, published)
    outcome = solve(round, published=published, workers=1, seed=seed)
    assert outcome.plan is not None
    order = effective_order(round)
    optimum = [best[key] for key in order]
    found = [outcome.objective[key].cost for key in order]
    assert found >= optimum
    if outcome.status == "optimal":
        assert found == optimum
    for key, cost, least in zip(order, found, optimum, strict=True):
        bound = outcome.objective[key].bound
        assert bound is None or bound <= least, key
        if cost != least:
            break
    return outcome
