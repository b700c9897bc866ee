"""OneRoster 1.1 and 1.2 as CSV: guardians are users, tied to pupils by `agentSourcedIds` on either side."""

from __future__ import annotations

import re
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
STAFF = {"teacher", "aide", "administrator", "principal", "counselor", "districtadministrator", "siteadministrator"}
NOT_HOLDING = {"aide", "districtadministrator", "siteadministrator"}


def read_oneroster(bundle: Bundle, notes: Notes) -> Extract:
    """What the export says about the school; 1.2 keeps the roles in a file of their own."""
    users = users_of(bundle)
    roles = {key: cells.get("role", "").casefold() for key, (_, cells) in users.items()}
    for _, cells in records(bundle, "roles.csv", ("userSourcedId", "role")):
        if not roles.get(cells["usersourcedid"]) or cells.get("roletype", "").casefold() == "primary":
            roles[cells["usersourcedid"]] = cells["role"].casefold()
    classes = list(records(bundle, "classes.csv", ("sourcedId", "title")))
    homerooms = {cells["sourcedid"] for _, cells in classes if cells.get("classtype", "").casefold() == "homeroom"}
    learns: dict[str, list[str]] = {}
    teaches: dict[str, list[str]] = {}
    for _, cells in records(bundle, "enrollments.csv", ("classSourcedId", "userSourcedId", "role")):
        enrolled = {"student": learns, "teacher": teaches}.get(cells["role"].casefold())
        if enrolled is not None:
            enrolled.setdefault(cells["usersourcedid"], []).append(cells["classsourcedid"])
    pupils = tuple(pupil_of(users[key], one_group(learns.get(key, []), homerooms), users[key][1].get("grades", ""))
                   for key, role in roles.items() if role == "student" and key in users)
    teachers = tuple(teacher_of(users[key], tuple(teaches.get(key, [])), role)
                     for key, role in roles.items() if role in STAFF - NOT_HOLDING and key in users)
    for key, role in roles.items():
        if role in NOT_HOLDING and key in users:
            notes.add("left_out", users[key][0], marked("{name} ({role}) holds no conversations."),
                      name=person_name(users[key][1]), role=role)
    groups = tuple(group_of(*record) for record in classes)
    ties = tuple(_ties(users, roles, notes))
    notes.add("understood", Place(bundle.file), marked("OneRoster: {pupils} pupils, {groups} groups, {teachers} "
                                                       "teachers, {ties} times a guardian with a pupil."),
              pupils=len(pupils), groups=len(groups), teachers=len(teachers), ties=len(ties))
    note_dropped(bundle.sheets.values(), notes)
    return Extract(bundle.file, register=True, groups=groups, teachers=teachers, pupils=pupils, ties=ties)


def _ties(users: dict[str, Record], roles: dict[str, str], notes: Notes) -> Iterator[FoundTie]:
    pairs: dict[tuple[str, str], None] = {}
    for key, (place, cells) in users.items():
        for agent in filter(None, re.split(r"[,;\s]+", cells.get("agentsourcedids", ""))):
            child, adult = (key, agent) if roles.get(key) == "student" else (agent, key)
            if roles.get(child) != "student" or adult not in users:
                notes.add("left_out", place, marked("This row names someone who is not among the people of the "
                                                    "export."), "agentSourcedIds")
            elif roles[adult] in GUARDIANS:
                pairs[child, adult] = None
            else:
                notes.add("left_out", users[adult][0], marked("{name} is neither parent nor step-parent by this row."),
                          name=person_name(users[adult][1]))
    position: dict[str, int] = {}
    for child, adult in pairs:
        place, person = users[adult]
        position[child] = position.get(child, 0) + 1
        yield FoundTie(pupil_of(users[child], "", ""),
                       FoundAdult(person_name(person), clean_email(person.get("email", "")), place,
                                  clean_phone(person.get("phone", "") or person.get("sms", ""))), position[child])
