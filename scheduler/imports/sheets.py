"""CSV files and workbooks as rows of text: no cell is ever a number, a formula that runs, or an empty NaN."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.imports.school import Place
from scheduler.imports.text import clean
from scheduler.intake.text import MOST_BYTES, decoded
from scheduler.language import marked
from scheduler.problems import BadInput, Problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_ROWS = 20_000
MAX_COLUMNS = 200
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with something in it; `line` counts the header as 1; `cells` go by column name."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as text; `file` names the workbook's sheet too. Columns without a name are left out."""

    file: str
    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    dates: frozenset[tuple[int, str]] = frozenset()

    def place(self, row: SheetRow) -> Place:
        """Where the row stands."""
        return Place(self.file, row.line)


def is_zip(content: bytes) -> bool:
    """Whether the bytes are a zip, as every workbook is."""
    return content[:4] == b"PK\x03\x04"


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
                raise BadInput.one(file, marked("This file has more than {most} rows: is it the right one?"),
                                   most=MAX_ROWS)
    except csv.Error as error:
        raise BadInput.one(file, marked("From this line on the file is damaged or only half there: export it again."),
                           line=begins) from error
    return _sheet(file, lines)


def read_workbook(content: bytes, file: str) -> tuple[Sheet, ...]:
    """The sheets of a workbook that have anything in them.

    Raises:
        BadInput: it holds macros, unpacks to more than 50 MB, is damaged or no workbook.
    """
    raw = _raw_sheets(content, file)
    named = [(file if len(raw) == 1 else f"{file} [{clean(title)}]", lines) for title, lines in raw]
    return tuple(_typed_sheet(name, lines) for name, lines in named if lines)


def read_workbook_rows(content: bytes, file: str) -> tuple[tuple[str, list[tuple[int, list[str]]]], ...]:
    """Every sheet by its title as it stands: the rows that have anything, each with its number, as text.

    Raises:
        BadInput: it holds macros, unpacks to more than 50 MB, is damaged or no workbook.
    """
    return tuple((title, [(line, [clean(cell_text(cell)) for cell in cells]) for line, cells in lines])
                 for title, lines in _raw_sheets(content, file))


def _raw_sheets(content: bytes, file: str) -> list[tuple[str, list[tuple[int, list[object]]]]]:
    _refuse_hostile(content, file)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
            raw = [(title, _raw_rows(book[title])) for title in book.sheetnames if hasattr(book[title], "iter_rows")]
            book.close()
    except Exception as error:  # openpyxl has no exception of its own: a damaged part shows as any of a dozen
        raise BadInput.one(file, marked("This workbook is damaged: open it in Excel, save it anew as .xlsx and try "
                                        "again.")) from error
    return raw


def unpacked(content: bytes, file: str) -> dict[str, bytes]:
    """The files of a zip by name, without their folders.

    Raises:
        BadInput: it unpacks to more than 50 MB or is damaged.
    """
    _refuse_hostile(content, file)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {info.filename.replace("\\", "/").rpartition("/")[2]: archive.read(info)
                    for info in archive.infolist() if not info.is_dir() and "__MACOSX" not in info.filename}
    except Exception as error:  # a damaged archive shows as zlib, struct, encoding or password errors
        raise BadInput.one(file, marked("This zip file is damaged or locked with a password: make it anew.")) from error


def zip_names(content: bytes) -> tuple[str, ...]:
    """What the directory of a zip lists, () where it has none that can be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return tuple(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        return ()


def _refuse_hostile(content: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise BadInput.one(file, marked("This file is damaged or only half there: save or export it again.")) from error
    if sum(entry.file_size for entry in entries) >= MOST_BYTES or len(entries) > 1000:
        raise BadInput.one(file, marked("This file unpacks to more than 50 MB, which no school list does: it is not "
                                        "opened."))
    if any("vbaproject" in entry.filename.casefold() or "/activex/" in entry.filename.casefold() for entry in entries):
        raise BadInput.one(file, marked("This workbook holds macros: it is not opened. Save it as .xlsx without "
                                        "macros."))


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


def _sheet(file: str, lines: Iterable[tuple[int, list[str]]]) -> Sheet:
    filled = ((line, [clean(cell) for cell in cells]) for line, cells in lines)
    filled = ((line, cells) for line, cells in filled if any(cells))
    start, header = next(filled, (1, []))
    if not header:
        raise BadInput.one(file, marked("There is nothing in this file: the first row should name the columns."))
    problems = Problems()
    twice = {name for name in header if name and [clean(h).casefold() for h in header].count(name.casefold()) > 1}
    for name in sorted(twice):
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
    return Sheet(file, tuple(name for name in header if name), tuple(rows))


def _raw_rows(sheet: object) -> list[tuple[int, list[object]]]:
    rows: Iterator[tuple[object, ...]] = sheet.iter_rows(  # type: ignore[attr-defined]
        max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
    return [(line, list(cells)) for line, cells in enumerate(rows, 1) if any(cell is not None for cell in cells)]


def _typed_sheet(file: str, lines: list[tuple[int, list[object]]]) -> Sheet:
    width = max(len(cells) for _, cells in lines)
    sheet = _sheet(file, [(line, [cell_text(c) for c in cells] + [""] * (width - len(cells))) for line, cells in lines])
    header = [cell_text(cell) for cell in lines[0][1]]
    dates = {(line, clean(name)) for line, cells in lines[1:] for name, cell in zip(header, cells, strict=False)
             if isinstance(cell, dt.date)}
    return Sheet(sheet.file, sheet.header, sheet.rows, frozenset(dates))


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


EXCEL_DATE = re.compile(
    r"(?P<day>\d{1,2})-(?P<word>jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)\.?(-\d{2,4})?"
    r"|(?P<iso>\d{4}-(?P<month>\d{2})-(?P<iso_day>\d{2}))|(?P<d>\d{1,2})-(?P<m>\d{1,2})-\d{4}", re.IGNORECASE)
MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
ENGLISH = {"mar": "mrt", "may": "mei", "oct": "okt"}


def group_from_date(cell: str) -> tuple[int, int] | None:
    """The two year groups of a combined group that Excel turned into a date; None where the cell is no date.

    >>> group_from_date("3-apr"), group_from_date("2027-04-03"), group_from_date("3-4")
    ((3, 4), (3, 4), None)
    """
    found = EXCEL_DATE.fullmatch(cell.strip())
    if not found:
        return None
    if found["word"]:
        word = found["word"].casefold()
        day, month = int(found["day"]), MONTHS.index(ENGLISH.get(word, word)) + 1
    else:
        day, month = int(found["iso_day"] or found["d"]), int(found["month"] or found["m"])
    return (min(day, month), max(day, month))
