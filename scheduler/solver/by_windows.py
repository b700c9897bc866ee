"""By windows: dates and teachers first, then the order of each date; plans that the two agree on are proven best.

The bounds are those of the relaxation, so a plan is proven only where it meets them.
"""

from __future__ import annotations

from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING

from scheduler.solver.cpsat import Effort
from scheduler.solver.insertion import insert
from scheduler.solver.lexicographic import minimize
from scheduler.solver.model import ExactModel
from scheduler.solver.options import FAMILY_COSTS, HELD, SHARED, clusters_of, least_options, ranked
from scheduler.solver.reassigning import Reassigning
from scheduler.solver.then_order import Order, dates_of
from scheduler.solver.windows_first import WindowsFirst
from scheduler.solver.windows_needed import windows_needed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from scheduler.solver.best import Best
    from scheduler.solver.cpsat import Clock
    from scheduler.solver.options import Cluster
    from scheduler.solver.windows_first import Assignment

    Key = tuple[str, int]

QUICK, THOROUGH = 8.0, 40.0
"""Deterministic seconds for the windows: until a first plan, and for the proof where those did not do."""

MANY = 500
"""Meetings from which on the windows get less of that until a first plan."""

MENDING = 1.5
"""Deterministic seconds for each mended spot."""

EASED = (240, 320, 400)
"""Meetings on one date, where that would else be too many to order: the fewer, the likelier it is, at more windows."""

EMPTIER = (0.9, 0.8, 0.65, 0.5)
"""Shares of the fullest date's meetings that a date may have where the fewest windows do not go without idle time."""

ATTEMPTS = 6
"""Assignments that are tried where some dates cannot be ordered without idle time."""

EASING = 3.0
"""Deterministic seconds for an assignment with fewer meetings on a date, where there are very many."""

RELIEF = 1.0
"""Deterministic seconds for another assignment."""


