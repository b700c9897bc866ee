"""round.toml to its parts: each key as a cell with its line, so that settings are read as tables are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduler.intake import values
from scheduler.intake.cells import Row
from scheduler.intake.columns import SECTIONS, SETTINGS_FILE, Section
from scheduler.intake.toml_lines import Lines, lines_of, read_toml
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.problems import Problems

SEVERAL = "window"
"""The part that may stand in the file several times."""


@dataclass(frozen=True, slots=True)
class Part(Row):
    """One part of round.toml; a message points at the key's own line, and names it as `round.cutoff`."""

    name: str
    lines: Mapping[str, int | None]

    def place(self, column: str) -> tuple[int | None, str]:
        """The line of this key and its whole name."""
        return self.lines.get(column, self.line), f"{self.name}.{column}" if column else self.name


def read_parts(text: str, problems: Problems) -> dict[str, list[Part]]:
    """The parts of the file by name; a part that is absent or not shaped as it should be has an empty list."""
    data = read_toml(SETTINGS_FILE, text, problems)
    if data is None:
        return {}
    lines = lines_of(text)
    unknown = values.unknown_names(data, [section.name for section in SECTIONS])
    for name, meant in unknown.items():
        _note_unknown(lines.line(name), name, meant, [section.name for section in SECTIONS], problems)
    for section in SECTIONS:
        if section.required and section.name not in {*data, *unknown.values()}:
            problems.add(SETTINGS_FILE, None, section.name, "", marked("This part is missing from the file. Add it."))
    return {section.name: _parts(section, data.get(section.name, []), lines, problems) for section in SECTIONS}


def _parts(section: Section, found: Any, lines: Lines, problems: Problems) -> list[Part]:
    several = section.name == SEVERAL
    if found == [] and not several:
        return []
    tables = found if several else [found]
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        problems.add(SETTINGS_FILE, lines.line(section.name) or lines.line(section.name, 0), section.name, "",
                     marked("Write [[window]] between double brackets, once for each window.") if several else
                     marked("Write the name of this part between single brackets, such as [round], and keys below it."))
        return []
    places = [(section.name, at) if several else (section.name,) for at in range(len(tables))]
    return [_part(section, table, path, lines, problems) for table, path in zip(tables, places, strict=True)]


def _part(
    section: Section, table: Mapping[str, Any], path: tuple[str | int, ...], lines: Lines, problems: Problems
) -> Part:
    names = [key.name for key in section.keys]
    line = lines.line(*path) or 1
    unknown = values.unknown_names(table, names)
    for name, meant in unknown.items():
        _note_unknown(lines.line(*path, name), f"{section.name}.{name}", meant, names, problems)
    cells = {name: as_cell(value) for name, value in table.items()}
    part = Part(SETTINGS_FILE, line, cells, problems, section.name, {name: lines.line(*path, name) for name in table})
    part.check(section.keys)
    for key in section.keys:
        if key.required and key.name not in {*table, *unknown.values()}:
            part.refuse(key.name, marked("This key is missing. Add it, such as {example}."),
                        example=f'{key.name} = "{key.example}"' if not key.example.isdigit() else
                        f"{key.name} = {key.example}")
    return part


def _note_unknown(line: int | None, name: str, meant: str, known: list[str], problems: Problems) -> None:
    if meant:
        problems.add(SETTINGS_FILE, line, name, "", values.UNKNOWN_NAME, meant=meant)
    else:
        problems.warn(SETTINGS_FILE, line, name, "", values.UNKNOWN_UNREAD, known=", ".join(known))


def as_cell(value: object) -> str:
    """The value as it would stand in a table."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(map(as_cell, value))
    if isinstance(value, dt.time) and not (value.second or value.microsecond):
        return value.strftime("%H:%M")
    return str(value).strip()
