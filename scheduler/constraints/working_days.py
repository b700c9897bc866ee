"""A teacher meets only on days worked, or made available."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.constraints.rule import Phrase, Rule
from scheduler.round import MINUTES_A_DAY, clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.appointments import Appointment, Plan
    from scheduler.constraints.rule import Stretch, Violation
    from scheduler.meetings import Meeting, Team
    from scheduler.round import Round, Window

KEPT = Phrase(
    "A teacher meets only on days worked or made available.",
    "Een leerkracht heeft alleen gesprekken op eigen werkdagen, of wanneer die zelf aangeeft te kunnen.",
)
DAY_OFF = Phrase(
    "{teacher} does not work on {date}, but has a conversation about {pupil} from {start} to {end}.",
    "{teacher} werkt niet op {date}, maar heeft van {start} tot {end} een gesprek over {pupil}.",
)


def forbids(round: Round, meeting: Meeting, team: Team, window: Window) -> list[Stretch]:
    """Per teacher of the team, what of a day off lies outside every stretch made available."""
    stretches: list[Stretch] = []
    for teacher_id in team.teacher_ids:
        if window.date.weekday() not in round.teacher[teacher_id].working_days:
            stretches += _outside_available(round, teacher_id, window)
    return stretches


def _outside_available(round: Round, teacher_id: str, window: Window) -> list[Stretch]:
    rows = round.availability_of.get(teacher_id, ())
    available = sorted(
        (row.start_minute, row.end_minute) for row in rows if row.kind == "available" and row.on(window.date)
    )
    outside, reached = [], 0
    for start, end in available:
        if start > reached:
            outside.append((reached, start))
        reached = max(reached, end)
    if reached < MINUTES_A_DAY:
        outside.append((reached, MINUTES_A_DAY))
    return outside


def violations(round: Round, plan: Plan) -> Iterator[Violation]:
    """Each appointment with a minute in which a teacher neither works nor is available."""
    for it in plan.appointments:
        for teacher_id in it.teacher_ids:
            teacher = round.teacher[teacher_id]
            if it.date.weekday() in teacher.working_days:
                continue
            if not set(range(it.start_minute, it.end_minute)) <= _minutes_offered(round, teacher_id, it):
                yield RULE.violation(
                    DAY_OFF, it.meeting_id, teacher=teacher.name, pupil=round.pupil[it.pupil_id].name,
                    date=it.date, start=clock(it.start_minute), end=clock(it.end_minute),
                )


def _minutes_offered(round: Round, teacher_id: str, appointment: Appointment) -> set[int]:
    same_person = {teacher_id, *(adult.adult_id for adult in round.adults if adult.teacher_id == teacher_id)}
    offered: set[int] = set()
    for row in round.availability:
        speaks_of_it = row.date in (None, appointment.date) and row.weekday in (None, appointment.date.weekday())
        if row.kind == "available" and row.person_id in same_person and speaks_of_it:
            offered.update(range(row.start_minute, row.end_minute))
    return offered


RULE = Rule("working_days", KEPT, (DAY_OFF,), violations, forbids=forbids)
