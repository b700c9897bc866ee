"""The same board on a real Dask cluster on this machine: the same bytes, also when a worker is killed midway."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.board.board import plan_board
from scheduler.cli import main
from scheduler.cluster import Sealed, cluster, differences
from scheduler.jobs import pool, run_jobs
from scheduler.problems import BadInput
from tests.board.schools import write_school

if TYPE_CHECKING:
    from collections.abc import Iterator

DASK = Path(sys.executable).with_name("dask")
HERE = Path(__file__).parents[2]
"""Where the workers find this file: some of its functions run there."""


@contextlib.contextmanager
def started(log: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A Dask process, ended afterwards."""
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, str(DASK), *arguments, "--no-dashboard"], stdout=output,
                                   stderr=subprocess.STDOUT, env=os.environ | {"PYTHONPATH": str(HERE)})
        try:
            yield process
        finally:
            ended(process)


def ended(process: subprocess.Popen[bytes]) -> None:
    """End it in peace, so that a nanny takes its worker along."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler without workers yet, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("dask") / "scheduler.log"
    with started(log, "scheduler", "--host", "127.0.0.1", "--port", str(port)) as process:
        until(lambda: "Scheduler at" in log.read_text(), log)
        yield f"tcp://127.0.0.1:{port}", process


@pytest.fixture(scope="module")
def scheduler_address(scheduler: tuple[str, Any]) -> str:
    return scheduler[0]


@pytest.fixture(scope="module")
def workers(
    scheduler_address: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Two workers: one as people start them, with a nanny, and one without."""
    folder = tmp_path_factory.mktemp("workers")
    with contextlib.ExitStack() as stack:
        processes = [
            stack.enter_context(started(
                folder / f"{number}.log", "worker", scheduler_address, "--nthreads", "1", "--host", "127.0.0.1",
                "--local-directory", str(folder), "--nanny" if number else "--no-nanny"))
            for number in range(2)
        ]
        for number in range(2):
            log = folder / f"{number}.log"
            until(lambda log=log: "Registered to" in log.read_text(), log)  # type: ignore[misc]
        yield processes


def until(happens: Any, log: Path) -> None:
    end = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)


def hold(folder: str) -> int:
    """Tell that it began, and go on when the test says so."""
    (Path(folder) / f"began-{os.getpid()}").touch()
    end = time.monotonic() + 60
    while not (Path(folder) / "go").exists():
        assert time.monotonic() < end
        time.sleep(0.02)
    return os.getpid()


def fail(item: int) -> int:
    if item == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    if item == 2:
        raise BadInput.one("pupils.csv", "This is empty, but it is needed. Fill it in.", 3, "pupil_id", "Suzanne")
    return item


def told(address: str, **options: Any) -> list[str]:
    with pytest.raises(BadInput) as found, cluster(address, **options):
        pass
    return [problem.text("en") for problem in found.value.problems]


