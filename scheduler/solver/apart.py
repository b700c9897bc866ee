"""Solving in a process of its own: one that is killed, runs out of memory or crashes leaves the best plan so far.

The process loads the solver while this one reads the round. It tells of every better plan as it is found, over a pipe.
The same pipe brings the round, tells it to stop, and tells by its end that there is nobody left to work for.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self

from scheduler.meetings import meetings_of
from scheduler.processes import ProcessDied
from scheduler.solver import effective_order, outcome_of, solve
from scheduler.solver.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from scheduler.appointments import Outcome, Plan, Published
    from scheduler.round import Round
    from scheduler.solver.best import Watch
    from scheduler.solver.pins import Pin

    Report = Callable[[object], None]
    Solving = Callable[[Clock, Report], object]
    """What the process does: it takes the clock it works by, and what it tells its news to. It must be picklable."""

LOOK_EVERY_SECONDS = 0.1
"""How often it is looked whether the clock was stopped."""

HOUR = 3600.0
"""A clock that has more than this left is not passed on: it is stopped from here."""

STOP = "stop"


def solve_apart(
    round: Round, *, process: Apart, published: Published = (), seconds: float | None = None, workers: int = 2,
    seed: int = 0, clock: Clock | None = None, watch: Watch | None = None, pins: Mapping[str, Pin] | None = None,
    died: Callable[[Exception], None] | None = None,
) -> Outcome:
    """What `solve` gives, found in that process.

    Where it fails, `died` is told why, and the outcome is the best plan it had told of, with the bounds so far; no
    answer where there was none.

    Raises:
        Exception: what the process failed with before any plan, unless that was its end or a lack of memory.
    """
    began = time.monotonic()
    plan: Plan | None = None
    bounds: Mapping[str, int] = {}

    def hear(news: Any) -> None:
        nonlocal plan, bounds
        kind, *told = news
        if kind == "plan":
            (plan,) = told
        else:
            costs, bounds = told
            if watch is not None:
                watch(costs, bounds)

    work = _Solve(round, {"published": published, "workers": workers, "seed": seed, "pins": pins or {}})
    found, fault = process.run(work, clock or Clock(seconds), hear)
    if fault is None:
        return found  # type: ignore[no-any-return]
    if plan is None and not isinstance(fault, (ProcessDied, MemoryError)):
        raise fault
    if died is not None:
        died(fault)
    return outcome_of(round, meetings_of(round), plan, effective_order(round), bounds, published,
                      time.monotonic() - began, seed)


class Apart:
    """A process of its own, for one search; it begins to load the solver at once, and ends with this context."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        _start(self._process)
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self._ours.close()
        self._process.kill()
        self._process.join()
        self._process.close()

    def run(self, function: Solving, clock: Clock, hear: Callable[[object], None]) -> tuple[Any, Exception | None]:
        """Run the function there: its result, or None and why there is none.

        `hear` is told here whatever the function reports there. Stopping the clock stops the function's.
        """
        left = clock.seconds
        with contextlib.suppress(ConnectionError):
            self._ours.send((function, left if left < HOUR else None))
        for kind, content in _news(self._ours, clock):
            if kind != "news":
                return (content, None) if kind == "done" else (None, content)
            hear(content)
        self._process.join()
        return None, ProcessDied(self._process.exitcode)


class _Solve:
    """Solving a round, as a process does it."""

    def __init__(self, round: Round, keywords: Mapping[str, Any]) -> None:
        self._round = round
        self._keywords = keywords

    def __call__(self, clock: Clock, report: Report) -> Outcome:
        return solve(self._round, clock=clock, on_plan=lambda plan: report(("plan", plan)),
                     watch=lambda costs, bounds: report(("costs", dict(costs), dict(bounds))), **self._keywords)


def _start(process: BaseProcess) -> None:
    """Start it deaf to Ctrl-C, which reaches every process of a terminal and is for this one to handle."""
    if threading.current_thread() is not threading.main_thread():
        process.start()
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.start()
    finally:
        signal.signal(signal.SIGINT, before)


def _news(ours: Connection, clock: Clock) -> Iterator[tuple[str, Any]]:
    """What the process says, until it ends; once the clock is stopped it is told so."""
    asked = False
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            if clock.stopped and not asked:
                asked = True
                with contextlib.suppress(ConnectionError):
                    ours.send(STOP)
            if ours.poll(LOOK_EVERY_SECONDS):
                yield ours.recv()


def _work(theirs: Connection) -> None:
    """What the process does; it ends where whoever started it is gone before any work comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import_module("scheduler.solver.search")
    try:
        function, seconds = theirs.recv()
        clock = Clock(seconds)
        threading.Thread(target=_obey, args=(theirs, clock), daemon=True).start()
        answer = "done", function(clock, lambda news: theirs.send(("news", news)))
    except EOFError:
        return
    except Exception as fault:
        answer = "failed", fault
    theirs.send(answer)


def _obey(theirs: Connection, clock: Clock) -> None:
    """Stop when told to; end at once when whoever started this process is gone."""
    try:
        theirs.recv()
        clock.stop()
        theirs.recv()
    except (EOFError, OSError):
        os._exit(1)
