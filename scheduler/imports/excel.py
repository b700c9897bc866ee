"""Workbooks as tables of text: no cell is a number or an empty NaN, and no formula runs."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from typing import TYPE_CHECKING, Any

from scheduler.imports.archives import DAMAGED_WORKBOOK, refuse_entities, refuse_hostile
from scheduler.imports.sheets import MAX_COLUMNS, MAX_ROWS, TOO_MANY_ROWS, Sheet, sheet_of
from scheduler.imports.text import clean
from scheduler.language import marked
from scheduler.problems import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Formula(str):
    """What a cell of a workbook would compute: it is never run, and read as the text that it is."""

    __slots__ = ()


RawSheet = tuple[str, list[tuple[int, list[object]]]]
"""A sheet by its title: the rows that have anything, each with its number, as they are stored."""


def raw_sheets(content: bytes, file: str) -> list[RawSheet]:
    """All sheets of a workbook.

    Raises:
        BadInput: it holds macros, unpacks to more than 50 MB, is far too long, damaged or no workbook.
    """
    refuse_hostile(content, file)
    refuse_entities(content, file)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
            raw = [(title, _raw_rows(book[title])) for title in book.sheetnames if hasattr(book[title], "iter_rows")]
            book.close()
    except Exception as error:  # openpyxl has no exception of its own: a damaged part shows as any of a dozen
        raise BadInput.one(file, DAMAGED_WORKBOOK) from error
    for title, lines in raw:
        _refuse_too_large(f"{file} [{clean(title)}]", lines)
    return raw


def sheets_in(raw: Sequence[RawSheet], file: str) -> tuple[Sheet, ...]:
    """The sheets that have anything in them, as tables with a header.

    Raises:
        BadInput: a sheet is no table.
    """
    named = [(file if len(raw) == 1 else f"{file} [{clean(title)}]", lines) for title, lines in raw]
    return tuple(_typed_sheet(name, lines) for name, lines in named if lines)


def text_rows(raw: Sequence[RawSheet]) -> dict[str, list[tuple[int, list[str]]]]:
    """The rows of every sheet as text, each with its number, by the sheet's title in small letters."""
    return {title.strip().casefold(): [(line, [clean(cell_text(cell)) for cell in cells]) for line, cells in lines]
            for title, lines in raw}


def _raw_rows(sheet: object) -> list[tuple[int, list[object]]]:
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(  # type: ignore[attr-defined]
        max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1)
    values = ([Formula(cell.value) if cell.data_type == "f" else cell.value for cell in row] for row in rows)
    return [(line, cells) for line, cells in enumerate(values, 1) if any(cell is not None for cell in cells)]


def _refuse_too_large(file: str, lines: list[tuple[int, list[object]]]) -> None:
    if lines and lines[-1][0] > MAX_ROWS:
        raise BadInput.one(file, TOO_MANY_ROWS, most=MAX_ROWS)
    for line, cells in lines:
        if any(cell is not None for cell in cells[MAX_COLUMNS:]):
            raise BadInput.one(file, marked("This file has more than {most} columns: is it the right one?"), line,
                               most=MAX_COLUMNS)


def _typed_sheet(file: str, lines: list[tuple[int, list[object]]]) -> Sheet:
    width = max(len(cells) for _, cells in lines)
    texts = [(line, [cell_text(cell) for cell in cells] + [""] * (width - len(cells))) for line, cells in lines]
    return sheet_of(file, texts, [(line, place) for line, cells in lines for place, cell in enumerate(cells)
                                  if isinstance(cell, Formula)])


def cell_text(cell: object) -> str:
    """What a cell of a workbook says, as a person would type it.

    >>> cell_text(5.0), cell_text(dt.datetime(2027, 2, 2)), cell_text(dt.time(14, 30)), cell_text(None)
    ('5', '2027-02-02', '14:30', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.strftime("%Y-%m-%d") if cell.time() == dt.time() else cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, dt.time):
        return cell.strftime("%H:%M")
    return str(cell)
