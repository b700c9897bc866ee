"""Pupils whose adults meet the teacher apart, or together again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.intake import values
from scheduler.intake.references import UNKNOWN_PUPIL
from scheduler.language import marked
from scheduler.meetings import invited_adults
from scheduler.whatif.edits.rows import known, round_of, row_of, with_more, with_rows

if TYPE_CHECKING:
    from scheduler.intake.given import Cells
    from scheduler.intake.sections import Part


def flag(cells: Cells, item: Part) -> Cells:
    """The cells in which the adults of this pupil meet the teacher in parties: those named, or each adult alone."""
    pupil_id = item.id("pupil_id")
    if not _known(cells, item, pupil_id):
        return cells
    if pupil_id in known(cells, "separate.csv", "pupil_id"):
        item.refuse("pupil_id", marked("The adults of this pupil meet the teacher apart already. Leave this out."))
        return cells
    parties = [values.items_in(party) for party in item.text("parties").split("|") if party.strip()]
    parties = parties or [(adult_id,) for adult_id in invited_adults(round_of(cells), pupil_id)]
    if len(parties) < 2:
        item.refuse("pupil_id", marked("Only one party comes for this pupil. Whoever meets apart needs at least two."))
        return cells
    return with_more(cells, "separate.csv", *(
        row_of(item, pupil_id=pupil_id, adult_id=adult_id, party=str(number))
        for number, party in enumerate(parties, start=1) for adult_id in party))


def unflag(cells: Cells, item: Part) -> Cells:
    """The cells in which all adults of this pupil come together again."""
    pupil_id = item.id("pupil_id")
    if not _known(cells, item, pupil_id):
        return cells
    if pupil_id not in known(cells, "separate.csv", "pupil_id"):
        item.refuse("pupil_id", marked("The adults of this pupil come together already. Leave this out."))
        return cells
    return with_rows(cells, "separate.csv", [
        row for row in cells.rows["separate.csv"] if row.text("pupil_id") != pupil_id])


def _known(cells: Cells, item: Part, pupil_id: str) -> bool:
    found = pupil_id in known(cells, "pupils.csv", "pupil_id")
    if not found and item.text("pupil_id"):
        item.refuse("pupil_id", UNKNOWN_PUPIL)
    return found
