"""Cost by cost: the least of the first, then the least of the second with the first kept, and so on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Protocol

from scheduler.solver.clock import Interrupted
from scheduler.solver.cpsat import Effort, solve
from scheduler.solver.objective import Objective

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.solver.clock import Clock
    from scheduler.solver.cpsat import Answer
    from scheduler.solver.instance import Place
    from scheduler.solver.model import ExactModel


class Costing(Protocol):
    """What says each cost in a model, as `Objective` does."""

    def cost(self, key: str) -> Any:
        """The cost of that name as an expression of the model."""


@dataclass(frozen=True)
class Found:
    """The best places found (None where the model has none, or none was found in time) with each cost's bound.

    `bounds` has the keys that were reached, in order; each holds given the costs before it. `closed` where every
    cost in it is proven least; with no places it means that the model is infeasible.
    """

    chosen: Mapping[int, Place] | None
    bounds: Mapping[str, int]
    closed: bool


def minimize(
    model: ExactModel, order: Sequence[str], floors: Mapping[str, int], effort: Effort, clock: Clock,
    hint: Mapping[int, Place] | None = None, costs: Costing | None = None,
) -> Found:
    """The lexicographically least plan of the model, as far as one effort for all costs together goes.

    `floors` are proven bounds of costs given those before them. First all costs up to the first without one are asked
    to lie on their floors at once, then half of them, and so on: a question without objective is answered sooner than
    a least cost is found. `costs` says the costs; where it is None, an `Objective` does.

    Raises:
        Interrupted: the time was up before anything was found.
    """
    objective = costs or Objective(model)
    if hint is not None:
        model.hint(hint)
    asked = list(takewhile(floors.__contains__, order))
    while asked:
        chosen = _on_floors(model, objective, {key: floors[key] for key in asked}, effort, clock)
        if chosen is not None:
            model.cp.clear_hints()
            model.hint(chosen)
            known = Found(chosen, {key: floors[key] for key in asked}, closed=True)
            return _one_by_one(model, objective, order, floors, effort, clock, known)
        asked = asked[: len(asked) // 2]
    return _one_by_one(model, objective, order, floors, effort, clock, Found(None, {}, closed=True))


def _on_floors(
    model: ExactModel, objective: Costing, floors: Mapping[str, int], effort: Effort, clock: Clock
) -> Mapping[int, Place] | None:
    """A plan with each of these costs at its floor; the model then demands it of every further one."""
    costs = {key: objective.cost(key) for key in floors}
    asked = model.cp.clone()
    for key, floor in floors.items():
        asked.add(costs[key] <= floor)
    answer = solve(asked, Effort(effort.most, seed=effort.seed, linear=False), clock)
    if not answer.found:
        return None
    for key, floor in floors.items():
        model.cp.add(costs[key] <= floor)
    return model.chosen(answer.value)


def _one_by_one(
    model: ExactModel, objective: Costing, order: Sequence[str], floors: Mapping[str, int],
    effort: Effort, clock: Clock, known: Found,
) -> Found:
    """The costs behind those known, each at the least that it can have with those before it kept."""
    chosen, bounds, closed = known.chosen, dict(known.bounds), True
    on_floor = True
    answer: Answer | None = None
    for key in order[len(bounds):]:
        expression = objective.cost(key)
        floor = floors.get(key, 0) if on_floor else 0
        if answer is not None and _is_as_low(expression, floor, answer, model):
            bounds[key] = floor if closed else 0
            model.cp.add(expression <= floor)
            continue
        model.cp.add(expression >= floor)
        model.cp.minimize(expression)
        try:
            answer = solve(model.cp, effort, clock, floor)
        except Interrupted:
            if chosen is None:
                raise
            closed = False
            break
        effort = effort.less(answer.spent)
        if not answer.found:
            closed = closed and answer.closed and chosen is None
            break
        chosen = model.chosen(answer.value)
        bounds[key] = max(floor, answer.bound) if closed else 0
        closed = closed and bounds[key] >= answer.objective
        on_floor = on_floor and answer.objective == floor
        model.cp.clear_objective()
        model.cp.add(expression <= answer.objective)
        model.cp.clear_hints()
        model.hint(chosen)
    return Found(chosen, bounds, closed)


def _is_as_low(expression: Any, floor: int, answer: Answer, model: ExactModel) -> bool:
    """Whether the last answer has the cost at its floor already, as far as all that says the cost was there then."""
    return answer.variables == len(model.cp.proto.variables) and answer.value(expression) <= floor
