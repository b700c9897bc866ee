"""More windows, or fewer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.intake import values
from scheduler.language import marked

if TYPE_CHECKING:
    from scheduler.intake.given import Cells
    from scheduler.intake.sections import Part

Span = tuple[object, ...]


def add(cells: Cells, item: Part) -> Cells:
    """The cells with one more window."""
    if _span(item) in {_span(window) for window in cells.parts["window"]}:
        item.refuse("date", marked("The round has this window already. Choose another one."))
        return cells
    return replace(cells, parts={**cells.parts, "window": (*cells.parts["window"], item)})


def remove(cells: Cells, item: Part) -> Cells:
    """The cells without the windows on that date (from and until that time, where the item says so)."""
    if item.date("date") is None:
        return cells
    item.minute("start", 0)
    item.minute("end", 0)
    kept = tuple(window for window in cells.parts["window"] if not _meant(item, window))
    if len(kept) == len(cells.parts["window"]):
        item.refuse("date", marked("The round has no such window. Look in round.toml, and give date and start as they "
                                   "stand there."))
    elif not kept:
        item.refuse("date", marked("Without this window the round has none left. Add another one first."))
        return cells
    return replace(cells, parts={**cells.parts, "window": kept})


def _meant(item: Part, window: Part) -> bool:
    date, start, end = _span(item)
    return date == _span(window)[0] and start in (None, _span(window)[1]) and end in (None, _span(window)[2])


def _span(part: Part) -> Span:
    """Date, start and end as values, so that 9:30 and 09:30 are the same; None for an empty cell."""
    return (values.date_in(part.text("date")), values.minute_in(part.text("start")), values.minute_in(part.text("end")))
