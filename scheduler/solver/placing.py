"""Placing: an assignment of the relaxed model put in time, or another with which that can be."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scheduler.round import UNPLACED
from scheduler.solver.cpsat import Effort
from scheduler.solver.insertion import insert
from scheduler.solver.least_waiting import LeastWaiting
from scheduler.solver.reassigning import Reassigning
from scheduler.solver.reordering import reorder
from scheduler.solver.settling import Settling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scheduler.solver.assignment import Assignment
    from scheduler.solver.best import Best
    from scheduler.solver.clock import Clock
    from scheduler.solver.then_order import Order
    from scheduler.solver.windows_first import WindowsFirst

PATIENT, INSERTING = 8.0, 1.5
"""Deterministic seconds for how little families can wait, where no more are given for the proof; and for each meeting
without a place."""


class Placing:
    """Puts assignments of one `model` in time by `order`; `minimize` solves it anew from given bounds.

    How little families can wait is sought for `thorough` deterministic seconds.
    """

    def __init__(
        self, best: Best, model: WindowsFirst, order: Order,
        minimize: Callable[[Mapping[str, int]], Assignment | None], workers: int, seed: int, thorough: float,
        clock: Clock,
    ) -> None:
        self._best = best
        self._order = order
        self._others = Reassigning(best.instance, model)
        self._reorder = partial(reorder, best, workers, seed, clock)
        self._settling = Settling(best, model, self._others, order, minimize, self._reorder, seed, clock)
        self._clock = clock
        self._inserting = Effort(INSERTING, seed=seed)
        patient = Effort(max(PATIENT, thorough), seed=seed)
        self._waiting = LeastWaiting(best, model, order, patient, workers, clock)

    def place(self, assignment: Assignment) -> Assignment | None:
        """Put the assignment in time, or another with which that can be; which it was, None where there is none."""
        settled = self._settling.settle(assignment)
        if settled is None:
            return None
        self._best.prove(settled.bounds)
        if self._best.promises(settled.costs):
            self._best.keep(self._order.ordered(settled))
            if not (self._best.proven or self._best.nobody_idle):
                self._best.keep_with_others(self._order.roughly(settled))
        if self._waiting.find(settled):
            self._others.want_nothing()
        self._insert()
        self._reorder()
        return settled

    def _insert(self) -> None:
        """Who has no place and might have one, put among the others."""
        best = self._best
        if best.places is not None and not best.meets(UNPLACED):
            best.keep(insert(best.instance, best.places, best.order, self._inserting, self._clock))
