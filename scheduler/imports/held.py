"""What a round's folder holds, as the cells of a workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.imports.settings import SETTINGS, yes_no
from scheduler.imports.skeleton import settings_of
from scheduler.imports.tables import Row, Tables, read_tables
from scheduler.intake.sections import SEVERAL, as_cell
from scheduler.language import marked
from scheduler.problems import BadInput

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Held:
    """The rows of each table by file, the settings by name, and the windows; all empty for a new workbook."""

    tables: Tables = field(default_factory=dict)
    settings: Row = field(default_factory=dict)
    windows: tuple[Row, ...] = ()


def held_in(folder: Path, language: str) -> Held:
    """What the folder holds, finished or not, with yes and no in that language.

    Raises:
        BadInput: there is no such folder, or a table in it cannot be read.
    """
    if not folder.is_dir():
        raise BadInput.one(str(folder), marked("There is no such folder. Check the name."))
    written = settings_of(folder)
    parts = {name: part for name, part in written.items() if isinstance(part, dict)}
    named = ((setting.name, parts.get(setting.section, {}).get(setting.column.name)) for setting in SETTINGS)
    settings = {name: _cell(value, language) for name, value in named if value is not None}
    windows = written.get(SEVERAL, [])
    rows = [window for window in windows if isinstance(window, dict)] if isinstance(windows, list) else []
    return Held(read_tables(folder), settings, tuple(
        {key: _cell(value, language) for key, value in row.items()} for row in rows))


def _cell(value: object, language: str) -> str:
    if isinstance(value, bool):
        return yes_no(language)[not value]
    return as_cell(value)
