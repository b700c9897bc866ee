"""The least objective: the same whichever way finds it, and never claimed where it was not."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from ortools.sat.python import cp_model

from scheduler.solver import least as ways
from scheduler.solver.clock import Clock
from scheduler.solver.cpsat import Effort, solve
from scheduler.solver.least import least

if TYPE_CHECKING:
    from scheduler.solver.least import Parts


def cover(seed: int, size: int = 30) -> tuple[cp_model.CpModel, Parts]:
    """As few of so many choices as touch every one of twice as many triples; a tenth of them is a part."""
    drawn = Random(seed)
    model = cp_model.CpModel()
    choices = [model.new_bool_var("") for _ in range(size)]
    for _ in range(2 * size):
        model.add_bool_or(drawn.sample(choices, 3))
    model.minimize(sum(choices))
    return model, [{choice.index for choice in choices[part::10]} for part in range(10)]


@pytest.fixture
def seldom_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the ways that mostly prove it soon give up at once."""
    monkeypatch.setattr(ways, "SOON", 1e-4)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.usefixtures("seldom_soon")
def test_the_long_way_finds_the_same(seed: int) -> None:
    model, parts = cover(seed)
    optimum = solve(model, Effort(10), Clock(None))
    assert optimum.closed
    for some in (parts, ()):
        found = least(model, Effort(10), Clock(None), some)
        assert (found.closed, found.objective, found.bound) == (True, optimum.objective, optimum.objective)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.usefixtures("seldom_soon")
def test_little_effort_gives_a_plan_and_a_true_bound(seed: int) -> None:
    model, parts = cover(seed)
    optimum = solve(model, Effort(10), Clock(None)).objective
    found = least(model, Effort(0.05), Clock(None), parts)
    assert found.found
    assert found.bound <= optimum <= found.objective
    assert found.closed == (found.bound == found.objective)


@pytest.mark.usefixtures("seldom_soon")
def test_parts_better_a_plan() -> None:
    model, parts = cover(seed=7, size=120)
    without, by_parts = (least(model, Effort(0.5), Clock(None), some) for some in ((), parts))
    assert by_parts.objective <= without.objective


@pytest.mark.usefixtures("seldom_soon")
def test_the_same_again() -> None:
    model, parts = cover(seed=7, size=120)
    first, second = (least(model, Effort(0.3), Clock(None), parts) for _ in range(2))
    assert (first.objective, first.bound, first.spent) == (second.objective, second.bound, second.spent)


@pytest.mark.parametrize("seed", range(5))
def test_of_a_large_model_the_same_is_proven(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    model, parts = cover(seed)
    optimum = solve(model, Effort(10), Clock(None)).objective
    monkeypatch.setattr(ways, "LARGE", 0)
    found = least(model, Effort(10), Clock(None), parts)
    assert (found.closed, found.objective) == (True, optimum)


@pytest.mark.usefixtures("seldom_soon")
def test_a_plan_to_begin_from_is_bettered_and_its_bound_kept() -> None:
    model, parts = cover(seed=7, size=120)
    begin = least(model, Effort(0.1), Clock(None), parts)
    further = least(model, Effort(0.5), Clock(None), parts, begin)
    assert begin.bound <= further.bound <= further.objective <= begin.objective
