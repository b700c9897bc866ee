"""Reassigning: where some dates resist, another assignment that costs no more, found in the relaxed model."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from scheduler.solver.cpsat import AROUND, CORES, Effort, solve
from scheduler.solver.sums import total

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Mapping, Sequence, Set

    from ortools.sat.python import cp_model

    from scheduler.solver.clock import Clock
    from scheduler.solver.cpsat import Answer
    from scheduler.solver.instance import Instance
    from scheduler.solver.timed_rows import TimedRows
    from scheduler.solver.windows_first import Assignment, WindowsFirst

    Expression = Any
    Key = tuple[str, int]
    Search = Callable[[cp_model.CpModel, Effort, Clock], Answer]


MORE = (1, 2, 3, 4, 8)
"""How many windows more a mended assignment may need, one after another."""


class Reassigning:
    """Other assignments of a model than those it was first solved to; the bounds stay those of the given one."""

    def __init__(self, instance: Instance, model: WindowsFirst) -> None:
        self._instance = instance
        self._model = model
        self._wanted: list[TimedRows] = []

    def want(self, keys: Collection[Key], first: Sequence[str]) -> None:
        """Look only for assignments with which these windows can be ordered, every family at the least of `first`."""
        self._wanted.append(self._model.timed(keys, first))

    def want_nothing(self) -> None:
        """Look for any assignment again."""
        self._wanted.clear()

    def in_same_windows(
        self, assignment: Assignment, effort: Effort, clock: Clock, search: Search = solve
    ) -> Assignment | None:
        """Another assignment that needs the same windows; None where none was found."""
        cp = self._no_dearer(assignment)
        self._keep_windows(cp, assignment)
        return self._another(assignment, search(cp, effort, clock))

    def elsewhere(self, assignment: Assignment, effort: Effort, clock: Clock) -> Assignment | None:
        """Another assignment that costs no more and needs not all of the same windows; None where none was found."""
        cp = self._no_dearer(assignment)
        needed = sorted(self._instance.needed(assignment.where))
        cp.add(total(self._model.used[key] for key in needed) < len(needed))
        cp.minimize(self._model.cost("teacher_windows"))
        return self._another(assignment, solve(cp, dataclasses.replace(effort, way=CORES), clock))

    def mended(self, assignment: Assignment, effort: Effort, clock: Clock) -> Assignment | None:
        """Another assignment with other windows for the teachers whose windows are wanted, and a few more of these.

        None where none was found; the bounds stay those of the given assignment. How many more is asked and not sought:
        that so few cannot do is seen in the linear relaxation, and any assignment to enough is found in a moment.
        """
        windows = self._model.cost("teacher_windows")
        cp = self._no_dearer(assignment, but="teacher_windows")
        self._keep_windows(cp, assignment, {teacher_id for rows in self._wanted for teacher_id, _ in rows.keys})
        for more in MORE:
            few = cp.clone()
            few.add(windows <= assignment.costs["teacher_windows"] + more)
            answer = solve(few, dataclasses.replace(effort, relaxed=True), clock)
            if answer.found:
                costs = {**assignment.costs, "teacher_windows": answer.value(windows)}
                return self._model.read(answer, costs, assignment.bounds, closed=False)
        return None

    def ease(self, assignment: Assignment, most: int, effort: Effort, clock: Clock) -> Assignment | None:
        """Another assignment with at most so many meetings on a date, at the least more windows for it that is found.

        None where no other is found; the bounds stay those of the given assignment.
        """
        cp = self._no_dearer(assignment, but="teacher_windows")
        for literals in self._of_date().values():
            cp.add(total(literals) <= most)
        cp.minimize(self._model.cost("teacher_windows"))
        answer = solve(cp, dataclasses.replace(effort, way=AROUND), clock)
        return self._model.read(answer, assignment.costs, assignment.bounds, closed=False) if answer.found else None

    def _keep_windows(self, cp: cp_model.CpModel, assignment: Assignment, but: Set[str] = frozenset()) -> None:
        """Demand that all teachers `but` these are needed in the same windows."""
        needed = self._instance.needed(assignment.where)
        for key, used in self._model.used.items():
            if key[0] not in but:
                cp.add(used == (key in needed))

    def _no_dearer(self, assignment: Assignment, but: str | None = None) -> cp_model.CpModel:
        cp = self._model.no_dearer(assignment, but)
        for rows in self._wanted:
            rows.add(cp)
        return cp

    def _another(self, assignment: Assignment, answer: Answer) -> Assignment | None:
        if not answer.found:
            return None
        found = self._model.read(answer, assignment.costs, assignment.bounds, assignment.closed)
        return None if found.where == assignment.where else found

    def _of_date(self) -> Mapping[dt.date, list[Expression]]:
        """What may be held on each date."""
        found: dict[dt.date, list[Expression]] = defaultdict(list)
        for (_, window), row in self._model.holding.at.items():
            found[self._instance.round.windows[window].date] += [held.literal for held in row]
        return found
