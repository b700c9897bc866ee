"""The ledger: what was published and sent, to whom, in which order and when. Where it and a file differ, it is right.

One SQLite file per output folder. Everything one command does to it is one transaction, so a kill at any moment
leaves it as it was before or after.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import sqlite3
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.appointments import Published, Told
from scheduler.files import OWNER_ONLY, CannotWrite
from scheduler.invites.invite import Event, Invite, Known, Message, StaffEvent
from scheduler.language import marked
from scheduler.problems import BadInput
from scheduler.purged import refuse_purged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.invites.invite import Key, Publication
    from scheduler.invites.recovery import Recovered

NAME = "ledger.sqlite"
VERSION = 1
WAIT_SECONDS = 10.0
"""How long to wait for another command that is at work on the same folder."""

SCHEMA = (Path(__file__).parent / "ledger.sql").read_text(encoding="utf-8")

_CANNOT_WRITE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR,
                 sqlite3.SQLITE_PERM}
_LATEST_MESSAGES = """
    SELECT * FROM messages WHERE number IN (SELECT max(number) FROM messages GROUP BY adult_id, meeting_id)
    ORDER BY number"""
_LATEST_EVENTS = """
    SELECT * FROM events AS e WHERE generation =
    (SELECT max(generation) FROM events WHERE adult_id = e.adult_id AND meeting_id = e.meeting_id)
    ORDER BY adult_id, meeting_id"""


class Ledger:
    """An open ledger; get one from `opened`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep everybody else from writing, and make all changes inside at once or not at all."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            # A disk that is full has ended the transaction already.
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    @property
    def new(self) -> bool:
        """Whether nothing was ever entered: the file was just made, or its making was broken off."""
        return not self._version()

    def begin(self, round_id: str) -> None:
        """Make the tables of a new ledger, inside a transaction."""
        for statement in SCHEMA.split(";\n"):
            self.connection.execute(statement)
        self.connection.execute("INSERT INTO meta VALUES ('round_id', ?)", (round_id,))
        self.connection.execute(f"PRAGMA user_version = {VERSION}")

    def check(self, round_id: str, thorough: bool) -> None:
        """See that this is a ledger of that round which this program can read.

        Raises:
            BadInput: it is another round's, a newer program's, or damaged.
        """
        version = self._version()
        if version > VERSION:
            raise BadInput.one(NAME, marked("A newer version of this program wrote the ledger. Use that version."))
        if version == 0:
            if self.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise _damaged()
            return
        if thorough and self.connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise _damaged()
        found = self.connection.execute("SELECT value FROM meta WHERE key = 'round_id'").fetchone()
        if found is None:
            raise _damaged()
        if found[0] != round_id:
            raise BadInput.one(NAME, marked("This ledger is of the round {found}, the plan beside it of {expected}. "
                                            "Give each round a folder of its own."),
                               found=found[0], expected=round_id)

    def known(self) -> Known:
        """What has been told so far."""
        events = [_event(row) for row in self.connection.execute(_LATEST_EVENTS)]
        staff = [_staff_event(row) for row in self.connection.execute("SELECT * FROM staff_events")]
        return Known({event.invite.key: event for event in events}, {event.uid: event for event in staff})

    def enter(self, told: Publication | Recovered) -> None:
        """Add the messages to the outbox, in order, and make the events what they now are."""
        self.connection.executemany("REPLACE INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(_event_row, told.events))
        self.connection.executemany(
            "INSERT INTO messages (uid, sequence, method, adult_id, meeting_id, recipient, subject, body, ics,"
            " published_at, recovered) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_message_row, told.messages))
        self.connection.executemany("REPLACE INTO staff_events VALUES (?, ?, ?, ?, ?, ?)", map(_staff_row, told.staff))

    def latest_messages(self) -> dict[Key, Message]:
        """The last message to each adult about each meeting, in the order told."""
        found = (message_of(row) for row in self.connection.execute(_LATEST_MESSAGES))
        return {message.key: message for message in found}

    def _version(self) -> int:
        return int(self.connection.execute("PRAGMA user_version").fetchone()[0])


@contextlib.contextmanager
def opened(output: Path, round_id: str) -> Iterator[Ledger]:
    """The ledger of an output folder, to be changed; an empty file is made where it is missing.

    Raises:
        BadInput: it is another round's, a newer program's, damaged, or in use for longer than one wants to wait.
        CannotWrite: the folder or the disk does not take it.
    """
    path = output / NAME
    refuse_purged(output)
    _make(path)
    with _plainly_told(path), contextlib.closing(_connected(path)) as connection:
        ledger = Ledger(connection)
        ledger.check(round_id, thorough=True)
        yield ledger


@contextlib.contextmanager
def looked_into(output: Path, round_id: str) -> Iterator[Ledger | None]:
    """The ledger of an output folder, to be read; None where it has none. Nothing is made or changed.

    Raises:
        BadInput: as `opened`.
    """
    path = output / NAME
    if not path.exists():
        refuse_purged(output)
        yield None
        return
    with _plainly_told(path), contextlib.closing(_connected(path)) as connection:
        ledger = Ledger(connection)
        ledger.check(round_id, thorough=False)
        yield None if ledger.new else ledger


def known_in(output: Path, round_id: str) -> Known | None:
    """What has been told according to the ledger of a folder; None where it has none.

    Raises:
        BadInput: as `opened`.
    """
    with looked_into(output, round_id) as ledger:
        return ledger.known() if ledger else None


def told(output: Path, round_id: str) -> Published:
    """What stands in the adults' calendars; () before the first publication.

    Raises:
        BadInput: the ledger is another round's, a newer program's, or damaged.
    """
    known = known_in(output, round_id)
    return tuple(event.invite.told for event in known.events.values() if event.live) if known else ()


def _make(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, OWNER_ONLY))
    except OSError as error:
        raise CannotWrite(path, error) from error


def _connected(path: Path) -> sqlite3.Connection:
    # Also to read it must be open for writing: a transaction that was killed is rolled back by whoever comes next.
    address = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


@contextlib.contextmanager
def _plainly_told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise BadInput.one(NAME, marked("Another command is at work on this folder. "
                                            "Wait until it is done and try again.")) from error
        if code in _CANNOT_WRITE:
            raise CannotWrite(path, OSError(0, str(error))) from error
        refuse_purged(path.parent)
        raise _damaged() from error


@contextlib.contextmanager
def as_written() -> Iterator[None]:
    """Around the reading of a row: one that the program did not write so is damage, and no fault of the program."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged() from error


def _damaged() -> BadInput:
    return BadInput.one(NAME, marked("The ledger is damaged. Put a backup of it back, or move it out of the folder: "
                                     "what was published is then read from the invites beside it."))


def _event_row(event: Event) -> tuple[object, ...]:
    adult_id, meeting_id = event.invite.key
    return (event.uid, adult_id, meeting_id, event.generation, event.sequence, event.method, event.stamp.isoformat(),
            _text(asdict(event.invite)))


@as_written()
def _event(row: sqlite3.Row) -> Event:
    invite = invite_of(row["invite"])
    return Event(row["uid"], row["generation"], row["sequence"], row["method"], _moment(row["told_at"]), invite)


@as_written()
def invite_of(text: str) -> Invite:
    """The invite that an event's row holds as JSON."""
    parts = json.loads(text)
    told = parts.pop("told")
    date, teacher_ids = dt.date.fromisoformat(told.pop("date")), tuple(told.pop("teacher_ids"))
    return Invite(**parts, told=Told(**told, date=date, teacher_ids=teacher_ids))


def _message_row(message: Message) -> tuple[object, ...]:
    return (message.uid, message.sequence, message.method, message.adult_id, message.meeting_id, message.recipient,
            message.subject, message.body, message.ics, message.published_at.isoformat(), int(message.recovered))


@as_written()
def message_of(row: sqlite3.Row) -> Message:
    """The message that a row holds."""
    parts: dict[str, Any] = {part.name: row[part.name] for part in fields(Message)}
    return Message(**parts | {"published_at": _moment(row["published_at"]), "recovered": bool(row["recovered"])})


def _staff_row(event: StaffEvent) -> tuple[object, ...]:
    return (event.uid, event.teacher_id, event.sequence, int(event.live), event.stamp.isoformat(),
            _text(asdict(event)))


@as_written()
def _staff_event(row: sqlite3.Row) -> StaffEvent:
    parts = json.loads(row["event"])
    return StaffEvent(**parts | {"date": dt.date.fromisoformat(parts["date"]), "stamp": _moment(parts["stamp"])})


def _text(parts: dict[str, Any]) -> str:
    return json.dumps(parts, ensure_ascii=False, default=lambda value: value.isoformat())


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
