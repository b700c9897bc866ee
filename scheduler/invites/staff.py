"""A teacher's appointments as calendar events, with what a teacher needs to know to hold them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.invites.invite import StaffEvent, uid_of
from scheduler.invites.texts import child_attends, group_words, place
from scheduler.language import listed, translate
from scheduler.meetings import pupil_attends

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from scheduler.appointments import Appointment, Plan
    from scheduler.round import Round


def staff_changes(
    round: Round, plan: Plan, known: Mapping[str, StaffEvent], stamp: dt.datetime
) -> tuple[StaffEvent, ...]:
    """The teachers' events that are new or different, and those of appointments that they no longer have."""
    now = {event.uid: event for event in _staff_events(round, plan, stamp)}
    changes = []
    for uid, event in now.items():
        was = known.get(uid)
        event = replace(event, sequence=was.sequence, stamp=was.stamp) if was else event
        if was is None:
            changes.append(event)
        elif event != was:
            changes.append(replace(event, sequence=was.sequence + 1, stamp=stamp))
    gone = [replace(was, live=False) for uid, was in known.items() if was.live and uid not in now]
    return tuple(sorted([*changes, *gone], key=lambda e: (e.teacher_id, e.date, e.start_minute, e.uid)))


def _staff_events(round: Round, plan: Plan, stamp: dt.datetime) -> Iterator[StaffEvent]:
    for teacher_id, appointments in plan.of_teacher.items():
        for appointment in appointments:
            yield _staff_event(round, teacher_id, appointment, stamp)


def _staff_event(round: Round, teacher_id: str, appointment: Appointment, stamp: dt.datetime) -> StaffEvent:
    school, language = round.school, round.school.language
    pupil = round.pupil[appointment.pupil_id]
    group = round.group[pupil.group]
    words = group_words(group.group, group.level, language)
    return StaffEvent(
        uid=uid_of(round.settings.round_id, school.email, appointment.meeting_id, f"staff/{teacher_id}"),
        teacher_id=teacher_id,
        teacher_name=round.teacher[teacher_id].name,
        sequence=0,
        stamp=stamp,
        live=True,
        date=appointment.date,
        start_minute=appointment.start_minute,
        end_minute=appointment.end_minute,
        timezone=school.timezone,
        organizer=school.email,
        organizer_name=school.name,
        summary=translate("Conversation {child}, {group}", language, child=pupil.first_name, group=words),
        location=place(school.name, appointment.room, appointment.modality, "", language),
        description=_description(round, teacher_id, appointment, language),
    )


def _description(round: Round, teacher_id: str, appointment: Appointment, language: str) -> str:
    pupil = round.pupil[appointment.pupil_id]
    lines = [translate("About: {child}", language, child=pupil.name)]
    for adult_id in appointment.adult_ids:
        adult = round.adult[adult_id]
        called = appointment.modality == "phone"
        phone = f" ({adult.phone or translate('telephone number not known', language)})" if called else ""
        lines.append(translate("With: {name}", language, name=adult.name + phone))
    if pupil_attends(round, pupil):
        lines.append(child_attends(pupil, appointment.modality, language))
    colleagues = [round.teacher[other].name for other in appointment.teacher_ids if other != teacher_id]
    if colleagues:
        lines.append(translate("Together with: {teachers}", language, teachers=listed(colleagues, language)))
    if appointment.modality == "phone" and len(appointment.adult_ids) > 1:
        lines.append(translate("You call the parents together, for one conversation: on one number where they are at "
                               "one place, else on all at once.", language))
    elif appointment.modality == "phone":
        lines.append(translate("You call the parents.", language))
    return "\n".join(lines)
