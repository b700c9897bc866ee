"""What the ledger says of each message: published, in doubt, sent, refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scheduler.invites.ledger import as_written, invite_of, message_of

if TYPE_CHECKING:
    import sqlite3

    from scheduler.invites.invite import Invite, Message
    from scheduler.invites.ledger import Ledger

State = Literal["unsent", "in doubt", "sent"]

_ALL = """
    SELECT m.*, e.invite AS invite,
    (SELECT refusal FROM attempts WHERE message = m.number ORDER BY rowid DESC LIMIT 1) AS refusal
    FROM messages AS m JOIN events AS e ON e.uid = m.uid ORDER BY m.number"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A message of the outbox and what became of it.

    `invite` is what its event said last, also where this message takes the event away. `sent_at` is None until it
    was taken, `refusal` is what the mail server said last, "" where it said nothing against it.
    """

    number: int
    message: Message
    invite: Invite
    state: State
    sent_at: dt.datetime | None = None
    refusal: str = ""

    @property
    def heard(self) -> bool:
        """Whether the adult may know of it."""
        return self.state != "unsent"


def entries_of(ledger: Ledger) -> list[Entry]:
    """Every message there ever was, in the order told."""
    return [_entry(row) for row in ledger.connection.execute(_ALL)]


def is_latest(ledger: Ledger, number: int) -> bool:
    """Whether nothing newer has been published about the same event."""
    query = "SELECT max(number) FROM messages WHERE uid = (SELECT uid FROM messages WHERE number = ?)"
    return bool(ledger.connection.execute(query, (number,)).fetchone()[0] == number)


def enter_doubt(ledger: Ledger, number: int, dated_at: dt.datetime) -> None:
    """Enter that from here on nobody knows whether the mail arrives, until the server has said so."""
    ledger.connection.execute("UPDATE messages SET dated_at = ? WHERE number = ?", (dated_at.isoformat(), number))


def enter_sent(ledger: Ledger, number: int, at: dt.datetime) -> None:
    """Enter that the message was taken, or handed over otherwise."""
    ledger.connection.execute("UPDATE messages SET sent_at = ? WHERE number = ?", (at.isoformat(), number))


def enter_refusal(ledger: Ledger, number: int, at: dt.datetime, refusal: str) -> None:
    """Enter what the mail server said against it."""
    ledger.connection.execute("INSERT INTO attempts VALUES (?, ?, ?)", (number, at.isoformat(), refusal))


def take_back_doubt(ledger: Ledger, number: int) -> None:
    """Enter that the mail has certainly not been taken."""
    ledger.connection.execute("UPDATE messages SET dated_at = NULL WHERE number = ?", (number,))


def dated_at(ledger: Ledger, number: int) -> dt.datetime | None:
    """The Date of the mail that went out, None where none did."""
    found = ledger.connection.execute("SELECT dated_at FROM messages WHERE number = ?", (number,)).fetchone()[0]
    return dt.datetime.fromisoformat(found) if found else None


def reminded(ledger: Ledger) -> set[tuple[str, dt.date]]:
    """The adults and dates for which a reminder went out."""
    rows = ledger.connection.execute("SELECT adult_id, date FROM reminders")
    return {(row["adult_id"], dt.date.fromisoformat(row["date"])) for row in rows}


def enter_reminder(ledger: Ledger, adult_id: str, date: dt.date, at: dt.datetime) -> None:
    """Enter that this adult is reminded of that date, and need not be again."""
    ledger.connection.execute("REPLACE INTO reminders VALUES (?, ?, ?)", (adult_id, date.isoformat(), at.isoformat()))


def take_back_reminder(ledger: Ledger, adult_id: str, date: dt.date) -> None:
    """Enter that the reminder was refused."""
    ledger.connection.execute("DELETE FROM reminders WHERE adult_id = ? AND date = ?", (adult_id, date.isoformat()))


def enter_folder(ledger: Ledger, path: str) -> None:
    """Enter that mails were written to this folder."""
    ledger.connection.execute("INSERT OR IGNORE INTO mail_folders VALUES (?)", (path,))


@as_written()
def _entry(row: sqlite3.Row) -> Entry:
    state: State = "sent" if row["sent_at"] else "in doubt" if row["dated_at"] or row["recovered"] else "unsent"
    sent_at = dt.datetime.fromisoformat(row["sent_at"]) if row["sent_at"] else None
    return Entry(row["number"], message_of(row), invite_of(row["invite"]), state, sent_at, row["refusal"] or "")
