"""The times that people prefer, among those a meeting could have."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.explanations.times import Offer, Times
    from scheduler.round import Availability, Round


def preferred(round: Round, adult_id: str) -> list[Availability]:
    """The rows with what this adult prefers; [] for no wishes."""
    return [row for row in round.availability_of.get(adult_id, ()) if row.kind == "preferred"]


def wished(
    round: Round, times: Times, adult_ids: Iterable[str], offers: Iterable[tuple[Offer, int]]
) -> list[tuple[Offer, int]]:
    """Of these starts, those that keep the wishes of all these adults; an adult without wishes is content."""
    wishes = [rows for rows in (preferred(round, adult_id) for adult_id in adult_ids) if rows]
    return [(offer, bits & _kept(times, offer, wishes)) for offer, bits in offers]


def _kept(times: Times, offer: Offer, wishes: Sequence[Sequence[Availability]]) -> int:
    kept = 0
    for k, start in enumerate(offer.starts):
        end = start + times.meeting.minutes
        if all(any(row.on(offer.window.date) and row.start_minute <= start and end <= row.end_minute for row in rows)
               for rows in wishes):
            kept |= 1 << k
    return kept
