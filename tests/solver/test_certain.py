"""That something cannot be is believed only when the solver says so twice, with other settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ortools.sat.python import cp_model

from scheduler.solver import cpsat
from scheduler.solver.clock import Clock
from scheduler.solver.cpsat import CORES, PLAIN, PROBED, Answer, Effort, find, solve_for_certain

if TYPE_CHECKING:
    from collections.abc import Callable


def two_numbers(most: int) -> cp_model.CpModel:
    """Two numbers from 0 to `most` that differ."""
    model = cp_model.CpModel()
    model.add_all_different([model.new_int_var(0, most, "") for _ in range(2)])
    return model


def too_many(places: int = 4, each: int = 4) -> cp_model.CpModel:
    """One more than fits in so many places for so many each."""
    model = cp_model.CpModel()
    sits = [[model.new_bool_var("") for _ in range(places)] for _ in range(places * each + 1)]
    for row in sits:
        model.add_exactly_one(row)
    for place in zip(*sits, strict=True):
        model.add(sum(place) <= each)
    return model


def lying(honest: Callable[..., Answer]) -> Callable[..., Answer]:
    """A solver that finds nothing where it may presolve, as OR-Tools 9.15 has done."""

    def answer(*given: Any, presolve: bool) -> Answer:
        told = honest(*given, presolve=presolve)
        return Answer(False, True, 0, 0, told.value) if presolve else told

    return answer


def lying_at_length(honest: Callable[..., Answer]) -> Callable[..., Answer]:
    """A solver that finds nothing where it presolves thoroughly."""

    def answer(model: cp_model.CpModel, effort: Effort, clock: Clock, *, presolve: bool) -> Answer:
        told = honest(model, effort, clock, presolve=presolve)
        return Answer(False, True, 0, 0, told.value) if effort.thorough else told

    return answer


def certain(model: cp_model.CpModel, way: str = PLAIN) -> tuple[bool, bool]:
    answer = solve_for_certain(model, Effort(1.0, way=way), Clock(None))
    return answer.found, answer.closed


@pytest.mark.parametrize("way", [PLAIN, CORES, PROBED])
def test_what_cannot_be_is_found_to_be_so_both_ways(way: str) -> None:
    assert certain(two_numbers(0), way) == (False, True)
    assert certain(two_numbers(1), way)[0]


def test_that_too_many_want_too_little_is_soon_seen() -> None:
    answer = find(too_many(), Effort(2.0), Clock(None))
    assert answer.closed
    assert not answer.found


def test_a_wrong_infeasible_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cpsat, "_solve", lying(cpsat._solve))
    assert certain(two_numbers(1))[0]
    assert certain(two_numbers(0)) == (False, True)


@pytest.mark.parametrize("way", [CORES, PROBED])
def test_nor_is_one_of_a_way_that_must_presolve(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cpsat, "_solve", lying_at_length(cpsat._solve))
    assert certain(two_numbers(1), way)[0]
    assert certain(two_numbers(0), way) == (False, True)
