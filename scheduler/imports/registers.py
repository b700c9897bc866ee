"""Groups, teachers and pupils of the exports as rows of the tables; what they do not know is marked."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.imports.tables import UNKNOWN, Row, Tables
from scheduler.imports.text import folded, group_id, id_of
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.imports.notes import Notes
    from scheduler.imports.school import Extract, FoundGroup, FoundPupil, FoundTeacher

LEVELS = tuple("12345678")


def teacher_rows(extracts: Sequence[Extract]) -> list[Row]:
    """The teachers, each with the days worked still to be filled in."""
    return [{"teacher_id": id_of(teacher.key, "t"), "name": teacher.name, "email": teacher.email,
             "working_days": UNKNOWN, "role": teacher.role}
            for extract in extracts for teacher in extract.teachers]


def pupil_rows(extract: Extract, notes: Notes) -> list[Row]:
    """The pupils who stand in a group."""
    groups = {group.key: group for group in extract.groups}
    found = ((pupil, _group_of(pupil, groups)) for pupil in extract.pupils)
    rows = []
    for pupil, group in found:
        if group is None:
            notes.add("missing", pupil.place, marked("{pupil} stands in no group and was left out: fill in the group "
                                                     "in the export and import again, or add the pupil to pupils.csv."),
                      pupil=pupil.name)
        else:
            rows.append({"pupil_id": id_of(pupil.key, "p"), "first_name": pupil.first_name,
                         "last_name": pupil.last_name or UNKNOWN, "group": group_id(group.name)})
    return rows


def group_rows(extracts: Sequence[Extract], pupils: Sequence[Row], folder: Sequence[Row], notes: Notes) -> list[Row]:
    """The groups that have pupils, a row for each of their teachers; `pupils` are rows of pupils.csv.

    `folder` are the rows of groups.csv so far: what is filled in there is not asked for.
    """
    named = {group_id(group.name): (one, group) for one in extracts for group in one.groups}
    teaching: dict[str, list[FoundTeacher]] = defaultdict(list)
    for one in extracts:
        names = {group.key: group_id(group.name) for group in one.groups}
        for teacher in one.teachers:
            for key in teacher.groups:
                teaching[names.get(key, "")].append(teacher)
    rows = []
    for name in dict.fromkeys(row["group"] for row in pupils):
        known = named.get(name)
        extract = known[0] if known else None
        group = known[1] if known else None
        level = _level(name, group, _levels_of(name, extracts), folder, notes)
        for teacher in teaching[name]:
            rows.append({"group": name, "level": level, "teacher_id": id_of(teacher.key, "t")})
        if not teaching[name]:
            rows.append({"group": name, "level": level, "teacher_id": UNKNOWN})
            if not _filled(folder, name, "teacher_id"):
                _say_who_could(name, extract, teaching, notes)
    empty = [group.name for name, (_, group) in named.items() if name not in {row["group"] for row in rows}]
    if empty:
        notes.add("left_out", None, marked("Groups without pupils: {names}."), names=", ".join(empty))
    return rows


def list_group_rows(names: Sequence[str], extracts: Sequence[Extract], notes: Notes) -> list[Row]:
    """The groups that only lists name; their teachers are not known."""
    rows = []
    for name in names:
        rows.append({"group": name, "level": _level(name, None, _levels_of(name, extracts), (), notes),
                     "teacher_id": UNKNOWN})
        notes.add("missing", None, marked("groups.csv: who teaches {group}?"), group=name)
    return rows


def _group_of(pupil: FoundPupil, groups: dict[str, FoundGroup]) -> FoundGroup | None:
    """The pupil's class; where there is none, the only composite group."""
    if pupil.group in groups:
        return groups[pupil.group]
    also = [groups[key] for key in dict.fromkeys(pupil.also) if key in groups]
    return also[0] if len(also) == 1 else None


def _levels_of(name: str, extracts: Sequence[Extract]) -> set[str]:
    """The year groups of the pupils of a group, where these are known."""
    found = set()
    for extract in extracts:
        groups = {group.key: group for group in extract.groups}
        for pupil in extract.pupils:
            group = _group_of(pupil, groups)
            if pupil.level in LEVELS and group_id(group.name if group else pupil.group) == name:
                found.add(pupil.level)
    return found


def _filled(folder: Sequence[Row], group: str, column: str) -> bool:
    return any(row.get("group") == group and row.get(column, "") not in {"", UNKNOWN} for row in folder)


def _level(name: str, group: FoundGroup | None, pupils: set[str], folder: Sequence[Row], notes: Notes) -> str:
    if group is not None and group.level in LEVELS:
        return group.level
    if len(pupils) == 1:
        return next(iter(pupils))
    digits: set[str] = set(re.findall(r"(?<!\d)[1-8](?!\d)", name))
    if not pupils and group is None and len(digits) == 1:
        level = digits.pop()
        notes.add("understood", None, marked("Group {group} was taken to be year group {level}, by its name."),
                  group=name, level=level)
        return level
    levels = ", ".join(sorted(pupils or digits))
    if not _filled(folder, name, "level"):
        notes.add("missing", None, marked("groups.csv: the year group (1 to 8) of {group}. Its pupils are in year "
                                          "group: {levels}."), group=name, levels=levels or UNKNOWN)
    return UNKNOWN


def _say_who_could(name: str, extract: Extract | None, teaching: dict[str, list[FoundTeacher]], notes: Notes) -> None:
    """Name the teachers of the composite groups that the pupils of a group without a teacher are in."""
    composite = {group.key: group_id(group.name) for group in extract.groups if group.composite} if extract else {}
    groups = {group.key: group for group in extract.groups} if extract else {}
    also = {key for pupil in (extract.pupils if extract else ()) for key in pupil.also
            if (own := _group_of(pupil, groups)) and group_id(own.name) == name}
    could = sorted({teacher.name for key in also for teacher in teaching.get(composite.get(key, ""), [])})
    if could:
        notes.add("missing", None, marked("groups.csv: who teaches {group}? Its pupils are also in a composite group "
                                          "of {names}."), group=name, names=", ".join(could))
    else:
        notes.add("missing", None, marked("groups.csv: who teaches {group}?"), group=name)


def same_teacher(teachers: Sequence[Row], name: str) -> Row | None:
    """The one teacher of that name."""
    found = [row for row in teachers if folded(row.get("name", "")) == folded(name) != ""]
    return found[0] if len(found) == 1 else None


def rows_by_table(teachers: list[Row], groups: list[Row], pupils: list[Row]) -> Tables:
    """The rows under the names of their files, those without any left out."""
    given = {"teachers.csv": teachers, "groups.csv": groups, "pupils.csv": pupils}
    return {file: rows for file, rows in given.items() if rows}
