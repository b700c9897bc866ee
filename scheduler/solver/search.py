"""How a plan is found: windows first, then order, then repair; small rounds and what is left over whole.

Whatever finds a plan, its costs are counted anew in plain code, and the bounds are those of the relaxation or of a
complete search; so a plan is called optimal only where the two meet.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from scheduler.appointments import Plan, Unplaced
from scheduler.costs import costs_of
from scheduler.solver.cpsat import Effort, Interrupted
from scheduler.solver.lexicographic import minimize
from scheduler.solver.model import ExactModel
from scheduler.solver.options import FAMILY_COSTS, clusters_of, ranked
from scheduler.solver.repair import join_dates
from scheduler.solver.then_order import dates_of, order_at_all, order_strictly
from scheduler.solver.windows_first import WindowsFirst

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from scheduler.progress import Say
    from scheduler.solver.cpsat import Clock
    from scheduler.solver.instance import Instance, Place
    from scheduler.solver.options import Cluster
    from scheduler.solver.windows_first import Assignment

SHARED = ("teacher_idle_minutes", "teacher_windows")
"""The costs that families share; those before the first of them each family has on its own."""

TINY = 600
"""Rounds with no more places than this are only searched whole."""

WHOLE = 6_000
"""Rounds with no more places than this are searched whole where the quick way proved too little."""


class Search:
    """The best plan so far of one instance, its costs and the bounds proven."""

    def __init__(
        self, instance: Instance, order: Sequence[str], clock: Clock, workers: int, seed: int, say: Say
    ) -> None:
        self.instance = instance
        self.order = tuple(order)
        self.best: Mapping[int, Place] | None = None
        self.costs: Mapping[str, int] = {}
        self.bounds: Mapping[str, int] = {}
        self._clock = clock
        self._workers = workers
        self._seed = seed
        self._say = say

    def run(self) -> None:
        """Search until everything is proven, the effort is spent or the clock is over; the best plan stays."""
        try:
            self._run()
        except Interrupted:
            return

    @property
    def proven(self) -> bool:
        """Whether the best plan meets its bounds."""
        return self.best is not None and all(self.bounds.get(key, -1) >= self.costs[key] for key in self.order)

    def _run(self) -> None:
        size = sum(len(places) for places in self.instance.places)
        if size > TINY:
            self._by_windows()
        if not self.proven and size <= WHOLE:
            self._whole()

    def _effort(self, most: float) -> Effort:
        return Effort(most, seed=self._seed)

    def _keep(self, chosen: Mapping[int, Place]) -> bool:
        """Take the plan if it is better, cost by cost; the costs are counted from its appointments."""
        plan = plan_of(self.instance, chosen)
        costs = costs_of(self.instance.round, self.instance.meetings, plan, self.instance.published)
        better = self.best is None or [costs[k] for k in self.order] < [self.costs[k] for k in self.order]
        if better:
            self.best, self.costs = dict(chosen), costs
            self._say(" · ".join(f"{key} {costs[key]} (≥ {self.bounds.get(key, 0)})" for key in self.order))
        return better

    def _whole(self) -> None:
        """Every meeting with all its places in one model, cost by cost."""
        model = ExactModel(self.instance, dict(enumerate(self.instance.places)))
        found = minimize(model, self.order, {}, self._effort(60), self._clock, self.best)
        if found.chosen is not None:
            self._keep(found.chosen)
            self.bounds = found.bounds

    def _by_windows(self) -> None:
        first = self._first()
        clusters = clusters_of(self.instance, first)
        assignment = self._assign(clusters, first)
        if assignment is None:
            return
        self.bounds = assignment.bounds
        dates = dates_of(self.instance, assignment.where)
        with ThreadPoolExecutor(self._workers) as pool:
            found = dict(zip(dates, pool.map(
                lambda meetings: order_strictly(self.instance, meetings, assignment.where, first,
                                                self._effort(4), self._clock), dates.values()), strict=True))
            missing = [date for date in dates if found[date] is None]
            for date, chosen in zip(missing, pool.map(
                lambda date: order_at_all(self.instance, dates[date], assignment.where, self.order,
                                          self._effort(4), self._clock), missing), strict=True):
                found[date] = chosen
        together = {i: place for chosen in found.values() for i, place in (chosen or {}).items()}
        self._keep(together)
        self._repair(clusters, first, missing)

    def _repair(self, clusters: Sequence[Cluster], first: Sequence[str], dates: Sequence[dt.date]) -> None:
        """Order each date that resisted together with another one, so that families may change places."""
        for date in dates:
            if self.proven:
                return
            for joined in join_dates(self.instance, clusters, first, self.best or {}, date,
                                     self._effort(10), self._clock):
                if self._keep(joined):
                    break

    def _first(self) -> list[str]:
        """The costs that each family has on its own and that come before any they share."""
        shared = [i for i, key in enumerate(self.order) if key in SHARED]
        return list(self.order[: shared[0]] if shared else self.order)

    def _assign(self, clusters: Sequence[Cluster], first: Sequence[str]) -> Assignment | None:
        tight = WindowsFirst(self.instance, clusters, first, loose=False)
        tight.cap(self._least_of_families(clusters, first))
        found = tight.minimize(self.order, self._effort(20), self._clock)
        if found is not None:
            return found
        loose = WindowsFirst(self.instance, clusters, first, loose=True)
        return loose.minimize(self.order, self._effort(20), self._clock)

    def _least_of_families(self, clusters: Sequence[Cluster], first: Sequence[str]) -> dict[str, int]:
        """What all families would cost if each were alone: no plan has less, cost by cost."""
        total = dict.fromkeys(first, 0)
        for cluster in clusters:
            for key, value in self._least_alone(cluster, first).items():
                total[key] += value
        return total

    def _least_alone(self, cluster: Cluster, first: Sequence[str]) -> Mapping[str, int]:
        if cluster.options:
            keys = [key for key in first if key in FAMILY_COSTS]
            least = min(ranked(option.costs, first) for option in cluster.options)
            return dict(zip(keys, least, strict=True))
        places = {i: self.instance.places[i] for i in cluster.meetings}
        return minimize(ExactModel(self.instance, places), first, {}, self._effort(5), self._clock).bounds


def plan_of(instance: Instance, chosen: Mapping[int, Place]) -> Plan:
    """The plan with these places; the meetings that have none are unplaced, without a reason yet."""
    return Plan.of(
        [instance.appointment(i, place) for i, place in chosen.items()],
        [Unplaced(m.meeting_id, m.pupil_id, m.adult_ids) for i, m in enumerate(instance.meetings) if i not in chosen],
    )