def delivered(folder: Path) -> dict[str, bytes]:
    """Every file but what tells how long it took."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name not in ("summary.json", "report.html", "board.csv", "board.html")}


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "http://127.0.0.1:8786", "tcp://127.0.0.1", "tcp://:8786",
                                     "tcp://127.0.0.1:port", "tcp://127.0.0.1:99999"])
def test_what_is_no_address_is_told(address: str) -> None:
    assert told(address) == [f'--cluster: "{address}" This is no address of a cluster. It looks like tcp://host:8786.']


def test_a_cluster_that_is_not_there_is_told_before_anything_is_planned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    write_school(tmp_path / "in" / "a")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{closed.getsockname()[1]}"
        assert main(["board", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--cluster", address]) == 2
    assert capsys.readouterr().err.splitlines()[0] == (
        f'--cluster: "{address}" No cluster answers at this address. Check it, and see that its scheduler runs: '
        "dask scheduler.")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("says", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_what_is_no_dask_is_told(says: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.cluster.ANSWER_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        answering = threading.Thread(target=answer, args=(server, says), daemon=True)
        answering.start()
        assert told(address) == [f'--cluster: "{address}" What answers at this address is no Dask scheduler, or one of '
                                 "another version than is installed here. Check the address and the versions."]


def answer(server: socket.socket, says: bytes) -> None:
    """Say this to whoever comes, and then nothing more."""
    kept = []
    with contextlib.suppress(OSError):
        while True:
            kept.append(server.accept()[0])
            kept[-1].sendall(says)


def test_without_the_package_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert told("tcp://127.0.0.1:8786") == [
        '--cluster: "tcp://127.0.0.1:8786" Working on a cluster needs the package distributed. Install the program '
        'with it: python -m pip install "tienminuten[cluster]".']


def test_a_cluster_without_workers_is_told(scheduler_address: str) -> None:
    assert told(scheduler_address) == [f'--cluster: "{scheduler_address}" This cluster has no workers. Start some: '
                                       f"dask worker {scheduler_address}."]


def test_differences_are_told_of_scheduler_and_workers_once_each() -> None:
    here = {"python": "3.11.7.final.0", "dask": "2026.8.0", "distributed": "2026.8.0", "tienminuten": "0.1.0",
            "ortools": "9.15", "babel": "2", "jinja2": "3", "openpyxl": "3"}
    other = here | {"python": "3.12.1.final.0", "tienminuten": None}
    assert list(differences({
        "client": {"packages": here},
        "scheduler": {"packages": here | {"distributed": "2025.1.0", "tienminuten": None}},
        "workers": {"tcp://b": {"packages": other}, "tcp://a": {"packages": other},
                    "tcp://c": {"packages": here | {"python": "3.11.9.final.0"}}},
    })) == [
        ("scheduler", "distributed", "2025.1.0", "2026.8.0"),
        ("tcp://a", "python", "3.12", "3.11"),
        ("tcp://a", "tienminuten", "", "0.1.0"),
    ]


def test_a_cluster_of_another_version_is_told(
    workers: list[Any], scheduler_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(workers) == 2
    from distributed import versions

    known = versions._version_cached
    other = {"tienminuten": "9.9", "dask": "2020.1.0"}
    monkeypatch.setattr(versions, "_version_cached", lambda name: other.get(name) or known(name))
    lines = [line.split('" ', 1) for line in told(scheduler_address)]
    assert {place for place, _ in lines} >= {'--cluster: "scheduler'}
    assert [said for _, said in lines] == [
        f"dask is version {known('dask')} there and 2020.1.0 here. Install the same on both.",
        f"dask is version {known('dask')} there and 2020.1.0 here. Install the same on both.",
        f"tienminuten is version {known('tienminuten')} there and 9.9 here. Install the same on both.",
    ]


def test_a_job_is_sealed_against_logs() -> None:
    assert "Suzanne" not in repr(Sealed(b"Suzanne"))


def test_a_crash_or_an_exception_there_is_the_same_as_here(workers: list[Any], scheduler_address: str) -> None:
    with cluster(scheduler_address, seconds=60) as there, pool(2) as here:
        assert there.at_once == 2
        assert dict(run_jobs(fail, range(4), there)) == dict(run_jobs(fail, range(4), here))


def test_a_job_that_takes_too_long_there_is_ended(
    workers: list[Any], scheduler_address: str, tmp_path: Path
) -> None:
    with cluster(scheduler_address, seconds=0.5) as executor:
        (_, failure), = run_jobs(hold, [str(tmp_path)], executor)
    assert failure.sentence("en") == "It took longer than the 0.5 seconds that it may."  # type: ignore[union-attr]


def test_a_board_is_planned_to_the_same_bytes_as_here_though_a_worker_is_killed_midway(
    workers: list[subprocess.Popen[bytes]], scheduler_address: str, tmp_path: Path
) -> None:
    for number in range(4):
        write_school(tmp_path / "in" / f"s{number}", f"School {number}",
                     [f"ouder{number}@post.example", "samen@post.example" if number < 2 else ""])
    with pool(2) as executor:
        here = plan_board(tmp_path / "in", tmp_path / "here", executor)
    (tmp_path / "hold").mkdir()
    with cluster(scheduler_address) as executor:
        held = run_jobs(hold, [str(tmp_path / "hold")] * 3, executor)
        waiting = threading.Thread(target=kill_one_at_work, args=(workers[0], tmp_path / "hold"))
        waiting.start()
        assert len({result for _, result in held}) == 3
        waiting.join()
        there = plan_board(tmp_path / "in", tmp_path / "there", executor)
    assert delivered(tmp_path / "there") == delivered(tmp_path / "here")
    assert "s1/unavailable.csv" in delivered(tmp_path / "there")
    assert [row.status for row in there.rows] == [row.status for row in here.rows] == ["optimal"] * 4


def kill_one_at_work(worker: subprocess.Popen[bytes], folder: Path) -> None:
    """Kill a worker once both work on something, and let the work go on."""
    end = time.monotonic() + 60
    while len(list(folder.glob("began-*"))) < 2 and time.monotonic() < end:
        time.sleep(0.02)
    worker.kill()
    worker.wait()
    (folder / "go").touch()


def test_jobs_are_given_up_when_nobody_is_left_to_do_them(
    workers: list[subprocess.Popen[bytes]], scheduler: tuple[str, subprocess.Popen[bytes]], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scheduler.cluster.ANSWER_SECONDS", 2.0)
    address, process = scheduler
    with cluster(address, patience_seconds=0.5) as executor:
        ending = threading.Thread(target=end_all, args=(workers, tmp_path))
        ending.start()
        assert sentences(run_jobs(hold, [str(tmp_path)] * 2, executor)) == [LOST] * 2
        ending.join()
        process.kill()
        assert sentences(run_jobs(hold, [str(tmp_path)] * 2, executor)) == [LOST] * 2


LOST = "The machines that worked on it were lost."


def sentences(results: Iterator[tuple[int, Any]]) -> list[str]:
    return [failure.sentence("en") for _, failure in results]


def end_all(workers: list[subprocess.Popen[bytes]], folder: Path) -> None:
    end = time.monotonic() + 60
    while not list(folder.glob("began-*")) and time.monotonic() < end:
        time.sleep(0.02)
    for worker in workers:
        ended(worker)
