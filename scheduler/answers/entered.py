"""The answers in the ledger: entered once, and read back as what everyone answered last to what stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from scheduler.answers.judge import Sent
from scheduler.invites.ledger import invite_of, looked_into

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from scheduler.answers.reply import Partstat
    from scheduler.invites.invite import Key
    from scheduler.invites.ledger import Ledger

Answer = Literal["accepted", "tentative", "declined"]

_ANSWERED = """
    SELECT uid, adult_id, meeting_id, a.sequence, e.sequence AS latest, answer FROM answers AS a JOIN events AS e
    USING (uid) WHERE method = 'REQUEST' ORDER BY answered_at, number"""
_TOLD = """
    SELECT sequence, ics, sent_at IS NOT NULL OR dated_at IS NOT NULL OR recovered AS heard FROM messages
    WHERE uid = ? ORDER BY sequence DESC"""
_ENTER = "INSERT OR IGNORE INTO answers (uid, sequence, answer, answered_at, read_at) VALUES (?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer to an event as it was told with that SEQUENCE; `answered_at` is in UTC."""

    uid: str
    sequence: int
    partstat: Partstat
    answered_at: dt.datetime


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
    before = ledger.connection.total_changes
    ledger.connection.executemany(_ENTER, (
        (entry.uid, entry.sequence, entry.partstat, _text(entry.answered_at), _text(now)) for entry in entries))
    return ledger.connection.total_changes - before


def standing(ledger: Ledger) -> dict[Key, Answer]:
    """What was answered last to each invite that stands; one to which nothing was answered is absent."""
    rows = ledger.connection.execute(_ANSWERED).fetchall()
    holding = {uid: still_true(ledger, uid) for uid in {row["uid"] for row in rows if row["sequence"] < row["latest"]}}
    return {
        (row["adult_id"], row["meeting_id"]): cast("Answer", row["answer"].lower()) for row in rows
        if row["sequence"] in holding.get(row["uid"], {row["latest"]})
    }


def answers_in(output: Path, round_id: str) -> Mapping[Key, Answer]:
    """The same for the ledger of a folder; empty where it has none.

    Raises:
        BadInput: the ledger is another round's, a newer program's, or damaged.
    """
    with looked_into(output, round_id) as ledger:
        return standing(ledger) if ledger else {}


def _text(moment: dt.datetime) -> str:
    return moment.replace(microsecond=0).isoformat()
