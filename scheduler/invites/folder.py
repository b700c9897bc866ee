"""The files of what was told: an invite per adult and meeting, a calendar per teacher, and the messages as a table.

They only ever say what the ledger says, so writing them again after a kill gives the same files.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from scheduler.files import csv_text, write_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from scheduler.invites.invite import Key, Message, StaffEvent

INVITES, STAFF, MESSAGES = "invites", "staff", "messages.csv"
COLUMNS = ("adult_id", "email", "subject", "body", "meeting_id", "method", "published_at")
"""The columns of messages.csv; the newest messages stand at the end."""


def bring_in_line(output: Path, messages: Mapping[Key, Message], staff: Iterable[StaffEvent]) -> None:
    """Make the files of a folder say what was told last.

    Raises:
        CannotWrite: running it again completes the work.
    """
    calendars = _calendars(output, staff)
    invites = {invite_path(output, key): message.ics for key, message in messages.items()}
    write_all({**invites, **calendars, output / MESSAGES: _table(messages.values())})
    for path in _leftovers(output):
        path.unlink(missing_ok=True)
    for path in (output / STAFF).glob("*.ics"):
        if path not in calendars:
            path.unlink(missing_ok=True)


def invite_path(output: Path, key: Key) -> Path:
    """Where the invite of an adult about a meeting stands."""
    adult_id, meeting_id = key
    return output / INVITES / adult_id / f"{meeting_id}.ics"


def _calendars(output: Path, staff: Iterable[StaffEvent]) -> dict[Path, bytes]:
    from scheduler.invites.events import staff_file

    live = sorted((event for event in staff if event.live), key=lambda event: event.teacher_id)
    return {
        output / STAFF / f"{teacher_id}.ics": staff_file(events)
        for teacher_id, events in groupby(live, key=lambda event: event.teacher_id)
    }


def _table(messages: Iterable[Message]) -> bytes:
    return csv_text(COLUMNS, (
        (message.adult_id, message.recipient, message.subject, message.body, message.meeting_id, message.method,
         message.published_at.isoformat())
        for message in messages
    )).encode()


def _leftovers(output: Path) -> Iterator[Path]:
    """What a run that was killed left half-written."""
    yield from (output / INVITES).glob("*/.*.part")
    yield from (output / STAFF).glob(".*.part")
    yield from output.glob(f".{MESSAGES}.*.part")
