"""The import sheet of Social Schools: a row per pupil, with the addresses of two parents and no names of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.imports.text import folded

if TYPE_CHECKING:
    from scheduler.imports.sheets import Sheet

COLUMNS = {
    "Roepnaam": "first_name",
    "Tussenvoegsel": "prefix",
    "Achternaam": "last_name",
    "Geboortedatum": "",
    "Klasnaam": "group",
    "Leerjaar": "level",
    "E-mailadres ouder/verzorger 1": "adult1_email",
    "E-mailadres ouder/verzorger 2": "adult2_email",
}


def social_schools_mapping(sheet: Sheet) -> dict[str, str] | None:
    """What its columns mean; None where this is not that sheet. Any further column is not read."""
    meant = {folded(name): field for name, field in COLUMNS.items()}
    if not set(meant) - {"geboortedatum"} <= {folded(name) for name in sheet.header}:
        return None
    return {name: meant.get(folded(name), "") for name in sheet.header}
