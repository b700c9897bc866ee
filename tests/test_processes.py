"""A process of its own for each job: what becomes of it when the program that started it is killed."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STARTER = """
import os, pathlib, sys, time
from scheduler.jobs import pool

def work(folder):
    (pathlib.Path(folder) / "pid.part").write_text(str(os.getpid()))
    os.rename(pathlib.Path(folder) / "pid.part", pathlib.Path(folder) / "pid")
    time.sleep(3600)

if __name__ == "__main__":
    pool(1).submit(work, sys.argv[1]).result()
"""


def test_a_process_ends_when_its_starter_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "starter.py"
    program.write_text(STARTER)
    starter = subprocess.Popen([sys.executable, str(program), str(tmp_path)])
    until(lambda: (tmp_path / "pid").exists())
    worker = int((tmp_path / "pid").read_text())
    assert alive(worker)
    starter.kill()
    starter.wait()
    until(lambda: not alive(worker))


def until(happens: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not happens():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.05)


def alive(process: int) -> bool:
    """Whether it runs: one that ended and was not yet asked for by its parent does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True).stdout.strip()
    return state != "" and not state.startswith("Z")
