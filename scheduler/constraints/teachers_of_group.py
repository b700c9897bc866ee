"""A group's meeting is held by a teacher of the group who has it that day, unless the teachers agree otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.constraints.rule import Phrase, Rule
from scheduler.round import MINUTES_A_DAY, clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.appointments import Appointment, Plan
    from scheduler.constraints.rule import Stretch, Violation
    from scheduler.meetings import Meeting, Team
    from scheduler.round import Round, Window

KEPT = Phrase(
    "A teacher of the group who has it that day holds the meeting, unless agreed otherwise; "
    "agreed teachers and requested staff all attend.",
    "Een leerkracht van de groep die de groep die dag heeft, voert het gesprek, tenzij anders afgesproken; "
    "afgesproken leerkrachten en gevraagde collega's zijn er allemaal bij.",
)
NOT_AS_AGREED = Phrase(
    "The conversation about {pupil} on {date} at {start} is with {teachers}; agreed is {agreed}.",
    "Het gesprek over {pupil} op {date} om {start} is met {teachers}; afgesproken is {agreed}.",
)
NOT_ONE_OF_GROUP = Phrase(
    "The conversation about {pupil} on {date} at {start} is with {teachers}; it should be with one teacher of "
    "group {group} and only the staff requested.",
    "Het gesprek over {pupil} op {date} om {start} is met {teachers}; het hoort met één leerkracht van groep {group} "
    "te zijn en alleen met gevraagde collega's erbij.",
)
NOT_THAT_DAY = Phrase(
    "{teachers} holds the conversation about {pupil} on {date} at {start}, but does not have group {group} that day.",
    "{teachers} voert het gesprek over {pupil} op {date} om {start}, maar heeft groep {group} die dag niet.",
)
WRONG_ROOM = Phrase(
    "The conversation about {pupil} on {date} at {start} is in {room}; it should be in {own_room}.",
    "Het gesprek over {pupil} op {date} om {start} is in {room}; het hoort in {own_room} te zijn.",
)
NO_ROOM = Phrase("no room", "geen lokaal")
ALL_WEEK = frozenset(range(7))


def forbids(round: Round, meeting: Meeting, team: Team, window: Window) -> list[Stretch]:
    """The whole day where the holder does not have this group on it, or leaves it to a colleague who is asked for.

    Who attends by agreement or request is not bound.
    """
    if team.holder is None:
        return []
    group = round.group[round.pupil[meeting.pupil_id].group]
    having = {it.teacher_id for it in group.teachers if it.days is None or window.date.weekday() in it.days}
    request = round.request.get(meeting.pupil_id)
    first = having.intersection(request.staff) if request else set()
    return [] if team.holder in (first or having) else [(0, MINUTES_A_DAY)]


def violations(round: Round, plan: Plan) -> Iterator[Violation]:
    """Each appointment with other teachers than it should have, on a wrong day, or in another's room."""
    staff = {request.pupil_id: set(request.staff) for request in round.requests}
    for it in plan.appointments:
        agreed, asked = round.agreements.get(it.pupil_id, ()), staff.get(it.pupil_id, set())
        if not agreed:
            yield from _held_by_group(round, it, asked)
        elif set(it.teacher_ids) != {*agreed, *asked}:
            yield _broken(round, it, NOT_AS_AGREED, agreed=_names(round, {*agreed, *asked}))
        else:
            yield from _held_in(round, it, {round.teacher[agreed[0]].room})


def _held_by_group(round: Round, it: Appointment, asked: set[str]) -> Iterator[Violation]:
    group = round.group[round.pupil[it.pupil_id].group]
    days = {member.teacher_id: ALL_WEEK if member.days is None else member.days for member in group.teachers}
    present = [teacher_id for teacher_id in it.teacher_ids if teacher_id in days]
    holding = [t for t in present if it.date.weekday() in days[t]]
    beside = set(present) - asked
    too_many = len(beside) > (1 if asked.isdisjoint(holding) else 0)
    strangers = set(it.teacher_ids) - asked - set(present)
    if not present or too_many or strangers or not asked.issubset(it.teacher_ids):
        yield _broken(round, it, NOT_ONE_OF_GROUP, group=group.group)
        return
    if not holding:
        yield _broken(round, it, NOT_THAT_DAY, teachers=_names(round, present), group=group.group)
    else:
        yield from _held_in(round, it, {round.teacher[teacher_id].room for teacher_id in holding})


def _held_in(round: Round, it: Appointment, rooms: set[str]) -> Iterator[Violation]:
    if it.room not in rooms:
        yield _broken(round, it, WRONG_ROOM, room=it.room or NO_ROOM, own_room=min(rooms) or NO_ROOM)


def _broken(round: Round, it: Appointment, phrase: Phrase, **fields: object) -> Violation:
    usual = {"pupil": round.pupil[it.pupil_id].name, "date": it.date, "start": clock(it.start_minute)}
    return RULE.violation(phrase, it.meeting_id, **{"teachers": _names(round, it.teacher_ids), **usual, **fields})


def _names(round: Round, teacher_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(round.teacher[teacher_id].name for teacher_id in sorted(teacher_ids))


RULE = Rule(
    "teachers_of_group", KEPT, (NOT_AS_AGREED, NOT_ONE_OF_GROUP, NOT_THAT_DAY, WRONG_ROOM), violations, forbids=forbids
)
