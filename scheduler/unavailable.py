"""Times at which people of a round cannot come although its input does not say so: `unavailable.csv` of the output.

`tienminuten board` writes it for people who have an appointment at another school of the board. It says neither where
nor why, and stands beside the plan, so that planning this round alone, and verifying it, minds these times too.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING

from scheduler.files import csv_text
from scheduler.language import marked
from scheduler.problems import BadInput
from scheduler.round import Availability, clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

UNAVAILABLE = "unavailable.csv"
COLUMNS = ("person_id", "date", "start", "end", "kind")


def unavailable_csv(rows: Sequence[Availability]) -> str:
    """The rows, each about one date, in the format of availability.csv."""
    return csv_text(COLUMNS, (
        (row.person_id, row.date, clock(row.start_minute), clock(row.end_minute), row.kind) for row in rows
    ))


def read_unavailable(output: Path) -> tuple[Availability, ...]:
    """The rows that stand beside the plan in this folder; () where there are none.

    Raises:
        BadInput: the file is not as the program wrote it.
    """
    try:
        text = (output / UNAVAILABLE).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged() from error
    try:
        return tuple(
            Availability(row["person_id"], "unavailable", dt.date.fromisoformat(row["date"]), None,
                         _minute(row["start"]), _minute(row["end"]))
            for row in csv.DictReader(io.StringIO(text))
        )
    except (KeyError, ValueError, TypeError, AttributeError, csv.Error) as error:
        raise _damaged() from error


def _damaged() -> BadInput:
    return BadInput.one(UNAVAILABLE, marked("This is not as the program wrote it. Remove it, and plan the board again: "
                                            "tienminuten board FOLDER."))


def _minute(cell: str) -> int:
    hours, minutes = cell.split(":")
    return int(hours) * 60 + int(minutes)
