"""The ledger as it lies in the folder, read without changing it: what stands in which calendar."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduler.appointments import Told
from scheduler.round import MINUTES_A_DAY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.appointments import Published

NAME = "ledger.sqlite"
Key = tuple[str, str]
"""An adult's id and a meeting's."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The latest event of an adult about a meeting."""

    uid: str
    sequence: int
    method: str
    told: Told


@dataclass(frozen=True)
class LedgerCopy:
    """What the ledger says: the latest event of each adult and meeting, and the live hours of each teacher.

    `staff` gives (date, start, end) in minutes, sorted; `texts` are all letters it holds, each with its invite, by
    whom they are for and the meeting they are about.
    """

    events: Mapping[Key, Entry]
    staff: Mapping[str, tuple[tuple[dt.date, int, int], ...]]
    texts: tuple[tuple[Key, str], ...]

    @property
    def told(self) -> Published:
        """What stands in the adults' calendars."""
        return tuple(entry.told for entry in self.events.values() if entry.method == "REQUEST")


def read_ledger(output: Path) -> LedgerCopy | None:
    """The ledger of the folder; None where there is none, or none that can be read."""
    path = output / NAME
    if not path.is_file():
        return None
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return _copied(connection)
    except (sqlite3.Error, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _copied(connection: sqlite3.Connection) -> LedgerCopy:
    events = {
        (row["adult_id"], row["meeting_id"]): Entry(row["uid"], row["sequence"], row["method"], _told(row["invite"]))
        for row in connection.execute("SELECT * FROM events ORDER BY generation")
    }
    staff: dict[str, list[tuple[dt.date, int, int]]] = {}
    for row in connection.execute("SELECT teacher_id, event FROM staff_events WHERE live = 1"):
        event = json.loads(row["event"])
        hours = dt.date.fromisoformat(event["date"]), event["start_minute"], event["end_minute"]
        staff.setdefault(row["teacher_id"], []).append(hours)
    letters = connection.execute("SELECT adult_id, meeting_id, recipient, subject, body, ics FROM messages")
    texts = tuple(((row[0], row[1]), "\n".join((*row[2:5], str(row[5], "utf-8")))) for row in letters)
    return LedgerCopy(events, {teacher_id: tuple(sorted(hours)) for teacher_id, hours in staff.items()}, texts)


def _told(text: str) -> Told:
    parts: dict[str, Any] = json.loads(text)["told"]
    told = Told(**parts | {"date": dt.date.fromisoformat(parts["date"]), "teacher_ids": tuple(parts["teacher_ids"])})
    if not 0 <= told.start_minute <= told.end_minute <= MINUTES_A_DAY:
        raise ValueError("no stretch of one date")
    return told
