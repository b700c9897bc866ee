"""Nobody meets while unavailable."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.constraints.rule import Stretch
    from scheduler.meetings import Meeting, Team
    from scheduler.round import Round, Window


def forbids(round: Round, meeting: Meeting, team: Team, window: Window) -> list[Stretch]:
    """What any adult or teacher of the meeting cannot make on that date."""
    return [
        (row.start_minute, row.end_minute)
        for person_id in (*meeting.adult_ids, *team.teacher_ids)
        for row in round.availability_of.get(person_id, ())
        if row.kind == "unavailable" and row.on(window.date)
    ]
