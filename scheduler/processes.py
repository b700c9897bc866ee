"""An executor that gives each job a process of its own: one that dies takes no other job along.

The standard library's process pool breaks as a whole when one of its processes is killed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class ProcessDied(Exception):
    """A process ended without a result: killed from outside, or crashed; `code` as the system gave it."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


class TookTooLong(Exception):
    """A process was ended because it took longer than it may."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class WorkersLost(Exception):
    """Whoever worked on a job is gone, and nobody else takes it over."""


class OwnProcesses(ThreadPoolExecutor):
    """Runs so many processes `at_once`, each for one job; a job that takes longer than `seconds` is ended.

    Processes are started afresh, not forked from this one: OR-Tools has threads, and a fork would copy their locks.
    """

    def __init__(self, workers: int, seconds: float | None = None) -> None:
        super().__init__(workers)
        self.at_once = workers
        self._seconds = seconds
        self._context = _context()
        self._lock = threading.Lock()
        self._running: set[BaseProcess] = set()
        self._stopped = False

    def submit(
        self, fn: Callable[Parameters, Result], /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> Future[Result]:
        """Run the function in a process; function, arguments and result must be picklable."""
        return super().submit(self._in_a_process, fn, args, kwargs)

    def stop(self) -> None:
        """End the processes that run, and start no other."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                process.kill()
        self.shutdown(wait=True, cancel_futures=True)

    def _in_a_process(self, function: Callable[..., Result], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Result:
        ours, theirs = self._context.Pipe(duplex=False)
        process = self._start((theirs, function, args, kwargs))
        theirs.close()
        try:
            if not ours.poll(self._seconds):
                raise TookTooLong(self._seconds or 0)
            good, result = ours.recv()
        except EOFError:
            with self._lock:
                # Starting a process looks after all others too; both at once, one reads 255 for how it ended.
                process.join()
            raise ProcessDied(process.exitcode) from None
        finally:
            ours.close()
            self._end(process)
        if not good:
            raise result
        return result  # type: ignore[no-any-return]

    def _start(self, args: tuple[Any, ...]) -> BaseProcess:
        with self._lock:
            if self._stopped:
                raise ProcessDied(None)
            process: BaseProcess = self._context.Process(  # type: ignore[attr-defined]
                target=_work, args=args, daemon=True)
            process.start()
            self._running.add(process)
        return process

    def _end(self, process: BaseProcess) -> None:
        with self._lock:
            self._running.discard(process)
            process.kill()
        process.join()
        process.close()


def _context() -> BaseContext:
    """Processes forked from a fresh one that has all they need loaded; where there is no fork, started from nothing."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["scheduler.intake", "scheduler.solver.search", "scheduler.reports.report",
                                    "scheduler.reports.workbook", "pydantic"])
    return context


def _work(theirs: Connection, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """What a process does; Ctrl-C is for the one who started it to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.setpgrp()  # a library may listen to Ctrl-C on its own: here it does not even arrive
    threading.Thread(target=_end_with_the_starter, daemon=True).start()
    try:
        answer = True, function(*args, **kwargs)
    except Exception as fault:
        answer = False, fault
    theirs.send(answer)


def _end_with_the_starter() -> None:
    """A process whose starter was killed has nobody to work for."""
    starter = multiprocessing.parent_process()
    if starter is not None:
        starter.join()
        os._exit(1)
