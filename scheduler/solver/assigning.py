"""Assigning: the relaxed model solved cost by cost, the least of the first, then of the second with that kept.

What is known of a cost is not sought again, so that a model that was told more begins where the last one ended.
"""

from __future__ import annotations

import dataclasses
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from scheduler.solver.cpsat import Answer, Effort, solve
from scheduler.solver.least import better, least

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ortools.sat.python import cp_model

    from scheduler.solver.assignment import Assignment
    from scheduler.solver.clock import Clock
    from scheduler.solver.least import Part
    from scheduler.solver.names import Expression
    from scheduler.solver.windows_first import WindowsFirst

    Search = Callable[[cp_model.CpModel, Effort, Clock, Sequence[Part], Answer], Answer]
    Ask = Callable[[Answer | None, Expression, int], Answer]
    """An answer to the least of an expression, given the last answer and what it is known to be at least."""

ON_FLOORS = 0.25
"""The share of an effort for the question whether all costs can be as low as is known."""


class Assigning:
    """Solves `model` for the costs in `order`, all within one effort, once.

    `known` are costs that are capped at what they must at least be: nothing is left to solve in them.
    """

    def __init__(
        self, model: WindowsFirst, order: Sequence[str], known: Mapping[str, int], effort: Effort, clock: Clock
    ) -> None:
        self._model = model
        self._cp = model.copy()
        self._parts = model.parts
        self._cost: dict[str, Expression] = {key: known[key] if key in known else model.cost(key) for key in order}
        self._effort = effort
        if model.linear and self._parts:
            self._effort = dataclasses.replace(effort, relaxed=True, probing=not model.in_time)
        self._clock = clock

    def least(self, floors: Mapping[str, int] | None = None, workers: int = 2) -> Assignment | None:
        """The least costs; None where no solution was found.

        `floors` are proven bounds of costs given those before them. How many `workers` there are changes nothing but
        the time.
        """
        def ask(answer: Answer | None, expression: Expression, bound: int) -> Answer:
            return least(self._cp, self._effort, self._clock, self._parts, workers)

        return self._cost_by_cost(self._on_floors(floors) if floors else None, floors or {}, ask)

    def further(self, begin: Assignment, search: Search = better) -> Assignment | None:
        """From an assignment of this model and its bounds, as far as a `search` goes."""
        def ask(answer: Answer | None, expression: Expression, bound: int) -> Answer:
            at = _objective_of(answer or begin.answer, expression, bound)
            return search(self._cp, self._effort, self._clock, self._parts, at)

        self._model.hint(self._cp, begin.answer)
        return self._cost_by_cost(begin.answer, begin.bounds, ask)

    def _cost_by_cost(self, answer: Answer | None, floors: Mapping[str, int], ask: Ask) -> Assignment | None:
        costs: dict[str, int] = {}
        bounds: dict[str, int] = {}
        closed = True
        for key, expression in self._cost.items():
            if isinstance(expression, int):
                costs[key] = bounds[key] = expression
                continue
            on_floor = all(floors.get(each, 0) == cost for each, cost in costs.items())
            bound = floors.get(key, 0) if on_floor else 0
            if answer is None or answer.value(expression) > bound:
                found = self._least_of(expression, bound, partial(ask, answer))
                bound = max(bound, found.bound)
                answer = found if found.found else answer
                if answer is None:
                    return None
                self._model.hint(self._cp, answer)
            costs[key] = answer.value(expression)
            bounds[key] = min(bound, costs[key]) if closed else 0
            closed = closed and bounds[key] == costs[key]
            self._cp.add(expression <= costs[key])
        answer = answer or solve(self._cp, self._effort, self._clock)
        return self._model.read(answer, costs, bounds, closed) if answer.found else None

    def _least_of(self, expression: Expression, bound: int, ask: Callable[[Expression, int], Answer]) -> Answer:
        """What is answered to the least of a cost that is known to be no less than the bound."""
        if bound:
            self._cp.add(expression >= bound)
        self._cp.minimize(expression)
        found = ask(expression, bound)
        self._cp.clear_objective()
        self._effort = self._effort.less(found.spent)
        return found

    def _on_floors(self, floors: Mapping[str, int]) -> Answer | None:
        """An answer with all costs before windows as low as they are known to be, None where none was found at once.

        Asking for it takes as long as one of these costs does, each on its own.
        """
        before = takewhile(lambda key: key != "teacher_windows", self._cost)
        costs = {key: self._cost[key] for key in before if not isinstance(self._cost[key], int)}
        if not costs:
            return None
        asked = self._cp.clone()
        for key, cost in costs.items():
            asked.add(cost <= floors.get(key, 0))
        effort = Effort(ON_FLOORS * self._effort.most, seed=self._effort.seed, linear=self._model.linear, probing=False)
        answer = solve(asked, effort, self._clock)
        self._effort = self._effort.less(answer.spent)
        return answer if answer.found else None


def _objective_of(answer: Answer, expression: Expression, bound: int) -> Answer:
    """The answer as one to another objective, of which that bound is known."""
    objective = answer.value(expression)
    return dataclasses.replace(answer, closed=objective == bound, objective=objective, bound=bound)
