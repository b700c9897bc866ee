"""That something cannot be is believed only when the solver says so twice, with other settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from scheduler.solver import cpsat
from scheduler.solver.clock import Clock
from scheduler.solver.cpsat import Answer, Effort, solve_for_certain

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def two_numbers(most: int) -> cp_model.CpModel:
    """Two numbers from 0 to `most` that differ."""
    model = cp_model.CpModel()
    model.add_all_different([model.new_int_var(0, most, "") for _ in range(2)])
    return model


def lying(honest: Callable[..., Answer]) -> Callable[..., Answer]:
    """A solver that finds nothing where it may presolve, as OR-Tools 9.15 has done."""

    def answer(*given: Any, presolve: bool) -> Answer:
        told = honest(*given, presolve=presolve)
        return Answer(False, True, 0, 0, told.value) if presolve else told

    return answer


def certain(model: cp_model.CpModel) -> tuple[bool, bool]:
    answer = solve_for_certain(model, Effort(1.0), Clock(None))
    return answer.found, answer.closed


def test_what_cannot_be_is_found_to_be_so_both_ways() -> None:
    assert certain(two_numbers(0)) == (False, True)
    assert certain(two_numbers(1))[0]


def test_a_wrong_infeasible_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cpsat, "_solve", lying(cpsat._solve))
    assert certain(two_numbers(1))[0]
    assert certain(two_numbers(0)) == (False, True)
