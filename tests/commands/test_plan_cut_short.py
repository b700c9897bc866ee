"""The command `plan` cut short, by the clock or by Ctrl-C: the best plan so far is kept, and sound."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from scheduler.cli import main
from scheduler.demo.folder import write_school

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seconds", ["0.001", "0.2"])
def test_hardly_any_time_gives_a_sound_plan_or_none(tmp_path: Path, seconds: str) -> None:
    school, out = tmp_path / "in", tmp_path / "out"
    write_school(school, 24, 1)
    code = main(["plan", str(school), "--out", str(out), "--quiet", "--seconds", seconds])
    assert code in (0, 1, 3)
    assert out.exists() == (code != 3)
    if out.exists():
        # A search cut short may leave siblings apart who could adjoin, which verify calls a violation.
        assert main(["verify", str(school), str(out), "--quiet"]) in (0, 1)


def test_an_interruption_keeps_the_best_plan_so_far(tmp_path: Path) -> None:
    school, out = tmp_path / "in", tmp_path / "out"
    write_school(school, 220, 2)
    command = [sys.executable, "-m", "scheduler.cli", "plan", str(school), "--out", str(out)]
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stderr is not None
    for line in process.stderr:
        if re.search(r"\d", line) and str(school) not in line:  # the costs of a first plan
            process.send_signal(signal.SIGINT)
            break
    said, _ = process.communicate(timeout=300)
    assert process.returncode in (0, 1), said
    assert " gesprekken hebben een plaats." in said
    assert main(["verify", str(school), str(out), "--quiet"]) in (0, 1)
