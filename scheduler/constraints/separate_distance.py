"""Adults who meet apart do not meet each other: a least time between any appointments of theirs on one date."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.constraints.rule import Literal, Model
    from scheduler.meetings import Meeting


def connect(model: Model) -> None:
    """Two such meetings, each made longer by the least time apart, never overlap."""
    apart = model.round.settings.min_apart_minutes
    for one, other in sorted(_meetings_apart(model), key=lambda pair: (pair[0].meeting_id, pair[1].meeting_id)):
        busy: dict[tuple[object, int], list[Literal]] = {}
        both = [*model.candidates(one), *model.candidates(other)]
        starts = sorted({(c.window.date, c.start_minute) for c in both})
        for candidate in both:
            for date, start in starts:
                if date == candidate.window.date and candidate.start_minute <= start < candidate.end_minute + apart:
                    busy.setdefault((date, start), []).append(candidate.literal)
        for literals in busy.values():
            model.at_most_one(literals)


def _meetings_apart(model: Model) -> set[tuple[Meeting, Meeting]]:
    of_adult: dict[str, list[Meeting]] = {}
    for meeting in model.meetings:
        for adult_id in meeting.adult_ids:
            of_adult.setdefault(adult_id, []).append(meeting)
    found = set()
    for one, other in _adults_apart(model):
        for mine in of_adult.get(one, ()):
            for theirs in of_adult.get(other, ()):
                if one not in theirs.adult_ids and other not in mine.adult_ids:
                    first, second = sorted((mine, theirs), key=lambda meeting: meeting.meeting_id)
                    found.add((first, second))
    return found


def _adults_apart(model: Model) -> Iterator[tuple[str, str]]:
    of_pupil: dict[str, list[Meeting]] = {}
    for meeting in model.meetings:
        of_pupil.setdefault(meeting.pupil_id, []).append(meeting)
    for meetings in of_pupil.values():
        for one, other in combinations(meetings, 2):
            yield from ((mine, theirs) for mine in one.adult_ids for theirs in other.adult_ids)
