"""Whether the tables fit together: every id is known, stands where it may, and means one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.intake import values
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.intake.cells import Row
    from scheduler.intake.entries import Entries, Entry
    from scheduler.round import Guardian, Separation

UNKNOWN_PUPIL = marked("No pupil has this id in pupils.csv. Correct it, or add the pupil.")
UNKNOWN_ADULT = marked("No adult has this id in adults.csv. Correct it, or add the adult.")
UNKNOWN_TEACHER = marked("No teacher has this id in teachers.csv. Correct it, or add the teacher.")
UNKNOWN_GROUP = marked("No group has this name in groups.csv. Correct it, or add the group with its teacher.")
UNKNOWN_PERSON = marked("Nobody has this id in adults.csv or teachers.csv. Correct it, or add the person.")
TWICE = marked("This id stands in this table already, in line {other}. Give each its own id, or remove one row.")
TWICE_TOGETHER = marked("The same stands in this table already, in line {other}. Remove one row.")


def check_references(entries: Entries) -> None:
    """Note every id that is unknown, doubled or claimed by two.

    Where a table could be read in part only, an id that is not in it is not held against the others.
    """
    _check_doubles(entries)
    _check_groups(entries)
    _check_adults(entries)
    _check_ties(entries)
    _check_rows_about_pupils(entries)
    _check_people(entries)


def _check_doubles(entries: Entries) -> None:
    _once(TWICE, "teacher_id", ((each.row, each.item.teacher_id) for each in entries.teachers))
    _once(TWICE, "pupil_id", ((each.row, each.item.pupil_id) for each in entries.pupils))
    _once(TWICE, "adult_id", ((each.row, each.item.adult_id) for each in entries.adults))
    _once(TWICE_TOGETHER, "teacher_id", ((each.row, (each.item.group, each.item.teacher.teacher_id))
                                         for each in entries.groups))
    _once(TWICE_TOGETHER, "adult_id", ((each.row, (each.item.pupil_id, each.item.adult_id))
                                       for each in entries.guardians))
    _once(marked("This pupil has a request already, in line {other}. Make them one row."), "pupil_id",
          ((each.row, each.item.pupil_id) for each in entries.requests))


def _once(message: str, column: str, found: Iterable[tuple[Row, object]]) -> None:
    """Refuse what stands there a second time; ids that differ in capitals only would be one file on Windows."""
    first: dict[object, Row] = {}
    for row, key in found:
        folded = key.casefold() if isinstance(key, str) else key
        if folded not in first:
            first[folded] = row
        elif row.text(column):
            row.refuse(column, message, other=first[folded].line)


def _check_groups(entries: Entries) -> None:
    levels: dict[str, tuple[int, Row]] = {}
    for each in entries.groups:
        if values.group_from_date(each.item.group):
            each.row.warn("group", marked("Excel may have made a date of this group. Write it as it is called, here "
                                          "and in pupils.csv, in a column that is text."))
        _known(entries, "teachers.csv", each.row, "teacher_id", [each.item.teacher.teacher_id], UNKNOWN_TEACHER)
        level, first = levels.setdefault(each.item.group, (each.item.level, each.row))
        if each.item.level != level:
            each.row.refuse("level", marked("This group has level {level} in line {other}. Give all its rows the same "
                                            "level."), level=level, other=first.line)
    for pupil in entries.pupils:
        _known(entries, "groups.csv", pupil.row, "group", [pupil.item.group], UNKNOWN_GROUP)


def _check_adults(entries: Entries) -> None:
    teachers = {each.item.teacher_id: each.row for each in entries.teachers}
    claimed: dict[str, Row] = {}
    for each in entries.adults:
        adult = each.item
        if adult.adult_id in teachers and adult.teacher_id != adult.adult_id and adult.adult_id:
            each.row.refuse("adult_id", marked("A teacher has this id too, in line {other} of teachers.csv. Give "
                                               "one of them another id; one person who is both goes in teacher_id."),
                            other=teachers[adult.adult_id].line)
        if adult.teacher_id is None:
            continue
        _known(entries, "teachers.csv", each.row, "teacher_id", [adult.teacher_id], UNKNOWN_TEACHER)
        first = claimed.setdefault(adult.teacher_id, each.row)
        if first is not each.row:
            each.row.refuse("teacher_id", marked("The adult in line {other} is this teacher already. A teacher is one "
                                                 "person: empty one of the two."), other=first.line)


def _check_ties(entries: Entries) -> None:
    ties: list[Entry[Guardian] | Entry[Separation]] = [*entries.guardians, *entries.separations]
    for tie in ties:
        _known(entries, "pupils.csv", tie.row, "pupil_id", [tie.item.pupil_id], UNKNOWN_PUPIL)
        _known(entries, "adults.csv", tie.row, "adult_id", [tie.item.adult_id], UNKNOWN_ADULT)


def _check_rows_about_pupils(entries: Entries) -> None:
    for agreement in entries.agreements:
        _known(entries, "pupils.csv", agreement.row, "pupil_id", [agreement.item.pupil_id], UNKNOWN_PUPIL)
        _known(entries, "teachers.csv", agreement.row, "teacher_id", agreement.item.teacher_ids, UNKNOWN_TEACHER)
    for request in entries.requests:
        _known(entries, "pupils.csv", request.row, "pupil_id", [request.item.pupil_id], UNKNOWN_PUPIL)
        _known(entries, "teachers.csv", request.row, "staff", request.item.staff, UNKNOWN_TEACHER)


def _check_people(entries: Entries) -> None:
    if not {"adults.csv", "teachers.csv"} <= entries.whole:
        return
    known = entries.ids["adults.csv"] | entries.ids["teachers.csv"] | {""}
    for each in entries.availability:
        if each.item.person_id not in known:
            each.row.refuse("person_id", UNKNOWN_PERSON)


def _known(entries: Entries, file: str, row: Row, column: str, wanted: Iterable[str], message: str) -> None:
    """Refuse the cell where an id in it does not stand in that table."""
    if file in entries.whole and any(one and one not in entries.ids[file] for one in wanted):
        row.refuse(column, message)
