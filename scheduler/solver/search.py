"""How a plan is found: windows first, then order; what was published stays; small rounds and what is left over whole.

Whatever finds a plan, its costs are counted anew in plain code, and the bounds are those of the relaxation or of a
complete search; so a plan is called optimal only where the two meet.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from itertools import takewhile
from typing import TYPE_CHECKING

from scheduler.appointments import Plan, Unplaced
from scheduler.costs import costs_of
from scheduler.solver.cpsat import Effort, Interrupted
from scheduler.solver.greedy import fit_in
from scheduler.solver.insertion import insert
from scheduler.solver.lexicographic import Found, minimize
from scheduler.solver.model import ExactModel
from scheduler.solver.one_window import by_starts
from scheduler.solver.options import FAMILY_COSTS, SHARED, clusters_of, ranked
from scheduler.solver.start import still_allowed
from scheduler.solver.staying import Staying
from scheduler.solver.then_order import Order, dates_of
from scheduler.solver.windows_first import WindowsFirst
from scheduler.solver.windows_needed import windows_needed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scheduler.solver.cpsat import Clock
    from scheduler.solver.instance import Instance, Place
    from scheduler.solver.options import Cluster
    from scheduler.solver.windows_first import Assignment

    Watch = Callable[[Mapping[str, int], Mapping[str, int]], None]
    """Told the costs of every better plan, and the bounds proven so far."""

HELD = ("unplaced_mandatory", "unplaced_optional", "siblings_apart")
"""The costs of not holding all of a family's meetings together: only where they come first does that never pay."""

TINY = 9
"""Rounds with no more meetings than this are only searched whole."""

WHOLE = 6_000
"""Rounds with no more places than this are searched whole where the quick way proved too little."""

LARGE = 500
"""Rounds with more meetings than this get some plan at once, as a good one takes a while."""

QUICK, THOROUGH = 4.0, 40.0
"""Deterministic seconds for the windows: until a first plan, and for the proof where those did not do."""

MENDING = 1.5
"""Deterministic seconds for each mended spot."""

EASED = (240, 320, 400)
"""Meetings on one date, where that would else be too many to order: the fewer, the likelier it is, at more windows."""

EMPTIER = (0.9, 0.8, 0.65, 0.5)
"""Shares of the fullest date's meetings that a date may have where the fewest windows do not go without idle time."""

ATTEMPTS = 4
"""Assignments that are tried where some dates cannot be ordered without idle time."""