class ByWindows:
    """Betters the best plan of an instance, as far as `thorough` deterministic seconds for the proof go."""

    def __init__(self, best: Best, clock: Clock, workers: int, seed: int, thorough: float) -> None:
        self._best = best
        self._instance = best.instance
        self._keys = best.order
        self._clock = clock
        self._workers = workers
        self._seed = seed
        self._thorough = thorough

    def run(self) -> None:
        """Search until everything is proven or the effort is spent.

        Raises:
            Interrupted: the clock was stopped.
        """
        first = self._first()
        clusters = clusters_of(self._instance, first)
        least = self._least_of_families(clusters, first)
        for model, known in self._relaxations(clusters, first, least):
            assignment = model.minimize(self._keys, known, self._effort(self._quick), self._clock)
            if assignment is not None:
                break
        else:
            return
        self._best.prove(assignment.bounds)
        own = [key for key in (*self._keys, "parent_wait_minutes") if key in FAMILY_COSTS]
        order = Order(self._instance, clusters, own, self._keys, self._workers, self._seed, self._clock)
        others = Reassigning(self._instance, model)
        if not self._best.proven:
            (self._ease if self._largest_date(assignment) > EASED[-1] else self._order)(others, order, assignment)
        if self._best.proven or assignment.closed:
            return
        closed = dict(takewhile(lambda cost: assignment.bounds.get(cost[0]) == cost[1], assignment.costs.items()))
        model.cap(closed)
        effort = self._effort(self._thorough)
        thorough = model.minimize(self._keys, {**known, **closed}, effort, self._clock, assignment)
        if thorough is not None:
            self._best.prove(thorough.bounds)
            if not self._best.proven and self._largest_date(thorough) <= EASED[-1]:
                self._order(others, order, thorough)

    def _ease(self, others: Reassigning, order: Order, assignment: Assignment) -> None:
        """Where dates are too large to order, plans with more windows than could be: rather these than none."""
        tried = []
        for most in EASED:
            eased = others.ease(assignment, most, self._effort(EASING), self._clock)
            if eased is not None:
                tried.append((order.put(eased, patient=True), eased))
                self._best.keep(tried[-1][0].places)
        for ordered, eased in tried:
            if self._best.places == ordered.places and ordered.resisting:
                self._best.keep(order.close(ordered, eased).places)
                break

    def _largest_date(self, assignment: Assignment) -> int:
        return max(map(len, dates_of(self._instance, assignment.where).values()), default=0)

    def _order(self, others: Reassigning, order: Order, assignment: Assignment) -> None:
        """Put the assignment in time; where dates resist, relieve them of some meetings and try that."""
        resisted: Counter[dt.date] = Counter()
        barred: list[frozenset[Key]] = []
        for left in reversed(range(ATTEMPTS)):
            ordered = order.put(assignment, patient=False)
            resisted.update(ordered.resisting)
            relieved = None
            if ordered.resisting and left:
                barred += [self._windows_on(assignment, date) for date in ordered.resisting]
                relieved = self._relieved(others, assignment, resisted, barred, left)
            if ordered.resisting and relieved is None:
                self._with_more_windows(others, order, assignment)
                if self._best.proven:
                    return
                ordered = order.put(assignment, patient=True)
            self._best.keep(ordered.places)
            if relieved is None or self._best.proven:
                if ordered.resisting and not self._best.proven:
                    self._best.keep(order.close(ordered, assignment).places)
                break
            assignment = relieved
        if self._best.places is not None and not self._best.proven:
            unplaced = any(self._best.costs[key] > self._best.bounds.get(key, 0) for key in HELD[:2])
            self._best.keep(insert(self._instance, self._best.places, self._keys, unplaced, self._effort(MENDING),
                                   self._clock))

    def _relieved(
        self, others: Reassigning, assignment: Assignment, resisted: Mapping[dt.date, int],
        barred: Sequence[frozenset[Key]], left: int,
    ) -> Assignment | None:
        """Another assignment at no cost: to the same windows and to others by turns, to the roomiest as the last."""
        found = None
        if left == 1:
            found = others.roomiest(assignment, self._effort(2 * RELIEF), self._clock)
        elif left % 2:
            found = others.relieve(assignment, resisted, self._effort(RELIEF), self._clock)
        return found or others.elsewhere(assignment, barred, self._effort(RELIEF), self._clock)

    def _windows_on(self, assignment: Assignment, date: dt.date) -> frozenset[Key]:
        """The teachers who are needed on that date, each with the position of the window."""
        windows = self._instance.round.windows
        return self._instance.needed({i: at for i, at in assignment.where.items() if windows[at[1]].date == date})

    def _with_more_windows(self, others: Reassigning, order: Order, assignment: Assignment) -> None:
        """Where idle time counts before windows, few more of these, with which nobody need be idle."""
        if [key for key in self._keys if key in SHARED] != list(SHARED):
            return
        for share in EMPTIER:
            most = int(share * self._largest_date(assignment))
            roomy = others.ease(assignment, most, self._effort(RELIEF), self._clock)
            if roomy is None:
                continue
            ordered = order.put(roomy, patient=share == EMPTIER[-1])
            if ordered.resisting and share == EMPTIER[-1]:
                ordered = order.close(ordered, roomy)
            if not ordered.resisting:
                self._best.keep(ordered.places)
                return

    def _first(self) -> list[str]:
        """The costs that each family has on its own and that come before any they share."""
        shared = [i for i, key in enumerate(self._keys) if key in SHARED]
        return list(self._keys[: shared[0]] if shared else self._keys)

    @property
    def _held_first(self) -> bool:
        return set(self._keys[:len(HELD)]) == set(HELD)

    def _relaxations(
        self, clusters: Sequence[Cluster], first: Sequence[str], least: Mapping[str, int]
    ) -> Iterator[tuple[WindowsFirst, Mapping[str, int]]]:
        """The relaxations from the tightest on, each with the costs that it caps at what they must at least be.

        Every family at its least and, where that counts before windows, no teacher idle; then idle; then anything.
        """
        order = [key for key in self._keys if key in SHARED]
        compactness = [True, False] if order == list(SHARED) else [False]
        if self._held_first:
            needed = windows_needed(self._instance, clusters, first, self._seed, self._clock)
            for compact in compactness:
                model = WindowsFirst(self._instance, clusters, first, loose=False, compact=compact)
                model.cap(least)
                model.demand_windows(needed)
                yield model, least
        yield WindowsFirst(self._instance, clusters, first, loose=True, compact=False), {}

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
            least = least_options(cluster.options, first)[0]
            return dict(zip(keys, ranked(least.costs, first), strict=True))
        places = {i: self._instance.places[i] for i in cluster.meetings}
        return minimize(ExactModel(self._instance, places), first, {}, self._effort(5), self._clock).bounds

    @property
    def _quick(self) -> float:
        """A first plan of a large round is not to wait for a proof that takes long there."""
        return QUICK * min(1.0, MANY / len(self._instance.meetings))

    def _effort(self, most: float) -> Effort:
        return Effort(most, seed=self._seed)
