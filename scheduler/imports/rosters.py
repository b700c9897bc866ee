"""What School Data Sync and OneRoster share: a folder of CSV files in which people, classes and ties have ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.imports.lists import NO_NAME
from scheduler.imports.school import Extract, FoundAdult, FoundGroup, FoundPupil, FoundTeacher, FoundTie, Place
from scheduler.imports.text import clean_email, clean_name, clean_phone, folded, no_name
from scheduler.language import marked
from scheduler.problems import BadInput, Problems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from scheduler.imports.notes import Notes
    from scheduler.imports.sources import Bundle

GUARDIANS = {"guardian", "parent"}
HEADS = {"principal", "administrator", "schooladministrator", "headteacher"}
GONE = {"tobedeleted", "inactive"}

USED = {
    "users.csv": {"sourcedid", "status", "givenname", "familyname", "email", "phone", "sms", "role", "grades",
                  "agentsourcedids"},
    "roles.csv": {"sourcedid", "status", "usersourcedid", "role", "roletype", "grade"},
    "classes.csv": {"sourcedid", "status", "title", "grades", "classtype"},
    "enrollments.csv": {"sourcedid", "status", "classsourcedid", "usersourcedid", "role"},
    "relationships.csv": {"sourcedid", "status", "usersourcedid", "relationshipusersourcedid", "relationshiprole"},
}
"""The files that are opened, and all that is looked at in them."""

NO_PARENT = marked("{name} is neither parent nor step-parent by this row.")
STRANGER = marked("This row names someone who is not among the people of the export.")

Record = tuple[Place, dict[str, str]]


def records(bundle: Bundle, name: str, needed: Iterable[str] = ()) -> Iterator[Record]:
    """The rows of a file of the export by column in small letters; none where it has no such file.

    Raises:
        BadInput: a needed column is missing.
    """
    sheet = bundle.sheets.get(name)
    if sheet is None:
        return
    columns = {column.casefold(): column for column in sheet.header}
    problems = Problems()
    for column in needed:
        if column.casefold() not in columns:
            problems.add(sheet.file, 1, column, "", marked("This column is missing: export all files again."))
    problems.stop_if_any()
    for row in sheet.rows:
        cells = {column: row.cells.get(written, "") for column, written in columns.items()}
        if cells.get("status", "").casefold() not in GONE:
            yield sheet.place(row), cells


def users_of(bundle: Bundle) -> dict[str, Record]:
    """The people of the export by id.

    Raises:
        BadInput: two have the same id, or the file is missing.
    """
    found: dict[str, Record] = {}
    problems = Problems()
    for place, cells in records(bundle, "users.csv", ("sourcedId", "givenName", "familyName")):
        key = cells["sourcedid"]
        if not key or key in found:
            problems.add(place.file, place.line, "sourcedId", key, marked("Every person needs an id of their own; this "
                                                                          "one is missing or used before."))
        found[key] = (place, cells)
    problems.stop_if_any()
    if not found:
        raise BadInput.one(bundle.file, marked("There are no people in this export."))
    return found


def person_name(cells: Mapping[str, str]) -> str:
    """Given and family name together."""
    return clean_name(f"{cells.get('givenname', '')} {cells.get('familyname', '')}")


def ties_of(pairs: Iterable[tuple[str, str]], users: Mapping[str, Record], notes: Notes) -> tuple[FoundTie, ...]:
    """The ties of pupil and guardian, given by their ids; who has neither name nor address is none."""
    position: dict[str, int] = {}
    found = []
    for child, adult in dict.fromkeys(pairs):
        place, cells = users[adult]
        name, email = person_name(cells), clean_email(cells.get("email", ""))
        if no_name(name):
            notes.add("left_out", place, NO_NAME)
            name = ""
        if not name and not email:
            continue
        position[child] = position.get(child, 0) + 1
        phone = clean_phone(cells.get("phone", "") or cells.get("sms", ""))
        person = FoundAdult(name, email, place, phone)
        found.append(FoundTie(_pupil(users[child], "", ""), person, position[child]))
    return tuple(found)


def school_in(bundle: Bundle, system: str, users: Mapping[str, Record], roles: Mapping[str, tuple[str, str]],
              staff: Collection[str], ties: tuple[FoundTie, ...], notes: Notes) -> Extract:
    """The whole school, given the role and year group of each person and who of the staff holds conversations."""
    classes = list(records(bundle, "classes.csv", ("sourcedId", "title")))
    homerooms = {cells["sourcedid"] for _, cells in classes if cells.get("classtype", "").casefold() == "homeroom"}
    learns: dict[str, list[str]] = {}
    teaches: dict[str, list[str]] = {}
    for _, cells in records(bundle, "enrollments.csv", ("classSourcedId", "userSourcedId", "role")):
        enrolled = learns if cells["role"].casefold() == "student" else teaches
        enrolled.setdefault(cells["usersourcedid"], []).append(cells["classsourcedid"])
    known = {key: said for key, said in roles.items() if key in users}
    pupils = tuple(_pupil(users[key], _one_group(learns.get(key, []), homerooms), level)
                   for key, (role, level) in known.items() if role == "student")
    teachers = tuple(_teacher(users[key], tuple(teaches.get(key, [])), role)
                     for key, (role, _) in known.items() if role in staff)
    groups = tuple(FoundGroup(cells["sourcedid"], clean_name(cells["title"]), place, cells.get("grades", ""))
                   for place, cells in classes)
    notes.add("understood", Place(bundle.file), marked("{system}: {pupils} pupils, {groups} groups, {teachers} "
                                                       "teachers, {ties} times a guardian with a pupil."),
              system=system, pupils=len(pupils), groups=len(groups), teachers=len(teachers), ties=len(ties))
    _note_dropped(bundle, notes)
    return Extract(bundle.file, register=True, groups=groups, teachers=teachers, pupils=pupils, ties=ties)


def _pupil(record: Record, group: str, level: str) -> FoundPupil:
    place, cells = record
    return FoundPupil(cells["sourcedid"], clean_name(cells["givenname"]), clean_name(cells["familyname"]), group, place,
                      level)


def _teacher(record: Record, groups: tuple[str, ...], role: str) -> FoundTeacher:
    place, cells = record
    head = "head" if folded(role).replace(" ", "") in HEADS else ""
    return FoundTeacher(cells["sourcedid"], person_name(cells), place, clean_email(cells.get("email", "")), head,
                        groups)


def _one_group(classes: list[str], homerooms: set[str]) -> str:
    """The class that is a pupil's group: the homeroom, or the only class there is; "" where that is not plain."""
    home = [key for key in classes if key in homerooms] or classes
    return home[0] if len(set(home)) == 1 else ""


def _note_dropped(bundle: Bundle, notes: Notes) -> None:
    """Name the files that were not opened, and the columns that were not looked at."""
    if bundle.unread:
        notes.add("left_out", Place(bundle.file), marked("These files were not read: {names}."),
                  names=", ".join(bundle.unread))
    for name, sheet in bundle.sheets.items():
        dropped = [column[:40] for column in sheet.header if column.casefold() not in USED[name]]
        if dropped:
            notes.add("left_out", Place(sheet.file), marked("These columns were not read: {names}."),
                      names=", ".join(dropped))
