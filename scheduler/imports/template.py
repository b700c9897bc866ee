"""The workbook that an office fills in: a sheet per table, with drop-downs, explanations and examples."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from scheduler.imports.held import Held
from scheduler.imports.origin import ORIGIN_SHEET, origin_rows
from scheduler.imports.settings import SETTINGS, STARTS, WINDOW, weekdays, yes_no
from scheduler.imports.workbook import SETTINGS_SHEET, WINDOWS_SHEET
from scheduler.intake.columns import TABLES
from scheduler.intake.values import UNKNOWN
from scheduler.language import languages, marked, translate
from scheduler.reports.spreadsheet import TEXT, book_bytes, print_on_a4, write_header, write_text
from scheduler.round import Kind, Modality, Relation, RequestedBy, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from scheduler.imports.tables import Row
    from scheduler.intake.columns import Column, Table

HELP_SHEET = "help"
ROWS = 4000
OPEN_FILL = PatternFill("solid", start_color="FFFFE699")
"""Behind a question mark, which the office is to replace."""

CHOICES: dict[str, tuple[str, ...]] = {
    "role": get_args(Role), "level": tuple("12345678"), "language": languages(), "relation": get_args(Relation),
    "requested_by": get_args(RequestedBy), "modality": get_args(Modality), "kind": get_args(Kind),
}
ANSWERED = ("authority", "consent", "contact_ban", "order_on_file", "mandatory")
"""Columns that are yes or no."""

LINKS = {"teacher_id": "teachers", "group": "groups", "pupil_id": "pupils", "adult_id": "adults"}
"""Columns whose cells stand in the first column of another sheet."""

INTRODUCTION = (
    marked("Fill in the sheets, save the workbook as .xlsx, and give it to the program where a folder is asked."),
    marked("Columns and settings with * must be filled in. All cells are text: an id or a group as 3-4 stays as you "
           "write it."),
    marked("Sheets that you do not need may stay empty. The examples here are not read."),
    marked("A yellow question mark is for you to fill in. Bring the workbook back with: tienminuten import."),
)


def template_workbook(language: str, held: Held | None = None) -> bytes:
    """The workbook, explained in that language; empty, or with what a folder holds and what is open there marked."""
    origin, held = list(origin_rows(held)) if held else [], held or Held(settings=STARTS)
    book = Workbook()
    _help(book.active, language)
    _settings(book.create_sheet(SETTINGS_SHEET), held.settings, language)
    windows = book.create_sheet(WINDOWS_SHEET)
    write_header(windows, 1, [setting.column.name for setting in WINDOW], [14, 10, 10, 10])
    for place, setting in enumerate(WINDOW, 1):
        _validate(windows, place, translate(setting.column.about, language), setting.choices(language))
    _rows(windows, [setting.column.name for setting in WINDOW], held.windows)
    for table in TABLES:
        _table(book.create_sheet(table.file.removesuffix(".csv")), table, held.tables.get(table.file, ()), language)
    if origin:
        _origin(book.create_sheet(ORIGIN_SHEET), origin)
    return book_bytes(book)


def _help(sheet: Worksheet, language: str) -> None:
    sheet.title = HELP_SHEET
    for row, text in enumerate(INTRODUCTION, 1):
        write_text(sheet, row, 1, translate(text, language))
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
        sheet.row_dimensions[row].height = 32
    names = [translate(text, language) for text in (marked("Sheet"), marked("Column"), marked("What it is"),
                                                    marked("Example"))]
    write_header(sheet, 6, names, [16, 24, 70, 26])
    lines = [(WINDOWS_SHEET, _starred(setting.column), translate(setting.column.about, language),
              setting.column.example) for setting in WINDOW]
    for table in TABLES:
        sheet_name = table.file.removesuffix(".csv")
        lines.append((sheet_name, "", translate(table.about, language), ""))
        lines += [(sheet_name, _starred(column), translate(column.about, language), column.example)
                  for column in table.columns]
    for row, texts in enumerate(lines, 7):
        for place, text in enumerate(texts, 1):
            write_text(sheet, row, place, text, bold=not texts[1])
    print_on_a4(sheet, landscape=False)


def _settings(sheet: Worksheet, values: Row, language: str) -> None:
    names = ["setting", "value", translate(marked("What it is"), language), translate(marked("Example"), language)]
    write_header(sheet, 1, names, [32, 32, 80, 32])
    for row, setting in enumerate(SETTINGS, 2):
        about = ("* " if setting.required else "") + translate(setting.column.about, language)
        example = ";".join(re.findall('"([^"]*)"', setting.column.example)) or setting.column.example
        for place, text in enumerate((setting.name, values.get(setting.name, ""), about, example), 1):
            _write(sheet, row, place, text)
        if setting.choices(language):
            rule = _list_of(setting.choices(language))
            rule.add(f"B{row}")
            sheet.add_data_validation(rule)


def _table(sheet: Worksheet, table: Table, rows: Sequence[Row], language: str) -> None:
    names = list(dict.fromkeys([*table.names, *(name for row in rows for name in row)]))
    write_header(sheet, 1, names, [max(14, len(name) + 4) for name in names])
    own = table.file.removesuffix(".csv")
    for place, column in enumerate(table.columns, 1):
        link = LINKS.get(column.name)
        source = f"={link}!$A$2:$A${ROWS}" if link and link != own else ""
        _validate(sheet, place, translate(column.about, language), _choices(column.name, language), source)
    _rows(sheet, names, rows)


def _origin(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    sheet.sheet_state = "hidden"
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            write_text(sheet, number, place, text)


def _choices(column: str, language: str) -> tuple[str, ...]:
    if column in ANSWERED:
        return yes_no(language)
    return weekdays(language) if column == "weekday" else CHOICES.get(column, ())


def _rows(sheet: Worksheet, names: Sequence[str], rows: Sequence[Row]) -> None:
    for number, row in enumerate(rows, 2):
        for place, name in enumerate(names, 1):
            if row.get(name):
                _write(sheet, number, place, row[name])


def _write(sheet: Worksheet, row: int, place: int, text: str) -> None:
    write_text(sheet, row, place, text)
    if text == UNKNOWN:
        sheet.cell(row, place).fill = OPEN_FILL


def _validate(sheet: Worksheet, place: int, about: str, choices: Sequence[str], source: str = "") -> None:
    """Make a column text, with its explanation at hand, and a drop-down where the cells are one of a few.

    What stands in another sheet is offered, not enforced, as a cell may hold several joined by a semicolon.
    """
    letter = get_column_letter(place)
    rule = DataValidation(type="list", formula1=source) if source else DataValidation()
    if choices:
        rule = _list_of(choices)
    rule.allow_blank = True
    rule.showErrorMessage = bool(choices)
    rule.showInputMessage = True
    rule.promptTitle = str(sheet.cell(1, place).value)[:32]
    rule.prompt = about[:250]
    rule.add(f"{letter}2:{letter}{ROWS}")
    sheet.add_data_validation(rule)
    sheet.column_dimensions[letter].number_format = TEXT


def _list_of(choices: Sequence[str]) -> DataValidation:
    return DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)


def _starred(column: Column) -> str:
    return column.name + (" *" if column.required else "")
