"""Settling: the rows of teachers that resist put in time in the relaxed model, until every date can be ordered.

Each turn tells the relaxation the one thing that its counting missed, so its bound stays one that no plan breaks and
rises to what can be: most rounds need no turn, hard ones two or three.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from scheduler.solver.cpsat import Effort, find

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.solver.best import Best
    from scheduler.solver.clock import Clock
    from scheduler.solver.reassigning import Reassigning
    from scheduler.solver.then_order import Order
    from scheduler.solver.windows_first import Assignment, WindowsFirst

    Key = tuple[str, int]

TURNS = 16
"""How often rows that resist are put in time."""

SHORT = 2
"""Turns that take but a moment."""

MENDING, PATIENT = 1.5, 6.0
"""Deterministic seconds for another assignment to the same windows or as many: at first, and before anybody waits."""


class Settling:
    """Settles assignments of `model`, to be put in time by `order`; `minimize` solves it anew.

    The best plan so far is first told what could be ordered at once, and where it takes a while a fair plan.
    """

    def __init__(
        self, best: Best, model: WindowsFirst, others: Reassigning, order: Order,
        minimize: Callable[[], Assignment | None], seed: int, clock: Clock,
    ) -> None:
        self._best = best
        self._model = model
        self._others = others
        self._order = order
        self._minimize = minimize
        self._effort = Effort(MENDING, seed=seed, linear=False)
        self._clock = clock
        self._fair = False

    def settle(self, assignment: Assignment) -> Assignment:
        """One whose dates can be ordered, as far as was found; its bounds hold for every plan."""
        ordered = self._order.ordered(assignment)
        if len(ordered) < len(assignment.where):
            self._best.keep_with_others(ordered)
        for turn in range(TURNS):
            if self._best.proven or self._clock.over:
                break
            cores = self._order.cores(assignment)
            if not cores:
                break
            if turn == SHORT:
                self._plan_meanwhile(assignment)
            certain = [core.keys for core in cores if core.certain and self._model.strict and assignment.closed]
            self._tell(certain, [core.keys for core in cores if core.keys not in certain])
            found = self._another(assignment, certain)
            if found is None and not self._order.waiting:
                found = self._with_patience(assignment)
            if found is None:
                self._others.want_nothing()
                if self._order.waiting:
                    break
                self._order.waiting = True
            else:
                assignment = found
        return assignment

    def _another(self, assignment: Assignment, certain: Sequence[frozenset[Key]]) -> Assignment | None:
        """To the same windows, else to others: at what it must cost where that is certain, else at no more.

        Where the windows are not proven to be fewest, a few more are no matter yet.
        """
        found = self._others.in_same_windows(assignment, self._effort, self._clock)
        if found is not None:
            return found
        if certain:
            return self._minimize()
        if not assignment.closed and (found := self._others.mended(assignment, self._effort, self._clock)) is not None:
            return found
        return self._others.elsewhere(assignment, self._effort, self._clock)

    def _plan_meanwhile(self, assignment: Assignment) -> None:
        """Once, before what may take long, a fair plan."""
        if not self._fair:
            self._fair = True
            self._best.keep_with_others(self._order.roughly(assignment))

    def _with_patience(self, assignment: Assignment) -> Assignment | None:
        """What a short search did not find: a family that waits costs more than the time."""
        self._plan_meanwhile(assignment)
        patient = dataclasses.replace(self._effort, most=PATIENT)
        return (self._others.in_same_windows(assignment, patient, self._clock, find)
                or self._others.elsewhere(assignment, patient, self._clock))

    def _tell(self, certain: Sequence[frozenset[Key]], hoped: Sequence[frozenset[Key]]) -> None:
        """What holds for every plan goes into the model; what holds only for plans as hoped for is but wanted."""
        for keys in certain:
            self._model.put_in_time(keys)
        for keys in hoped:
            self._others.want(keys, self._order.kept)
