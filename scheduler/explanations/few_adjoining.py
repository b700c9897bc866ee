"""Siblings apart because too few places lie where they could adjoin, counted without a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.explanations.adjoining import Bars, parts_of
from scheduler.explanations.causes_of_costs import FewAdjoin
from scheduler.explanations.chains import day_rules, in_chains, no_chain
from scheduler.explanations.covers import least_parts
from scheduler.explanations.shared import Shortages

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from scheduler.explanations.case import Case
    from scheduler.explanations.chains import Offers
    from scheduler.explanations.times import Part


class FewAdjoining:
    """The counts of a plan in which each meeting has only the starts at which it can adjoin its family's."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._chained: dict[tuple[str, ...], dict[str, Offers]] = {}
        self._shortages = Shortages(case, self._adjoining)

    def of(self, meeting_ids: Sequence[str]) -> FewAdjoin | None:
        """The shortage of the fewest meetings that one of these of one adult belongs to; None for none."""
        found = [(shortage.rank, each, shortage) for each in meeting_ids
                 if (shortage := self._shortages.of(each)) is not None]
        if not found:
            return None
        _, counted, shortage = min(found, key=lambda row: row[:2])
        return FewAdjoin(shortage, self._bars(meeting_ids, counted))

    def _bars(self, meeting_ids: Sequence[str], counted: str) -> Bars:
        """The parts of rules that leave the counted one no other time to adjoin the rest."""
        case = self._case
        row = [case.times(each) for each in meeting_ids]
        rules = day_rules(case.round, row)
        here = [bits for _, bits in self._adjoining(counted)]

        def nowhere_else(some: Collection[Part]) -> bool:
            left = [list(times.left(some)) for times in row]
            return no_chain(case.round, [
                (times, [(offer, bits & ~inside) for (offer, bits), inside in zip(offers, here, strict=True)]
                 if times.meeting.meeting_id == counted else offers)
                for times, offers in zip(row, left, strict=True)], rules)

        return Bars(least_parts(parts_of(row), nowhere_else) or ())

    def _adjoining(self, meeting_id: str) -> Offers:
        """The open starts at which the meeting adjoins those of all its adults, or all where it can adjoin none."""
        case = self._case
        times = case.times(meeting_id)
        kept: Offers = times.open
        for adult_id in times.meeting.adult_ids:
            row = tuple(sorted(it.meeting_id for it in case.plan.of_adult.get(adult_id, ())))
            if len(row) < 2 or meeting_id not in row:
                continue
            chained = self._of_row(row)[meeting_id]
            if any(bits for _, bits in chained):
                kept = [(offer, bits & more) for (offer, bits), (_, more) in zip(kept, chained, strict=True)]
        return kept if any(bits for _, bits in kept) else times.open

    def _of_row(self, row: tuple[str, ...]) -> dict[str, Offers]:
        if row not in self._chained:
            meetings = [self._case.times(each) for each in row]
            found = in_chains(self._case.round, [(times, times.open) for times in meetings],
                              day_rules(self._case.round, meetings))
            self._chained[row] = dict(zip(row, found, strict=True))
        return self._chained[row]
