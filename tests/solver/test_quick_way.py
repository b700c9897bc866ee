"""The quick way (windows first, then order, then repair) on tiny rounds: its plans are valid and its bounds true.

Such rounds are small enough to be searched whole, which is switched off here: what large rounds rely on is judged by
trying every plan.
"""

from __future__ import annotations

import pytest

from scheduler.solver import effective_order, placing, solve
from tests.random_rounds import demand_of_each, random_round, wishing_round
from tests.solver.true_bounds import assert_true_bounds

BATCH = 50


pytestmark = pytest.mark.usefixtures("never_whole")


@pytest.mark.parametrize("first", range(2000, 2400, BATCH))
def test_no_bound_is_above_the_optimum_and_what_is_called_optimal_is(first: int) -> None:
    demand_of_each(range(first, first + BATCH), assert_true_bounds)


def test_nor_is_one_where_waiting_counts_first_and_a_break_makes_a_family_wait() -> None:
    assert assert_true_bounds(810854).status == "optimal"


def test_most_tiny_rounds_are_proven_this_way_too() -> None:
    proven = [_status(seed) for seed in range(3000, 3040)]
    assert proven.count("optimal") > len(proven) // 2


@pytest.mark.parametrize("first", range(0, 100, BATCH))
def test_so_it_is_where_all_wish_the_same_time(first: int) -> None:
    demand_of_each(range(first, first + BATCH), lambda seed: assert_true_bounds(seed, wishing_round), "wishing_round")


@pytest.mark.parametrize("seed", [365, 409, 461])
def test_who_has_no_place_is_put_among_the_others(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    put = _costs(seed)
    monkeypatch.setattr(placing, "insert", lambda instance, chosen, *others: chosen)
    assert put < _costs(seed)


def _costs(seed: int) -> list[int]:
    round, published = random_round(seed)
    objective = solve(round, published=published, workers=1, seed=seed).objective
    return [objective[key].cost for key in effective_order(round)]


def _status(seed: int) -> str:
    round, published = random_round(seed)
    return solve(round, published=published, workers=1).status
