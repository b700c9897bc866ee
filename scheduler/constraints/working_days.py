"""A teacher meets only on days worked, or made available."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.round import MINUTES_A_DAY

if TYPE_CHECKING:
    from scheduler.constraints.rule import Stretch
    from scheduler.meetings import Meeting, Team
    from scheduler.round import Round, Window


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
