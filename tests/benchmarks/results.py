"""What the runs came to: figures of one run, and the tables of all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

from scheduler.round import COST_KEYS
from tests.benchmarks.contestants import METHODS

Moment = Mapping[str, Any]
COMMAND = "tienminuten plan"
"""The method that is the command itself, from its start to the last file written."""
GAPS = (5, 15, 60)
SHOWN = {
    "unplaced_mandatory": "without a place", "siblings_apart": "siblings apart", "wishes_missed": "wishes missed",
    "teacher_idle_minutes": "teachers idle (min)", "teacher_windows": "teacher windows",
    "parent_wait_minutes": "parents wait (min)",
}


@dataclass(frozen=True)
class Run:
    """One method on one round: `wall` and `processor` are the seconds of its whole process, on the clock and computing
    on however many processors; `mebibytes` is the most memory it held.
    """

    round: str
    method: str
    status: str
    meetings: int
    wall: float
    processor: float
    mebibytes: float
    moments: Sequence[Moment]

    @property
    def first_plan(self) -> float | None:
        """When there was a plan that leaves out no more meetings than it must; None where there never was."""
        if not self.moments:
            return None
        must = _left_out(self.moments[-1]["bounds"])
        return next((float(it["seconds"]) for it in self.moments if _left_out(it["costs"]) <= must), None)

    @property
    def proven(self) -> float | None:
        """When every cost met its bound; None where one never did."""
        return next((float(it["seconds"]) for it in self.moments if it["bounds"] and not _open(it)), None)

    def at(self, seconds: float) -> Moment | None:
        """The last moment by then; None while there was no plan."""
        known = [it for it in self.moments if it["seconds"] <= seconds]
        return known[-1] if known else None

    @property
    def costs(self) -> Mapping[str, int]:
        """What the last plan cost; nothing where there was none."""
        return dict(self.moments[-1]["costs"]) if self.moments else {}


def run_from(row: Mapping[str, Any]) -> Run:
    """The run as it was stored."""
    return Run(**{name: row[name] for name in Run.__dataclass_fields__})


def to_csv(runs: Iterable[Run]) -> str:
    """A row per run, for spreadsheets."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["round", "method", "meetings", "status", "first_plan_seconds", "proven_seconds",
                     *(f"gap_at_{at}_seconds" for at in GAPS), *(f"of_at_{at}_seconds" for at in GAPS),
                     "process_seconds", "processor_seconds", "mebibytes",
                     *COST_KEYS, *(f"{key}_bound" for key in COST_KEYS)])
    for run in runs:
        bounds = run.moments[-1]["bounds"] if run.moments else {}
        writer.writerow([run.round, run.method, run.meetings, run.status, _figure(run.first_plan, 2),
                         _figure(run.proven, 2), *(_share(run.at(at)) for at in GAPS),
                         *(_first_open(run.at(at)) for at in GAPS), _figure(run.wall, 2),
                         _figure(run.processor, 2), _figure(run.mebibytes, 0),
                         *(run.costs.get(key, "") for key in COST_KEYS),
                         *(bounds.get(key, "") for key in COST_KEYS)])
    return text.getvalue()


def tables(runs: Sequence[Run]) -> str:
    """What stands in the README: costs of every method on the schools, speed on all rounds, costs on the tight ones."""
    schools = [run for run in runs if ", seed " in run.round]
    tight = [run for run in runs if run not in schools]
    return "\n".join(part for part in (how_good(schools), how_fast(runs), how_good(tight)) if part.count("\n") > 2)


def how_fast(runs: Sequence[Run]) -> str:
    """The program's own runs, a row per round, those of a size together: when there was a plan, when a proof, and what
    was open between.
    """
    sizes = list(dict.fromkeys(map(_size, runs)))
    files = {run.round: run.wall for run in runs if run.method == COMMAND}
    rows = [
        [run.round, str(run.meetings), _figure(run.first_plan, 1), _figure(run.proven, 1),
         *(_gap(run.at(at)) for at in GAPS), _figure(files.get(run.round), 1), _figure(run.processor, 1),
         _figure(run.mebibytes, 0), _not_proven(run)]
        for run in sorted(runs, key=lambda run: sizes.index(_size(run))) if run.method == "tienminuten"
    ]
    return _table(["round", "meetings", "first plan (s)", "all proven (s)", *(f"gap at {at} s" for at in GAPS),
                   "command, to files (s)", "computing (s)", "MiB", "not proven"], rows)


def how_good(runs: Sequence[Run]) -> str:
    """Every method, a row per size and method: the mean of its costs over the rounds of that size.

    "No plan" where that was so in any of them.
    """
    rows = []
    for size in dict.fromkeys(_size(run) for run in runs):
        for method in METHODS:
            mine = [run for run in runs if _size(run) == size and run.method == method]
            if mine and all(run.costs for run in mine):
                costs = [f"{mean(run.costs[key] for run in mine):.1f}".removesuffix(".0") for key in SHOWN]
                rows.append([size, method, *costs])
            elif mine:
                rows.append([size, method, "no plan", *[""] * (len(SHOWN) - 1)])
    return _table(["round", "method", *SHOWN.values()], rows)


def _size(run: Run) -> str:
    """The round without its seed."""
    return run.round.rsplit(", seed", 1)[0]


def _left_out(costs: Mapping[str, int]) -> int:
    return costs.get("unplaced_mandatory", 0) + costs.get("unplaced_optional", 0)


def _open(moment: Moment) -> list[str]:
    """The costs that are not proven, in the order in which they count."""
    return [key for key, cost in moment["costs"].items() if moment["bounds"].get(key, 0) < cost]


def _not_proven(run: Run) -> str:
    if not run.moments:
        return "no plan"
    end = run.moments[-1]
    return "; ".join(f"{key} {end['costs'][key]} ≥ {end['bounds'].get(key, 0)}" for key in _open(end))


def _first_open(moment: Moment | None) -> str:
    """The first cost that is not proven; "" where all are, or nothing is known."""
    return next(iter(_open(moment)), "") if moment is not None and moment["bounds"] else ""


def _share(moment: Moment | None) -> str:
    """How much of the first cost that is not proven may not be necessary, 0 to 1; 0 where all are proven."""
    if moment is None or not moment["bounds"]:
        return ""
    key = _first_open(moment)
    if not key:
        return "0"
    cost = moment["costs"][key]
    return f"{(cost - moment['bounds'].get(key, 0)) / cost:.4f}"


def _gap(moment: Moment | None) -> str:
    if moment is None:
        return "no plan"
    share = _share(moment)
    return share if share in ("", "0") else f"{100 * float(share):.0f} % of {_first_open(moment)}"


def _figure(number: float | None, digits: int) -> str:
    return "" if number is None else f"{number:.{digits}f}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---", *("---:" for _ in header[1:])], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
