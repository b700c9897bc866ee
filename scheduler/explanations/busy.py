"""Who is busy when in a plan, to see at a glance whether a time is still free."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from scheduler.appointments import Appointment, Plan
    from scheduler.meetings import Meeting, Team
    from scheduler.round import Round

Key = tuple[str, str]


class Busy:
    """The appointments of a plan by person, room and date."""

    def __init__(self, round: Round, plan: Plan) -> None:
        self._round = round
        self._found: dict[tuple[Key, dt.date], list[Appointment]] = {}
        for it in plan.appointments:
            for key in self._keys(it.pupil_id, it.adult_ids, it.teacher_ids, it.room):
                self._found.setdefault((key, it.date), []).append(it)

    def in_the_way(self, meeting: Meeting, team: Team, date: dt.date, start: int) -> list[Appointment]:
        """The appointments that keep somebody or the room busy at that time, by start."""
        walk = self._round.settings.siblings.walk_minutes
        end = start + meeting.minutes
        found = {}
        for key in self._keys(meeting.pupil_id, meeting.adult_ids, team.teacher_ids, team.room):
            between = walk if key[0] == "adult" else 0
            for it in self._found.get((key, date), ()):
                if it.start_minute < end + between and start < it.end_minute + between:
                    found[it.meeting_id] = it
        found.pop(meeting.meeting_id, None)
        return sorted(found.values(), key=lambda it: (it.start_minute, it.meeting_id))

    def _keys(
        self, pupil_id: str, adult_ids: tuple[str, ...], teacher_ids: tuple[str, ...], room: str
    ) -> Iterator[Key]:
        yield "pupil", pupil_id
        if room:
            yield "room", room
        people = set(teacher_ids)
        for adult_id in adult_ids:
            yield "adult", adult_id
            works_here = self._round.adult[adult_id].teacher_id
            if works_here:
                people.add(works_here)
        for teacher_id in sorted(people):
            yield "staff", teacher_id
