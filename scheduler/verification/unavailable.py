"""unavailable.csv beside a plan, read row by row: when people have appointments at another school of the board."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from scheduler.language import marked
from scheduler.round import Availability
from scheduler.verification.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from scheduler.problems import Problems

FILE = "unavailable.csv"
COLUMNS = ("person_id", "date", "start", "end", "kind")
CLOCK = re.compile(r"(\d\d):(\d\d)")


def read_unavailable(output: Path, problems: Problems) -> Iterator[Availability]:
    """The times that could be read; none where there is no such file."""
    if not (output / FILE).exists():
        return
    for line, row in read_table(output / FILE, COLUMNS, problems):
        found = _availability(row)
        if found is None:
            problems.add(FILE, line, "", "", marked("This is no time at which somebody is unavailable, as in "
                                                    "a1,2027-02-02,14:20,15:10,unavailable."))
        else:
            yield found


def _availability(row: Mapping[str, str]) -> Availability | None:
    start, end = CLOCK.fullmatch(row["start"]), CLOCK.fullmatch(row["end"])
    try:
        date = dt.date.fromisoformat(row["date"])
    except ValueError:
        return None
    if start is None or end is None or row["kind"] != "unavailable":
        return None
    return Availability(row["person_id"], "unavailable", date, None, _minute(start), _minute(end))


def _minute(found: re.Match[str]) -> int:
    return int(found[1]) * 60 + int(found[2])
