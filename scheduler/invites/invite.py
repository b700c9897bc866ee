"""What is told: an invite per adult and appointment, its event and messages, and a teacher's appointments."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from scheduler.appointments import Told

Method = Literal["REQUEST", "CANCEL"]
Key = tuple[str, str]
"""An adult's id and a meeting's: there is at most one live event for each."""


@dataclass(frozen=True, slots=True)
class Invite:
    """What one adult is told of one appointment: the facts, and the calendar's words for them.

    `email` is "" for an adult without one; `organizer` is the school's address.
    """

    told: Told
    pupil_attends: bool
    timezone: str
    organizer: str
    organizer_name: str
    name: str
    email: str
    language: str
    summary: str
    location: str
    description: str

    @property
    def key(self) -> Key:
        """Whom it is for, and about which meeting."""
        return self.told.adult_id, self.told.meeting_id

    def says_the_same(self, other: Invite) -> bool:
        """Whether nobody need be told anything new: other words for the same facts are no news."""
        return self._facts == other._facts

    def goes_the_same_way(self, other: Invite) -> bool:
        """Whether sender and recipient are the same; an address that was missing may be filled in."""
        return self.organizer == other.organizer and other.email in ("", self.email)

    @property
    def _facts(self) -> tuple[object, ...]:
        return self.told, self.pupil_attends, self.timezone, self.email


@dataclass(frozen=True, slots=True)
class Event:
    """An adult's calendar event about a meeting, as it was last told.

    `generation` counts the events there have been for this adult and meeting, from 0: a cancelled one is dead, and
    a next one gets a new UID. `stamp` is when it was last told, in whole seconds UTC.
    """

    uid: str
    generation: int
    sequence: int
    method: Method
    stamp: dt.datetime
    invite: Invite

    @property
    def live(self) -> bool:
        """Whether it stands in the adult's calendar."""
        return self.method == "REQUEST"


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to tell one adult, as an iCalendar file and in words; `recipient` is "" where there is no address."""

    uid: str
    sequence: int
    method: Method
    adult_id: str
    meeting_id: str
    recipient: str
    subject: str
    body: str
    ics: bytes
    published_at: dt.datetime
    recovered: bool = False

    @property
    def key(self) -> Key:
        """Whom it is for, and about which meeting."""
        return self.adult_id, self.meeting_id


@dataclass(frozen=True, slots=True)
class StaffEvent:
    """A teacher's calendar event about an appointment; `live` is no once the teacher no longer attends."""

    uid: str
    teacher_id: str
    teacher_name: str
    sequence: int
    stamp: dt.datetime
    live: bool
    date: dt.date
    start_minute: int
    end_minute: int
    timezone: str
    organizer: str
    organizer_name: str
    summary: str
    location: str
    description: str


@dataclass(frozen=True, slots=True)
class Known:
    """What has been told so far: the latest event of each adult and meeting, and the teachers' events by UID."""

    events: Mapping[Key, Event] = field(default_factory=dict)
    staff: Mapping[str, StaffEvent] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Publication:
    """What a plan makes necessary to tell: which invites are new, changed, cancelled and untouched, by key.

    `messages` are in the order in which they are to be told; `events` and `staff` are those that become different.
    """

    new: tuple[Key, ...]
    changed: tuple[Key, ...]
    cancelled: tuple[Key, ...]
    untouched: tuple[Key, ...]
    messages: tuple[Message, ...]
    events: tuple[Event, ...]
    staff: tuple[StaffEvent, ...]

    @property
    def empty(self) -> bool:
        """Whether everything stands in the calendars already."""
        return not (self.messages or self.staff)


def uid_of(round_id: str, organizer: str, meeting_id: str, person_id: str, generation: int = 0) -> str:
    """The UID of a person's event about a meeting: it tells neither name, time nor room.

    It is derived rather than drawn, so that two first publications of one plan give the same bytes.

    >>> uid_of("2027-february", "school@zandloper.example", "m0123", "a1")
    'ec3949350ea003c59d288552c1c6e622@zandloper.example'
    """
    seed = "\n".join((round_id, organizer, meeting_id, person_id, str(generation)))
    return hashlib.sha256(seed.encode()).hexdigest()[:32] + "@" + organizer.rpartition("@")[2]
