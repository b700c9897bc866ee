"""The ledger at the end of its round: what it counts, where mails and calendar files were written, and its clearing."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.invites.ledger import NAME, VERSION, WAIT_SECONDS
from scheduler.language import marked
from scheduler.problems import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNTS = {
    "adults_told": "SELECT count(DISTINCT adult_id) FROM events",
    "invites": "SELECT count(*) FROM events WHERE method = 'REQUEST'",
    "invites_cancelled": "SELECT count(*) FROM events WHERE method = 'CANCEL'",
    "messages": "SELECT count(*) FROM messages",
    "messages_sent": "SELECT count(*) FROM messages WHERE sent_at IS NOT NULL",
    "reminders": "SELECT count(*) FROM reminders",
    "answers": "SELECT count(*) FROM answers",
    "calendar_files": "SELECT count(*) FROM feeds WHERE revoked = 0",
}
"""What a board or an inspector may ask for later; nobody can be told from it."""


@dataclass
class ClosingLedger:
    """What the ledger says before it goes; all empty where there is none, or it is `damaged`.

    `last` is the last date with a live event; `mails` and `feeds` are the files in other folders that it knows of. One
    that a `newer` program wrote may know of more.
    """

    last: dt.date | None = None
    counts: dict[str, int | str] = field(default_factory=dict)
    mails: tuple[Path, ...] = ()
    feeds: tuple[Path, ...] = ()
    damaged: bool = False
    newer: bool = False
    connection: sqlite3.Connection | None = None

    def clear(self) -> None:
        """Empty it for good: whoever waits for it finds nothing to write from."""
        if self.connection is not None:
            tables = self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (name,) in tables:
                self.connection.execute(f'DROP TABLE "{name}"')
            self.connection.execute("COMMIT")


@contextlib.contextmanager
def closing_ledger(output: Path) -> Iterator[ClosingLedger]:
    """The ledger of a folder, kept from everybody else; a damaged one is no hindrance.

    Raises:
        BadInput: another command is at work on it.
    """
    path = output / NAME
    if not path.exists():
        yield ClosingLedger()
        return
    address = f"{path.absolute().as_uri()}?mode=rw"
    with contextlib.closing(sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS, isolation_level=None)) as opened:
        yield _looked_into(opened)


def _looked_into(connection: sqlite3.Connection) -> ClosingLedger:
    try:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return ClosingLedger()
        newer = connection.execute("PRAGMA user_version").fetchone()[0] > VERSION
        return ClosingLedger(_last(connection), _counts(connection), tuple(_mails(connection)),
                             tuple(_feeds(connection)), newer=newer, connection=connection)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise BadInput.one(NAME, marked("Another command is at work on this folder. "
                                            "Wait until it is done and try again.")) from error
        return ClosingLedger(damaged=True)
    except (ValueError, KeyError, TypeError):
        return ClosingLedger(damaged=True)


def _last(connection: sqlite3.Connection) -> dt.date | None:
    rows = connection.execute("SELECT invite FROM events WHERE method = 'REQUEST'")
    return max((dt.date.fromisoformat(json.loads(invite)["told"]["date"]) for (invite,) in rows), default=None)


def _counts(connection: sqlite3.Connection) -> dict[str, int | str]:
    (round_id,) = connection.execute("SELECT value FROM meta WHERE key = 'round_id'").fetchone()
    return {"round_id": round_id, **{name: connection.execute(query).fetchone()[0] for name, query in _COUNTS.items()}}


def _mails(connection: sqlite3.Connection) -> Iterator[Path]:
    from scheduler.mail.parcels import message_file, reminder_file

    names = [message_file(*row) for row in connection.execute("SELECT number, adult_id, uid FROM messages")]
    names += [reminder_file(*row) for row in connection.execute("SELECT date, adult_id FROM reminders")]
    for (folder,) in connection.execute("SELECT path FROM mail_folders"):
        yield from (Path(folder) / name for name in names)


def _feeds(connection: sqlite3.Connection) -> Iterator[Path]:
    found = connection.execute("SELECT value FROM meta WHERE key = 'feed_folder'").fetchone()
    if found:
        yield from (Path(found[0]) / f"{token}.ics" for (token,) in connection.execute("SELECT token FROM feeds"))
