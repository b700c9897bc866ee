"""The best plan so far: its costs counted in plain code, and the bounds that are proven."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from scheduler.appointments import Plan, Unplaced
from scheduler.costs import costs_of
from scheduler.solver.greedy import fit_in
from scheduler.solver.start import still_allowed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from scheduler.solver.instance import Instance, Place
    from scheduler.solver.lexicographic import Found

    Watch = Callable[[Mapping[str, int], Mapping[str, int]], None]
    """Told the costs of every better plan, and the bounds proven so far."""


class Best:
    """The best plan of one instance that any way of searching has found, with the bounds that any has proven.

    `places` are None before there is a plan; `bounds` are read in the `order` of the costs.
    """

    def __init__(self, instance: Instance, order: Sequence[str], watch: Watch) -> None:
        self.instance = instance
        self.order = tuple(order)
        self.places: Mapping[int, Place] | None = None
        self.costs: Mapping[str, int] = {}
        self.bounds: Mapping[str, int] = dict.fromkeys(order, 0)
        self._watch = watch

    @property
    def proven(self) -> bool:
        """Whether there is a plan that meets all its bounds."""
        return self.meets(self.order)

    def meets(self, keys: Iterable[str]) -> bool:
        """Whether there is a plan that meets the bounds of these costs."""
        return self.places is not None and all(self.costs[key] <= self.bounds.get(key, 0) for key in keys)

    @property
    def nobody_idle(self) -> bool:
        """Whether there is a plan so good that one in which teachers are idle is no better, whatever else it costs."""
        before = takewhile(lambda key: key != "teacher_idle_minutes", self.order)
        return self.meets([*before, "teacher_idle_minutes"])

    def promises(self, least: Mapping[str, int]) -> bool:
        """Whether a plan that has no less of these costs could be better than this one."""
        keys = [key for key in self.order if key in least]
        return self.places is None or [least[key] for key in keys] < [self.costs[key] for key in keys]

    def keep(self, chosen: Mapping[int, Place]) -> None:
        """Take the plan if it is better, cost by cost; the costs are counted from its appointments."""
        plan = plan_of(self.instance, chosen)
        costs = costs_of(self.instance.round, self.instance.meetings, plan, self.instance.published)
        if self.places is None or [costs[k] for k in self.order] < [self.costs[k] for k in self.order]:
            self.places, self.costs = dict(chosen), costs
            self._watch(costs, self.bounds)

    def keep_with_others(self, chosen: Mapping[int, Place]) -> None:
        """Take the plan, if it is better, with all who still fit in somewhere beside it."""
        fitted = fit_in(self.instance, chosen)
        allowed = still_allowed(plan_of(self.instance, fitted), self.instance.round, self.instance.meetings).appointment
        self.keep({i: place for i, place in fitted.items() if self.instance.meetings[i].meeting_id in allowed})

    def prove(self, bounds: Mapping[str, int]) -> None:
        """Take bounds that are better than those so far, read in the order of the costs."""
        if "moved" in bounds:
            bounds = {**bounds, "moved": bounds["moved"] + self.instance.adults_gone}
        if [bounds.get(key, 0) for key in self.order] > [self.bounds.get(key, 0) for key in self.order]:
            self.bounds = bounds
            if self.places is not None:
                self._watch(self.costs, bounds)

    def take(self, found: Found) -> None:
        """Take what a way of searching found and proved."""
        self.prove(found.bounds)
        if found.chosen is not None:
            self.keep(found.chosen)


def plan_of(instance: Instance, chosen: Mapping[int, Place]) -> Plan:
    """The plan with these places; the meetings that have none are unplaced, without a reason yet."""
    return Plan.of(
        [instance.appointment(i, place) for i, place in chosen.items()],
        [Unplaced(m.meeting_id, m.pupil_id, m.adult_ids) for i, m in enumerate(instance.meetings) if i not in chosen],
    )
