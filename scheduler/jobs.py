"""Many jobs that share nothing, over any `concurrent.futures.Executor`: scenarios of a school, schools of a board.

On one machine the executor is `pool(workers)`, on many it is `cluster.cluster(address)`; the results are
the same. A job that fails is a result that says why, and never the end of the others.
"""

from __future__ import annotations

import contextlib
import itertools
import signal
import threading
import traceback
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from scheduler.files import CannotWrite
from scheduler.language import marked, translate, translate_count
from scheduler.problems import BadInput, Problem
from scheduler.processes import OwnProcesses, ProcessDied, TookTooLong, WorkersLost
from scheduler.progress import Say, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

LOOK_EVERY_SECONDS = 0.2
"""How often a run looks whether it should stop."""


@dataclass(frozen=True)
class Failure:
    """Why a job gave no result; `message` is an English template from the catalogue, with its `fields` by name.

    `problems` are those of its input, () where the input was sound; their values may be personal.
    """

    message: str
    fields: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def sentence(self, language: str) -> str:
        """The reason, without anybody's name."""
        if self.problems:
            return translate_count("Its input has {count} problem.", "Its input has {count} problems.",
                                   len(self.problems), language)
        return translate(self.message, language, **self.fields)


def pool(workers: int, *, seconds: float | None = None) -> OwnProcesses:
    """An executor with a process of its own for each job, so many at once; a `with` block ends it.

    A job that takes longer than `seconds` is ended and has failed (None: it may take its time).
    """
    return OwnProcesses(workers, seconds)


def run_jobs(
    function: Callable[[Item], Result], items: Sequence[Item], executor: Executor, *,
    say: Say = silent, language: str = "en", stop: threading.Event | None = None, at_once: int | None = None,
) -> Iterator[tuple[int, Result | Failure]]:
    """Yield each item's place and result, as they come; `function`, items and results must be picklable.

    The results are the same whatever the executor, only their order is not. `say` hears how many are done. Once
    `stop` is set (see `stopping`), what is done has been yielded, what runs is ended, and nothing more comes.
    With `at_once` no more than so many items are taken and not yet done: thousands need not be in memory together.
    """
    guarded = _Guarded(function)
    left = iter(range(len(items)))
    place: dict[Future[Result | Failure], int] = {}
    finished = 0
    try:
        while not (stop and stop.is_set()):
            for index in itertools.islice(left, None if at_once is None else max(0, at_once - len(place))):
                place[_submitted(executor, guarded, items, index)] = index
            if not place:
                return
            done, _ = wait(place, LOOK_EVERY_SECONDS, FIRST_COMPLETED)
            for future in sorted(done, key=place.__getitem__):
                yield place.pop(future), _result_of(future)
            finished += len(done)
            if done:
                say(translate("{done} of {all} done", language, done=finished, all=len(items)))
    finally:
        waiting = tuple(place)
        for future in waiting:
            future.cancel()
        if waiting and isinstance(executor, OwnProcesses):
            executor.stop()


@contextlib.contextmanager
def stopping() -> Iterator[threading.Event]:
    """Ctrl-C sets the event, for `run_jobs` to stop and keep what is done; a second Ctrl-C ends the program."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return

    def ask(number: int, frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        asked.set()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def failure_of(fault: Exception) -> Failure:
    """What an exception says to the school: its text may hold a name, so it is not shown."""
    if isinstance(fault, BadInput):
        return Failure("", problems=fault.problems)
    if isinstance(fault, CannotWrite):
        return Failure(marked("{path} could not be written: {cause}. What was there before is untouched."),
                       {"path": str(fault.path), "cause": fault.cause.strerror or type(fault.cause).__name__})
    if isinstance(fault, TookTooLong):
        return Failure(marked("It took longer than the {seconds} seconds that it may."), {"seconds": fault.seconds})
    if isinstance(fault, ProcessDied):
        return Failure(marked("Its process came to an early end (code {code}); the memory may have been too small."),
                       {"code": fault.code})
    if isinstance(fault, WorkersLost):
        return Failure(marked("The machines that worked on it were lost."))
    if isinstance(fault, MemoryError):
        return Failure(marked("The memory was too small for it."))
    place = traceback.extract_tb(fault.__traceback__)
    return Failure(marked("The program itself failed ({kind} in {file}, line {line})."), {
        "kind": type(fault).__name__,
        "file": place[-1].filename.rsplit("/", 1)[-1] if place else "?",
        "line": place[-1].lineno if place else 0,
    })


@dataclass(frozen=True, slots=True)
class _Guarded(Generic[Item, Result]):
    """The function, with its exceptions told as data: not every exception survives the way between processes."""

    function: Callable[[Item], Result]

    def __call__(self, item: Item) -> Result | Failure:
        try:
            return self.function(item)
        except Exception as fault:
            return failure_of(fault)


def _submitted(
    executor: Executor, function: _Guarded[Item, Result], items: Sequence[Item], index: int
) -> Future[Result | Failure]:
    """The job under way; an item that cannot be made is a job that failed."""
    try:
        return executor.submit(function, items[index])
    except Exception as fault:
        failed: Future[Result | Failure] = Future()
        failed.set_result(failure_of(fault))
        return failed


def _result_of(future: Future[Result | Failure]) -> Result | Failure:
    try:
        return future.result()
    except Exception as fault:
        return failure_of(fault)
