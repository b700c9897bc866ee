"""The clock ends what is searched, whenever it is told to."""

from __future__ import annotations

import pytest
from ortools.sat.python import cp_model

from scheduler.solver.clock import Clock, Interrupted

LONG = 60.0


def pigeons(number: int = 16) -> cp_model.CpModel:
    """One more than there are holes: refuting that takes a search without the linear relaxation for ever."""
    model = cp_model.CpModel()
    sits = [[model.new_bool_var("") for _ in range(number - 1)] for _ in range(number)]
    for row in sits:
        model.add_bool_or(row)
    for hole in zip(*sits, strict=True):
        for i, one in enumerate(hole):
            for other in hole[:i]:
                model.add_bool_or(~one, ~other)
    return model


def solver() -> cp_model.CpSolver:
    found = cp_model.CpSolver()
    found.parameters.num_workers = 1
    found.parameters.cp_model_presolve = False
    found.parameters.linearization_level = 0
    found.parameters.symmetry_level = 0
    return found


def test_a_search_that_was_told_to_end_before_it_began_ends() -> None:
    searching, clock = solver(), Clock(LONG)
    clock.limit(searching)
    clock.stop()
    assert searching.solve(pigeons()) == cp_model.UNKNOWN
    clock.release(searching)
    assert searching.wall_time < LONG / 2


def test_no_search_begins_once_the_whole_is_stopped() -> None:
    whole = Clock(LONG)
    part = whole.within()
    whole.stop()
    with pytest.raises(Interrupted):
        part.limit(solver())
    whole.stop()
