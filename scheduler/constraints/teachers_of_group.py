"""A duo group's meeting is held by a teacher of the group on that teacher's days for the group, unless agreed otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.round import MINUTES_A_DAY

if TYPE_CHECKING:
    from scheduler.constraints.rule import Stretch
    from scheduler.meetings import Meeting, Team
    from scheduler.round import Round, Window


def forbids(round: Round, meeting: Meeting, team: Team, window: Window) -> list[Stretch]:
    """The whole day where the holder does not teach this group on it; who attends by agreement is not bound."""
    if team.holder is None:
        return []
    group = round.group[round.pupil[meeting.pupil_id].group]
    days = next(member.days for member in group.teachers if member.teacher_id == team.holder)
    bound = days is not None and window.date.weekday() not in days
    return [(0, MINUTES_A_DAY)] if bound else []
