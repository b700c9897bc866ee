"""Measure replanning: `python -m tests.benchmarks.replan --pupils 400 --seeds 1 2 3 --every 5`.

Schools as `tienminuten demo` draws them are planned and published; then one teacher is ill on one afternoon, each
teacher's afternoon (or every so many) in its turn. What counts is the processor's time of the search alone.
"""

from __future__ import annotations

import argparse
import dataclasses
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from scheduler.appointments import Told
from scheduler.demo.folder import write_school
from scheduler.intake import read_round
from scheduler.meetings import meetings_of
from scheduler.planning import judge
from scheduler.round import Availability
from scheduler.solver import solve
from scheduler.solver.instance import instance_of
from scheduler.solver.staying import forced_adults

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from scheduler.appointments import Outcome, Published
    from scheduler.round import Round


@dataclasses.dataclass(frozen=True)
class Replanned:
    """One teacher ill on one date: the outcome, the processor's seconds, and how many adults had to move anyway."""

    teacher_id: str
    date: dt.date
    seconds: float
    forced: int
    outcome: Outcome


def replanned(round: Round, every: int = 1) -> Iterator[Replanned]:
    """Every so many teachers' afternoons of the published plan, the fullest first: the teacher is ill then."""
    plan = solve(round).plan
    assert plan is not None
    published: Published = tuple(
        Told(adult_id, it.meeting_id, it.teacher_ids, it.date, it.start_minute, it.end_minute, it.room, it.modality)
        for it in plan.appointments for adult_id in it.adult_ids
    )
    full = Counter((teacher_id, it.date) for it in plan.appointments for teacher_id in it.teacher_ids)
    for teacher_id, date in sorted(full, key=lambda key: (-full[key], key))[::every]:
        row = Availability(teacher_id, "unavailable", date)
        changed = dataclasses.replace(round, availability=(*round.availability, row))
        began = time.process_time()
        outcome = solve(changed, published=published)
        seconds = time.process_time() - began
        judge(changed, outcome, published)
        forced = len(forced_adults(instance_of(changed, meetings_of(changed), published)))
        yield Replanned(teacher_id, date, seconds, forced, outcome)


def summary(name: str, runs: list[Replanned]) -> str:
    """The row of one school."""
    moved = [run.outcome.objective["moved"] for run in runs]
    more = sum(each.cost > run.forced for each, run in zip(moved, runs, strict=True))
    seconds = [run.seconds for run in runs]
    return (f"| {name} | {len(runs)} | {sum(each.proven for each in moved)} | {more} | "
            f"{sum(run.outcome.status == 'optimal' for run in runs)} | {median(seconds):.1f} | {max(seconds):.1f} |")


def main() -> None:
    """Print a row for each school."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", type=int, nargs="+", default=[400])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    print("| school | teachers ill | moved proven | more than forced | all proven | median s | most s |")
    print("|---|---|---|---|---|---|---|")
    for pupils in given.pupils:
        for seed in given.seeds:
            with tempfile.TemporaryDirectory() as folder:
                write_school(Path(folder) / "school", pupils, seed)
                round = read_round(Path(folder) / "school").round
            print(summary(f"{pupils} pupils, seed {seed}", list(replanned(round, given.every))), flush=True)


if __name__ == "__main__":
    main()
