"""What a school might do so that meetings fit, the least asking first; nothing here is proven yet."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from scheduler.explanations.capacity import teacher_holds
from scheduler.explanations.changes import Change, lifting
from scheduler.explanations.combined import combined
from scheduler.explanations.measures import Longer, NotAsAgreed, Opens, Shorter, Without, latest_end
from scheduler.explanations.people import OneMore
from scheduler.round import Window

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from scheduler.explanations.times import Offer, Part, Times
    from scheduler.meetings import Meeting
    from scheduler.round import Round

MOST_STEPS = 3
AFTERNOON, EVENING = (14 * 60 + 30, 17 * 60), (18 * 60 + 30, 20 * 60 + 30)
"""What a further window is like where the round has none to copy."""


def proposals(round: Round, meetings: Sequence[Times], *, parents: bool | None = None) -> list[Change]:
    """Changes that might give all these meetings a place, sorted by how little they ask; none as little as it can be.

    `parents` says whether something may be asked of them too; None: only of those who are in all these meetings.
    """
    ids = [set(times.meeting.adult_ids) for times in meetings]
    asked = set.intersection(*ids) if parents is None else set.union(*ids) if parents else set()
    found = [*_lifted(meetings, asked), *_about_one(round, meetings), *_longer(round, meetings),
             *_limits(round, meetings), *_windows(round, meetings), *combined(round, meetings)]
    unique = list(dict.fromkeys(found))
    return sorted(unique, key=lambda change: change.asks)


def kinds_of(change: Change) -> frozenset[tuple[object, ...]]:
    """What the change asks of whom, at whatever time: two changes of the same kinds are alike to a school."""
    return frozenset((type(step).__name__, getattr(step, "person_id", ""), getattr(step, "evening", False))
                     for step in change.steps)


def shortened(round: Round, meetings: Iterable[Meeting]) -> Iterator[Change]:
    """Each of these meetings that takes longer than usual, as long as usual; parties share a length, so not theirs."""
    for meeting in meetings:
        if meeting.minutes > round.settings.meeting_minutes and not meeting.party:
            yield Change((Shorter(meeting.pupil_id, round.settings.meeting_minutes),))


def _lifted(meetings: Sequence[Times], asked: Collection[str]) -> Iterator[Change]:
    """What gives back times that the rules took, all steps of a change in one window, of parents only those asked."""
    for times in meetings:
        for offer, row in zip(times.offers, times.taken, strict=True):
            for parts in _sets(offer, row):
                people = {part.person_id for part in parts}
                if not people.isdisjoint(set(times.meeting.adult_ids).difference(asked)):
                    continue
                window = offer.window
                steps = [lifting(part, window.start_minute, window.end_minute) for part in parts]
                given = tuple(step for step in steps if step is not None)
                if len(given) == len(steps):
                    yield Change(given)


def _sets(offer: Offer, taken: Mapping[Part, int]) -> list[tuple[Part, ...]]:
    """Every set of parts that together take a start, none too large."""
    closed = offer.everything & ~offer.open
    sets = {
        tuple(part for part, bits in taken.items() if bits >> k & 1)
        for k in range(len(offer.starts)) if closed >> k & 1
    }
    return sorted((each for each in sets if 0 < len(each) <= MOST_STEPS), key=lambda each: (len(each), repr(each)))


def _about_one(round: Round, meetings: Sequence[Times]) -> Iterator[Change]:
    """Another length, or other company, for a single meeting; parties of one pupil get the same, so not for them."""
    meeting = meetings[0].meeting
    if len(meetings) > 1 or meeting.party:
        return
    yield from shortened(round, [meeting])
    request = round.request.get(meeting.pupil_id)
    if request is not None:
        for teacher_id in request.staff:
            yield Change((Without(meeting.pupil_id, teacher_id),))
    if meeting.pupil_id in round.agreements:
        yield Change((NotAsAgreed(meeting.pupil_id),))


def _longer(round: Round, meetings: Sequence[Times]) -> Iterator[Change]:
    """Each window, longer by what the meetings need, or a break more, as far as cutoff and the next window allow."""
    slot, breaks = round.settings.slot_minutes, round.settings.breaks
    needed = sum(times.meeting.minutes for times in meetings)
    with_break = [needed + -(-breaks.minutes // slot) * slot] if breaks else []
    for window in round.windows:
        latest = latest_end(round, window)
        whole = (window.end_minute - window.start_minute) // slot * slot
        for more in (needed, *with_break):
            end = window.start_minute + whole + more
            if window.end_minute < end <= latest:
                yield Change((Longer(window, end),))


def _limits(round: Round, meetings: Sequence[Times]) -> Iterator[Change]:
    teacher_ids = {each for times in meetings for team in times.meeting.teams for each in team.teacher_ids}
    for teacher_id in sorted(teacher_ids):
        most = round.teacher[teacher_id].max_meetings_per_day
        if most is not None:
            yield Change((OneMore(teacher_id, most + len(meetings)),))


def _windows(round: Round, meetings: Sequence[Times]) -> Iterator[Change]:
    """Further evenings or afternoons like those the round has, as many as the meetings need, soonest first.

    They are on school days from the round's first date to a week after its last, on which somebody of theirs works.
    """
    evening = _usual([w for w in round.windows if w.evening]) or EVENING
    afternoon = _usual([w for w in round.windows if not w.evening]) or AFTERNOON
    for (start, end), late in ((evening, True), (afternoon, False)):
        if not late and end > round.settings.cutoff_minute:
            continue
        fitting = max(1, teacher_holds(round, end - start, max(times.meeting.minutes for times in meetings)))
        needed = -(-len(meetings) // fitting)
        dates = [date for date in _school_days(round, meetings)
                 if not any(w.date == date and w.start_minute < end and start < w.end_minute for w in round.windows)]
        for first in range(len(dates) - needed + 1):
            yield Change((Opens(tuple(Window(date, start, end, late) for date in dates[first : first + needed])),))


def _school_days(round: Round, meetings: Sequence[Times]) -> list[dt.date]:
    works = {weekday for times in meetings for team in times.meeting.teams for teacher_id in team.teacher_ids
             for weekday in round.teacher[teacher_id].working_days}
    if not round.dates:
        return []
    days = range((round.dates[-1] - round.dates[0]).days + 8)
    dates = [round.dates[0] + dt.timedelta(days=day) for day in days]
    return [date for date in dates if date.weekday() < 5 and date.weekday() in works]


def _usual(windows: Sequence[Window]) -> tuple[int, int] | None:
    """The clock times that most of these windows have."""
    counted = Counter((window.start_minute, window.end_minute) for window in windows)
    return min(counted, key=lambda each: (-counted[each], each)) if counted else None
