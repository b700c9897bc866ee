"""How a plan is found: windows first, then order; what was published stays; small rounds and what is left over whole.

Whatever finds a plan, its costs are counted anew in plain code, and the bounds are those of the relaxation or of a
complete search; so a plan is called optimal only where the two meet.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import takewhile
from typing import TYPE_CHECKING

from scheduler.round import UNPLACED
from scheduler.solver.best import Best
from scheduler.solver.by_windows import THOROUGH, ByWindows
from scheduler.solver.clock import Interrupted
from scheduler.solver.coarse import coarser
from scheduler.solver.cpsat import Effort
from scheduler.solver.lexicographic import minimize
from scheduler.solver.model import ExactModel
from scheduler.solver.one_window import by_starts
from scheduler.solver.options import HELD
from scheduler.solver.staying import Staying, kept_places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.solver.clock import Clock
    from scheduler.solver.instance import Place

TINY = 9
"""Rounds with no more meetings than this are only searched whole."""

WHOLE = 6_000
"""Rounds with no more places than this are searched whole where the quick way proved too little."""

LARGE = 500
"""Rounds with more meetings than this get some plan at once, as a good one takes a while."""


class Search:
    """Betters the best plan of an instance, beginning from the places of `start`, by one way after another."""

    def __init__(
        self, best: Best, clock: Clock, workers: int, seed: int, start: Mapping[int, Place], thorough: float
    ) -> None:
        self._best = best
        self._instance = best.instance
        self._clock = clock
        self._workers = workers
        self._seed = seed
        self._start = start
        self._thorough = thorough
        self._fitted: Mapping[int, Place] | None = None

    def run(self) -> None:
        """Search until everything is proven, the effort is spent or the clock is over; the best plan stays."""
        with suppress(Interrupted):
            self._run()
        self._fit_in()

    def _run(self) -> None:
        size = sum(len(places) for places in self._instance.places)
        tiny = len(self._instance.meetings) <= TINY
        if tiny or not self._replans:
            self._begin()
        self._by_starts()
        if self._best.proven:
            return
        if not tiny:
            self._quickly()
        if not self._best.proven and size <= WHOLE:
            self._whole()

    def _fit_in(self) -> None:
        """Where meetings may still find a place, whatever fits: so there always is a plan.

        Before there is any, what was published stays as far as it may, or all are fitted in anew if that is better.
        """
        before = self._best.places
        if before is None:
            if self._instance.published:
                self._best.keep_with_others(kept_places(self._instance, ()))
            self._best.keep_with_others({})
        elif before is not self._fitted:
            least = sum(self._best.bounds.get(key, 0) for key in UNPLACED)
            if len(self._instance.meetings) - len(before) > least:
                self._best.keep_with_others(before)
        self._fitted = self._best.places

    def _by_starts(self) -> None:
        """Where nothing binds but teachers' time in one window, when each meeting starts, as a number."""
        before = set(takewhile(lambda key: key != "teacher_idle_minutes", self._best.order))
        placing = {UNPLACED[0] if meeting.mandatory else UNPLACED[1] for meeting in self._instance.meetings}
        if self._instance.published or "teacher_idle_minutes" not in self._best.order or not placing <= before:
            return
        effort = Effort(THOROUGH, seed=self._seed, linear=False)
        started = by_starts(self._instance, effort, self._clock)
        if started is not None:
            if started.places is not None:
                self._best.keep(started.places)
            self._best.prove({"teacher_idle_minutes": started.idle_minutes})

    def _quickly(self) -> None:
        if self._replans:
            try:
                settled = self._stay()
            finally:
                self._begin()
            if settled:
                return
        if len(self._instance.meetings) > LARGE:
            self._fit_in()
        if not self._instance.published:
            self._coarsely()
        ByWindows(self._best, self._clock, self._workers, self._seed, self._thorough).run()

    def _coarsely(self) -> None:
        """Where slots are finer than the meetings, first plans on a wider grid: soon there, and mostly best."""
        coarse = coarser(self._instance)
        if coarse is None:
            return

        def tell(costs: Mapping[str, int], bounds: Mapping[str, int]) -> None:
            if found.places is not None:
                self._best.keep(found.places)

        found = Best(coarse, self._best.order, tell)
        ByWindows(found, self._clock, self._workers, self._seed, thorough=0.0).run()

    @property
    def _replans(self) -> bool:
        return bool(self._instance.published) and "moved" in self._best.order

    def _begin(self) -> None:
        """Take the plan to begin from, which is there at once."""
        if self._start:
            self._best.keep(self._start)

    def _effort(self, most: float) -> Effort:
        return Effort(most, seed=self._seed)

    def _whole(self) -> None:
        """Every meeting with all its places in one model, cost by cost."""
        model = ExactModel(self._instance, dict(enumerate(self._instance.places)))
        self._best.take(minimize(model, self._best.order, {}, self._effort(THOROUGH), self._clock, self._best.places))

    def _stay(self) -> bool:
        """What was published and may stand stays; whether planning all anew could only move more adults for nothing."""
        staying = Staying(self._instance, self._best.order, self._seed, self._clock)
        for found in staying.plans():
            self._best.take(found)
        first = [key for key in self._best.order if key in HELD or key == "moved"]
        if self._best.places is None or list(self._best.order[: len(first)]) != first:
            return False
        return len(self._best.places) == len(self._instance.meetings) or self._best.meets(first)
