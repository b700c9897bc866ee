"""A fair plan, before a search that may take long: the dates that resist put in time as they go.

Who interrupts the search then has one in which nearly all is as it can be, and not one as made by hand.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from scheduler.round import UNPLACED
from scheduler.solver.options import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.solver.assignment import Assignment
    from scheduler.solver.best import Best
    from scheduler.solver.then_order import Order

SHORT, SHORT_IDLE, SHORT_OUT = 4, 2, 1
"""Turns that take but a moment: where no teacher may be idle, where some may, and where somebody has no place besides
who might have one."""

FAR = 0.1
"""The share of all meetings that may be without a place, or miss a wish, beyond what is known to be least: a plan with
more of them is worth replacing at once."""


class FairPlan:
    """Tells `best` of such plans, which `reorder` then betters; `strict` where no teacher is to be idle in the end."""

    def __init__(self, best: Best, order: Order, reorder: Callable[[], None], *, strict: bool) -> None:
        self._best = best
        self._order = order
        self._reorder = reorder
        self._strict = strict
        self._planned = False

    def before_turn(self, turn: int, assignment: Assignment, *, long: bool) -> None:
        """Plan where this turn, counted from 0, may be `long`, and before the first one where the best plan is far off.

        Raises:
            Interrupted: the time was up before the search of a date began.
        """
        if long or turn == self._short:
            self.plan(assignment)
        elif turn == 0 and not self._strict and self._far:
            self._put_in_time(assignment)

    def plan(self, assignment: Assignment) -> None:
        """Plan, once, unless there is a plan in which nobody is idle and that costs no more of what counts before.

        Raises:
            Interrupted: the time was up before the search of a date began.
        """
        if not (self._planned or self._best.nobody_idle):
            self._planned = True
            self._put_in_time(assignment)

    def _put_in_time(self, assignment: Assignment) -> None:
        self._best.keep_with_others(self._order.roughly(assignment))
        if not self._strict:
            # Where it is strict a plan in which nobody waits is mostly near, and its dates are many.
            self._reorder()

    @property
    def _short(self) -> int:
        """How many turns take but a moment."""
        if self._strict:
            return SHORT
        return SHORT_IDLE if self._best.meets(UNPLACED) else SHORT_OUT

    @property
    def _far(self) -> bool:
        """Whether the first cost that may be less, of those that count meetings or families, may be less by much."""
        best = self._best
        counted = takewhile(lambda key: key not in SHARED, best.order)
        missed = next((key for key in counted if not best.meets([key])), None)
        most = FAR * len(best.instance.meetings)
        return missed is not None and best.costs[missed] - best.bounds.get(missed, 0) > most
