"""The solver against the brute-force planner: the same optimum, cost by cost, proven, on two thousand tiny rounds."""

from __future__ import annotations

import pytest

from scheduler.constraints.table import violations_of
from scheduler.costs import costs_of
from scheduler.meetings import meetings_of
from scheduler.solver import solve
from tests.oracle import best_plan
from tests.random_rounds import random_round

BATCH = 100


@pytest.mark.parametrize("first", range(0, 2000, BATCH))
def test_the_optimum_is_found_and_proven(first: int) -> None:
    for seed in range(first, first + BATCH):
        round, published = random_round(seed)
        best, _ = best_plan(round, published)
        outcome = solve(round, published=published, workers=1, seed=seed)
        assert outcome.plan is not None
        assert violations_of(round, outcome.plan) == (), f"seed {seed}"
        counted = costs_of(round, meetings_of(round), outcome.plan, published)
        assert counted == {key: bounded.cost for key, bounded in outcome.objective.items()}, f"seed {seed}"
        assert {key: outcome.objective[key].cost for key in best} == best, f"seed {seed}"
        proven = {key: outcome.objective[key].bound for key in round.settings.objective}
        assert proven == {key: best[key] for key in round.settings.objective}, f"seed {seed}"
        assert outcome.status == "optimal", f"seed {seed}"
