"""A workbook that the office filled in, brought back into the folder: what is new in it comes in, nothing goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.imports.merge import Merge
from scheduler.imports.school import Place
from scheduler.imports.skeleton import unfinished
from scheduler.imports.tables import key_of, table_in
from scheduler.intake.columns import SETTINGS_FILE, TABLES
from scheduler.intake.sections import SEVERAL, as_cell, read_parts
from scheduler.intake.values import yes_no_in
from scheduler.language import marked
from scheduler.problems import Problems

if TYPE_CHECKING:
    from typing import Any

    from scheduler.imports.decisions import Decisions
    from scheduler.imports.notes import Notes
    from scheduler.imports.tables import Tables
    from scheduler.imports.workbook import Filled


def brought_back(folder: Tables, base: Tables, book: Filled, decisions: Decisions, notes: Notes) -> Tables:
    """The folder's tables with what the workbook says; where both were changed, a person decides.

    Raises:
        BadInput: a sheet cannot be read as a table.
    """
    sheets = {table.file: table_in(table.file, book.contents[table.file], book.place(table.file, None)[0])
              for table in TABLES if table.file in book.contents}
    notes.add("understood", Place(book.file), marked("A workbook of a round, with {rows} rows in {tables} sheets."),
              rows=sum(map(len, sheets.values())), tables=len(sheets))
    merge = Merge(folder, base, sheets, decisions, notes)
    tables = dict(folder)
    for file, rows in sheets.items():
        tables[file], _ = merge.table(file, lambda row: False)
        in_book = {key_of(file, row) for row in rows}
        absent = [merge.words(file, row) for row in folder.get(file, []) if key_of(file, row) not in in_book]
        if absent:
            notes.add("decide", None, marked("{table}: not in the workbook, but kept: {rows}. Delete by hand what "
                                             "should go."), table=file, rows=", ".join(absent))
    return tables


def settings_in(book: Filled, settings: dict[str, Any], notes: Notes) -> bytes | None:
    """The workbook's settings as round.toml, where the folder has none that are finished; else None.

    Where both have, the folder's stay, and it is said where the workbook says otherwise.
    """
    content = book.contents.get(SETTINGS_FILE)
    if content is None or unfinished(settings):
        return content
    parts = read_parts(content.decode(), Problems())
    other = [f"{name}.{key}" for name, of in parts.items() if name != SEVERAL for part in of
             for key, value in part.cells.items() if not _same(value, settings.get(name), key)]
    windows = settings.get(SEVERAL, [])
    if len(parts[SEVERAL]) != len(windows) or not all(
        _same(value, window, key) for part, window in zip(parts[SEVERAL], windows, strict=True)
        for key, value in part.cells.items()
    ):
        other.append(SEVERAL)
    if other:
        notes.add("decide", None, marked("round.toml: the workbook says otherwise, but the file stays as it is: "
                                         "{names}."), names=", ".join(other))
    return None


def _same(value: str, part: object, key: str) -> bool:
    stands = as_cell(part.get(key, "")) if isinstance(part, dict) else ""
    return value == stands or yes_no_in(value) is yes_no_in(stands) is not None
