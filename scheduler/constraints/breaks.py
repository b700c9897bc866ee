"""A teacher gets breaks, and no more meetings a day than agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.constraints.rule import Phrase, Rule
from scheduler.round import clock

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from scheduler.appointments import Plan
    from scheduler.constraints.rule import Candidate, Literal, Model, Violation
    from scheduler.round import Breaks, Round

KEPT = Phrase(
    "A teacher gets breaks, and no more meetings a day than agreed.",
    "Een leerkracht krijgt pauzes, en niet meer gesprekken op een dag dan afgesproken.",
)
NO_BREAK = Phrase(
    "{teacher} has more than {most} conversations in a row on {date}, from {start} to {end}, without {minutes} minutes "
    "of break.",
    "{teacher} heeft op {date} van {start} tot {end} meer dan {most} gesprekken achter elkaar, zonder {minutes} "
    "minuten pauze.",
)
TOO_MANY = Phrase(
    "{teacher} has {count} conversations on {date}; the most is {most}.",
    "{teacher} heeft {count} gesprekken op {date}; het hoogste aantal is {most}.",
)


def connect(model: Model) -> None:
    """Bound every teacher's day, and every stretch of it that could hold too many meetings in a row."""
    for (teacher_id, date), day in _days(model).items():
        most = model.round.teacher[teacher_id].max_meetings_per_day
        if most is not None:
            model.at_most([(candidate.literal, 1) for candidate in day], most)
        if model.round.settings.breaks is not None and (teacher_id, date) not in model.breaks_said:
            _demand_breaks(model, day, model.round.settings.breaks)


def _days(model: Model) -> dict[tuple[str, dt.date], list[Candidate]]:
    found: dict[tuple[str, dt.date], list[Candidate]] = {}
    for meeting in model.meetings:
        for candidate in model.candidates(meeting):
            for teacher_id in candidate.team.teacher_ids:
                found.setdefault((teacher_id, candidate.window.date), []).append(candidate)
    return found


def _demand_breaks(model: Model, day: Sequence[Candidate], breaks: Breaks) -> None:
    """Where more than `after_meetings` meetings start in a stretch, a break lies between its first and last start."""
    gaps = dict(_gaps(model, day, breaks.minutes))
    at: dict[int, list[Candidate]] = {}
    for candidate in sorted(day, key=lambda candidate: candidate.start_minute):
        at.setdefault(candidate.start_minute, []).append(candidate)
    starts = list(at)
    for i, first in enumerate(starts):
        within: list[tuple[Literal, int]] = []
        meetings: set[str] = set()
        for moments, last in enumerate(starts[i:], 1):
            within += [(candidate.literal, 1) for candidate in at[last]]
            meetings |= {candidate.meeting.meeting_id for candidate in at[last]}
            excess = min(len(meetings), moments) - breaks.after_meetings
            if excess > 0:
                relief = [(gap, -excess) for start, gap in gaps.items() if first <= start <= last - breaks.minutes]
                model.at_most([*within, *relief], breaks.after_meetings)


def _gaps(model: Model, day: Sequence[Candidate], minutes: int) -> Iterator[tuple[int, Literal]]:
    """A choice per moment at which a meeting may end: nothing is held for that long from then on."""
    for start in sorted({candidate.end_minute for candidate in day}):
        gap = model.new_choice()
        overlapping = [c for c in day if c.start_minute < start + minutes and start < c.end_minute]
        for group in _at_once(overlapping):
            model.at_most_one([gap, *group])
        yield start, gap


def _at_once(candidates: Sequence[Candidate]) -> Iterator[list[Literal]]:
    """The literals by start: no two of one start are ever chosen together."""
    by_start: dict[int, list[Literal]] = {}
    for candidate in candidates:
        by_start.setdefault(candidate.start_minute, []).append(candidate.literal)
    yield from by_start.values()


def violations(round: Round, plan: Plan) -> Iterator[Violation]:
    """Each run of too many meetings, and each day with too many."""
    for teacher in round.teachers:
        by_date: dict[dt.date, list[tuple[int, int, str]]] = {}
        for it in plan.appointments:
            if teacher.teacher_id in it.teacher_ids:
                by_date.setdefault(it.date, []).append((it.start_minute, it.end_minute, it.meeting_id))
        for date, day in by_date.items():
            most = teacher.max_meetings_per_day
            if most is not None and len(day) > most:
                ids = [meeting_id for _, _, meeting_id in day]
                yield RULE.violation(TOO_MANY, *ids, teacher=teacher.name, date=date, count=len(day), most=most)
            yield from _too_long_in_a_row(round.settings.breaks, teacher.name, date, sorted(day))


def _too_long_in_a_row(
    breaks: Breaks | None, teacher: str, date: dt.date, day: list[tuple[int, int, str]]
) -> Iterator[Violation]:
    if breaks is None:
        return
    row: list[tuple[int, int, str]] = []
    for meeting in day:
        if row and meeting[0] - max(end for _, end, _ in row) >= breaks.minutes:
            row = []
        row.append(meeting)
        if len(row) == breaks.after_meetings + 1:
            yield RULE.violation(
                NO_BREAK, *(meeting_id for _, _, meeting_id in row), teacher=teacher, date=date,
                start=clock(row[0][0]), end=clock(meeting[1]), most=breaks.after_meetings, minutes=breaks.minutes,
            )


RULE = Rule("breaks", KEPT, (NO_BREAK, TOO_MANY), violations, connect=connect)
