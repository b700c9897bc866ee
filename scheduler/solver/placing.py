"""Placing: an assignment of the relaxed model put in time, or another with which that can be."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from scheduler.solver.cpsat import Effort
from scheduler.solver.insertion import insert
from scheduler.solver.least_waiting import LeastWaiting
from scheduler.solver.options import HELD
from scheduler.solver.reassigning import Reassigning
from scheduler.solver.settling import MENDING, Settling
from scheduler.solver.then_order import dates_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scheduler.solver.best import Best
    from scheduler.solver.clock import Clock
    from scheduler.solver.then_order import Order, Ordered
    from scheduler.solver.windows_first import Assignment, WindowsFirst

EASED = (240, 320, 400)
"""Meetings on one date, where that would else be too many to order: the fewer, the likelier it is, at more windows."""

EASING, PATIENT = 3.0, 8.0
"""Deterministic seconds for an assignment with fewer meetings on a date, where there are very many; and for how little
families can wait, where no more are given for the proof."""


class Placing:
    """Puts assignments of one `model` in time by `order`; `minimize` solves it anew from given bounds.

    How little families can wait is sought for `thorough` deterministic seconds.
    """

    def __init__(
        self, best: Best, model: WindowsFirst, order: Order,
        minimize: Callable[[Mapping[str, int], Clock], Assignment | None], workers: int, seed: int, thorough: float,
        clock: Clock,
    ) -> None:
        self._best = best
        self._order = order
        self._seed = seed
        self._clock = clock
        self._others = Reassigning(best.instance, model)
        self._settling = Settling(best, model, self._others, order, minimize, workers, seed, clock)
        self._waiting = LeastWaiting(best, model, order, self._effort(max(PATIENT, thorough)), workers, clock)

    def place(self, assignment: Assignment) -> Assignment | None:
        """Put the assignment in time, or another with which that can be; which it was, None where there is none."""
        settled = self._settling.settle(assignment)
        if settled is None:
            return None
        self._best.prove(settled.bounds)
        if not (self._best.proven or self._nobody_idle):
            self._best.keep_with_others(self._order.roughly(settled))
        if self._waiting.find(settled):
            self._others.want_nothing()
        if not self._best.proven:
            self._put(settled)
        return settled

    def _put(self, assignment: Assignment) -> None:
        """Where not everything is proven, the dates once more, each meeting in the way of none."""
        ordered = self._order.put(assignment, patient=False)
        self._best.keep(ordered.places)
        if ordered.resisting and self._largest_date(assignment) > EASED[-1]:
            self._ease(assignment)
        else:
            self._improve(ordered, assignment)

    def _improve(self, ordered: Ordered, assignment: Assignment) -> None:
        """Where dates resist, these put as well as they go; then the weak spots of the plan anew."""
        if ordered.resisting:
            ordered = self._order.put(assignment, patient=True)
            self._best.keep(ordered.places)
        if ordered.resisting and not self._best.proven:
            self._best.keep(self._order.close(ordered, assignment).places)
        if self._best.places is not None and not self._best.proven:
            unplaced = any(self._best.costs[key] > self._best.bounds.get(key, 0) for key in HELD[:2])
            self._best.keep(insert(self._best.instance, self._best.places, self._best.order, unplaced,
                                   self._effort(MENDING), self._clock))

    def _ease(self, assignment: Assignment) -> None:
        """Where dates are too large to order, plans with more windows than could be: rather these than none."""
        tried = []
        for most in EASED:
            eased = self._others.ease(assignment, most, self._effort(EASING), self._clock)
            if eased is not None:
                tried.append((self._order.put(eased, patient=True), eased))
                self._best.keep(tried[-1][0].places)
        for ordered, eased in tried:
            if self._best.places == ordered.places and ordered.resisting:
                self._best.keep(self._order.close(ordered, eased).places)
                break

    def _largest_date(self, assignment: Assignment) -> int:
        return max(map(len, dates_of(self._best.instance, assignment.where).values()), default=0)

    @property
    def _nobody_idle(self) -> bool:
        """Whether the best plan is so good that one in which teachers are idle is no better, whatever else it costs."""
        before = [*takewhile(lambda key: key != "teacher_idle_minutes", self._best.order), "teacher_idle_minutes"]
        return self._best.places is not None and all(
            self._best.costs[key] <= self._best.bounds.get(key, 0) for key in before)

    def _effort(self, most: float) -> Effort:
        return Effort(most, seed=self._seed)
