"""Schools made of tiny rounds that do not touch each other: too large to try every plan, yet their optimum is known.

They reach the parts of the solver that tiny rounds never see, with every rule in play.
"""

from __future__ import annotations

from collections import Counter

import pytest

from scheduler.solver import solve
from tests.oracle import best_plan, effective_order
from tests.random_rounds import random_parts
from tests.solver.changed_rounds import side_by_side


@pytest.mark.parametrize("seed", range(8))
def test_no_plan_is_better_than_can_be_and_no_bound_claims_too_much(seed: int) -> None:
    parts = random_parts(seed, 18)
    least: Counter[str] = Counter()
    for part in parts:
        least.update(best_plan(*part)[0])
    round, published = side_by_side(parts)
    outcome = solve(round, published=published, workers=1, seconds=2)
    assert outcome.plan is not None
    order = effective_order(round)
    costs = [outcome.objective[key].cost for key in order]
    assert costs >= [least[key] for key in order]
    if outcome.status == "optimal":
        assert costs == [least[key] for key in order]
    for key in order:
        bound = outcome.objective[key].bound
        assert bound is None or bound <= least[key]
        if outcome.objective[key].cost != least[key]:
            break
