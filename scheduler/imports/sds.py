"""Microsoft School Data Sync v2.1: users, roles, classes, enrollments, and relationships with the guardians."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.imports.rosters import GUARDIANS, NO_PARENT, STRANGER, person_name, records, school_in, ties_of, users_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.imports.notes import Notes
    from scheduler.imports.rosters import Record
    from scheduler.imports.school import Extract
    from scheduler.imports.sources import Bundle

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
    ties = ties_of(_pairs(bundle, users, notes), users, notes)
    return school_in(bundle, "School Data Sync", users, roles, STAFF, ties, notes)


def _pairs(bundle: Bundle, users: dict[str, Record], notes: Notes) -> Iterator[tuple[str, str]]:
    needed = ("userSourcedId", "relationshipUserSourcedId", "relationshipRole")
    for place, cells in records(bundle, "relationships.csv", needed):
        child, adult = cells["usersourcedid"], cells["relationshipusersourcedid"]
        if child not in users or adult not in users:
            notes.add("left_out", place, STRANGER)
        elif cells["relationshiprole"].casefold() in GUARDIANS:
            yield child, adult
        else:
            notes.add("left_out", place, NO_PARENT, "relationshipRole", name=person_name(users[adult][1]))
