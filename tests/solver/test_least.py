"""The least objective: the same whichever way finds it, and never claimed where it was not."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from ortools.sat.python import cp_model

from scheduler.solver import least as ways
from scheduler.solver.clock import Clock
from scheduler.solver.cpsat import CORES, RISING, Effort, solve
from scheduler.solver.least import Part, better, least, prove

if TYPE_CHECKING:
    from collections.abc import Sequence


def cover(seed: int, size: int = 30) -> tuple[cp_model.CpModel, Sequence[Part]]:
    """As few of so many choices as touch every one of twice as many triples; a tenth of them is a part."""
    drawn = Random(seed)
    model = cp_model.CpModel()
    choices = [model.new_bool_var("") for _ in range(size)]
    triples = [drawn.sample(choices, 3) for _ in range(2 * size)]
    for triple in triples:
        model.add_bool_or(triple)
    model.minimize(sum(choices))
    drawn_parts = [frozenset(choice.index for choice in choices[part::10]) for part in range(10)]
    return model, [
        Part(some, frozenset(k for k, triple in enumerate(triples) if any(choice.index in some for choice in triple)))
        for some in drawn_parts]


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
    without, by_parts = (least(model, Effort(2.0), Clock(None), some) for some in ((), parts))
    assert by_parts.objective <= without.objective
    poor = least(model, Effort(0.1), Clock(None), parts)
    assert better(model, Effort(2.0), Clock(None), parts, poor).objective < poor.objective


@pytest.mark.usefixtures("seldom_soon")
def test_the_same_again() -> None:
    model, parts = cover(seed=7, size=120)
    first, second = (least(model, Effort(0.3), Clock(None), parts) for _ in range(2))
    assert (first.objective, first.bound, first.spent) == (second.objective, second.bound, second.spent)


@pytest.mark.parametrize(("soon", "rather"), [(1e-4, 1e-4), (1e-4, ways.RATHER), (100.0, ways.RATHER)])
@pytest.mark.parametrize("seed", range(5))
def test_which_of_two_proofs_counts_is_no_matter_of_time(
    seed: int, soon: float, rather: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, parts = cover(seed)
    monkeypatch.setattr(ways, "SOON", soon)
    monkeypatch.setattr(ways, "RATHER", rather)
    cores, rising = (solve(model, Effort(10, way=way), Clock(None)) for way in (CORES, RISING))
    assert cores.closed
    assert rising.closed
    alone = cores if cores.spent <= max(soon, rather * rising.spent) else rising
    choices = [model.get_bool_var_from_proto_index(choice) for part in parts for choice in sorted(part.choices)]
    for workers in (1, 2):
        found = least(model, Effort(10), Clock(None), parts, workers)
        assert found.closed
        assert [found.value(choice) for choice in choices] == [alone.value(choice) for choice in choices]


@pytest.mark.usefixtures("seldom_soon")
@pytest.mark.parametrize("with_parts", [True, False])
def test_from_a_plan_it_is_bettered_or_its_bound_raised(with_parts: bool) -> None:
    model, parts = cover(seed=7, size=120)
    some = parts if with_parts else ()
    begin = least(model, Effort(0.1), Clock(None), some)
    further = better(model, Effort(0.5), Clock(None), some, begin)
    proven = prove(model, Effort(1.0), Clock(None), some, begin)
    assert proven.found
    for each in (further, proven):
        assert begin.bound <= each.bound <= each.objective <= begin.objective
    assert proven.bound <= better(model, Effort(2.0), Clock(None), some, begin).objective
