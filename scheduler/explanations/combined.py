"""Changes of several steps, for more meetings than one longer window or one more day of a teacher has places for."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.explanations.capacity import teacher_holds
from scheduler.explanations.changes import Change, lifting
from scheduler.explanations.measures import Longer, latest_end

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from scheduler.explanations.changes import Step
    from scheduler.explanations.times import Times
    from scheduler.round import Round

MOST_STEPS = 4
MOST_CHOICES = 24
"""Of more steps than these, those with the fewest places for what they ask are left out."""

MOST_CHANGES = 12


@dataclass(frozen=True)
class _Choice:
    """A step that gives so many places on a date."""

    step: Step
    places: int
    date: dt.date


def combined(round: Round, meetings: Sequence[Times]) -> list[Change]:
    """Two to four steps that together have enough places for these meetings, and none too many; the cheapest first.

    They ask nothing of parents: longer windows, and more days of teachers.
    """
    if len(meetings) == 1:
        return []
    choices = sorted([*_longer(round, meetings), *_days(meetings)],
                     key=lambda each: (each.step.asks / each.places, -each.places, each.date, repr(each.step)))
    needed, found = len(meetings), []
    for size in range(2, MOST_STEPS + 1):
        for some in combinations(choices[:MOST_CHOICES], size):
            places = sum(each.places for each in some)
            if needed <= places < needed + min(each.places for each in some) and _apart(some):
                found.append(some)
    found.sort(key=lambda some: (sum(each.step.asks for each in some), len(some), sorted(each.date for each in some)))
    return [_change(round, meetings, some) for some in found[:MOST_CHANGES]]


def _apart(some: Sequence[_Choice]) -> bool:
    """Whether no two are about the same date, where one would take the other's places."""
    return len({each.date for each in some}) == len(some)


def _longer(round: Round, meetings: Sequence[Times]) -> Iterator[_Choice]:
    """Each window that has open times for these meetings, as long as it can be."""
    length = max(times.meeting.minutes for times in meetings)
    slot = round.settings.slot_minutes
    for window in dict.fromkeys(offer.window for times in meetings for offer in times.offers if offer.open):
        end = window.start_minute + (latest_end(round, window) - window.start_minute) // slot * slot
        places = (teacher_holds(round, end - window.start_minute, length)
                  - teacher_holds(round, window.end_minute - window.start_minute, length))
        if places > 0:
            yield _Choice(Longer(window, end), places, window.date)


def _days(meetings: Sequence[Times]) -> Iterator[_Choice]:
    """Each window in which nothing but one of a teacher's days stands in the way of these meetings."""
    found: dict[Step, _Choice] = {}
    for times in meetings:
        minutes, slot = times.meeting.minutes, times.round.settings.slot_minutes
        for offer, row in zip(times.offers, times.taken, strict=True):
            for part, bits in row.items():
                others = 0
                for other, theirs in row.items():
                    others |= theirs if other != part else 0
                step = lifting(part, offer.window.start_minute, offer.window.end_minute)
                free = (bits & ~others).bit_count()
                places = teacher_holds(times.round, (free - 1) * slot + minutes, minutes) if free else 0
                if step is not None and part.person_id not in times.meeting.adult_ids and places:
                    before = found.get(step)
                    if before is None or before.places < places:
                        found[step] = _Choice(step, places, offer.window.date)
    yield from found.values()


def _change(round: Round, meetings: Sequence[Times], some: Sequence[_Choice]) -> Change:
    """The steps by date; without breaks to plan, the last of the longer windows is no longer than it need be."""
    spare = sum(each.places for each in some) - len(meetings)
    length = max(times.meeting.minutes for times in meetings)
    steps: list[Step] = []
    for each in sorted(some, key=lambda each: each.date, reverse=True):
        step = each.step
        if isinstance(step, Longer) and spare and round.settings.breaks is None:
            whole = (step.end_minute - step.window.start_minute) // length * length
            step, spare = Longer(step.window, step.window.start_minute + whole - spare * length), 0
        steps.append(step)
    return Change(tuple(reversed(steps)))
