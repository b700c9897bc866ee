"""Reassigning: where some dates resist, another assignment that costs no more, found in the relaxed model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.solver.cpsat import keep, solve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ortools.sat.python import cp_model

    from scheduler.solver.assignment import Assignment
    from scheduler.solver.clock import Clock
    from scheduler.solver.cpsat import Effort
    from scheduler.solver.instance import Instance
    from scheduler.solver.names import Key
    from scheduler.solver.windows_first import WindowsFirst

MORE = (0, 1, 2, 3, 4, 8)
"""How many windows more a mended assignment may need: asked one after another."""


class Reassigning:
    """Other assignments of a model than those it was first solved to; the bounds stay those of the given one."""

    def __init__(self, instance: Instance, model: WindowsFirst) -> None:
        self._instance = instance
        self._model = model
        self.want_nothing()

    def want(self, keys: frozenset[Key], first: Sequence[str], idle: Mapping[Key, int]) -> None:
        """Look only for assignments with which these windows can be ordered, every family at the least of `first`.

        Teachers may be `idle` there for so many minutes.
        """
        if (keys, *first) not in self._wanted:
            self._wanted.add((keys, *first))
            self._model.timed(keys, first).add(self._wanting, idle)
            self._teachers.update(teacher_id for teacher_id, _ in keys)

    def want_nothing(self) -> None:
        """Look for any assignment again."""
        self._wanting = self._model.copy()
        self._wanted: set[tuple[object, ...]] = set()
        self._teachers: set[str] = set()

    def another(self, assignment: Assignment, effort: Effort, clock: Clock) -> Assignment | None:
        """Another assignment that costs no more, None where none was found."""
        cp = self._no_dearer(assignment)
        self._model.hint(cp, assignment.answer)
        answer = solve(cp, effort, clock)
        if not answer.found:
            return None
        found = self._model.read(answer, assignment.costs, assignment.bounds, assignment.closed)
        return None if found.where == assignment.where else found

    def mended(self, assignment: Assignment, effort: Effort, clock: Clock) -> Assignment | None:
        """Another assignment to few more windows, where only families move who meet teachers whose windows are wanted.

        None where none was found; the bounds stay those of the given assignment. How many more is asked and not sought:
        that is soon answered.
        """
        windows = self._model.cost("teacher_windows")
        cp = self._no_dearer(assignment, but="teacher_windows")
        keep(cp, self._model.families.choices_without(self._teachers), assignment.answer)
        for more in MORE:
            few = cp.clone()
            few.add(windows <= assignment.costs["teacher_windows"] + more)
            answer = solve(few, effort, clock)
            if answer.found:
                costs = {**assignment.costs, "teacher_windows": answer.value(windows)}
                return self._model.read(answer, costs, assignment.bounds, closed=False)
        return None

    def _no_dearer(self, assignment: Assignment, but: str | None = None) -> cp_model.CpModel:
        cp = self._wanting.clone()
        self._model.no_dearer(cp, {key: cost for key, cost in assignment.costs.items() if key != but})
        return cp
