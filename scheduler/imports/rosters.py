"""What School Data Sync and OneRoster share: a folder of CSV files in which people, classes and ties have ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.imports.school import FoundGroup, FoundPupil, FoundTeacher, Place
from scheduler.imports.text import clean_email, clean_name, folded
from scheduler.language import marked
from scheduler.problems import BadInput, Problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scheduler.imports.notes import Notes
    from scheduler.imports.sheets import Sheet
    from scheduler.imports.sources import Bundle

NOT_READ = {
    "password", "username", "activedirectorymatchid", "demographics", "birthdate", "sex", "identifier",
    "gender", "metadata", "userids",
}

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
        if cells.get("status", "").casefold() not in {"tobedeleted", "inactive"}:
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


def pupil_of(record: Record, group: str, level: str) -> FoundPupil:
    """The user as a pupil."""
    place, cells = record
    return FoundPupil(cells["sourcedid"], clean_name(cells["givenname"]), clean_name(cells["familyname"]), group, place,
                      level)


def teacher_of(record: Record, groups: tuple[str, ...], role: str) -> FoundTeacher:
    """The user as someone who works here."""
    place, cells = record
    head = folded(role) in {"principal", "administrator", "schooladministrator", "headteacher"}
    return FoundTeacher(cells["sourcedid"], person_name(cells), place, clean_email(cells.get("email", "")),
                        "head" if head else "", groups)


def group_of(place: Place, cells: Mapping[str, str]) -> FoundGroup:
    """The class as a group."""
    return FoundGroup(cells["sourcedid"], clean_name(cells["title"]), place, cells.get("grades", ""))


def one_group(classes: list[str], homerooms: set[str]) -> str:
    """The class that is a pupil's group: the homeroom, or the only class there is; "" where that is not plain."""
    home = [key for key in classes if key in homerooms] or classes
    return home[0] if len(set(home)) == 1 else ""


def note_dropped(sheets: Iterable[Sheet], notes: Notes) -> None:
    """Name the personal columns that were never read."""
    for sheet in sheets:
        dropped = [column for column in sheet.header if folded(column).replace(" ", "") in NOT_READ]
        if dropped:
            notes.add("left_out", Place(sheet.file), marked("These columns were not read: {names}."),
                      names=", ".join(dropped))
