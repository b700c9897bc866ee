"""Reassigning: where some dates resist, another assignment that costs no more, found in the relaxed model."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from scheduler.solver.cpsat import AROUND, CORES, Effort, solve
from scheduler.solver.sums import total

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from ortools.sat.python import cp_model

    from scheduler.solver.cpsat import Answer, Clock
    from scheduler.solver.instance import Instance
    from scheduler.solver.windows_first import Assignment, WindowsFirst

    Expression = Any
    Key = tuple[str, int]

ROOMY = 0.8
"""The share of a window that may be filled before its order gets hard to find."""


class Reassigning:
    """Other assignments of a model than those it was first solved to; the bounds stay those of the given one."""

    def __init__(self, instance: Instance, model: WindowsFirst) -> None:
        self._instance = instance
        self._model = model

    def relieve(
        self, assignment: Assignment, resisted: Mapping[dt.date, int], effort: Effort, clock: Clock
    ) -> Assignment | None:
        """Another assignment to the same windows that fills fewer to the brim, above all on dates that resisted.

        `resisted` tells how often a date did. None where no other is found; it costs the same.
        """
        cp = self._model.no_dearer(assignment)
        cp.minimize(self._brimming(cp, resisted))
        needed = self._instance.needed(assignment.where)
        for at, used in self._model.used.items():
            cp.add(used == (at in needed))
        return self._another(assignment, solve(cp, effort, clock))

    def roomiest(self, assignment: Assignment, effort: Effort, clock: Clock) -> Assignment | None:
        """Another assignment that costs no more and fills fewer windows to the brim, whichever these are."""
        cp = self._model.no_dearer(assignment)
        cp.minimize(self._brimming(cp, {}))
        self._model.hint(cp, assignment.answer)
        return self._another(assignment, solve(cp, dataclasses.replace(effort, way=AROUND), clock))

    def elsewhere(
        self, assignment: Assignment, barred: Iterable[frozenset[Key]], effort: Effort, clock: Clock
    ) -> Assignment | None:
        """Another assignment that costs no more and does not need all the windows of any of the `barred` sets."""
        cp = self._model.no_dearer(assignment)
        for keys in barred:
            cp.add(total(self._model.used[key] for key in sorted(keys)) <= len(keys) - 1)
        cp.minimize(self._model.cost("teacher_windows"))
        return self._another(assignment, solve(cp, dataclasses.replace(effort, way=CORES), clock))

    def _another(self, assignment: Assignment, answer: Answer) -> Assignment | None:
        if not answer.found:
            return None
        found = self._model.read(answer, assignment.costs, assignment.bounds, assignment.closed)
        return None if found.where == assignment.where else found

    def _brimming(self, cp: cp_model.CpModel, resisted: Mapping[dt.date, int]) -> Expression:
        """How many minutes of meetings lie in windows beyond what leaves a teacher room to shift."""
        over: list[Expression] = []
        for key, row in self._model.rows.items():
            weight = 1 + 2 * resisted.get(self._instance.round.windows[key[1]].date, 0)
            minutes = self._model.holding.minutes(self._model.rows[key])
            beyond = cp.new_int_var(0, minutes, "")
            held = [self._instance.meetings[each.i].minutes * each.literal for each in row]
            cp.add(beyond >= total(held) - int(ROOMY * minutes))
            over.append(weight * beyond)
        return total(over)

    def ease(
        self, assignment: Assignment, most: int, effort: Effort, clock: Clock
    ) -> Assignment | None:
        """Another assignment with at most so many meetings on a date, at the least more windows for it that is found.

        None where no other is found; the bounds stay those of the given assignment.
        """
        cp = self._model.no_dearer(assignment, but="teacher_windows")
        for literals in self._of_date().values():
            cp.add(total(literals) <= most)
        cp.minimize(self._model.cost("teacher_windows"))
        answer = solve(cp, dataclasses.replace(effort, way=AROUND), clock)
        return self._model.read(answer, assignment.costs, assignment.bounds, closed=False) if answer.found else None

    def _of_date(self) -> Mapping[dt.date, list[Expression]]:
        """What may be held on each date."""
        found: dict[dt.date, list[Expression]] = defaultdict(list)
        for (_, window), row in self._model.holding.at.items():
            found[self._instance.round.windows[window].date] += [held.literal for held in row]
        return found
