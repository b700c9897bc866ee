"""Cells with other rows in them, and new rows that point at the scenario they come from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.intake import values
from scheduler.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.intake.cells import Row
    from scheduler.intake.given import Cells
    from scheduler.intake.sections import Part
    from scheduler.round import Round


def with_rows(cells: Cells, file: str, rows: Iterable[Row]) -> Cells:
    """The cells with these rows in one table, in the place of those it had."""
    return replace(cells, rows={**cells.rows, file: tuple(rows)})


def with_more(cells: Cells, file: str, *rows: Row) -> Cells:
    """The cells with more rows at the end of one table."""
    return with_rows(cells, file, (*cells.rows[file], *rows))


def row_of(item: Part, **cells: str) -> Row:
    """A row with these cells that stands where the scenario's item stands."""
    return replace(item, cells=cells)


def changed(row: Row, **cells: str) -> Row:
    """The row with some cells different."""
    return replace(row, cells={**row.cells, **cells})


def items(row: Row, column: str) -> tuple[str, ...]:
    """The parts of a cell between its semicolons."""
    return values.items_in(row.text(column))


def known(cells: Cells, file: str, column: str) -> list[str]:
    """What stands in that column of a table, each once, in the order of the rows."""
    return list(dict.fromkeys(row.text(column) for row in cells.rows[file]))


def round_of(cells: Cells) -> Round:
    """The round that the cells make, whatever may be wrong with it: that is noted when the scenario is complete."""
    return cells.round(Problems())
