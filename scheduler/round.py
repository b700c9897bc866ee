"""What is given: the round, its people and its rules, as plain frozen data.

Times of day are whole minutes since midnight, local school time (870 is 14:30);
weekdays count from 0 (Monday). Everything is a tuple or a frozenset, so a round
can be hashed, compared and shared between threads. Nothing here reads a file or
knows a solver.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

Audience = Literal["all", "requested"]
Modality = Literal["school", "phone", "video"]
Level = Literal["must", "wish"]
Role = Literal["teacher", "ib", "head"]
Relation = Literal["parent", "step"]
Kind = Literal["unavailable", "preferred", "available"]
RequestedBy = Literal["parent", "teacher"]

MINUTES_A_DAY = 24 * 60

COST_KEYS = (
    "unplaced_mandatory",
    "unplaced_optional",
    "siblings_apart",
    "moved",
    "wishes_missed",
    "teacher_idle_minutes",
    "teacher_windows",
    "parent_wait_minutes",
)
"""Every cost, in the order in which they count when the round does not say."""

UNPLACED = ("unplaced_mandatory", "unplaced_optional")
"""The costs of those without a place."""


@dataclass(frozen=True, slots=True)
class School:
    """The school as parents see it; `email` is the organizer of every invite."""

    name: str
    email: str
    timezone: str = "Europe/Amsterdam"
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time on one date in which conversations may be held, as the school wrote it.

    An afternoon that runs past the cutoff is kept whole here: the rule `cutoff` bounds the meetings.
    """

    date: dt.date
    start_minute: int
    end_minute: int
    evening: bool = False


@dataclass(frozen=True, slots=True)
class Teacher:
    """Someone who works here and can attend; `working_days` are weekdays, `room` "" for none.

    `max_meetings_per_day` is None where there is no such limit.
    """

    teacher_id: str
    name: str
    working_days: frozenset[int]
    email: str = ""
    room: str = ""
    role: Role = "teacher"
    max_meetings_per_day: int | None = None


@dataclass(frozen=True, slots=True)
class GroupTeacher:
    """A teacher of a group; `days` None means every day the teacher works."""

    teacher_id: str
    days: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A class of pupils and its teachers, in the order of the file; a duo group has two or more."""

    group: str
    level: int
    teachers: tuple[GroupTeacher, ...]


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child at the school."""

    pupil_id: str
    first_name: str
    last_name: str
    group: str

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Adult:
    """A person with a tie to a pupil; `teacher_id` where this adult also works here, else None.

    An empty `language` means the school's.
    """

    adult_id: str
    name: str
    email: str = ""
    phone: str = ""
    language: str = ""
    teacher_id: str | None = None


@dataclass(frozen=True, slots=True)
class Guardian:
    """The tie between a pupil and an adult. The rules `consent` and `contact_ban` read it."""

    pupil_id: str
    adult_id: str
    relation: Relation = "parent"
    authority: bool = True
    consent: bool = False
    contact_ban: bool = False
    order_on_file: bool = False


