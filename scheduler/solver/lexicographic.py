"""Cost by cost: the least of the first, then the least of the second with the first kept, and so on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.solver.cpsat import Effort, solve
from scheduler.solver.objective import Objective

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.solver.cpsat import Clock
    from scheduler.solver.instance import Place
    from scheduler.solver.model import ExactModel


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
    hint: Mapping[int, Place] | None = None,
) -> Found:
    """The lexicographically least plan of the model.

    `floors` are proven bounds of costs given those before them. First all costs are asked to lie on their floors at
    once: where that can be, everything is proven in a single search.
    """
    objective = Objective(model)
    if hint is not None:
        model.hint(hint)
    if all(key in floors for key in order):
        costs = {key: objective.cost(key) for key in order}
        ideal = model.cp.clone()
        for key in order:
            ideal.add(costs[key] <= floors[key])
        answer = solve(ideal, effort, clock)
        if answer.found:
            return Found(model.chosen(answer.value), dict(floors), closed=True)
    return _one_by_one(model, objective, order, floors, effort, clock)


def _one_by_one(
    model: ExactModel, objective: Objective, order: Sequence[str], floors: Mapping[str, int],
    effort: Effort, clock: Clock,
) -> Found:
    chosen: Mapping[int, Place] | None = None
    bounds: dict[str, int] = {}
    closed = True
    on_floor = True
    for key in order:
        expression = objective.cost(key)
        floor = floors.get(key, 0) if on_floor else 0
        model.cp.add(expression >= floor)
        model.cp.minimize(expression)
        answer = solve(model.cp, effort, clock)
        if not answer.found:
            closed = closed and answer.closed and chosen is None
            break
        chosen = model.chosen(answer.value)
        bounds[key] = max(floor, answer.bound) if closed else 0
        closed = closed and answer.closed
        on_floor = on_floor and answer.objective == floor
        model.cp.clear_objective()
        model.cp.add(expression <= answer.objective)
        model.cp.clear_hints()
        model.hint(chosen)
    return Found(chosen, bounds, closed)
