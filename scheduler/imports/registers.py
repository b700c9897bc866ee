"""Groups, teachers and pupils of the exports as rows of the tables; what they do not know is marked."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.imports.text import folded, group_id, id_of
from scheduler.intake.values import UNKNOWN
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.imports.notes import Notes
    from scheduler.imports.school import Extract, FoundGroup, FoundPupil, FoundTeacher
    from scheduler.imports.tables import Row, Tables

LEVELS = tuple("12345678")

Hints = dict[tuple[str, str], str]
"""What an export knows about a cell of groups.csv that it cannot fill in, by group and column."""


def teacher_rows(extracts: Sequence[Extract]) -> list[Row]:
    """The teachers, each with the days worked still to be filled in."""
    return [{"teacher_id": id_of(teacher.key, "t"), "name": teacher.name, "email": teacher.email,
             "working_days": UNKNOWN, "role": teacher.role}
            for extract in extracts for teacher in extract.teachers]


def pupil_rows(extract: Extract, notes: Notes) -> list[Row]:
    """The pupils, each with a group or the mark that it must be filled in."""
    groups = {group.key: group for group in extract.groups}
    found = ((pupil, _group_of(pupil, groups)) for pupil in extract.pupils)
    rows = []
    for pupil, group in found:
        if group is None:
            notes.add("understood", pupil.place, marked("{pupil} stands in no group."), pupil=pupil.name)
        rows.append({"pupil_id": id_of(pupil.key, "p"), "first_name": pupil.first_name or UNKNOWN,
                     "last_name": pupil.last_name or UNKNOWN, "group": group_id(group.name) if group else UNKNOWN})
    return rows


def group_rows(extracts: Sequence[Extract], pupils: Sequence[Row], notes: Notes) -> list[Row]:
    """The groups that have pupils, a row for each of their teachers; `pupils` are rows of pupils.csv."""
    named = {group_id(group.name): group for one in extracts for group in one.groups}
    teaching = _teaching(extracts)
    rows = []
    for name in dict.fromkeys(row["group"] for row in pupils if row["group"] != UNKNOWN):
        level = _level(name, named.get(name), _levels_of(name, extracts), notes)
        teachers = [id_of(teacher.key, "t") for teacher in teaching.get(name, ())]
        rows += [{"group": name, "level": level, "teacher_id": teacher_id} for teacher_id in teachers or [UNKNOWN]]
    _note_twins(extracts, {row["group"] for row in rows}, notes)
    empty = [group.name for name, group in named.items() if name not in {row["group"] for row in rows}]
    if empty:
        notes.add("left_out", None, marked("Groups without pupils: {names}."), names=", ".join(empty))
    return rows


def _note_twins(extracts: Sequence[Extract], filled: set[str], notes: Notes) -> None:
    """Say where two groups of the export would be one, as their names differ in signs only."""
    for extract in extracts:
        first: dict[str, FoundGroup] = {}
        for group in extract.groups:
            twin = first.setdefault(group_id(group.name), group)
            if twin is not group and group_id(group.name) in filled:
                notes.add("missing", group.place, marked("{group} and {other} are both called {name} here, so their "
                                                         "pupils are in one group. Are they two? Rename one in the "
                                                         "export."),
                          group=group.name, other=twin.name, name=group_id(group.name))


def list_group_rows(names: Sequence[str], extracts: Sequence[Extract], notes: Notes) -> list[Row]:
    """The groups that only lists name; their teachers are not known."""
    return [{"group": name, "level": _level(name, None, _levels_of(name, extracts), notes), "teacher_id": UNKNOWN}
            for name in names]


def group_hints(extracts: Sequence[Extract]) -> Hints:
    """The year groups of a group's pupils, and who teaches the composite groups that they are in as well."""
    teaching = _teaching(extracts)
    levels: dict[str, set[str]] = defaultdict(set)
    teachers: dict[str, set[str]] = defaultdict(set)
    for extract in extracts:
        groups = {group.key: group for group in extract.groups}
        for pupil in extract.pupils:
            name = _group_name(pupil, groups)
            levels[name] |= {pupil.level} - {""}
            composite = {group_id(groups[key].name) for key in pupil.also if key in groups} - {name}
            teachers[name] |= {teacher.name for one in composite for teacher in teaching.get(one, ())}
    found = {"level": levels, "teacher_id": teachers}
    return {(name, column): ", ".join(sorted(said[name])) for column, said in found.items() for name in said
            if said[name]}


def _teaching(extracts: Sequence[Extract]) -> dict[str, list[FoundTeacher]]:
    found: dict[str, list[FoundTeacher]] = defaultdict(list)
    for extract in extracts:
        names = {group.key: group_id(group.name) for group in extract.groups}
        for teacher in extract.teachers:
            for key in teacher.groups:
                found[names.get(key, "")].append(teacher)
    return found


def _group_of(pupil: FoundPupil, groups: dict[str, FoundGroup]) -> FoundGroup | None:
    """The pupil's class; where there is none, the only composite group."""
    if pupil.group in groups:
        return groups[pupil.group]
    also = [groups[key] for key in dict.fromkeys(pupil.also) if key in groups]
    return also[0] if len(also) == 1 else None


def _group_name(pupil: FoundPupil, groups: dict[str, FoundGroup]) -> str:
    """The group as the tables call it; of a list, which gives names for keys, the name as it stands."""
    group = _group_of(pupil, groups)
    return group_id(group.name if group else pupil.group)


def _levels_of(name: str, extracts: Sequence[Extract]) -> set[str]:
    """The year groups of the pupils of a group, where these are known."""
    found = set()
    for extract in extracts:
        groups = {group.key: group for group in extract.groups}
        for pupil in extract.pupils:
            if pupil.level in LEVELS and _group_name(pupil, groups) == name:
                found.add(pupil.level)
    return found


def _level(name: str, group: FoundGroup | None, pupils: set[str], notes: Notes) -> str:
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
    return UNKNOWN


def same_teacher(teachers: Sequence[Row], name: str) -> Row | None:
    """The one teacher of that name."""
    found = [row for row in teachers if folded(row.get("name", "")) == folded(name) != ""]
    return found[0] if len(found) == 1 else None


def rows_by_table(teachers: list[Row], groups: list[Row], pupils: list[Row]) -> Tables:
    """The rows under the names of their files, those without any left out."""
    given = {"teachers.csv": teachers, "groups.csv": groups, "pupils.csv": pupils}
    return {file: rows for file, rows in given.items() if rows}
