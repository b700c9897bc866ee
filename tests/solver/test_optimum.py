"""Tiny rounds with every rule in play: the solver's optimum is that of trying every plan, cost by cost, and proven."""

from __future__ import annotations

import pytest

from scheduler.appointments import Bounded
from scheduler.solver import solve
from tests.oracle import best_plan
from tests.random_rounds import demand_of_each, random_round

BATCH = 100


@pytest.mark.parametrize("first", range(0, 2000, BATCH))
def test_the_optimum_is_found_and_proven(first: int) -> None:
    demand_of_each(range(first, first + BATCH), assert_optimum)


def assert_optimum(seed: int) -> None:
    round, published = random_round(seed)
    best, _ = best_plan(round, published)
    outcome = solve(round, published=published, workers=1, seed=seed)
    assert {key: outcome.objective[key].cost for key in best} == best
    proven = {key: outcome.objective[key] for key in round.settings.objective}
    assert proven == {key: Bounded(best[key], best[key]) for key in round.settings.objective}
    assert outcome.status == "optimal"
