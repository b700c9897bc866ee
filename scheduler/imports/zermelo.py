"""The parents' file of Zermelo: a row per parent, with the codes of several pupils in one cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.imports.text import folded

if TYPE_CHECKING:
    from scheduler.imports.sheets import Sheet

COLUMNS = {"achternaam": "adult1_name", "email": "adult1_email", "leerlingcodes": "pupil_ids"}


def zermelo_mapping(sheet: Sheet) -> dict[str, str] | None:
    """What its columns mean; None where this is not that file."""
    names = {folded(name) for name in sheet.header}
    if not {"code", *COLUMNS} <= names:
        return None
    return {name: COLUMNS.get(folded(name), "") for name in sheet.header}
