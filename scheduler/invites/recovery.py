"""A lost ledger made again from the files beside it: the invites hold every UID and SEQUENCE that is in use."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.invites.events import read_invite, read_staff
from scheduler.invites.folder import INVITES, MESSAGES, STAFF
from scheduler.invites.invite import Event, Known, Message, StaffEvent, uid_of
from scheduler.invites.ledger import NAME
from scheduler.language import marked
from scheduler.problems import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.invites.invite import Key
    from scheduler.invites.ledger import Ledger

MOST_GENERATIONS = 1000
"""So many times no meeting is cancelled and invited for again."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What the files tell of former publications, to be entered in a new ledger; empty where there are no files."""

    messages: tuple[Message, ...]
    events: tuple[Event, ...]
    staff: tuple[StaffEvent, ...]

    @property
    def known(self) -> Known:
        """The same, as what has been told so far."""
        return Known({event.invite.key: event for event in self.events}, {event.uid: event for event in self.staff})


def demand_publication(output: Path) -> None:
    """See that something was published from this folder, also where the ledger was lost since.

    Raises:
        BadInput: nothing was.
    """
    if not (output / NAME).exists() and not any((output / INVITES).glob("*/*.ics")):
        raise BadInput.one(NAME, marked("Nothing was published from this folder. Publish the plan first: "
                                        "tienminuten publish {folder}."), folder=output)


def begin(ledger: Ledger, output: Path, round_id: str) -> None:
    """Make the tables of a ledger that is new or was lost, inside a transaction, with what the files still tell.

    Raises:
        BadInput: as `recovered`.
    """
    ledger.begin(round_id)
    ledger.enter(recovered(output, round_id))


def recovered(output: Path, round_id: str) -> Recovered:
    """Read the invites, staff calendars and messages of a folder.

    Raises:
        BadInput: a file in `invites/` or `staff/` cannot be read.
    """
    letters = _letters(output / MESSAGES)
    events = [_event(path, round_id) for path in sorted((output / INVITES).glob("*/*.ics"))]
    staff = [event for path in sorted((output / STAFF).glob("*.ics")) for event in _staff(path)]
    told = list(letters)
    events.sort(key=lambda e: (told.index(e.invite.key) if e.invite.key in letters else len(told), e.stamp))
    messages = tuple(_message(event, output, letters) for event in events)
    return Recovered(messages, tuple(events), tuple(staff))


def _event(path: Path, round_id: str) -> Event:
    try:
        event = read_invite(path.read_bytes(), path.parent.name, path.stem)
    except ValueError as error:
        raise _unreadable(path) from error
    return replace(event, generation=_generation(event, round_id))


def _generation(event: Event, round_id: str) -> int:
    told, organizer = event.invite.told, event.invite.organizer
    for generation in range(MOST_GENERATIONS):
        if uid_of(round_id, organizer, told.meeting_id, told.adult_id, generation) == event.uid:
            return generation
    raise BadInput.one(INVITES, marked("The invites in this folder are of another round. "
                                       "Give each round a folder of its own."))


def _staff(path: Path) -> list[StaffEvent]:
    try:
        return read_staff(path.read_bytes(), path.stem)
    except ValueError as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> BadInput:
    place = "/".join(path.parts[-3:] if path.parent.name != STAFF else path.parts[-2:])
    return BadInput.one(place, marked("The ledger is gone, and this file, which should tell what was published, "
                                      "cannot be read. Put a backup of either back, or take the file out."))


def _message(event: Event, output: Path, letters: Mapping[Key, tuple[str, str]]) -> Message:
    invite = event.invite
    adult_id, meeting_id = invite.key
    subject, body = letters.get(invite.key, (invite.summary, invite.description))
    ics = (output / INVITES / adult_id / f"{meeting_id}.ics").read_bytes()
    return Message(event.uid, event.sequence, event.method, adult_id, meeting_id, invite.email, subject, body, ics,
                   event.stamp, recovered=True)


def _letters(path: Path) -> dict[Key, tuple[str, str]]:
    """Subject and body by adult and meeting, in the order told; none where the table is gone."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return {(row["adult_id"], row["meeting_id"]): (row["subject"], row["body"]) for row in rows}
    except (FileNotFoundError, KeyError, UnicodeDecodeError, csv.Error):
        return {}
