"""A workbook that the office filled in, brought back into the folder: what is new in it comes in, nothing goes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.imports.merge import Merge
from scheduler.imports.origin import plain, window_cells
from scheduler.imports.returned import Returned
from scheduler.imports.round_file import settings_cells, windows_of
from scheduler.imports.school import Place
from scheduler.imports.skeleton import read_settings, unfinished
from scheduler.imports.tables import key_of, table_in
from scheduler.intake.columns import SETTINGS_FILE, TABLES
from scheduler.intake.sections import SEVERAL
from scheduler.language import marked

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
    if book.origin:
        sheets |= {file: [] for file in folder if file not in sheets}
        base = book.origin.tables(folder, sheets)
    merge = Merge(folder, base, sheets, decisions, notes, exact=book.origin is not None)
    tables = dict(folder)
    for file, rows in sheets.items():
        tables[file], _ = merge.table(file, lambda row: False)
        in_book = {key_of(file, row) for row in rows}
        given = {key_of(file, row) for row in (base if book.origin else tables).get(file, [])}
        absent = [merge.words(file, row) for row in tables[file] if key_of(file, row) in given - in_book]
        if absent:
            notes.add("decide", None, marked("{table}: not in the workbook, but kept: {rows}. Delete by hand what "
                                             "should go."), table=file, rows=", ".join(absent))
    return tables


def known_by(book: Filled, folder: Tables, settings: dict[str, Any]) -> Filled:
    """The workbook, which forgets what it was written from where that was another folder."""
    known = book.origin is not None and book.origin.is_of(folder, settings_cells(settings))
    return book if known else replace(book, origin=None)


def settings_in(book: Filled, text: str, decisions: Decisions, notes: Notes) -> str | None:
    """round.toml with what the workbook changed in it, given as it stands; None where it stays.

    Of a workbook that does not know what it was written from, all comes in where the folder has no settings that are
    finished; else the folder's stay, and it is said where the workbook says otherwise.
    """
    content = book.contents.get(SETTINGS_FILE)
    settings = read_settings(text)
    if content is None:
        return None
    if book.origin and settings:
        return Returned(content.decode(), book.origin, text, decisions, notes).text()
    if unfinished(settings):
        return content.decode()
    said = read_settings(content.decode())
    new, now = settings_cells(said), settings_cells(settings)
    other = [name for name, cell in new.items() if plain(name, cell) != plain(name, now.get(name, ""))]
    if [*map(window_cells, windows_of(said))] != [*map(window_cells, windows_of(settings))]:
        other.append(SEVERAL)
    if other:
        notes.add("decide", None, marked("round.toml: the workbook says otherwise, but the file stays as it is: "
                                         "{names}."), names=", ".join(other))
    return None
