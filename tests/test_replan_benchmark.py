"""The benchmark of replanning, on a school small enough for a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.demo.folder import write_school
from scheduler.intake import read_round
from tests.benchmarks.replan import replanned, summary

if TYPE_CHECKING:
    from pathlib import Path


def test_each_illness_is_replanned_and_counted(tmp_path: Path) -> None:
    write_school(tmp_path, 60, 1)
    runs = list(replanned(read_round(tmp_path).round, every=3))
    assert len({(run.teacher_id, run.date) for run in runs}) == len(runs) > 1
    assert all(run.forced > 0 for run in runs)
    assert all(run.outcome.objective["moved"].proven for run in runs)
    assert summary("60 pupils", runs).startswith(f"| 60 pupils | {len(runs)} | {len(runs)} | ")
