"""Whether two parties of one pupil can both have a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.explanations.times import chosen

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.explanations.times import Times


def both_fit(one: Times, other: Times, *, apart_minutes: int, same_teachers: bool) -> bool:
    """Whether the two can have times so far apart, with the same teachers, were they the school's only meetings."""
    theirs: dict[tuple[dt.date, tuple[str, ...]], list[tuple[int, int]]] = {}
    for offer, bits in other.open:
        teachers = offer.team.teacher_ids if same_teachers else ()
        for start in chosen(offer.starts, bits):
            theirs.setdefault((offer.window.date, teachers), []).append((start, start + other.meeting.minutes))
    for offer, bits in one.open:
        teachers = offer.team.teacher_ids if same_teachers else ()
        for (date, with_whom), stretches in theirs.items():
            if not bits or with_whom != teachers:
                continue
            if date != offer.window.date:
                return True
            for start in chosen(offer.starts, bits):
                end = start + one.meeting.minutes
                if any(begin >= end + apart_minutes or start >= stop + apart_minutes for begin, stop in stretches):
                    return True
    return False
