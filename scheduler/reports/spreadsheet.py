"""Workbooks as bytes: every cell text that never runs as a formula, and the same bytes for the same content."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

EPOCH = (1980, 1, 1, 0, 0, 0)
STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
TEXT = "@"
HEADER_FILL = PatternFill("solid", start_color="FFDDE6F0")
LINE = Border(bottom=Side(style="thin", color="FFB8C4D0"))


def write_text(sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False) -> None:
    """Put the text in a cell as text, whatever it begins with."""
    cell = sheet.cell(row, column)
    cell.value = "".join(c for c in text if c.isprintable() or c == "\n")
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in {"=", "+", "-", "@"}
    cell.number_format = TEXT
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)


def write_title(sheet: Worksheet, text: str) -> None:
    """Put a title in the first cell, running on over its neighbours."""
    write_text(sheet, 1, 1, text)
    sheet.cell(1, 1).font = Font(bold=True, size=16)
    sheet.cell(1, 1).alignment = Alignment(wrap_text=False)


def write_header(sheet: Worksheet, row: int, names: Sequence[str], widths: Sequence[int]) -> None:
    """Put a header in a row, which stays in view and is printed on every page; widths are in characters."""
    for column, (name, width) in enumerate(zip(names, widths, strict=True), 1):
        write_text(sheet, row, column, name, bold=True)
        sheet.cell(row, column).fill = HEADER_FILL
        sheet.cell(row, column).border = LINE
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = sheet.cell(row + 1, 1)
    sheet.print_title_rows = f"{row}:{row}"


def print_on_a4(sheet: Worksheet, *, landscape: bool) -> None:
    """One page wide on A4, with page numbers."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&A  &P / &N"
    sheet.page_margins.left = sheet.page_margins.right = 0.4


def sheet_title(name: str, taken: set[str]) -> str:
    """A title that Excel takes: at most 31 characters, none of them special, unlike any taken; it is then taken.

    >>> taken = {"overzicht"}
    >>> sheet_title("Overzicht", taken), sheet_title("Anja [di/wo]", taken)
    ('Overzicht 2', 'Anja di wo')
    """
    plain = " ".join(re.sub(r"[\[\]:*?/\\]", " ", name).split()).strip("'")[:31].strip() or "-"
    title, number = plain, 2
    while title.casefold() in taken or title.casefold() == "history":
        title = f"{plain[:28]} {number}"
        number += 1
    taken.add(title.casefold())
    return title


def book_bytes(book: Workbook) -> bytes:
    """The workbook as a file without the time of its making."""
    made, fixed = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return fixed.getvalue()
