"""Twelve scenarios of a school beside one plan of it, both from lists to files: how many times as long they take.

python -m tests.benchmarks.whatif /tmp/whatif --pupils 400 --workers 2

Prints Markdown, and puts it in the README with --readme. The aim is eight times the time of one plan, on two cores.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.cli import main as tienminuten
from scheduler.demo.folder import write_school
from scheduler.intake import read_round
from scheduler.jobs import pool
from scheduler.whatif.compare import Effort
from scheduler.whatif.run import compare, deliver, prepare
from tests.benchmarks.machine import machine
from tests.benchmarks.readme import tell

if TYPE_CHECKING:
    from scheduler.round import Round


def scenarios_of(round: Round) -> str:
    """Twelve scenarios that a head would ask of this round, as a file."""
    first, last = round.dates[0], round.dates[-1]
    evening = next(window for window in round.windows if window.evening)
    free = next(day for day in round.dates if day != evening.date)
    holders = [member.teacher_id for group in round.groups for member in group.teachers]
    working = [one for one in dict.fromkeys(holders) if first.weekday() in round.teacher[one].working_days]
    ill = ", ".join(f'{{ teacher_id = "{one}", date = {first} }}' for one in working[:4])
    week = ", ".join(f"{{ date = {day} }}" for day in round.dates[-2:])
    costs = [key for key in round.settings.objective if key not in ("teacher_windows", "wishes_missed")]
    order = ", ".join(f'"{key}"' for key in [*costs[:4], "teacher_windows", "wishes_missed", *costs[4:]])
    hours = 'start = "18:30", end = "20:30"'
    asked = {
        "Stoppen om 16:30": 'set = { "round.cutoff" = "16:30" }',
        "Een kwartier": 'set = { "round.meeting_minutes" = 15, "round.slot_minutes" = 15, "breaks.minutes" = 15 }',
        "Geen ouderavond": f'remove_window = [ {{ date = {evening.date}, start = "18:30" }} ]',
        "Een tweede ouderavond": f"add_window = [ {{ date = {free}, {hours}, evening = true }} ]",
        "Zonder de laatste twee dagen": f"remove_window = [ {week} ]",
        "Zonder de laatste dag, met een avond": f"remove_window = [ {{ date = {last} }} ]\n"
                                                f"add_window = [ {{ date = {free}, {hours}, evening = true }} ]",
        "Een leerkracht ziek": f'absent = [ {{ teacher_id = "{working[0]}", date = {first} }} ]',
        "Vier leerkrachten ziek": f"absent = [ {ill} ]",
        "Tien minuten lopen": 'set = { "siblings.walk_minutes" = 10 }',
        "Zonder pauzes": "set = { breaks = false }",
        "Minder middagen voor wensen": f'set = {{ "objective.order" = [{order}] }}',
        "Een collega erbij": f'teacher_joins = [ {{ teacher_id = "new", working_days = "mon;tue;thu;fri", '
                             f'group = {json.dumps(round.groups[0].group)} }} ]',
    }
    return "\n".join(f'[[scenario]]\nname = "{name}"\n{change}\n' for name, change in asked.items())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pupils", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--readme", action="store_true", help="put the table in the README")
    given = parser.parse_args()
    school = given.folder / f"school-{given.pupils}-{given.seed}"
    if not school.exists():
        write_school(school, given.pupils, given.seed, round="february")
    round = read_round(school).round
    file = given.folder / "scenarios.toml"
    file.write_text(scenarios_of(round), encoding="utf-8")
    began = time.perf_counter()
    tienminuten(["plan", str(school), "--out", str(given.folder / "plan"), "--workers", str(given.workers), "--quiet"])
    alone = time.perf_counter() - began
    status = json.loads((given.folder / "plan" / "summary.json").read_text())["status"]
    began = time.perf_counter()
    with pool(given.workers) as executor:
        comparison = compare(prepare(school, file, given.folder / "out"), executor, Effort())
    deliver(comparison, given.folder / "out")
    together = time.perf_counter() - began
    tell("tests.benchmarks.whatif", "\n".join([
        f"{given.pupils} pupils, {given.workers} workers. {machine()}",
        "",
        "| what | seconds | status |\n|---|---|---|",
        f"| one plan, to its files | {alone:.1f} | {status} |",
        *(f"| {result.name} | {result.seconds:.1f} | {result.status}, {result.unplaced} without a place |"
          for result in comparison.results),
        f"| all, to the page that compares them | {together:.1f} | {together / alone:.1f} times one plan |",
    ]), readme=given.readme)


if __name__ == "__main__":
    main()
