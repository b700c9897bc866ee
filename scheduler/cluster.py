"""An existing Dask cluster as an executor: the jobs that run in processes here run in processes there.

Nothing but the jobs and their results goes over the wire, sealed: no log, dashboard or error of the cluster can show
what is in them. Every worker gives each job a process of its own, as this machine does.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import pickle
import socket
import threading
import warnings
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from scheduler.language import marked
from scheduler.problems import BadInput, Problems
from scheduler.processes import OwnProcesses, WorkersLost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

OPTION = "--cluster"
ANSWER_SECONDS = 10.0
"""How long a cluster may take to answer."""

PATIENCE_SECONDS = 60.0
"""How long a cluster may be without any worker before its jobs are given up."""

EVERYWHERE = ("python", "dask", "distributed")
ON_WORKERS = (*EVERYWHERE, "tienminuten", "ortools", "babel", "jinja2", "openpyxl")
"""What must be of the same version there and here: what talks, and what makes the bytes of a plan and its report."""


@contextlib.contextmanager
def cluster(
    address: str, *, seconds: float | None = None, patience_seconds: float = PATIENCE_SECONDS
) -> Iterator[ClusterExecutor]:
    """Connect to the cluster whose scheduler is at this address, such as tcp://host:8786.

    A job that takes longer than `seconds` is ended and has failed (None: it may take its time). Where no worker is
    left for `patience_seconds`, all jobs have failed.

    Raises:
        BadInput: there is no cluster at this address, it has no workers, or other versions than this machine.
    """
    with _connected(address) as client:
        _check_versions(client, address)
        executor = ClusterExecutor(client, seconds, patience_seconds)
        try:
            yield executor
        finally:
            executor.shutdown(wait=False, cancel_futures=True)


class ClusterExecutor(Executor):
    """Runs jobs on a cluster; get one from `cluster`. `at_once` is how many the cluster works on at once."""

    def __init__(self, client: Any, seconds: float | None, patience_seconds: float) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)
        self._seconds = seconds
        self._patience_seconds = patience_seconds
        self._under_way: set[Future[Any]] = set()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self.at_once = sum(client.nthreads().values())
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(
        self, fn: Callable[Parameters, Result], /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> Future[Result]:
        """Run the function in a process of its own on some worker; all must be picklable."""
        future: Future[Result] = Future()
        sealed = Sealed(pickle.dumps((fn, args, kwargs)))
        try:
            there = self._executor.submit(work_there, sealed, self._seconds)
        except Exception as error:
            raise WorkersLost from error
        with self._lock:
            self._under_way.add(future)
        future.add_done_callback(lambda done: self._done(done, there))
        there.add_done_callback(lambda done: _pass_on(done, future))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more jobs; without `wait` those under way are dropped."""
        self._closed.set()
        with contextlib.suppress(Exception):  # of a cluster that is gone
            self._executor.shutdown(wait=wait)

    def _done(self, future: Future[Any], there: Future[Any]) -> None:
        with self._lock:
            self._under_way.discard(future)
        if future.cancelled():
            there.cancel()

    def _watch(self) -> None:
        """Give up what is under way once nobody works on it any more."""
        alone_seconds, step = 0.0, min(1.0, self._patience_seconds)
        while not self._closed.wait(step):
            alone_seconds = 0.0 if self._has_workers() else alone_seconds + step
            if alone_seconds >= self._patience_seconds:
                with self._lock:
                    lost = tuple(self._under_way)
                for future in lost:
                    _settle(future, error=WorkersLost())

    def _has_workers(self) -> bool:
        if self._client.status != "running":
            return False
        try:
            return bool(self._client.scheduler_info()["workers"])
        except Exception:
            return False


@dataclass(frozen=True, repr=False)
class Sealed:
    """A job or a result that nobody can read from an error or a log."""

    content: bytes


def work_there(job: Sealed, seconds: float | None) -> Sealed:
    """What a worker does: the job in a process of its own, and its result or exception sealed."""
    # The workers of a nanny are daemons, which may not start processes; here each process ends with its worker.
    multiprocessing.current_process()._config.pop("daemon", None)  # type: ignore[attr-defined]
    function, args, kwargs = pickle.loads(job.content)  # noqa: S301  # sealed by this program
    try:
        with OwnProcesses(1, seconds) as executor:
            return Sealed(pickle.dumps((True, executor.submit(function, *args, **kwargs).result())))
    except Exception as fault:
        return Sealed(pickle.dumps((False, fault)))


