"""Measure planning: `make bench`, or `python -m tests.benchmarks --pupils 220 400 --seeds 1 2 3 --seconds 90`.

The rounds are those of `tienminuten demo --pupils N --seed K --out FOLDER`, and those that hardly fit of
`tests.benchmarks.tight_schools`. On each of them this program, one plain model and a booking portal plan in processes
of their own, one after another. Table, plot and all figures go to `tests/benchmarks/results/`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.demo.folder import write_school
from tests.benchmarks.contestants import METHODS
from tests.benchmarks.machine import machine
from tests.benchmarks.plot import to_svg
from tests.benchmarks.readme import README, marks, with_measured
from tests.benchmarks.results import COMMAND, Run, run_from, tables, to_csv
from tests.benchmarks.tight_schools import ALL_TIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = Path(__file__).parent / "results"
NAME = "make bench"
BEGIN, END = marks(NAME)


def _run(name: str, method: str, round: str, seconds: float) -> Run:
    if method == COMMAND:
        return delivered(name, round, seconds)
    return contested(name, method, round, seconds if method == "tienminuten" else min(60.0, seconds))


def contested(name: str, method: str, round: str, seconds: float) -> Run:
    """Let the method plan the round in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.contestants", method, round, "--seconds", str(seconds)]
    said, *used = _measured(command)
    found: dict[str, Any] = json.loads(said) if said else {"status": "failed", "meetings": 0, "moments": []}
    return Run(name, method, found["status"], found["meetings"], *used, found["moments"])


def delivered(name: str, round: str, seconds: float) -> Run:
    """Type the command: read, plan, judge, explain, write all files."""
    out = Path(f"{round}-out")
    command = [sys.executable, "-m", "scheduler.cli", "plan", round, "--out", str(out), "--seconds", str(seconds)]
    _, *used = _measured([*command, "--quiet"])
    summary = json.loads((out / "summary.json").read_text()) if out.exists() else {"status": "failed", "meetings": 0}
    return Run(name, COMMAND, summary["status"], summary["meetings"], *used, [])


def _measured(command: list[str]) -> tuple[str, float, float, float]:
    """What a command prints, how long it takes and computes in seconds, how many mebibytes it holds at most."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    _, state, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(state)
    return said, time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def write(runs: list[Run], folder: Path, where: str) -> None:
    """All figures, the tables and the plot; the README's part too where the results are the project's own.

    `where` tells the machine.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stored = [{name: getattr(run, name) for name in Run.__dataclass_fields__} for run in runs]
    (folder / "runs.json").write_text(json.dumps(stored) + "\n")
    (folder / "runs.csv").write_text(to_csv(runs))
    measured = f"{where}\n\n{tables(runs)}"
    (folder / "tables.md").write_text(measured)
    (folder / "plot.svg").write_text(to_svg([run for run in runs if run.round.endswith(", seed 1")] or runs))
    if folder == RESULTS:
        README.write_text(with_measured(README.read_text("utf-8"), NAME, measured), "utf-8")


def _contests(given: argparse.Namespace, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Round, method and where the round is; a school is written when its turn comes."""
    for pupils, seed in product(given.pupils, given.seeds):
        name = f"{pupils} pupils, seed {seed}"
        write_school(folder / name, pupils, seed)
        for method in given.methods:
            yield name, method, str(folder / name)
    for name, method in product(given.tight, given.methods):
        if method != COMMAND:
            yield name, method, f"tight:{name}"


def main() -> None:
    """Measure what the command line asks for; a run that is stored already is not repeated, unless `--fresh`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pupils", type=int, nargs="*", default=[220, 400, 800, 1600])
    parser.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3])
    parser.add_argument("--tight", nargs="*", choices=ALL_TIGHT, default=list(ALL_TIGHT))
    parser.add_argument("--methods", nargs="*", choices=[COMMAND, *METHODS], default=[COMMAND, *METHODS])
    parser.add_argument("--seconds", type=float, default=240, help="for this program; the plain model gets 60")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--fresh", action="store_true", help="measure anew what is stored")
    given = parser.parse_args()
    stored = given.results / "runs.json"
    runs = [run_from(row) for row in json.loads(stored.read_text())] if stored.exists() else []
    known = {(run.round, run.method): run for run in runs}
    where = machine()
    with tempfile.TemporaryDirectory() as folder:
        for name, method, source in _contests(given, Path(folder)):
            if given.fresh or (name, method) not in known:
                run = known[name, method] = _run(name, method, source, given.seconds)
                print(f"{name}, {method}: {run.status} in {run.wall:.1f} s, {dict(run.costs)}", file=sys.stderr)
                write(list(known.values()), given.results, where)
    print((given.results / "tables.md").read_text())


if __name__ == "__main__":
    main()
