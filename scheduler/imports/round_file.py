"""round.toml with other values in it: comments, order and all that is not changed stay as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scheduler.imports.origin import window_cells
from scheduler.imports.settings import SETTING, WINDOW
from scheduler.imports.skeleton import read_settings
from scheduler.imports.text import quoted
from scheduler.intake.sections import SEVERAL, as_cell
from scheduler.intake.toml_lines import lines_of
from scheduler.intake.values import date_in, yes_no_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.imports.tables import Row
    from scheduler.intake.columns import Column

_ONE_LINE = re.compile(
    r"""(?P<key>\s*[A-Za-z0-9_-]+\s*=\s*)(?P<value>"(?:[^"\\]|\\.)*"|'[^']*'|\[(?:[^\[\]#"']|"[^"\\]*")*\]|[^\s"'\[{#]+)"""
    r"(?P<rest>\s*(?:#.*)?)")


def settings_cells(settings: Mapping[str, Any]) -> Row:
    """The settings by name, as they would stand in a table; those that are absent left out."""
    parts = {name: part for name, part in settings.items() if isinstance(part, dict)}
    return {name: as_cell(parts[one.section][one.column.name]) for name, one in SETTING.items()
            if one.column.name in parts.get(one.section, {})}


def windows_of(settings: Mapping[str, Any]) -> list[Row]:
    """The windows, as they would stand in a table."""
    windows = settings.get(SEVERAL, [])
    return [{key: as_cell(value) for key, value in window.items()} for window in windows
            if isinstance(window, dict)] if isinstance(windows, list) else []


def edited(text: str, settings: Row, windows: Mapping[int, Row], new: Sequence[Row]) -> str | None:
    """The file with these settings, these windows at their places, and new windows at its end.

    None where it cannot be done so that nothing else changes: a value over several lines, say.
    """
    found: str | None = text.replace("\r\n", "\n")
    held = windows_of(read_settings(text))
    for name, cell in settings.items():
        one = SETTING[name]
        found = found and _with(found, (one.section,), one.column, cell)
    for place, window in windows.items():
        for key in _changed(held[place], window):
            found = found and _with(found, (SEVERAL, place), key, window.get(key.name, ""))
    for window in new:
        found = found and "\n".join([found.rstrip("\n"), "", *lines_for(window), ""])
    if found is None or not _is_meant(text, found, settings, windows, new):
        return None
    return found.replace("\n", "\r\n") if "\r\n" in text else found


def lines_for(window: Row) -> list[str]:
    """A window as it stands in the file."""
    return ["[[window]]", *(f"{key.name} = {_literal(key, window[key.name])}" for key in _changed({}, window))]


def line_for(name: str, cell: str) -> str:
    """A setting as it stands in the file, its part before it."""
    one = SETTING[name]
    return f"[{one.section}] {one.column.name} = {_literal(one.column, cell)}" if cell else f"# {name}"


def _changed(held: Row, window: Row) -> list[Column]:
    """The keys in which two windows differ."""
    pairs = zip(WINDOW, window_cells(held), window_cells(window), strict=True)
    return [one.column for one, was, now in pairs if was != now]


def _with(text: str, part: tuple[str | int, ...], key: Column, cell: str) -> str | None:
    """The text with this key in that part; without it where the cell is empty."""
    lines, of = text.split("\n"), lines_of(text).of
    at, begins = of.get((*part, key.name)), of.get(part)
    written = f"{key.name} = {_literal(key, cell)}"
    if at is not None:
        found = _ONE_LINE.fullmatch(lines[at - 1])
        if found is None:
            return None
        lines[at - 1:at] = [f"{found['key']}{_literal(key, cell)}{found['rest']}"] if cell else []
    elif cell and begins is None:
        lines = [*text.rstrip("\n").split("\n"), "", f"[{part[0]}]", written, ""]
    elif cell and begins is not None:
        last = max(line for path, line in of.items() if path[:len(part)] == part)
        lines.insert(last if _ONE_LINE.fullmatch(lines[last - 1]) else begins, written)
    return "\n".join(lines)


def _is_meant(before: str, after: str, settings: Row, windows: Mapping[int, Row], new: Sequence[Row]) -> bool:
    """Whether the file now says just what it should, read anew."""
    was, now = read_settings(before), read_settings(after)
    meant = {name: cell for name, cell in {**settings_cells(was), **settings}.items() if cell}
    held = [windows.get(place, window) for place, window in enumerate(windows_of(was))]
    said = {name: cell for name, cell in settings_cells(now).items() if cell}
    return ({name: _compared(name, cell) for name, cell in meant.items()}
            == {name: _compared(name, cell) for name, cell in said.items()}
            and [window_cells(one) for one in [*held, *new]] == [window_cells(one) for one in windows_of(now)])


def _compared(name: str, cell: str) -> object:
    if SETTING[name].column.example.startswith("["):
        return [part.strip() for part in cell.split(";") if part.strip()]
    said = yes_no_in(cell) if SETTING[name].column.example == "true" else None
    return cell if said is None else said


def _literal(key: Column, cell: str) -> str:
    """The cell as TOML writes such a value: a number, a date, yes or no, a list, else a text."""
    said = yes_no_in(cell)
    if key.example == "true" and said is not None:
        return "true" if said else "false"
    if key.example.isdigit() and cell.isdecimal() and str(int(cell)) == cell:
        return cell
    if key.example.startswith("["):
        return "[" + ", ".join(quoted(part.strip()) for part in cell.split(";") if part.strip()) + "]"
    return cell if date_in(key.example) and date_in(cell) else quoted(cell)
