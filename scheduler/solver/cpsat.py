"""The one door to CP-SAT: its parameters, its answers, and a second look at every "infeasible".

One worker per solve, so that the same model and seed give the same answer; what runs in parallel are whole solves.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from collections.abc import Callable


class Interrupted(Exception):
    """The time is up or the user asked to stop; the best plan so far stands."""


class Clock:
    """How long may still be searched; `stop()` ends it from another thread or a signal handler."""

    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds
        self._stopped = threading.Event()
        self._searching: set[cp_model.CpSolver] = set()

    def stop(self) -> None:
        """End every search under way, and let no other start."""
        self._stopped.set()
        for solver in list(self._searching):
            solver.stop_search()

    @property
    def over(self) -> bool:
        """Whether no time is left."""
        return self._stopped.is_set() or (self._end is not None and time.monotonic() >= self._end)

    @property
    def seconds(self) -> float:
        """What is left, at least a moment, at most an hour."""
        return 3600.0 if self._end is None else max(0.01, self._end - time.monotonic())

    def limit(self, solver: cp_model.CpSolver) -> None:
        """Bind a solver to this clock."""
        if self._stopped.is_set():
            raise Interrupted
        solver.parameters.max_time_in_seconds = self.seconds
        self._searching.add(solver)

    def release(self, solver: cp_model.CpSolver) -> None:
        """The solver is done."""
        self._searching.discard(solver)


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try: deterministic seconds (the same on every machine), and the size of the linear relaxation."""

    most: float
    linearization: int = 1
    seed: int = 0


@dataclass(frozen=True)
class Answer:
    """What a solve gave: `found` where there is a solution (`value` reads it), `closed` where the search was complete.

    Complete without a solution means infeasible; with one, optimal. `bound` is the proven least objective.
    """

    found: bool
    closed: bool
    objective: int
    bound: int
    value: Callable[[cp_model.LinearExprT], int]


def solve(model: cp_model.CpModel, effort: Effort, clock: Clock) -> Answer:
    """Solve the model; an "infeasible" counts only when other settings say so too.

    Raises:
        Interrupted: the clock was stopped before the search began.
    """
    answer = _solve(model, effort, clock, presolve=True)
    if answer.closed and not answer.found:
        # 9.15 has reported INFEASIBLE for feasible models when presolving (google/or-tools issues): ask again without.
        again = _solve(model, Effort(effort.most, 0, effort.seed + 1), clock, presolve=False)
        return again if again.found else Answer(False, again.closed, 0, 0, answer.value)
    return answer


def _solve(model: cp_model.CpModel, effort: Effort, clock: Clock, *, presolve: bool) -> Answer:
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.random_seed = effort.seed
    parameters.max_deterministic_time = effort.most
    parameters.linearization_level = effort.linearization
    parameters.cp_model_presolve = presolve
    clock.limit(solver)
    try:
        status = solver.solve(model)
    finally:
        clock.release(solver)
    if status == cp_model.MODEL_INVALID:
        raise RuntimeError(f"the solver refuses its model: {model.validate()[:200]}")
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    closed = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    objective = round(solver.objective_value) if found else 0
    bound = round(solver.best_objective_bound) if found or status == cp_model.UNKNOWN else 0
    return Answer(found, closed, objective, objective if found and closed else bound, solver.value)
