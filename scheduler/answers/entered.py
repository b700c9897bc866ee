"""The answers in the ledger: entered once, and read back as what everyone answered last to what stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.answers.judge import Sent
from scheduler.appointments import Answer
from scheduler.invites.ledger import invite_of, looked_into

if TYPE_CHECKING:
    import datetime as dt
    import sqlite3
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from scheduler.answers.reply import Partstat
    from scheduler.invites.invite import Key
    from scheduler.invites.ledger import Ledger

_ANSWERED = """
    SELECT adult_id, meeting_id, e.sequence AS latest, a.* FROM answers AS a JOIN events AS e USING (uid)
    WHERE method = 'REQUEST' ORDER BY answered_at, number"""
_TOLD = """
    SELECT sequence, ics, sent_at IS NOT NULL OR dated_at IS NOT NULL OR recovered AS heard FROM messages
    WHERE uid = ? ORDER BY sequence DESC"""
_ENTER = """
    INSERT INTO answers (uid, sequence, answer, answered_at, read_at, comment) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET comment = excluded.comment WHERE comment = '' AND excluded.comment <> ''"""
"""An answer that was read before is entered once; the comment with it may be new."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer to an event as it was told with that SEQUENCE, with its comment; `answered_at` is in UTC."""

    uid: str
    sequence: int
    partstat: Partstat
    answered_at: dt.datetime
    comment: str = ""


def sent_by_uid(ledger: Ledger) -> dict[str, Sent]:
    """Every event that was ever told, by UID."""
    rows = ledger.connection.execute("SELECT uid, adult_id, meeting_id, sequence, method, invite FROM events")
    return {row["uid"]: Sent(row["adult_id"], row["meeting_id"], row["sequence"], row["method"] == "REQUEST",
                             invite_of(row["invite"]).email) for row in rows}


def still_true(ledger: Ledger, uid: str) -> frozenset[int]:
    """Every SEQUENCE under which an adult was told of an event what holds now, and may not have heard otherwise since.

    What was changed and changed back before it was sent leaves the adult with an earlier SEQUENCE than the ledger's.
    """
    from scheduler.invites.events import read_invite

    latest, *earlier = ledger.connection.execute(_TOLD, (uid,)).fetchall()
    now, found = read_invite(latest["ics"], "", "").invite, {int(latest["sequence"])}
    for row in earlier:
        if read_invite(row["ics"], "", "").invite.says_the_same(now):
            found.add(row["sequence"])
        elif row["heard"]:
            break
    return frozenset(found)


def enter(ledger: Ledger, entries: Iterable[Entry], now: dt.datetime) -> int:
    """Add the answers, inside a transaction, and return how many were not known yet."""
    _make_room_for_comments(ledger)
    before = _count(ledger)
    ledger.connection.executemany(_ENTER, (
        (entry.uid, entry.sequence, entry.partstat, _text(entry.answered_at), _text(now), entry.comment)
        for entry in entries))
    return _count(ledger) - before


def standing(ledger: Ledger) -> dict[Key, Answer]:
    """What was answered last to each invite that stands; one to which nothing was answered is absent."""
    rows = ledger.connection.execute(_ANSWERED).fetchall()
    holding = {uid: still_true(ledger, uid) for uid in {row["uid"] for row in rows if row["sequence"] < row["latest"]}}
    return {
        (row["adult_id"], row["meeting_id"]): _answer(row) for row in rows
        if row["sequence"] in holding.get(row["uid"], {row["latest"]})
    }


def answers_in(output: Path, round_id: str) -> Mapping[Key, Answer]:
    """The same for the ledger of a folder; empty where it has none.

    Raises:
        BadInput: the ledger is another round's, a newer program's, or damaged.
    """
    with looked_into(output, round_id) as ledger:
        return standing(ledger) if ledger else {}


def _make_room_for_comments(ledger: Ledger) -> None:
    """Give a ledger from before comments were kept the column for them."""
    if "comment" not in {row["name"] for row in ledger.connection.execute("PRAGMA table_info(answers)")}:
        ledger.connection.execute("ALTER TABLE answers ADD COLUMN comment TEXT NOT NULL DEFAULT ''")


def _count(ledger: Ledger) -> int:
    return int(ledger.connection.execute("SELECT count(*) FROM answers").fetchone()[0])


def _answer(row: sqlite3.Row) -> Answer:
    kept = row["comment"] if "comment" in row.keys() else ""  # noqa: SIM118 (a row is no mapping)
    return Answer(row["answer"].lower(), kept)


def _text(moment: dt.datetime) -> str:
    return moment.replace(microsecond=0).isoformat()
