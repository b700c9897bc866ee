"""Who is busy when in a plan, to see at a glance whether a time is still free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.explanations.times import chosen

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator

    from scheduler.appointments import Appointment, Plan
    from scheduler.explanations.times import Offer, Times
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

    def beside(self, times: Times, free: Collection[str] = ()) -> Times:
        """The meeting with the starts at which nobody in it is busy, but with meetings that are free to move."""
        return times.only([(offer, self._beside(times.meeting, offer, free)) for offer in times.offers])

    def _beside(self, meeting: Meeting, offer: Offer, free: Collection[str]) -> int:
        kept = 0
        for start in chosen(offer.starts, offer.open):
            held = self.in_the_way(meeting, offer.team, offer.window.date, start)
            if all(it.meeting_id in free for it in held):
                kept |= 1 << (start - offer.starts.start) // offer.starts.step
        return kept

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
