"""Rows to the round's people and their ties, each with the row it came from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar, get_args

from scheduler.language import languages
from scheduler.round import (
    MINUTES_A_DAY,
    Adult,
    Availability,
    Group,
    GroupTeacher,
    Guardian,
    Kind,
    Modality,
    Pupil,
    Relation,
    Request,
    RequestedBy,
    Role,
    Round,
    Separation,
    Teacher,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scheduler.intake.cells import Row
    from scheduler.intake.settings import RoundFile
    from scheduler.intake.tables import Rows

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """What a row says, and the row itself, to point at in a message."""

    row: Row
    item: T


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One row of groups.csv."""

    group: str
    level: int
    teacher: GroupTeacher


@dataclass(frozen=True, slots=True)
class Agreement:
    """One row of agreements.csv."""

    pupil_id: str
    teacher_ids: tuple[str, ...]


@dataclass(frozen=True)
class Entries:
    """All rows of all tables, the files of which every row could be read, and the line of each table's header."""

    teachers: tuple[Entry[Teacher], ...]
    groups: tuple[Entry[GroupRow], ...]
    pupils: tuple[Entry[Pupil], ...]
    adults: tuple[Entry[Adult], ...]
    guardians: tuple[Entry[Guardian], ...]
    separations: tuple[Entry[Separation], ...]
    agreements: tuple[Entry[Agreement], ...]
    requests: tuple[Entry[Request], ...]
    availability: tuple[Entry[Availability], ...]
    whole: frozenset[str]
    headers: Mapping[str, int | None]

    @cached_property
    def ids(self) -> Mapping[str, frozenset[str]]:
        """The ids (for groups, the names) that the tables of people give, by file name."""
        return {
            "teachers.csv": frozenset(entry.item.teacher_id for entry in self.teachers),
            "groups.csv": frozenset(entry.item.group for entry in self.groups),
            "pupils.csv": frozenset(entry.item.pupil_id for entry in self.pupils),
            "adults.csv": frozenset(entry.item.adult_id for entry in self.adults),
        }

    def round(self, given: RoundFile) -> Round:
        """The round as far as it was read; only sound where nothing was wrong."""
        agreements: dict[str, tuple[str, ...]] = {}
        for entry in self.agreements:
            agreed = (*agreements.get(entry.item.pupil_id, ()), *entry.item.teacher_ids)
            agreements[entry.item.pupil_id] = tuple(dict.fromkeys(agreed))
        return Round(
            school=given.school,
            settings=given.settings,
            windows=_items(given.windows),
            teachers=_items(self.teachers),
            groups=_groups(self.groups),
            pupils=_items(self.pupils),
            adults=_items(self.adults),
            guardians=_items(self.guardians),
            separations=_items(self.separations),
            agreements=agreements,
            requests=_items(self.requests),
            availability=_items(self.availability),
        )


def read_entries(tables: Mapping[str, Rows]) -> Entries:
    """What every row of the tables, given by file name, says; what is wrong with a cell is noted."""

    def entries(file: str, read: Callable[[Row], T]) -> tuple[Entry[T], ...]:
        return tuple(Entry(row, read(row)) for row in tables[file].rows)

    return Entries(
        teachers=entries("teachers.csv", _teacher),
        groups=entries("groups.csv", _group_row),
        pupils=entries("pupils.csv", _pupil),
        adults=entries("adults.csv", _adult),
        guardians=entries("guardians.csv", _guardian),
        separations=entries("separate.csv", _separation),
        agreements=entries("agreements.csv", _agreement),
        requests=entries("requests.csv", _request),
        availability=tuple(
            Entry(row, item) for row in tables["availability.csv"].rows for item in _availability(row)
        ),
        whole=frozenset(file for file, rows in tables.items() if rows.whole),
        headers={file: rows.header for file, rows in tables.items()},
    )


def _items(entries: tuple[Entry[T], ...]) -> tuple[T, ...]:
    return tuple(entry.item for entry in entries)


def _groups(entries: tuple[Entry[GroupRow], ...]) -> tuple[Group, ...]:
    rows: dict[str, list[GroupRow]] = {}
    for entry in entries:
        rows.setdefault(entry.item.group, []).append(entry.item)
    return tuple(Group(name, of[0].level, tuple(row.teacher for row in of)) for name, of in rows.items())


def _teacher(row: Row) -> Teacher:
    return Teacher(
        teacher_id=row.id("teacher_id"),
        name=row.text("name"),
        working_days=row.days("working_days", frozenset()),
        email=row.email("email"),
        room=row.text("room"),
        role=row.choice("role", get_args(Role), "teacher"),
        max_meetings_per_day=row.number("max_meetings_per_day", None, 1, 200),
    )


def _group_row(row: Row) -> GroupRow:
    member = GroupTeacher(row.id("teacher_id"), row.days("days", None))
    return GroupRow(row.text("group"), row.number("level", 1, 1, 8), member)


def _pupil(row: Row) -> Pupil:
    return Pupil(row.id("pupil_id"), row.text("first_name"), row.text("last_name"), row.text("group"))


def _adult(row: Row) -> Adult:
    return Adult(
        adult_id=row.id("adult_id"),
        name=row.text("name"),
        email=row.email("email"),
        phone=row.text("phone"),
        language=row.choice("language", languages(), ""),
        teacher_id=row.id("teacher_id") or None,
    )


def _guardian(row: Row) -> Guardian:
    relation: Relation = row.choice("relation", get_args(Relation), "parent")
    return Guardian(
        pupil_id=row.id("pupil_id"),
        adult_id=row.id("adult_id"),
        relation=relation,
        authority=row.yes_no("authority", relation == "parent"),
        consent=row.yes_no("consent", False),
        contact_ban=row.yes_no("contact_ban", False),
        order_on_file=row.yes_no("order_on_file", False),
    )


def _separation(row: Row) -> Separation:
    return Separation(row.id("pupil_id"), row.id("adult_id"), row.text("party"))


def _agreement(row: Row) -> Agreement:
    return Agreement(row.id("pupil_id"), row.ids("teacher_id"))


def _request(row: Row) -> Request:
    return Request(
        pupil_id=row.id("pupil_id"),
        requested_by=row.choice("requested_by", get_args(RequestedBy), "parent"),
        minutes=row.number("minutes", None, 1, MINUTES_A_DAY),
        staff=row.ids("staff"),
        modality=row.choice("modality", get_args(Modality), None),
        mandatory=row.yes_no("mandatory", None),
    )


def _availability(row: Row) -> tuple[Availability, ...]:
    """One for each weekday that the row names."""
    weekdays: list[int | None] = [*sorted(row.days("weekday", frozenset()))] or [None]
    kind: Kind = row.choice("kind", get_args(Kind), "unavailable")
    date = row.date("date")
    start, end = row.minute("start", 0), row.minute("end", MINUTES_A_DAY)
    return tuple(Availability(row.id("person_id"), kind, date, weekday, start, end) for weekday in weekdays)
