"""How long may still be searched. It knows nothing of OR-Tools, which whoever only watches a search need not load."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


AGAIN_SECONDS = 0.05
"""How often a search that goes on is told to end: one that had not yet begun did not hear of it."""


class Interrupted(Exception):
    """The time is up or the user asked to stop; the best plan so far stands."""


class Clock:
    """How long may still be searched; `stop()` ends it from another thread or a signal handler."""

    def __init__(self, seconds: float | None, whole: Clock | None = None) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds
        self._stopped = threading.Event()
        self._searching: set[cp_model.CpSolver] = set()
        self._whole = whole

    def within(self) -> Clock:
        """A clock for a part of the search, which ends with the whole and may be stopped before."""
        return Clock(None if self._end is None else self.seconds, self)

    def stop(self) -> None:
        """End every search under way, and let no other start."""
        self._stopped.set()
        self._end_searches()
        if self._searching:
            threading.Thread(target=self._insist, daemon=True).start()

    def _insist(self) -> None:
        while self._searching:
            self._end_searches()
            time.sleep(AGAIN_SECONDS)

    def _end_searches(self) -> None:
        for solver in list(self._searching):
            solver.stop_search()

    @property
    def stopped(self) -> bool:
        """Whether somebody asked to stop, whatever time is left."""
        return self._stopped.is_set() or (self._whole is not None and self._whole.stopped)

    @property
    def over(self) -> bool:
        """Whether no time is left."""
        return self.stopped or (self._end is not None and time.monotonic() >= self._end)

    @property
    def seconds(self) -> float:
        """What is left, at least a moment, at most an hour."""
        return 3600.0 if self._end is None else max(0.01, self._end - time.monotonic())

    def limit(self, solver: cp_model.CpSolver) -> None:
        """Bind a solver to this clock.

        Raises:
            Interrupted: no time is left.
        """
        self._watch(solver)
        if self.over:
            self.release(solver)
            raise Interrupted
        solver.parameters.max_time_in_seconds = self.seconds

    def _watch(self, solver: cp_model.CpSolver) -> None:
        self._searching.add(solver)
        if self._whole is not None:
            self._whole._watch(solver)

    def release(self, solver: cp_model.CpSolver) -> None:
        """The solver is done."""
        self._searching.discard(solver)
        if self._whole is not None:
            self._whole.release(solver)
