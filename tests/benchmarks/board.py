"""How many schools a minute: a fictional board planned by the command `board`, and what a whole country would take.

python -m tests.benchmarks.board /tmp/board --schools 100 --pupils 220 --workers 2

The schools are drawn one by one; one parent in fifty also has a child at the next school. A second run of the command
shows what resuming costs. Prints Markdown, and puts it in the README with --readme.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.cli import main as tienminuten
from scheduler.demo.school import draw_round, draw_school
from scheduler.demo.seasons import season
from scheduler.demo.tables import tables_of
from scheduler.intake.folder import write_round_folder
from tests.benchmarks.machine import machine
from tests.benchmarks.readme import tell

if TYPE_CHECKING:
    from scheduler.demo.tables import Row

COUNTRY = 6000
SHARED_EVERY = 50


def write_schools(folder: Path, schools: int, pupils: int) -> None:
    """Write so many different schools below the folder, unless they are there."""
    for number in range(schools):
        school = folder / f"school-{number:04}"
        if (school / "round.toml").exists():
            continue
        population, february = draw_school(pupils, number), season("february")
        tables = tables_of(population, draw_round(population, february, number))
        _own_addresses(tables["adults.csv"], number, (number + 1) % schools)
        _own_addresses(tables["teachers.csv"], number, number)
        text = february.settings_text(population.school).replace(population.school.name, f"School {number}")
        write_round_folder(school, text, tables)


def _own_addresses(rows: list[Row], number: int, next_number: int) -> None:
    """Addresses that no other school has, but for one parent in fifty: who comes to the next school as well."""
    for place, row in enumerate(rows):
        if not row["email"]:
            continue
        row["email"] = f"{place}@school-{number}.example"
        if place % SHARED_EVERY == 0 and number < next_number:
            row["email"] = f"{place}@between-{number}.example"
        elif place % SHARED_EVERY == 1 and number > 0 and next_number != number:
            row["email"] = f"{place - 1}@between-{number - 1}.example"


def measured(folder: Path, output: Path, options: list[str]) -> float:
    """How many seconds the command takes, and its exit code said."""
    began = time.monotonic()
    code = tienminuten(["board", str(folder), "--out", str(output), *options])
    seconds = time.monotonic() - began
    print(f"exit code {code}, {seconds:.1f} s")
    return seconds


def told(output: Path, schools: int, workers: int, seconds: float, again: float) -> str:
    """The measurement as a table, with the country beside it."""
    with (output / "board.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    statuses = Counter(row["status"] for row in rows)
    tied = len(list(output.glob("*/unavailable.csv")))
    per_minute = schools / seconds * 60
    hours = COUNTRY / per_minute / 60
    return "\n".join([
        f"{workers} at once. {machine()}",
        "",
        "| schools | outcome | with shared parents | seconds | schools a minute | run again | 6,000 schools |",
        "|---|---|---|---|---|---|---|",
        f"| {schools} | {', '.join(f'{count} {status}' for status, count in sorted(statuses.items()))} | {tied} | "
        f"{seconds:.0f} | {per_minute:.1f} | {again:.1f} s | {hours:.1f} hours on {workers} processors |",
        "",
        f"conversations: {sum(int(row['meetings'] or 0) for row in rows)}, "
        f"placed: {sum(int(row['placed'] or 0) for row in rows)}",
    ])


def main() -> None:
    """Write the schools, plan them twice, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--schools", type=int, default=100)
    parser.add_argument("--pupils", type=int, default=220)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--readme", action="store_true", help="put the table in the README")
    given = parser.parse_args()
    schools, output = given.folder / "in", given.folder / "out"
    write_schools(schools, given.schools, given.pupils)
    shutil.rmtree(output, ignore_errors=True)
    options = ["--workers", str(given.workers), "--seconds", str(given.seconds)]
    seconds = measured(schools, output, options)
    again = measured(schools, output, options)
    tell("tests.benchmarks.board", told(output, given.schools, given.workers, seconds, again), readme=given.readme)


if __name__ == "__main__":
    main()
