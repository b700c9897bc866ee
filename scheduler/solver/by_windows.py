"""By windows: dates and teachers first, then the order of each date; plans that the two agree on are proven best.

The bounds are those of the relaxation, so a plan is proven only where it meets them.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from scheduler.solver.assigning import Assigning
from scheduler.solver.cpsat import Effort
from scheduler.solver.least import better, prove
from scheduler.solver.lexicographic import minimize
from scheduler.solver.model import ExactModel
from scheduler.solver.options import FAMILY_COSTS, HELD, SHARED, clusters_of, least_options, ranked
from scheduler.solver.placing import Placing
from scheduler.solver.then_order import Order
from scheduler.solver.waiting import WAITING
from scheduler.solver.windows_first import WindowsFirst
from scheduler.solver.windows_needed import needed_anyhow, windows_needed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from scheduler.solver.assigning import Search
    from scheduler.solver.assignment import Assignment
    from scheduler.solver.best import Best
    from scheduler.solver.clock import Clock
    from scheduler.solver.instance import Instance
    from scheduler.solver.names import Key
    from scheduler.solver.options import Cluster

QUICK, THOROUGH, A_MEETING = 8.0, 40.0, 0.1
"""Deterministic seconds for the windows: until a first plan, and for the proof where those did not do; of a large round
for each meeting."""

AT_FIRST = 0.25
"""The share of that for a proof beside which there is one turn of what follows only."""

BETTER, TURNS, A_TURN = 0.2, 4, 4.0
"""The share of that with which meanwhile a better plan is sought, in how many turns, each of which is put in time; with
fewer deterministic seconds than this a turn is not worth it."""


def thorough_for(instance: Instance) -> float:
    """Deterministic seconds that help to prove a round of this size."""
    return max(THOROUGH, A_MEETING * len(instance.meetings))


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
            Interrupted: the time is up.
        """
        first = self._first()
        clusters = clusters_of(self._instance, first)
        least = self._least_of_families(clusters, first)
        in_time: Collection[frozenset[Key]] = ()
        for model, known in self._relaxations(clusters, first, least):
            for keys in in_time:
                model.put_in_time(keys)
            assignment = self._minimize(model, known, {})
            if assignment is not None and self._plan(model, known, assignment):
                break
            in_time = model.in_time

    def _plan(self, model: WindowsFirst, known: Mapping[str, int], assignment: Assignment) -> bool:
        """Plans of this assignment or others of the model; False where its dates cannot be ordered in any of them."""
        self._best.prove(assignment.bounds)
        own = [key for key in dict.fromkeys((*self._keys, WAITING)) if key in FAMILY_COSTS]
        order = Order(self._instance, own, self._keys, self._workers, self._seed, self._clock)
        place = Placing(self._best, model, order, partial(self._minimize, model, known), self._workers,
                        self._seed, self._thorough, self._clock).place
        placed = assignment.closed or not self._thorough
        if placed and not self._best.proven:
            settled = place(assignment)
            if settled is None:
                return False
            assignment = settled
        if self._thorough and not (self._best.proven or assignment.closed):
            self._prove_meanwhile(model, known, assignment, place, placed=placed)
        return True

    def _prove_meanwhile(
        self, model: WindowsFirst, known: Mapping[str, int], assignment: Assignment,
        place: Callable[[Assignment], Assignment | None], *, placed: bool,
    ) -> None:
        """Raise the bound for long; meanwhile put the assignment in time, unless that is done, and a better one.

        Where that does not close it, raise it further, and meanwhile put ever better assignments in time. Each comes to
        its end whatever the others do, so the plan is no matter of time.
        """
        closed = assignment.proven
        model.cap(closed)

        def further(begin: Assignment, search: Search, most: float, turn: int) -> Assignment:
            effort = Effort(most, seed=self._seed + turn)
            assigning = Assigning(model, self._keys, {**known, **closed}, effort, self._clock)
            return assigning.further(begin, search) or begin

        def better_ones(begin: Assignment, turns: range) -> Assignment:
            found = begin
            for turn in turns:
                found = further(found, better, most / last, turn)
                if self._best.promises(found.costs):
                    place(found)
            return found

        most = BETTER * self._thorough
        last = min(TURNS, int(most / A_TURN))
        first = min(1, last)
        stages = (AT_FIRST, range(1, first + 1)), (1 - AT_FIRST, range(first + 1, last + 1))
        proven = found = assignment
        with ThreadPoolExecutor(1) as pool:
            for stage, (share, turns) in enumerate(stages):
                proof = pool.submit(further, proven, prove, share * self._thorough, stage)
                try:
                    if not (placed or stage):
                        place(assignment)
                    found = better_ones(found, turns)
                finally:
                    proven = proof.result()
                    self._best.prove(proven.bounds)
                if proven.closed:
                    break
        if proven.closed and self._best.promises(proven.costs):
            place(proven)

    def _minimize(self, model: WindowsFirst, known: Mapping[str, int], floors: Mapping[str, int]) -> Assignment | None:
        return Assigning(model, self._keys, known, self._effort(QUICK), self._clock).least(floors, self._workers)

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

        Every family at its least and, where that counts before windows, no teacher idle; then idle; then every family
        together, whatever else it costs; then anything. The next is asked for where in one no dates can be ordered.
        """
        order = [key for key in self._keys if key in SHARED]
        idle_first = order == list(SHARED)
        if self._held_first:
            needed = windows_needed(self._instance, clusters, first, self._seed, self._clock)
            for strict in [True, False] if idle_first else [False]:
                model = WindowsFirst(self._instance, clusters, first, strict=strict, compact=idle_first and not strict)
                model.cap(least)
                model.demand(needed)
                yield model, least
        beyond = clusters_of(self._instance, first, beyond=True)
        if self._held_first:
            model = WindowsFirst(self._instance, beyond, first, least=False, compact=idle_first)
            needed = needed_anyhow(needed, self._instance, beyond, first, self._seed, self._clock)
            model.demand(needed)
            held = {key: least[key] for key in HELD if key in least}
            model.cap(held)
            yield model, held
        yield WindowsFirst(self._instance, beyond, first, least=False, loose=True, compact=idle_first), {}

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

    def _effort(self, most: float) -> Effort:
        return Effort(most, seed=self._seed)
