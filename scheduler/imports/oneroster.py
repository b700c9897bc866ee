"""OneRoster 1.1 and 1.2 as CSV: guardians are users, tied to pupils by `agentSourcedIds` on either side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scheduler.imports.rosters import GUARDIANS, NO_PARENT, STRANGER, person_name, records, school_in, ties_of, users_of
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.imports.notes import Notes
    from scheduler.imports.rosters import Record
    from scheduler.imports.school import Extract
    from scheduler.imports.sources import Bundle

STAFF = {"teacher", "administrator", "principal", "counselor"}
NOT_HOLDING = {"aide", "districtadministrator", "siteadministrator"}


def read_oneroster(bundle: Bundle, notes: Notes) -> Extract:
    """What the export says about the school; 1.2 keeps the roles in a file of their own."""
    users = users_of(bundle)
    roles = {key: cells.get("role", "").casefold() for key, (_, cells) in users.items()}
    for _, cells in records(bundle, "roles.csv", ("userSourcedId", "role")):
        if not roles.get(cells["usersourcedid"]) or cells.get("roletype", "").casefold() == "primary":
            roles[cells["usersourcedid"]] = cells["role"].casefold()
    for key, role in roles.items():
        if role in NOT_HOLDING and key in users:
            notes.add("left_out", users[key][0], marked("{name} ({role}) holds no conversations."),
                      name=person_name(users[key][1]), role=role)
    with_levels = {key: (role, users[key][1].get("grades", "") if key in users else "") for key, role in roles.items()}
    ties = ties_of(_pairs(users, roles, notes), users, notes)
    return school_in(bundle, "OneRoster", users, with_levels, STAFF, ties, notes)


def _pairs(users: Mapping[str, Record], roles: Mapping[str, str], notes: Notes) -> Iterator[tuple[str, str]]:
    for key, (place, cells) in users.items():
        for agent in filter(None, re.split(r"[,;\s]+", cells.get("agentsourcedids", ""))):
            child, adult = (key, agent) if roles.get(key) == "student" else (agent, key)
            if roles.get(child) != "student" or child not in users or adult not in users:
                notes.add("left_out", place, STRANGER, "agentSourcedIds")
            elif roles.get(adult) in GUARDIANS:
                yield child, adult
            else:
                notes.add("left_out", users[adult][0], NO_PARENT, name=person_name(users[adult][1]))
