"""Leaving: who else must be told of a change, where those for whom nothing can stay find no place among the others.

Some families may move anywhere; any other stays, or leaves for a place that nobody asks about. That is easier than the
round itself, so its least costs bound every plan; and where nobody leaves, it is a plan of the round.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from scheduler.solver.arrangements import families_of
from scheduler.solver.cpsat import Effort, solve
from scheduler.solver.lexicographic import Found
from scheduler.solver.model import ExactModel
from scheduler.solver.objective import told_anew
from scheduler.solver.sums import total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ortools.sat.python import cp_model

    from scheduler.solver.arrangements import Family
    from scheduler.solver.clock import Clock
    from scheduler.solver.cpsat import Answer
    from scheduler.solver.instance import Instance, Place


FIRST = 0.2
"""The share of the effort for the bound, and for a plan that meets it."""


class Leaving:
    """Asks for the least of `keys`: `moved` is the last, the others are meetings unplaced or siblings apart.

    `floors` are proven bounds of all of them; `kept` are the places that may stay.
    """

    def __init__(
        self, instance: Instance, keys: Sequence[str], floors: Mapping[str, int], kept: Mapping[int, Place],
        effort: Effort, clock: Clock,
    ) -> None:
        self._instance = instance
        self._keys = keys
        self._floors = floors
        self._kept = kept
        self._effort = Effort(effort.most, seed=effort.seed, thorough=False, relaxed=True)
        self._clock = clock

    def least(self, moving: Sequence[Family]) -> tuple[Found, list[Family]]:
        """The least costs where these families may move anywhere, and the families that left.

        With none of these `chosen` is a plan, and `closed` tells whether it is one with the least costs of all.
        """
        free = {i for family in moving for i in family.meetings}
        others = {i: place for i, place in self._kept.items() if i not in free}
        model = ExactModel(self._instance, {i: [others[i]] if i in others else self._instance.places[i]
                                            for i in sorted({*free, *others})})
        for meeting in model.meetings:
            # Everybody stays and nobody is left out: for the others that leaves no room to guess.
            model.cp.add_hint(model.placed(meeting), True)
        answer, bounds = self._answer(model, {key: self._cost(model, key, free) for key in self._keys})
        chosen = model.chosen(answer.value) if answer.found else None
        left = [family for family in families_of(self._instance, sorted(others))
                if chosen is not None and any(i not in chosen for i in family.meetings)]
        return Found(chosen, bounds, answer.closed), left

    def _answer(self, model: ExactModel, costs: Mapping[str, Any]) -> tuple[Answer, Mapping[str, int]]:
        """The least that was found, and the least of each cost given those before it."""
        before = self._keys[:-1]
        whole = model.cp.clone()
        for key in before:
            whole.add(costs[key] <= 0)
        whole.minimize(costs["moved"])
        answer = self._fewest(whole, costs["moved"])
        if answer.found or not answer.closed:
            return answer, {**self._floors, "moved": max(self._floors["moved"], answer.bound)}
        weights = self._weights()
        model.cp.minimize(total(costs[key] * weights[key] for key in self._keys))
        answer = solve(model.cp, self._effort, self._clock)
        return answer, self._bounds(answer, weights)

    def _fewest(self, whole: cp_model.CpModel, moved: Any) -> Answer:
        """The fewest told where nobody is left out; a plan as good as the bound is easier asked for than come upon."""
        first = dataclasses.replace(self._effort, most=FIRST * self._effort.most)
        answer = solve(whole, first, self._clock)
        if answer.closed:
            return answer
        on_bound = whole.clone()
        on_bound.clear_objective()
        on_bound.add(moved <= answer.bound)
        met = solve(on_bound, dataclasses.replace(first, linear=False, relaxed=False), self._clock)
        if met.found:
            return dataclasses.replace(met, objective=answer.bound, bound=answer.bound)
        return solve(whole, self._effort, self._clock)

    def _cost(self, model: ExactModel, key: str, free: set[int]) -> Any:
        instance = self._instance
        if key == "moved":
            return self._moved(model)
        if key == "siblings_apart":
            rows = instance.meetings_of_adult
            return total(model.apart(adult_id) for adult_id, row in rows.items() if sum(i in free for i in row) > 1)
        mandatory = key == "unplaced_mandatory"
        return total(1 - model.placed(instance.meetings[i]) for i in sorted(free)
                     if instance.meetings[i].mandatory is mandatory)

    def _moved(self, model: ExactModel) -> Any:
        return total(told_anew(model, row) for row in self._instance.kept_places.values())

    def _weights(self) -> dict[str, int]:
        """Per cost a weight that is more than all later costs together can be."""
        most = len(self._instance.meetings) + len(self._instance.meetings_of_adult) + 1
        return {key: most ** k for k, key in enumerate(reversed(self._keys))}

    def _bounds(self, answer: Answer, weights: Mapping[str, int]) -> Mapping[str, int]:
        """The least of each cost given those before it: never less than the floors, read in the order of the costs."""
        found: dict[str, int] = {}
        left = max(0, answer.bound)
        for key in self._keys:
            found[key], left = divmod(left, weights[key])
            if key.startswith("unplaced"):
                # Meetings without any place are not in the model.
                found[key] += self._floors[key]
        return max(found, self._floors, key=lambda bounds: [bounds[key] for key in self._keys])