@dataclass(frozen=True, slots=True)
class Separation:
    """One row of separate.csv: in which party this adult of a flagged pupil meets."""

    pupil_id: str
    adult_id: str
    party: str


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for one pupil; None means: as the round says."""

    pupil_id: str
    requested_by: RequestedBy = "parent"
    minutes: int | None = None
    staff: tuple[str, ...] = ()
    modality: Modality | None = None
    mandatory: bool | None = None


@dataclass(frozen=True, slots=True)
class Availability:
    """When a person (an adult or a teacher) can, cannot, or would rather meet.

    At most one of `date` and `weekday` is set; neither means every date.
    The stretch is [start_minute, end_minute) of that day, by default all of it.
    """

    person_id: str
    kind: Kind
    date: dt.date | None = None
    weekday: int | None = None
    start_minute: int = 0
    end_minute: int = MINUTES_A_DAY

    def on(self, date: dt.date) -> bool:
        """Whether this row speaks of that date."""
        if self.date is not None:
            return self.date == date
        return self.weekday is None or self.weekday == date.weekday()


@dataclass(frozen=True, slots=True)
class Siblings:
    """How the meetings of one adult lie together; minutes between one's end and the next one's start."""

    level: Level = "must"
    walk_minutes: int = 0
    max_wait_minutes: int = 10


@dataclass(frozen=True, slots=True)
class Breaks:
    """At most `after_meetings` in a row, then at least `minutes` without a meeting."""

    after_meetings: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Settings:
    """The `[round]` table and its small companions."""

    round_id: str
    name: str
    audience: Audience
    mandatory: bool
    meeting_minutes: int
    slot_minutes: int
    cutoff_minute: int = 17 * 60
    child_present_from_level: int | None = None
    modality: Modality = "school"
    siblings: Siblings = field(default_factory=Siblings)
    min_apart_minutes: int = 30
    breaks: Breaks | None = None
    objective: tuple[str, ...] = COST_KEYS


@dataclass(frozen=True)
class Round:
    """One series of conversations: everything the school gave, checked and complete.

    `agreements` gives the agreed teachers of a pupil in the order of the file; pupils without one are absent.
    Tuples are in the order of the files.
    """

    school: School
    settings: Settings
    windows: tuple[Window, ...]
    teachers: tuple[Teacher, ...]
    groups: tuple[Group, ...]
    pupils: tuple[Pupil, ...]
    adults: tuple[Adult, ...]
    guardians: tuple[Guardian, ...]
    separations: tuple[Separation, ...] = ()
    agreements: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    requests: tuple[Request, ...] = ()
    availability: tuple[Availability, ...] = ()

    @cached_property
    def teacher(self) -> Mapping[str, Teacher]:
        """Teachers by id."""
        return {teacher.teacher_id: teacher for teacher in self.teachers}

    @cached_property
    def group(self) -> Mapping[str, Group]:
        """Groups by name."""
        return {group.group: group for group in self.groups}

    @cached_property
    def pupil(self) -> Mapping[str, Pupil]:
        """Pupils by id."""
        return {pupil.pupil_id: pupil for pupil in self.pupils}

    @cached_property
    def adult(self) -> Mapping[str, Adult]:
        """Adults by id."""
        return {adult.adult_id: adult for adult in self.adults}

    @cached_property
    def request(self) -> Mapping[str, Request]:
        """Requests by pupil id."""
        return {request.pupil_id: request for request in self.requests}

    @cached_property
    def guardians_of(self) -> Mapping[str, tuple[Guardian, ...]]:
        """The ties of each pupil, by pupil id; a pupil without any is absent."""
        found: dict[str, list[Guardian]] = {}
        for guardian in self.guardians:
            found.setdefault(guardian.pupil_id, []).append(guardian)
        return {pupil_id: tuple(ties) for pupil_id, ties in found.items()}

    @cached_property
    def apart_from(self) -> Mapping[str, frozenset[str]]:
        """Whom each adult comes apart from, for whichever pupil; most adults are absent."""
        found: dict[str, set[str]] = {}
        for one in self.separations:
            for other in self.separations:
                if one.pupil_id == other.pupil_id and one.party != other.party:
                    found.setdefault(one.adult_id, set()).add(other.adult_id)
        return {adult_id: frozenset(others) for adult_id, others in found.items()}

    def others_apart(self, adult_ids: Iterable[str]) -> set[str]:
        """The adults who come apart from any of these, for whichever pupil."""
        return {other for adult_id in adult_ids for other in self.apart_from.get(adult_id, ())}

    @cached_property
    def availability_of(self) -> Mapping[str, tuple[Availability, ...]]:
        """The availability rows of each person; an adult who works here has those of both ids under either."""
        rows: dict[str, list[Availability]] = {}
        for row in self.availability:
            rows.setdefault(row.person_id, []).append(row)
        both = {key: list(value) for key, value in rows.items()}
        for adult in self.adults:
            if adult.teacher_id is not None:
                one, other = adult.adult_id, adult.teacher_id
                both[one] = rows.get(one, []) + rows.get(other, [])
                both[other] = both.get(other, []) + rows.get(one, [])
        return {key: tuple(value) for key, value in both.items() if value}

    @cached_property
    def dates(self) -> tuple[dt.date, ...]:
        """The dates that have a window, ascending."""
        return tuple(sorted({window.date for window in self.windows}))


def clock(minute: int) -> str:
    """The time of day as people write it.

    >>> clock(870)
    '14:30'
    """
    return f"{minute // 60:02d}:{minute % 60:02d}"
