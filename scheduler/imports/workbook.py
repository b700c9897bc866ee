"""A filled workbook as the files of a round's folder.

Row n of a sheet is line n of its table, so that every message names the right row; the settings and windows know
where they stand.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.imports.excel import Formula, cell_text, raw_sheets, text_rows
from scheduler.imports.origin import ORIGIN_SHEET, Origin, origin_in
from scheduler.imports.settings import SETTING
from scheduler.imports.text import quoted
from scheduler.intake.columns import SETTINGS_FILE, TABLES
from scheduler.intake.text import read_bytes
from scheduler.intake.values import group_from_date
from scheduler.language import marked
from scheduler.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from scheduler.imports.excel import RawSheet

SETTINGS_SHEET = "round"
WINDOWS_SHEET = "windows"

TextRow = tuple[int, list[str]]


@dataclass
class Filled:
    """The files that a workbook stands for, by name, and where in it their lines are.

    `formulas` are the cells of tables that compute: file, row, column and the formula. `origin` is what it was written
    from, where it knows.
    """

    file: str
    contents: dict[str, bytes] = field(default_factory=dict)
    formulas: list[tuple[str, int, str, str]] = field(default_factory=list)
    origin: Origin | None = None
    _settings: list[tuple[str, int]] = field(default_factory=list)

    def place(self, file: str, line: int | None) -> tuple[str, int | None]:
        """The sheet and row of a line of a file."""
        if file == SETTINGS_FILE:
            sheet, row = self._settings[line - 1] if line else (SETTINGS_SHEET, None)
            return self.sheet(sheet), row
        return self.sheet(file.removesuffix(".csv")), line

    def sheet(self, title: str) -> str:
        """How messages call a sheet."""
        return f"{self.file} [{title}]"

    def settle(self, settings: Sequence[TextRow], windows: Sequence[TextRow], problems: Problems) -> None:
        """Write the sheets of settings and windows as round.toml, in which every value is text."""
        by_section: dict[str, list[tuple[str, str, int]]] = {setting.section: [] for setting in SETTING.values()}
        for number, cells in settings[1:]:
            name, value = (*cells, "", "")[:2]
            setting = SETTING.get(name.casefold())
            if setting is None and name:
                problems.add(self.sheet(SETTINGS_SHEET), number, "setting", name,
                             marked("There is no such setting; look in the template."))
            elif setting is not None and value:
                by_section[setting.section].append((setting.column.name, value, number))
        lines: list[tuple[str, str, int]] = []
        for section, pairs in by_section.items():
            lines += [(f"[{section}]", SETTINGS_SHEET, pairs[0][2])] if pairs else []
            lines += [(f"{key} = {quoted(value)}", SETTINGS_SHEET, row) for key, value, row in pairs]
        names = [name.casefold() for name in windows[0][1]] if windows else []
        for row, cells in windows[1:]:
            lines.append(("[[window]]", WINDOWS_SHEET, row))
            named = {name: value for name, value in zip(names, cells, strict=False) if name and value}
            lines += [(f"{_key(name)} = {quoted(value)}", WINDOWS_SHEET, row) for name, value in named.items()]
        self.contents[SETTINGS_FILE] = "".join(f"{text}\n" for text, _, _ in lines).encode()
        self._settings = [(sheet, row) for _, sheet, row in lines]


def read_filled(path: Path) -> Filled:
    """The workbook's sheets as files; empty sheets give none.

    Raises:
        BadInput: the workbook is hostile or damaged, or what stands in it cannot be told apart.
    """
    problems = Problems()
    content = read_bytes(path, problems)
    problems.stop_if_any()
    return filled_in(raw_sheets(content or b"", path.name), path.name)


def is_filled(raw: Sequence[RawSheet]) -> bool:
    """Whether the sheets are those of the template."""
    titles = {title.strip().casefold() for title, _ in raw}
    return {table.file.removesuffix(".csv") for table in TABLES if table.required} <= titles


def filled_in(raw: Sequence[RawSheet], file: str) -> Filled:
    """The sheets of a workbook as files.

    Raises:
        BadInput: what stands in it cannot be told apart.
    """
    problems = Problems()
    sheets = text_rows(raw)
    filled = Filled(file)
    for table in TABLES:
        title = table.file.removesuffix(".csv")
        rows = sheets.get(title, [])
        _refuse_dates(rows, filled.sheet(title), problems)
        if len(rows) > 1 or (rows and table.required):
            filled.contents[table.file] = _csv(rows)
            filled.formulas += [(table.file, *found) for found in _formulas(title, raw)]
    if SETTINGS_SHEET in sheets:
        filled.settle(sheets[SETTINGS_SHEET], sheets.get(WINDOWS_SHEET, []), problems)
    if ORIGIN_SHEET in sheets:
        filled.origin = origin_in(cells for _, cells in sheets[ORIGIN_SHEET])
    problems.stop_if_any()
    return filled


def _csv(rows: Sequence[TextRow]) -> bytes:
    """The rows on the lines that they have in the sheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = rows[0][1]
    width = max((place for place, name in enumerate(names, 1) if name), default=0)
    line = 1
    for number, cells in rows:
        while line < number:
            out.write("\n")
            line += 1
        kept = cells[:width] + [""] * (width - len(cells))
        writer.writerow([*kept, *(cell for cell in cells[width:] if cell)])
        line += 1
    return out.getvalue().encode()


def _formulas(title: str, raw: Sequence[RawSheet]) -> Iterator[tuple[int, str, str]]:
    """The cells of a sheet that compute: row, column and formula."""
    for named, rows in raw:
        if named.strip().casefold() == title and rows:
            header = [cell_text(cell) for cell in rows[0][1]]
            yield from ((row, name, cell) for row, cells in rows for name, cell in zip(header, cells, strict=False)
                        if isinstance(cell, Formula))


def _refuse_dates(rows: Sequence[TextRow], sheet: str, problems: Problems) -> None:
    names = [name.casefold() for name in rows[0][1]] if rows else []
    if "group" in names:
        place = names.index("group")
        for number, cells in rows[1:]:
            if place < len(cells) and group_from_date(cells[place]):
                problems.add(sheet, number, "group", cells[place], marked(
                    "Excel made a date of this group: make the column text, write the group as it is called, and try "
                    "again."))


def _key(name: str) -> str:
    return name if name.isidentifier() and name.isascii() else quoted(name)
