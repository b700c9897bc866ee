"""Who may subscribe to which calendar file, in the ledger: names that nobody can guess, kept and revoked."""

from __future__ import annotations

import csv
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from scheduler.invites.ledger import Ledger

Kind = Literal["adult", "teacher"]
Who = tuple[Kind, str]
"""An adult or a teacher, by id."""

FEEDS = "feeds.csv"
COLUMNS = ("person_id", "kind", "name", "email", "file")
TOKEN_BYTES = 24
_FOLDER = "feed_folder"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A person's calendar file; a revoked one is gone, and its name never returns."""

    who: Who
    token: str
    revoked: bool

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.token}.ics"


def subscriptions(ledger: Ledger) -> list[Subscription]:
    """All there ever were, by person."""
    rows = ledger.connection.execute("SELECT * FROM feeds ORDER BY kind, person_id, revoked DESC, token")
    return [Subscription((row["kind"], row["person_id"]), row["token"], bool(row["revoked"])) for row in rows]


def mint(ledger: Ledger, whom: Iterable[Who]) -> None:
    """Give each of these people a name for their file, inside a transaction, unless they have one."""
    having = {each.who for each in subscriptions(ledger) if not each.revoked}
    for who in whom:
        if who not in having:
            _enter(ledger, who, _token())


def revoke(ledger: Ledger, person_ids: Iterable[str]) -> list[str]:
    """Take the names of these people's files away, inside a transaction; return the ids that have none."""
    unknown = []
    for person_id in person_ids:
        query = "UPDATE feeds SET revoked = 1 WHERE person_id = ? AND revoked = 0"
        if not ledger.connection.execute(query, (person_id,)).rowcount:
            unknown.append(person_id)
    return unknown


def recover(ledger: Ledger, output: Path) -> None:
    """Where the ledger was lost and knows no file any more, take their names from the list for the office.

    Inside a transaction.
    """
    if not subscriptions(ledger):
        for who, token in _listed(output / FEEDS):
            _enter(ledger, who, token)


def folder_of(ledger: Ledger) -> str:
    """Where the files stand, "" where there were never any."""
    row = ledger.connection.execute("SELECT value FROM meta WHERE key = ?", (_FOLDER,)).fetchone()
    return str(row[0]) if row else ""


def enter_folder(ledger: Ledger, folder: Path) -> None:
    """Remember where the files stand, inside a transaction."""
    if folder_of(ledger) != str(folder.absolute()):
        ledger.connection.execute("REPLACE INTO meta VALUES (?, ?)", (_FOLDER, str(folder.absolute())))


def _enter(ledger: Ledger, who: Who, token: str) -> None:
    ledger.connection.execute("INSERT OR IGNORE INTO feeds (token, kind, person_id) VALUES (?, ?, ?)", (token, *who))


def _token() -> str:
    """A file name that no shell takes for an option."""
    while not (token := secrets.token_urlsafe(TOKEN_BYTES))[0].isalnum():
        pass
    return token


def _listed(path: Path) -> Iterator[tuple[Who, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (FileNotFoundError, UnicodeDecodeError, csv.Error):
        return
    for row in rows:
        kind, person_id, name = row.get("kind"), row.get("person_id"), row.get("file") or ""
        if kind in ("adult", "teacher") and person_id and re.fullmatch(r"[A-Za-z0-9_-]{32}\.ics", name):
            yield (kind, person_id), name.removesuffix(".ics")  # type: ignore[misc]
