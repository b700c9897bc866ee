"""Least waiting: how little families can wait where all that counts before is proven, and a plan in which they do.

Each turn puts in time the windows of teachers in which families cannot wait as little as the relaxed model says; there
it is a cost. So the bound rises until it meets the best plan, or all dates can be ordered as it says.
"""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import takewhile
from typing import TYPE_CHECKING

from scheduler.solver.clock import Interrupted
from scheduler.solver.cpsat import FALLING, PROBED, RISING, keep, solve, solve_for_certain
from scheduler.solver.waiting import WAITING

if TYPE_CHECKING:
    from collections.abc import Set

    from ortools.sat.python import cp_model

    from scheduler.solver.assignment import Assignment
    from scheduler.solver.best import Best
    from scheduler.solver.clock import Clock
    from scheduler.solver.cpsat import Answer, Effort
    from scheduler.solver.then_order import Order
    from scheduler.solver.windows_first import WindowsFirst

NEAR, MOMENT = 1.0, 0.05
"""Deterministic seconds for an assignment near another, each try being counted as no less than a moment."""

PATIENT = 10.0
"""Deterministic seconds for how little all can wait."""


class LeastWaiting:
    """Betters the best plan, of an assignment of `model` that is put in time by `order`, in how long families wait.

    All its searches take no longer than `effort`, but for the last.
    """

    def __init__(
        self, best: Best, model: WindowsFirst, order: Order, effort: Effort, workers: int, clock: Clock
    ) -> None:
        self._best = best
        self._model = model
        self._order = order
        self._effort = effort
        self._workers = workers
        self._clock = clock
        self._before = list(takewhile(lambda key: key != WAITING, best.order))

    def find(self, assignment: Assignment) -> bool:
        """Whether anything was sought: then the model is another."""
        if not self._sought(assignment):
            return False
        self._model.count_waiting()
        waiting, self._order.waiting = self._order.waiting, False
        left, last, found = self._effort.most, assignment, self._turn(assignment, counted=False)
        while found is not None and left > 0 and not (self._best.proven or self._clock.over):
            last = found
            left -= last.answer.spent
            found = self._turn(last, counted=True)
        self._order.waiting = waiting
        if not (self._best.proven or self._clock.over):
            self._best.keep_with_others(self._order.ordered(last))
        return True

    def _sought(self, assignment: Assignment) -> bool:
        """Whether all that counts before how long families wait is proven, and that is not."""
        best = self._best
        return not best.proven and best.meets(self._before) and not best.meets((WAITING,)) and all(
            key in assignment.proven for key in self._before)

    def _turn(self, assignment: Assignment, *, counted: bool) -> Assignment | None:
        """Another assignment, with what resists in this one in time.

        None if nothing resists, if all that does was in time already when waiting was `counted`, or if none is found.
        """
        resisting = {core.keys for core in self._order.cores(assignment)}
        if not resisting:
            self._best.keep_with_others(self._order.ordered(assignment))
        fresh = resisting.difference(self._model.in_time)
        if not resisting or (counted and not fresh):
            return None
        for keys in sorted(fresh, key=sorted):
            self._model.put_in_time(keys)
        teachers = {teacher_id for keys in resisting for teacher_id, _ in keys}
        answer = self._least(assignment, teachers)
        known = self._best.bounds.get(WAITING, 0)
        bound = max(known, answer.bound if answer.found or not answer.closed else self._best.costs[WAITING])
        self._best.prove({**{key: self._best.bounds.get(key, 0) for key in self._before}, WAITING: bound})
        if not answer.found:
            return None
        costs, bounds = {**assignment.costs, WAITING: answer.objective}, {**assignment.bounds, WAITING: bound}
        return self._model.read(answer, costs, bounds, answer.closed)

    def _near(self, assignment: Assignment, teachers: Set[str], clock: Clock) -> Answer | None:
        """One with no more waiting than is proven, in which few families move; None where none was found soon.

        Those who meet these teachers, and while it is certain that this is too few those who meet ever more.
        """
        cp, cost, families = self._no_dearer(assignment), self._model.cost(WAITING), self._model.families
        cp.add(cost <= self._best.bounds.get(WAITING, 0))
        left = NEAR
        while left > 0:
            near = cp.clone()
            keep(near, families.choices_without(teachers), assignment.answer)
            self._model.hint(near, assignment.answer)
            effort = dataclasses.replace(self._effort, most=left, linear=False, probing=False)
            answer = solve(near, effort, clock)
            if answer.found or not answer.closed:
                break
            left -= max(MOMENT, answer.spent)
            before, teachers = teachers, families.with_nearest(teachers, assignment.where)
            if teachers == before:
                break
        return answer if answer.found else None

    def _no_dearer(self, assignment: Assignment) -> cp_model.CpModel:
        """The model with nothing that counts before waiting being more than in the assignment.

        Anew each time: teachers may be idle in rows that were put in time since.
        """
        cp, cost = self._model.copy(), self._model.cost(WAITING)
        self._model.no_dearer(cp, {key: assignment.costs[key] for key in self._before})
        cp.add(cost >= self._best.bounds.get(WAITING, 0))
        cp.minimize(cost)
        return cp

    def _least(self, assignment: Assignment, teachers: Set[str]) -> Answer:
        """The least waiting below that of the best plan, nothing that counts before being more than in the assignment.

        Closed without an answer where there is none.
        One near the assignment counts before all others, then what ever better plans come to: they are few, as few
        families must wait. Else cores when it is first known what choices imply, or where the linear relaxation says
        nearly all what rises with that.
        """
        cp = self._no_dearer(assignment)
        cp.add(self._model.cost(WAITING) < self._best.costs[WAITING])
        other = RISING if self._model.linear else PROBED
        if self._workers > 1:
            return self._side_by_side(cp, assignment, teachers, other)
        near = self._near(assignment, teachers, self._clock)
        if near is not None:
            return near
        fallen = self._ask(cp, FALLING, self._clock)
        if fallen.closed:
            return fallen
        proven = self._ask(cp, other, self._clock)
        return proven if proven.closed else fallen

    def _side_by_side(self, cp: cp_model.CpModel, assignment: Assignment, teachers: Set[str], other: str) -> Answer:
        """The same, all asked at once: where one finds that there is none, or counts before the others, these end."""
        looking, falling, proving = (self._clock.within() for _ in range(3))

        def look() -> Answer | None:
            found = self._near(assignment, teachers, looking)
            if found is not None:
                falling.stop()
            return found

        def prove() -> Answer:
            proven = self._ask(cp.clone(), other, proving)
            if _is_none(proven):
                falling.stop()
            return proven

        with ThreadPoolExecutor(1) as pool:
            nearest, proof = pool.submit(look), pool.submit(prove)
            told: list[Answer] = []
            with suppress(Interrupted):
                told.append(self._ask(cp, FALLING, falling))
            if any(_is_none(answer) for answer in told):
                looking.stop()
                proving.stop()
                return told[0]
            near = nearest.result()
            if near is not None or any(answer.closed for answer in told):
                proving.stop()
                return near or told[0]
            return proof.result() if proof.result().closed or not told else told[0]

    def _ask(self, cp: cp_model.CpModel, way: str, clock: Clock) -> Answer:
        effort = dataclasses.replace(self._effort, way=way, most=PATIENT, relaxed=way == RISING)
        return solve_for_certain(cp, effort, clock)


def _is_none(answer: Answer) -> bool:
    """Whether it is certain that there is no answer: then no other search finds one."""
    return answer.closed and not answer.found