def differences(versions: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Where, which package, its version there and here, for each that differs; `versions` as Dask tells them.

    Of workers with the same difference only the first is named.
    """
    here = _packages(versions["client"])
    for each in _different(_packages(versions["scheduler"]), here, EVERYWHERE):
        yield "scheduler", *each
    seen: set[tuple[str, str, str]] = set()
    for worker, told in sorted(versions["workers"].items()):
        for each in _different(_packages(told), here, ON_WORKERS):
            if each not in seen:
                seen.add(each)
                yield worker, *each


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        import distributed
    except ImportError as error:
        message = marked('Working on a cluster needs the package distributed. Install the program with it: '
                         'python -m pip install "tienminuten[cluster]".')
        raise BadInput.one(OPTION, message, value=address) from error
    _probe(address)
    # Its log would come between the lines of progress, and tells of lost connections what the rows tell better.
    for name in ("distributed", "distributed.client", "distributed.core"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    connect: Any = distributed.Client
    try:
        asyncio.run(_shake_hands(address))
        with warnings.catch_warnings(action="ignore"):  # of other versions, which are told in full below
            client = connect(address, timeout=ANSWER_SECONDS, set_as_default=False, direct_to_workers=False)
    except Exception as error:
        message = marked("What answers at this address is no Dask scheduler, or one of another version than is "
                         "installed here. Check the address and the versions.")
        raise BadInput.one(OPTION, message, value=address) from error
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):  # of a cluster that is gone
            client.close()


def _probe(address: str) -> None:
    """See that there is something at the address: Dask itself would try for long, and say little."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not port or not address.startswith(("tcp://", "tls://")):
        raise BadInput.one(OPTION, marked("This is no address of a cluster. It looks like tcp://host:8786."),
                           value=address)
    try:
        socket.create_connection((host, port), ANSWER_SECONDS).close()
    except OSError as error:
        raise BadInput.one(OPTION, marked("No cluster answers at this address. Check it, and see that its scheduler "
                                          "runs: dask scheduler."), value=address) from error


async def _shake_hands(address: str) -> None:
    """Hear whether it is Dask that answers: a client would wait for the greeting of anything else without end."""
    from distributed import Security
    from distributed.comm import core

    security: Any = Security
    connect: Any = core.connect
    options = security().get_connection_args("client")
    comm = await asyncio.wait_for(connect(address, timeout=ANSWER_SECONDS, **options), ANSWER_SECONDS)
    comm.abort()


def _check_versions(client: Any, address: str) -> None:
    versions = client.get_versions(packages=[name for name in ON_WORKERS if name != "python"])
    problems = Problems()
    if not versions["workers"]:
        message = marked("This cluster has no workers. Start some: dask worker {address}.")
        problems.add(OPTION, None, "", address, message, address=address)
    for place, package, theirs, ours in differences(versions):
        if theirs:
            message = marked("{package} is version {theirs} there and {ours} here. Install the same on both.")
            problems.add(OPTION, None, "", place, message, package=package, theirs=theirs, ours=ours)
        else:
            message = marked("{package} is not installed there. Install version {ours}, as it is here.")
            problems.add(OPTION, None, "", place, message, package=package, ours=ours)
    problems.stop_if_any()


def _packages(told: Mapping[str, Any] | None) -> Mapping[str, str]:
    """Versions by package; of Python what matters to what is sent, as in 3.11."""
    found = {name: str(version) for name, version in (told or {}).get("packages", {}).items() if version}
    if "python" in found:
        found["python"] = ".".join(found["python"].split(".")[:2])
    return found


def _different(there: Mapping[str, str], here: Mapping[str, str], names: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [(name, there.get(name, ""), here.get(name, "")) for name in names if there.get(name) != here.get(name)]


def _pass_on(there: Future[Sealed], future: Future[Any]) -> None:
    """The result that came back; what is no sealed one is a worker that was lost once too often, or all of them."""
    if there.cancelled():
        _settle(future, error=WorkersLost())
        return
    error = there.exception()
    if error is not None:
        _settle(future, error=WorkersLost() if type(error).__name__ == "KilledWorker" else error)
        return
    good, result = pickle.loads(there.result().content)  # noqa: S301  # sealed by this program
    _settle(future, result=result) if good else _settle(future, error=result)


def _settle(future: Future[Any], *, result: object = None, error: BaseException | None = None) -> None:
    """End the future, unless it was cancelled or given up before."""
    with contextlib.suppress(Exception):
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)

