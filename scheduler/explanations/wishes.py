"""The times that people prefer, among those a meeting could have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.explanations.clauses import times_words
from scheduler.language import date_short, marked, translate, weekday_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.explanations.times import Offer, Times
    from scheduler.round import Availability, Round


def preferred(round: Round, adult_id: str) -> list[Availability]:
    """The rows with what this adult prefers; [] for no wishes."""
    return [row for row in round.availability_of.get(adult_id, ()) if row.kind == "preferred"]


def wish_words(round: Round, adult_id: str, language: str) -> str:
    """What an adult prefers, such as "on Tuesday or Thursday from 15:30"; "" for no wishes."""
    days_at: dict[tuple[int, int], list[str]] = {}
    for row in preferred(round, adult_id):
        days = days_at.setdefault((row.start_minute, row.end_minute), [])
        if row.date is not None:
            days.append(date_short(row.date, language))
        elif row.weekday is not None:
            days.append(weekday_words(row.weekday, language))
    said = []
    for stretch, days in days_at.items():
        on = translate(marked("on {days}"), language, days=_either(days, language)) if days else ""
        said.append(" ".join(each for each in (on, times_words([stretch], language)) if each)
                    or translate(marked("at any time"), language))
    return _either(said, language)


def wished(
    round: Round, times: Times, adult_ids: Iterable[str], offers: Iterable[tuple[Offer, int]]
) -> list[tuple[Offer, int]]:
    """Of these starts, those that keep the wishes of all these adults; an adult without wishes is content."""
    wishes = [rows for rows in (preferred(round, adult_id) for adult_id in adult_ids) if rows]
    return [(offer, bits & _kept(times, offer, wishes)) for offer, bits in offers]


def _either(items: Sequence[str], language: str) -> str:
    first, last = list(items[:-1]), list(items[-1:])
    if not first:
        return "".join(last)
    return translate(marked("{first} or {last}"), language, first=", ".join(first), last=last[0])


def _kept(times: Times, offer: Offer, wishes: Sequence[Sequence[Availability]]) -> int:
    kept = 0
    for k, start in enumerate(offer.starts):
        end = start + times.meeting.minutes
        if all(any(row.on(offer.window.date) and row.start_minute <= start and end <= row.end_minute for row in rows)
               for rows in wishes):
            kept |= 1 << k
    return kept
