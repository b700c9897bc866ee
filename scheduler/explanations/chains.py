"""Whether one adult's meetings can follow each other at all, were they the only ones of the school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.explanations.times import chosen

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.explanations.times import Offer, Times
    from scheduler.round import Round

    Moments = Mapping[dt.date, Mapping[int, int]]
    """Per date the starts that are open, each with the least minute at which the meeting is over."""


def no_chain(round: Round, meetings: Sequence[tuple[Times, Sequence[tuple[Offer, int]]]]) -> bool:
    """Whether there is no date on which all these meetings can be adjacent, given the starts open in their offers."""
    moments = [_moments(times, offers) for times, offers in meetings]
    dates = [date for date in round.dates if all(date in each for each in moments)]
    return not any(_follow(round, [each[date] for each in moments], None) for date in dates)


def _moments(times: Times, left: Iterable[tuple[Offer, int]]) -> Moments:
    found: dict[dt.date, dict[int, int]] = {}
    for offer, bits in left:
        for start in chosen(offer.starts, bits):
            found.setdefault(offer.window.date, {})[start] = start + times.meeting.minutes
    return found


def _follow(round: Round, rest: Sequence[Mapping[int, int]], end: int | None) -> bool:
    if not rest:
        return True
    siblings = round.settings.siblings
    for k, moments in enumerate(rest):
        others = [*rest[:k], *rest[k + 1 :]]
        if end is None:
            near = list(moments)
        else:
            soon = range(end + siblings.walk_minutes, end + siblings.walk_minutes + siblings.max_wait_minutes + 1)
            near = [start for start in soon if start in moments]
        if any(_follow(round, others, moments[start]) for start in near):
            return True
    return False
