"""Where people were told that their conversations would be, as appointments that a new plan could still hold."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.appointments import Appointment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scheduler.appointments import Published, Told
    from scheduler.meetings import Meeting


class OldPlaces:
    """The place that each meeting was told of, where it still has the same length and may have the same teachers."""

    def __init__(self, meetings: Sequence[Meeting], published: Published) -> None:
        self._meetings, self._published = meetings, published

    @cached_property
    def of_meeting(self) -> Mapping[str, Appointment]:
        """The old places by meeting_id."""
        by_id = {meeting.meeting_id: meeting for meeting in self._meetings}
        found = ((told, by_id.get(told.meeting_id)) for told in self._published)
        return {told.meeting_id: then for told, meeting in found if meeting and (then := old_place(meeting, told))}

    def of_family(self, meeting_id: str) -> Iterator[Appointment]:
        """Those of the meetings that hang together with this one: by a parent, a pupil, or over others of them."""
        seen, ahead = {meeting_id}, [meeting_id]
        while ahead:
            for each in self._linked[ahead.pop()]:
                if each not in seen:
                    seen.add(each)
                    ahead.append(each)
                    if each in self.of_meeting:
                        yield self.of_meeting[each]

    @cached_property
    def _linked(self) -> Mapping[str, Sequence[str]]:
        of_person: dict[str, list[str]] = {}
        for meeting in self._meetings:
            for person_id in _people(meeting):
                of_person.setdefault(person_id, []).append(meeting.meeting_id)
        return {
            meeting.meeting_id: [each for person_id in _people(meeting) for each in of_person[person_id]]
            for meeting in self._meetings
        }


def old_place(meeting: Meeting, told: Told) -> Appointment | None:
    """That meeting as it was told; None where it lasts longer or shorter now, or other teachers hold it."""
    rooms = {team.teacher_ids: team.room for team in meeting.teams}
    if told.teacher_ids not in rooms or meeting.minutes != told.end_minute - told.start_minute:
        return None
    return Appointment(meeting.meeting_id, meeting.pupil_id, meeting.adult_ids, told.teacher_ids, told.date,
                       told.start_minute, told.end_minute, rooms[told.teacher_ids], meeting.modality)


def _people(meeting: Meeting) -> tuple[str, ...]:
    """Its adults and its pupil; an adult's id may be a pupil's too."""
    return (f"pupil {meeting.pupil_id}", *meeting.adult_ids)
