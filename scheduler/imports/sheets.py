"""A table of text with its header, and CSV files as such: every cell is text as it stands."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.imports.school import Place
from scheduler.imports.text import clean
from scheduler.intake.text import decoded
from scheduler.language import marked
from scheduler.problems import BadInput, Problems

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_ROWS = 20_000
MAX_COLUMNS = 200
TOO_MANY_ROWS = marked("This file has more than {most} rows: is it the right one?")
PERSONAL = re.compile(r"@[\w-]+\.|\d[-/ .]\d{1,2}[-/ .]\d{2}|\d{6}")
"""What no column is called: addresses, dates, telephone and other numbers; they are not repeated in a message."""

OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with something in it; `line` counts the header as 1; `cells` go by column name."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as text; `file` names the workbook's sheet too. A column without a name is called by its number, as #5,
    and left out where nothing stands in it. `formulas` are the places, line and column, of cells that compute.
    """

    file: str
    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    formulas: tuple[tuple[int, str], ...] = ()

    def place(self, row: SheetRow) -> Place:
        """Where the row stands."""
        return Place(self.file, row.line)


def read_csv(content: bytes, file: str) -> Sheet:
    """The one table of a CSV file: UTF-8 or Windows-1252, with commas, semicolons or tabs.

    Raises:
        BadInput: it is too large, no text, without a header, or cut off.
    """
    text = _decoded(content, file)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            lines.append((begins, cells))
            begins = reader.line_num + 1
            if len(lines) > MAX_ROWS:
                raise BadInput.one(file, TOO_MANY_ROWS, most=MAX_ROWS)
    except csv.Error as error:
        raise BadInput.one(file, marked("From this line on the file is damaged or only half there: export it again."),
                           line=begins) from error
    return sheet_of(file, lines)


def _decoded(content: bytes, file: str) -> str:
    if content.startswith(OLD_EXCEL):
        raise BadInput.one(file, marked("This is a workbook of an old or locked kind: save it as .xlsx without a "
                                        "password."))
    problems = Problems()
    text = decoded(file, content, problems)
    problems.stop_if_any()
    if text is None or "\0" in text:
        raise BadInput.one(file, marked("This is no text that can be read: export it as CSV (UTF-8) or .xlsx."))
    return text


def sheet_of(file: str, lines: Iterable[tuple[int, list[str]]], formulas: Iterable[tuple[int, int]] = ()) -> Sheet:
    """The table of which these are the lines, the first of more than one word its header; `formulas` are places.

    Raises:
        BadInput: it is empty, two columns have one name, or a row has other cells than the header.
    """
    cleaned = ((line, [clean(cell) for cell in cells]) for line, cells in lines)
    filled = [(line, cells) for line, cells in cleaned if any(cells)]
    if not filled:
        raise BadInput.one(file, marked("There is nothing in this file: the first row should name the columns."))
    while len(filled) > 1 and sum(map(bool, filled[0][1])) == 1 < sum(map(bool, filled[1][1])):
        filled.pop(0)  # a title above the table
    (start, names), *filled = filled
    used = {place for _, cells in filled for place, cell in enumerate(cells) if cell}
    header = [name or (f"#{place + 1}" if place in used else "") for place, name in enumerate(names)]
    if any(PERSONAL.search(name) for name in header):
        raise BadInput.one(file, marked("The first row seems to be about a person: put a row above it that names the "
                                        "columns."), start)
    problems = Problems()
    folded = [name.casefold() for name in header]
    for name in sorted({name for name in header if name and folded.count(name.casefold()) > 1}):
        problems.add(file, start, name, "", marked("Two columns have this name: give each its own."))
    rows = []
    for line, cells in filled:
        if len(cells) > len(header) and any(cells[len(header):]):
            problems.add(file, line, "", "", marked("This row has {cells} cells, the header {names}: a separator too "
                                                    "many?"), cells=len(cells), names=len(header))
        elif len(cells) < len(header):
            problems.add(file, line, "", "", marked("This row has {cells} cells, the header {names}: the file may be "
                                                    "only half there."), cells=len(cells), names=len(header))
        rows.append(SheetRow(line, {name: cell for name, cell in zip(header, cells, strict=False) if name}))
    problems.stop_if_any()
    computed = tuple((line, header[place]) for line, place in formulas if line > start and header[place:place + 1])
    return Sheet(file, tuple(name for name in header if name), tuple(rows), computed)