class Search:
    """The best plan so far of one instance, its costs and the bounds proven."""

    def __init__(
        self, instance: Instance, order: Sequence[str], clock: Clock, workers: int, seed: int, watch: Watch,
        start: Mapping[int, Place], thorough: float = THOROUGH,
    ) -> None:
        self.instance = instance
        self.order = tuple(order)
        self.best: Mapping[int, Place] | None = None
        self.costs: Mapping[str, int] = {}
        self.bounds: Mapping[str, int] = dict.fromkeys(order, 0)
        self._clock = clock
        self._workers = workers
        self._seed = seed
        self._watch = watch
        self._start = start
        self._thorough = thorough

    def run(self) -> None:
        """Search until everything is proven, the effort is spent or the clock is over; the best plan stays."""
        with suppress(Interrupted):
            self._run()
        self._fit_in()

    @property
    def proven(self) -> bool:
        """Whether the best plan meets its bounds."""
        return self.best is not None and all(self.bounds.get(key, 0) >= self.costs[key] for key in self.order)

    def _run(self) -> None:
        size = sum(len(places) for places in self.instance.places)
        tiny = len(self.instance.meetings) <= TINY
        if tiny or not self._replans:
            self._begin()
        self._by_starts()
        if self.proven:
            return
        if not tiny:
            self._quickly()
        if not self.proven and size <= WHOLE:
            self._whole()

    def _fit_in(self) -> None:
        """Where meetings may still find a place, whatever fits: so there always is a plan."""
        placed = 0 if self.best is None else len(self.best)
        least = sum(self.bounds.get(key, 0) for key in HELD[:2])
        if len(self.instance.meetings) - placed > least or self.best is None:
            fitted = fit_in(self.instance, self.best or {})
            kept = still_allowed(plan_of(self.instance, fitted), self.instance.round, self.instance.meetings)
            self._keep({i: place for i, place in fitted.items()
                        if self.instance.meetings[i].meeting_id in kept.appointment})

    def _by_starts(self) -> None:
        """Where nothing binds but teachers' time in one window, when each meeting starts, as a number."""
        before = set(takewhile(lambda key: key != "teacher_idle_minutes", self.order))
        placing = {HELD[0] if meeting.mandatory else HELD[1] for meeting in self.instance.meetings}
        if self.instance.published or "teacher_idle_minutes" not in self.order or not placing <= before:
            return
        started = by_starts(self.instance, self._effort(THOROUGH), self._clock)
        if started is not None:
            if started.places is not None:
                self._keep(started.places)
            self._prove({"teacher_idle_minutes": started.idle_minutes})

    def _quickly(self) -> None:
        if self._replans:
            settled = self._stay()
            self._begin()
            if settled:
                return
        if len(self.instance.meetings) > LARGE:
            self._fit_in()
        first = self._first()
        clusters = clusters_of(self.instance, first)
        least = self._least_of_families(clusters, first)
        self._by_windows(clusters, first, least)

    @property
    def _replans(self) -> bool:
        return bool(self.instance.published) and "moved" in self.order

    def _begin(self) -> None:
        """Take the plan to begin from, which is there at once."""
        if self._start:
            self._keep(self._start)

    @property
    def _held_first(self) -> bool:
        return set(self.order[:len(HELD)]) == set(HELD)

    def _effort(self, most: float) -> Effort:
        return Effort(most, seed=self._seed)

    def _keep(self, chosen: Mapping[int, Place]) -> None:
        """Take the plan if it is better, cost by cost; the costs are counted from its appointments."""
        plan = plan_of(self.instance, chosen)
        costs = costs_of(self.instance.round, self.instance.meetings, plan, self.instance.published)
        if self.best is None or [costs[k] for k in self.order] < [self.costs[k] for k in self.order]:
            self.best, self.costs = dict(chosen), costs
            self._watch(costs, self.bounds)

    def _prove(self, bounds: Mapping[str, int]) -> None:
        """Take bounds that are better than those so far, read in the order of the costs."""
        if "moved" in bounds:
            bounds = {**bounds, "moved": bounds["moved"] + self.instance.adults_gone}
        if [bounds.get(key, 0) for key in self.order] > [self.bounds.get(key, 0) for key in self.order]:
            self.bounds = bounds
            if self.best is not None:
                self._watch(self.costs, bounds)

    def _whole(self) -> None:
        """Every meeting with all its places in one model, cost by cost."""
        model = ExactModel(self.instance, dict(enumerate(self.instance.places)))
        self._take(minimize(model, self.order, {}, self._effort(THOROUGH), self._clock, self.best))

    def _stay(self) -> bool:
        """What was published and may stand stays; whether planning all anew could only move more adults for nothing."""
        staying = Staying(self.instance, self.order, self._seed, self._clock)
        for found in staying.plans():
            self._take(found)
        first = [key for key in self.order if key in HELD or key == "moved"]
        if self.best is None or list(self.order[: len(first)]) != first:
            return False
        return len(self.best) == len(self.instance.meetings) or all(
            self.bounds.get(key, 0) >= self.costs[key] for key in first)

    def _take(self, found: Found) -> None:
        self._prove(found.bounds)
        if found.chosen is not None:
            self._keep(found.chosen)

    def _by_windows(self, clusters: Sequence[Cluster], first: Sequence[str], least: Mapping[str, int]) -> None:
        for model, known in self._relaxations(clusters, first, least):
            assignment = model.minimize(self.order, known, self._effort(QUICK), self._clock)
            if assignment is not None:
                break
        else:
            return
        self._prove(assignment.bounds)
        own = [key for key in (*self.order, "parent_wait_minutes") if key in FAMILY_COSTS]
        order = Order(self.instance, clusters, own, self.order, self._workers, self._seed, self._clock)
        if not self.proven:
            (self._ease if self._largest_date(assignment) > EASED[-1] else self._order)(model, order, assignment)
        if self.proven or assignment.closed:
            return
        closed = dict(takewhile(lambda cost: assignment.bounds.get(cost[0]) == cost[1], assignment.costs.items()))
        model.cap(closed)
        thorough = model.minimize(self.order, {**known, **closed}, self._effort(self._thorough), self._clock)
        if thorough is not None:
            self._prove(thorough.bounds)
            if not self.proven and self._largest_date(thorough) <= EASED[-1]:
                self._order(model, order, thorough)

    def _ease(self, model: WindowsFirst, order: Order, assignment: Assignment) -> None:
        """Where dates are too large to order, plans with more windows than could be: rather these than none."""
        tried = []
        for most in EASED:
            eased = model.ease(assignment, most, self._effort(QUICK), self._clock)
            if eased is not None:
                tried.append((order.put(eased, patient=True), eased))
                self._keep(tried[-1][0].places)
        for ordered, eased in tried:
            if self.best == ordered.places and ordered.resisting:
                self._keep(order.close(ordered, eased).places)
                break

    def _largest_date(self, assignment: Assignment) -> int:
        return max(map(len, dates_of(self.instance, assignment.where).values()), default=0)

    def _order(self, model: WindowsFirst, order: Order, assignment: Assignment) -> None:
        """Put the assignment in time; where dates resist, relieve them of some meetings and try that."""
        resisted: Counter[dt.date] = Counter()
        for left in reversed(range(ATTEMPTS)):
            ordered = order.put(assignment, patient=False)
            resisted.update(ordered.resisting)
            relieved = None
            if ordered.resisting and left:
                relieved = model.relieve(assignment, resisted, self._effort(QUICK), self._clock)
            if ordered.resisting and relieved is None:
                self._with_more_windows(model, order, assignment)
                if self.proven:
                    return
                ordered = order.put(assignment, patient=True)
            self._keep(ordered.places)
            if relieved is None or self.proven:
                if ordered.resisting and not self.proven:
                    self._keep(order.close(ordered, assignment).places)
                break
            assignment = relieved
        if self.best is not None and not self.proven:
            unplaced = any(self.costs[key] > self.bounds.get(key, 0) for key in HELD[:2])
            self._keep(insert(self.instance, self.best, self.order, unplaced, self._effort(MENDING), self._clock))

    def _with_more_windows(self, model: WindowsFirst, order: Order, assignment: Assignment) -> None:
        """Where idle time counts before windows, few more of these, with which nobody need be idle."""
        if [key for key in self.order if key in SHARED] != list(SHARED):
            return
        for share in EMPTIER:
            most = int(share * self._largest_date(assignment))
            roomy = model.ease(assignment, most, self._effort(QUICK / 2), self._clock)
            if roomy is None:
                continue
            ordered = order.put(roomy, patient=share == EMPTIER[-1])
            if ordered.resisting and share == EMPTIER[-1]:
                ordered = order.close(ordered, roomy)
            if not ordered.resisting:
                self._keep(ordered.places)
                return

    def _first(self) -> list[str]:
        """The costs that each family has on its own and that come before any they share."""
        shared = [i for i, key in enumerate(self.order) if key in SHARED]
        return list(self.order[: shared[0]] if shared else self.order)

    def _relaxations(
        self, clusters: Sequence[Cluster], first: Sequence[str], least: Mapping[str, int]
    ) -> Iterator[tuple[WindowsFirst, Mapping[str, int]]]:
        """The relaxations from the tightest on, each with the costs that it caps at what they must at least be.

        Every family at its least and, where that counts before windows, no teacher idle; then idle; then anything.
        """
        order = [key for key in self.order if key in SHARED]
        compactness = [True, False] if order == list(SHARED) else [False]
        if self._held_first:
            needed = windows_needed(self.instance, clusters, first, self._seed, self._clock)
            for compact in compactness:
                model = WindowsFirst(self.instance, clusters, first, loose=False, compact=compact)
                model.cap(least)
                model.demand_windows(needed)
                yield model, least
        yield WindowsFirst(self.instance, clusters, first, loose=True, compact=False), {}

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
