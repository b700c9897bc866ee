"""When two people turn out to be one: every row of the one becomes the other's, and no ban or consent is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.imports.tables import KEYS, Row, key_of
from scheduler.intake.values import yes_no_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from scheduler.imports.tables import Tables

ADULTS, PUPILS = ("adult_id", "person_id"), ("pupil_id",)
"""The columns in which an adult stands, and a pupil."""

ONCE = {ADULTS: ("adults.csv", "guardians.csv"), PUPILS: ("pupils.csv", "guardians.csv", "requests.csv")}
KEPT_WHERE_YES = ("contact_ban", "consent", "order_on_file")


def join_rows(tables: Tables, replaced: Mapping[str, str], columns: tuple[str, ...] = ADULTS) -> None:
    """Put the new id in these columns of every row; rows that then speak of the same are joined into the first."""
    for file, rows in tables.items():
        renamed = [{column: replaced.get(cell, cell) if column in columns else cell for column, cell in row.items()}
                   for row in rows]
        tables[file] = _once(file, renamed) if file in ONCE[columns] and file in KEYS else renamed


def lift_bans(tables: Tables, before: Tables, lifted: Collection[tuple[str, str]]) -> None:
    """Take back the bans of pupils and adults that held only until someone had decided."""
    for side in (tables, before):
        for row in side.get("guardians.csv", []):
            if key_of("guardians.csv", row) in lifted:
                row["contact_ban"] = ""


def _once(file: str, rows: list[Row]) -> list[Row]:
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = key_of(file, row)
        found[key] = _both(found[key], row) if key in found else row
    return list(found.values())


def _both(first: Row, second: Row) -> Row:
    both = {**second, **{column: cell for column, cell in first.items() if cell}}
    for column in KEPT_WHERE_YES:
        said = next((row[column] for row in (first, second) if yes_no_in(row.get(column, ""))), None)
        if said is not None:
            both[column] = said
    return both
