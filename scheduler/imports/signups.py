"""Sign-up lists: who wants a conversation, with a wish in the parents' own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.imports.lists import WANTED, listed_rows
from scheduler.imports.school import Extract, Place, SignUp
from scheduler.imports.text import folded
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.imports.notes import Notes
    from scheduler.imports.sheets import Sheet



def is_sign_up(mapping: Mapping[str, str]) -> bool:
    """Whether the columns are those of a sign-up list."""
    return bool({"wish", "wanted", "remark"} & set(mapping.values()))


def read_signups(sheet: Sheet, mapping: Mapping[str, str], notes: Notes) -> Extract:
    """The rows of the list; one that answers something else than yes or no is listed, and counts as yes."""
    found: list[SignUp] = []
    for row in listed_rows(sheet, mapping, notes):
        answer = WANTED.get(folded(row["wanted"]))
        if answer is None:
            notes.add("missing", row.place, marked("This is neither yes nor no; it was taken as a sign-up. Look "
                                                   "whether that is right."), _column(mapping, "wanted"))
        wish = "; ".join(text for text in (row["wish"], row["remark"]) if text)
        adult = next((adult for _, adult in row.adults()), None)
        found += [SignUp(pupil, wish, row.place, answer is not False, adult) for pupil in row.pupils()]
    wanted = sum(signup.wanted for signup in found)
    notes.add("understood", Place(sheet.file), marked("A sign-up list: {rows} rows, {wanted} conversations wanted."),
              rows=len(sheet.rows), wanted=wanted)
    return Extract(sheet.file, by_adult=True, signups=tuple(found))


def _column(mapping: Mapping[str, str], field: str) -> str:
    return next(column for column, meant in mapping.items() if meant == field)
