"""A round as one workbook: the template that an office fills in, and a filled one as the files of a folder.

Row n of a sheet is line n of its table, so that every message names the right row.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from scheduler.imports.school import Place
from scheduler.imports.settings import SECTIONS, SETTING, WINDOW_COLUMNS, Setting
from scheduler.imports.sheets import group_from_date, read_workbook_rows
from scheduler.intake.columns import SETTINGS_FILE, TABLES
from scheduler.intake.text import read_bytes
from scheduler.intake.values import date_in, yes_no_in
from scheduler.language import marked
from scheduler.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SETTINGS_SHEET = "round"
WINDOWS_SHEET = "windows"
HELP_SHEET = "help"

TextRow = tuple[int, list[str]]


def workbook_contents(path: Path) -> dict[str, bytes]:
    """The files of a round's folder, by name, as the sheets of the workbook say them; empty sheets give none.

    Raises:
        BadInput: the workbook is hostile or damaged, or its settings cannot be told apart.
    """
    problems = Problems()
    content = read_bytes(path, problems)
    problems.stop_if_any()
    sheets = {title.strip().casefold(): rows for title, rows in read_workbook_rows(content or b"", path.name)}
    contents: dict[str, bytes] = {}
    for table in TABLES:
        rows = sheets.get(table.file.removesuffix(".csv"), [])
        _refuse_dates(rows, f"{path.name} [{table.file.removesuffix('.csv')}]", problems)
        if len(rows) > 1 or (rows and table.required):
            contents[table.file] = _csv(rows)
    if SETTINGS_SHEET in sheets:
        settings = _settings(sheets[SETTINGS_SHEET], Place(f"{path.name} [{SETTINGS_SHEET}]"), problems)
        contents[SETTINGS_FILE] = (settings + _windows(sheets.get(WINDOWS_SHEET, []))).encode()
    problems.stop_if_any()
    return contents


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


def _refuse_dates(rows: Sequence[TextRow], sheet: str, problems: Problems) -> None:
    names = [name.casefold() for name in rows[0][1]] if rows else []
    if "group" in names:
        place = names.index("group")
        for number, cells in rows[1:]:
            if place < len(cells) and group_from_date(cells[place]):
                problems.add(sheet, number, "group", cells[place], marked(
                    "Excel made a date of this group: make the column text, write the group as it is called, and try "
                    "again."))


def _settings(rows: Sequence[TextRow], place: Place, problems: Problems) -> str:
    given: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for number, cells in rows[1:]:
        name, value = (*cells, "", "")[:2]
        setting = SETTING.get(name.casefold())
        if setting is None and name:
            problems.add(place.file, number, "setting", name, marked("There is no such setting; look in the template."))
        elif setting is not None and value:
            given[setting.section][setting.key] = _toml(setting, value)
    lines = []
    for section, keys in given.items():
        if keys:
            lines += [f"[{section}]", *(f"{key} = {value}" for key, value in keys.items()), ""]
    return "\n".join(lines) + "\n"


def _windows(rows: Sequence[TextRow]) -> str:
    names = [name.casefold() for name in rows[0][1]] if rows else []
    lines = []
    for _, cells in rows[1:]:
        lines.append("[[window]]")
        for name, value in zip(names, cells, strict=False):
            if value and name:
                column = next((one for one in WINDOW_COLUMNS if one.key == name), Setting("window", name))
                lines.append(f"{_key(name)} = {_toml(column, value)}")
        lines.append("")
    return "\n".join(lines)


def _toml(setting: Setting, value: str) -> str:
    """The value as TOML; one of another kind stays text, for whoever reads the settings to tell."""
    yes = yes_no_in(value)
    if setting.kind == "number" and value.isascii() and value.isdigit():
        return str(int(value))
    if setting.kind == "date" and date_in(value):
        return value
    if setting.kind == "yes_no" and yes is not None:
        return "true" if yes else "false"
    if setting.kind == "list":
        return json.dumps([part.strip() for part in value.split(";") if part.strip()])
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if name.isidentifier() and name.isascii() else json.dumps(name, ensure_ascii=False)
