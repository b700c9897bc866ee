"""More or fewer requests: who asked already counts first, the others are drawn."""

from __future__ import annotations

from math import ceil
from random import Random
from typing import TYPE_CHECKING

from scheduler.intake import values
from scheduler.whatif.edits.rows import changed, known, row_of, with_rows

if TYPE_CHECKING:
    from scheduler.intake.given import Cells
    from scheduler.intake.sections import Part


def draw(cells: Cells, at: Part, share: float, seed: int, number: int) -> Cells:
    """The cells in which conversations are asked for that share of all pupils.

    One draw puts all pupils in one order, those who asked already before the others, whatever the share: so whoever
    asks at 60 % also asks at 70 %, and the shares differ by their size only.
    """
    pupils = known(cells, "pupils.csv", "pupil_id")
    asked = {row.text("pupil_id"): row for row in cells.rows["requests.csv"]}
    chance = Random(f"{seed}/{number}")
    order = sorted(pupils, key=lambda pupil_id: (pupil_id not in asked, chance.random()))
    chosen = set(order[: max(1, int(share * len(pupils) + 0.5))])
    return with_rows(cells, "requests.csv", [
        asked.get(pupil_id) or row_of(at, pupil_id=pupil_id) for pupil_id in pupils if pupil_id in chosen])


def round_up(cells: Cells, slot_minutes: int) -> tuple[Cells, int]:
    """The cells with requests of a whole number of slots, and how many requests became longer for it."""
    rows, longer = [], 0
    for row in cells.rows["requests.csv"]:
        minutes = values.number_in(row.text("minutes"))
        if minutes and minutes % slot_minutes:
            row = changed(row, minutes=str(ceil(minutes / slot_minutes) * slot_minutes))
            longer += 1
        rows.append(row)
    return with_rows(cells, "requests.csv", rows), longer
