"""What a workbook was written from, as digests in a hidden sheet: who changed a cell can be told, and nothing read.

A copy of the folder would betray in a workbook what someone took out of it before passing it on.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.imports.settings import ANSWERED, SETTINGS
from scheduler.imports.tables import KEYS, key_of
from scheduler.imports.text import clean
from scheduler.intake.columns import TABLE
from scheduler.intake.values import UNKNOWN, yes_no_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.imports.held import Held
    from scheduler.imports.tables import Row, Tables

ORIGIN_SHEET = "origin"
WINDOW, CELLS = "window", "cells"
IN_A_CELL = 500
OTHER = "\0"
"""What stands for a cell that the folder and the workbook both changed: what it was nobody knows any longer."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The digests of all cells and rows of a folder, and of its windows."""

    cells: frozenset[str]
    windows: tuple[str, ...]

    def is_of(self, folder: Tables, settings: Row) -> bool:
        """Whether the workbook was written from this folder, and not from another."""
        name = settings.get("round.id", "")
        return any(self.tables(folder).values()) or bool(name and _digest("round.id", name) in self.cells)

    def setting(self, name: str, *said: str) -> str:
        """What a setting was, of what it is said to be now."""
        return self._then((name,), [plain(name, cell) for cell in said])

    def tables(self, *sides: Tables) -> Tables:
        """The rows of these sides that were there, each cell as it was where a side still has it so."""
        return {file: list(self._rows(file, [side.get(file, []) for side in sides]))
                for file in dict.fromkeys(file for side in sides for file in side)}

    def _rows(self, file: str, sides: Sequence[list[Row]]) -> Iterator[Row]:
        said: dict[tuple[str, ...], list[Row]] = {}
        for row in (row for rows in sides for row in rows):
            said.setdefault(key_of(file, row), []).append(row)
        for key in list(said):
            said.setdefault((key[0], *(UNKNOWN for _ in key[1:])), [])  # a row that both completed
        for key, rows in said.items():
            if _digest(file, *key) in self.cells:
                columns = dict.fromkeys(column for row in rows for column in row)
                cells = {column: self._then((file, *key, column), [row.get(column, "") for row in rows])
                         for column in columns}
                yield {**dict(zip(KEYS[file], key, strict=True)), **cells}

    def _then(self, where: tuple[str, ...], said: Iterable[str]) -> str:
        return next((cell for cell in (*said, "") if _digest(*where, cell) in self.cells), OTHER)


def origin_rows(held: Held) -> Iterator[tuple[str, str]]:
    """The rows of the hidden sheet of a workbook that holds this."""
    found = {_digest(one.name, plain(one.name, held.settings.get(one.name, ""))) for one in SETTINGS}
    for file, rows in held.tables.items():
        columns = dict.fromkeys([*TABLE[file].names, *(name for row in rows for name in row)])
        for row in rows:
            key = key_of(file, row)
            found |= {_digest(file, *key), *(_digest(file, *key, name, row.get(name, "")) for name in columns)}
    cells = sorted(found)
    yield from ((WINDOW, window_digest(window)) for window in held.windows)
    yield from ((CELLS, " ".join(cells[at:at + IN_A_CELL])) for at in range(0, len(cells), IN_A_CELL))


def origin_in(rows: Iterable[Sequence[str]]) -> Origin:
    """What the hidden sheet says."""
    said = [(*row, "", "")[:2] for row in rows]
    return Origin(frozenset(one for what, text in said if what == CELLS for one in text.split()),
                  tuple(text for what, text in said if what == WINDOW))


def window_digest(window: Row) -> str:
    """What tells a window apart from any other."""
    return _digest(WINDOW, *window_cells(window))


def window_cells(window: Row) -> tuple[str, str, str, bool]:
    """A window as it is compared: no evening is not an evening."""
    date, start, end = (clean(window.get(name, "")) for name in ("date", "start", "end"))
    return date, start, end, yes_no_in(clean(window.get("evening", ""))) is True


def plain(name: str, cell: str) -> str:
    """A setting as it is compared, in whatever language it says yes or no."""
    said = yes_no_in(cell) if name in ANSWERED else None
    return clean(cell) if said is None else str(said)


def _digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(clean(str(part)) for part in parts).encode()).hexdigest()[:12]
