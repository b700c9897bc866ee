"""Parents' lists of ParnasSys, ESIS and the like: a row per pupil with parents side by side, or per parent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.imports.lists import listed_rows
from scheduler.imports.school import Extract, FoundTie, Place
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.imports.notes import Notes
    from scheduler.imports.school import FoundPupil
    from scheduler.imports.sheets import Sheet


def read_parents(sheet: Sheet, mapping: Mapping[str, str], notes: Notes) -> Extract:
    """The pupils of the list and the adults named with them."""
    pupils: list[FoundPupil] = []
    ties: list[FoundTie] = []
    for row in listed_rows(sheet, mapping, notes):
        named = list(row.pupils())
        if not named:
            notes.add("left_out", row.place, marked("This row names no pupil."))
            continue
        pupils += named
        adults = list(row.adults())
        ties += [FoundTie(pupil, adult, position) for pupil in named for position, adult in adults]
    notes.add("understood", Place(sheet.file), marked("A list of parents: {rows} rows, {ties} times an adult with a "
                                                      "pupil."), rows=len(sheet.rows), ties=len(ties))
    columns = {field.partition("_")[0] for field in mapping.values() if field.startswith("adult")}
    return Extract(sheet.file, by_adult=len(columns) == 1, pupils=tuple(pupils), ties=tuple(ties))
