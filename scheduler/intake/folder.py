"""Write the folder of a round: its settings and its tables, as `read_round` reads them back."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from scheduler.files import write_all
from scheduler.intake.columns import SETTINGS_FILE, TABLES, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

def write_round_folder(
    folder: Path, settings_text: str, tables: Mapping[str, Sequence[Mapping[str, str]]]
) -> None:
    """Write round.toml and the tables given by file name ("pupils.csv"), all of them or none.

    Columns come in the contract's order; an optional column that no row fills is left out, and so is an optional
    table without rows.

    Raises:
        CannotWrite: nothing has changed.
        KeyError: a table or a column is not the contract's.
    """
    unknown = set(tables) - {table.file for table in TABLES}
    if unknown:
        raise KeyError(*sorted(unknown))
    contents = {folder / SETTINGS_FILE: settings_text.encode()}
    for table in TABLES:
        rows = tables.get(table.file, ())
        if rows or table.required:
            contents[folder / table.file] = table_text(table, rows).encode()
    write_all(contents)


def table_text(table: Table, rows: Sequence[Mapping[str, str]]) -> str:
    """The rows as CSV with commas and a header.

    Raises:
        KeyError: a row has a column that is not the contract's.
    """
    unknown = {name for row in rows for name in row} - set(table.names)
    if unknown:
        raise KeyError(*sorted(unknown))
    names = [column.name for column in table.columns if column.required or any(row.get(column.name) for row in rows)]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
