"""Microsoft School Data Sync v2.1: users, roles, classes, enrollments, and relationships with the guardians."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.imports.rosters import (
    group_of,
    note_dropped,
    one_group,
    person_name,
    pupil_of,
    records,
    teacher_of,
    users_of,
)
from scheduler.imports.school import Extract, FoundAdult, FoundTie, Place
from scheduler.imports.text import clean_email, clean_phone
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.imports.notes import Notes
    from scheduler.imports.rosters import Record
    from scheduler.imports.sources import Bundle

GUARDIANS = {"guardian", "parent"}
STAFF = {"teacher", "professor", "faculty", "staff", "principal", "administrator", "adjunct", "counselor", "counsellor"}


def is_sds(bundle: Bundle) -> bool:
    """Whether the files are those of School Data Sync rather than of OneRoster."""
    users = {column.casefold() for column in bundle.sheets["users.csv"].header}
    return "relationships.csv" in bundle.sheets or not users & {"enableduser", "agentsourcedids"}


def read_sds(bundle: Bundle, notes: Notes) -> Extract:
    """What the export says about the school."""
    users = users_of(bundle)
    roles: dict[str, tuple[str, str]] = {}
    for _, cells in records(bundle, "roles.csv", ("userSourcedId", "role")):
        roles.setdefault(cells["usersourcedid"], (cells["role"].casefold(), cells.get("grade", "")))
    learns: dict[str, list[str]] = {}
    teaches: dict[str, list[str]] = {}
    for _, cells in records(bundle, "enrollments.csv", ("classSourcedId", "userSourcedId", "role")):
        enrolled = learns if cells["role"].casefold() == "student" else teaches
        enrolled.setdefault(cells["usersourcedid"], []).append(cells["classsourcedid"])
    groups = tuple(group_of(*record) for record in records(bundle, "classes.csv", ("sourcedId", "title")))
    pupils = tuple(pupil_of(users[key], one_group(learns.get(key, []), set()), grade)
                   for key, (role, grade) in roles.items() if role == "student" and key in users)
    teachers = tuple(teacher_of(users[key], tuple(teaches.get(key, [])), role)
                     for key, (role, _) in roles.items() if role in STAFF and key in users)
    ties = tuple(_ties(bundle, users, notes))
    notes.add("understood", Place(bundle.file), marked("School Data Sync: {pupils} pupils, {groups} groups, {teachers} "
                                                       "teachers, {ties} times a guardian with a pupil."),
              pupils=len(pupils), groups=len(groups), teachers=len(teachers), ties=len(ties))
    note_dropped(bundle.sheets.values(), notes)
    return Extract(bundle.file, register=True, groups=groups, teachers=teachers, pupils=pupils, ties=ties)


def _ties(bundle: Bundle, users: dict[str, Record], notes: Notes) -> Iterator[FoundTie]:
    position: dict[str, int] = {}
    needed = ("userSourcedId", "relationshipUserSourcedId", "relationshipRole")
    for place, cells in records(bundle, "relationships.csv", needed):
        child, adult = cells["usersourcedid"], cells["relationshipusersourcedid"]
        if child not in users or adult not in users:
            notes.add("left_out", place, marked("This row names someone who is not among the people of the export."))
            continue
        where, person = users[adult]
        if cells["relationshiprole"].casefold() not in GUARDIANS:
            notes.add("left_out", place, marked("{name} is neither parent nor step-parent by this row."),
                      "relationshipRole", name=person_name(person))
            continue
        position[child] = position.get(child, 0) + 1
        yield FoundTie(pupil_of(users[child], "", ""),
                       FoundAdult(person_name(person), clean_email(person.get("email", "")), where,
                                  clean_phone(person.get("phone", ""))), position[child])
