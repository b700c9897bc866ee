"""CSV text to rows: the header against the contract's columns, every row with its line in the file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from scheduler.intake.cells import Row
from scheduler.intake.values import UNKNOWN_NAME, UNKNOWN_UNREAD, unknown_names
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.intake.columns import Table
    from scheduler.problems import Problems


MOST_ROWS = 100_000
"""A table with more is not read further: the largest table of a large school has a few thousand."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table; not `whole` where some could not be read, so that other tables are not blamed for it.

    `header` is the line of its header, None where there is no such table.
    """

    rows: tuple[Row, ...] = ()
    whole: bool = False
    header: int | None = None


def read_table(table: Table, text: str, problems: Problems) -> Rows:
    """The rows of the table without empty lines; what is wrong with its shape or with any cell as text is noted."""
    before = len(problems.serious)
    lines = _lines(table.file, text, problems)
    line, header = next(lines, (0, []))
    names = [name.strip().casefold() for name in _without_blank_end(header)]
    if not names:
        if not problems.serious[before:]:
            problems.add(table.file, None, "", "", marked(
                "This table is empty. Its first line must name the columns: {columns}."),
                columns=", ".join(table.names))
        return Rows()
    _check_header(table, line, names, problems)
    rows = [row for row in (_row(table, names, at, cells, problems) for at, cells in islice(lines, MOST_ROWS)) if row]
    at, _ = next(lines, (0, []))
    if at:
        problems.add(table.file, at, "", "", marked(
            "This table has more than {most} rows, far more than a school's list. Check that it is the right file."),
            most=MOST_ROWS)
    whole = len(problems.serious) == before
    for row in rows:
        row.check(table.columns)
    if not rows and whole and table.required:
        problems.add(table.file, None, "", "", marked("This table has a header but no rows. Fill it in."))
        whole = False
    return Rows(tuple(rows), whole, line)


def _lines(file: str, text: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Each line that says something, with the number of its first line: a quoted cell may run over several."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        problems.add(file, line, "", "", marked(
            'A cell opens with a quotation mark (") that is not closed properly. Close it, or remove the marks.'))


def _delimiter(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")
    return ";" if header.count(";") > header.count(",") else ","


def _check_header(table: Table, line: int, names: list[str], problems: Problems) -> None:
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            problems.add(table.file, line, name, "", marked("Two columns have this name. Keep one of them."))
    unknown = unknown_names(names, table.names)
    for name, meant in unknown.items():
        if meant:
            problems.add(table.file, line, name, "", UNKNOWN_NAME, meant=meant)
        else:
            problems.warn(table.file, line, name or str(names.index(name) + 1), "", UNKNOWN_UNREAD,
                          known=", ".join(table.names))
    for column in table.columns:
        if column.required and column.name not in {*names, *unknown.values()}:
            problems.add(table.file, line, column.name, "", marked(
                "This column is missing. Add it to the first line and fill it in."))


def _row(table: Table, names: list[str], line: int, cells: list[str], problems: Problems) -> Row | None:
    if len(cells) > len(names):
        cells = cells[: len(names)] + _without_blank_end(cells[len(names) :])
    if len(cells) != len(names):
        problems.add(table.file, line, "", "", marked(
            "This row has {found} cells, but the header names {expected} columns. A cell in which a comma or "
            'semicolon stands needs quotation marks, such as "ma;di".'), found=len(cells), expected=len(names))
        return None
    named: dict[str, str] = {}
    for name, cell in zip(names, cells, strict=True):
        named.setdefault(name, cell.strip())
    return Row(table.file, line, named, problems)


def _without_blank_end(cells: list[str]) -> list[str]:
    """The cells up to the last that says something: spreadsheets add empty columns at the right."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells
