"""The words of an invite, for parents: calendar texts, and the letters that invite, change and cancel.

A letter speaks to one adult, of that adult's own appointment: never of another party or meeting, and of another
adult of the own party no more than that the teacher calls them together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.language import date_words, listed, translate
from scheduler.round import clock

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.appointments import Appointment
    from scheduler.invites.invite import Invite
    from scheduler.round import Adult, Pupil, Round

Letter = tuple[str, str]
"""A subject and a body."""


def group_words(group: str, level: int, language: str) -> str:
    """The group as parents call it: by its name where that is a number, else by its year.

    >>> group_words("5A", 5, "nl"), group_words("Zonnebloemen", 2, "nl")
    ('groep 5A', 'groep 2')
    """
    return translate("group {group}", language, group=group if group[:1].isdigit() else level)


def summary(group: str, child: str, language: str) -> str:
    """The event's title, without a family's name; `child` is a first name where it is needed, else ""."""
    if child:
        return translate("Parents' conversation {group}, {child}", language, group=group, child=child)
    return translate("Parents' conversation {group}", language, group=group)


def place(school: str, room: str, modality: str, phone: str, language: str) -> str:
    """Where it is held; `phone` is the number that is called, "" where it is not known or may be another's."""
    if modality == "phone":
        if phone:
            return translate("By telephone, {phone}", language, phone=phone)
        return translate("By telephone", language)
    if modality == "video":
        return translate("Online, by video", language)
    if not room:
        return school
    if room[0].isdigit():
        return translate("{school}, room {room}", language, school=school, room=room)
    return f"{school}, {room}"


def when(date: dt.date, start_minute: int, end_minute: int, language: str) -> str:
    """The day and the time in words."""
    return translate("{date}, from {start} to {end}", language, date=date_words(date, language),
                     start=clock(start_minute), end=clock(end_minute))


def description(round: Round, appointment: Appointment, adult: Adult, pupil_attends: bool, language: str) -> str:
    """What an event says of itself: about whom, when, with whom, where or how, and what to do."""
    pupil = round.pupil[appointment.pupil_id]
    teachers = listed([round.teacher[teacher_id].name for teacher_id in appointment.teacher_ids], language)
    moment = when(appointment.date, appointment.start_minute, appointment.end_minute, language)
    lines = [
        _about(round, pupil, language),
        "",
        translate("When: {when}", language, when=moment),
        translate("With: {teachers}", language, teachers=teachers),
        _how(round, appointment, adult, teachers, language),
    ]
    if pupil_attends:
        lines.append(child_attends(pupil, appointment.modality, language))
    return "\n".join([*lines, "", _cannot_come(round.school.email, adult.email, language)])


def child_attends(pupil: Pupil, modality: str, language: str) -> str:
    """That the child is there too."""
    if modality == "school":
        return translate("{child} comes along to this conversation.", language, child=pupil.first_name)
    return translate("{child} takes part in this conversation.", language, child=pupil.first_name)


def with_whom_and_how(invite: Invite) -> str:
    """What an invite says between about whom it is and what to do, but for the day and the time.

    It is taken from the words that were told, as they alone are known once the invite is out.
    """
    _, *parts = invite.description.split("\n\n")
    return "\n".join(parts[0].splitlines()[1:]) if len(parts) > 1 else invite.location


def invitation(invite: Invite) -> Letter:
    """The letter that tells of an appointment for the first time."""
    told, language = invite.told, invite.language
    subject = translate("Invitation: {summary}, {date} at {start}", language, summary=invite.summary,
                        date=date_words(told.date, language), start=clock(told.start_minute))
    return subject, _letter(invite, invite.description)


def change(invite: Invite, was: Invite) -> Letter:
    """The letter that replaces an earlier one, and says what is different."""
    told, language = invite.told, invite.language
    subject = translate("Changed: {summary}, {date} at {start}", language, summary=invite.summary,
                        date=date_words(told.date, language), start=clock(told.start_minute))
    lines = [translate("This replaces the earlier invitation for {date} at {start}.", language,
                       date=date_words(was.told.date, language), start=clock(was.told.start_minute))]
    changed = _changed(invite, was)
    if changed:
        lines.append(translate("What changes: {changed}.", language, changed=listed(changed, language)))
    return subject, _letter(invite, "\n".join([*lines, "", invite.description]))


def cancel(invite: Invite) -> Letter:
    """The letter that takes an appointment back; it names nobody but the adult it is for."""
    told, language = invite.told, invite.language
    date = date_words(told.date, language)
    subject = translate("Cancelled: conversation on {date} at {start}", language, date=date,
                        start=clock(told.start_minute))
    lines = [
        translate("The conversation on {date} at {start} will not take place. You need not do anything.", language,
                  date=date, start=clock(told.start_minute)),
        "",
        translate("Do you have a question? Write to {email}.", language, email=invite.organizer),
    ]
    return subject, _letter(invite, "\n".join(lines))


def _about(round: Round, pupil: Pupil, language: str) -> str:
    group = round.group[pupil.group]
    return translate("We would like to talk with you about {child} ({group}).", language, child=pupil.first_name,
                     group=group_words(group.group, group.level, language))


def _how(round: Round, appointment: Appointment, adult: Adult, teachers: str, language: str) -> str:
    if appointment.modality == "video":
        return translate("Online, by video: before the conversation you get a link from school.", language)
    if appointment.modality == "phone":
        if len(appointment.adult_ids) > 1:
            return _called_together(adult, teachers, round.school.email, language)
        if adult.phone:
            return translate("By telephone: {teachers} will call you on {phone}. You need not call yourself.", language,
                             teachers=teachers, phone=adult.phone)
        return translate("By telephone: {teachers} will call you. Please tell us on which number: write to {email}.",
                         language, teachers=teachers, email=round.school.email)
    return translate("Where: {place}", language,
                     place=place(round.school.name, appointment.room, appointment.modality, "", language))


def _called_together(adult: Adult, teachers: str, school_email: str, language: str) -> str:
    """Who calls, where no one can say which phone rings: adults at one place need one call, others two at once."""
    if adult.phone:
        return translate("By telephone: {teachers} will call you together, for one conversation. The number we have of "
                         "you is {phone}. You need not call yourself.", language, teachers=teachers, phone=adult.phone)
    return translate("By telephone: {teachers} will call you together, for one conversation. We have no number of you: "
                     "please write it to {email}.", language, teachers=teachers, email=school_email)


def _cannot_come(school_email: str, email: str, language: str) -> str:
    if email:
        return translate("Can you not make it? Answer this invitation, or write to {email}.", language,
                         email=school_email)
    return translate("Can you not make it? Write to {email}.", language, email=school_email)


def _letter(invite: Invite, text: str) -> str:
    language = invite.language
    return "\n".join([
        translate("Dear {name},", language, name=invite.name),
        "",
        text,
        "",
        translate("Kind regards,", language),
        invite.organizer_name,
    ])


def _changed(invite: Invite, was: Invite) -> list[str]:
    now, then, language = invite.told, was.told, invite.language
    times = (now.start_minute, now.end_minute, invite.timezone) != (then.start_minute, then.end_minute, was.timezone)
    parts = {
        translate("the day", language): now.date != then.date,
        translate("the time", language): times,
        translate("the way in which we speak", language): now.modality != then.modality,
        translate("the place", language): now.modality == then.modality and now.room != then.room,
        translate("whom you speak with", language): now.teacher_ids != then.teacher_ids,
        _whether_child_attends(now.modality, language): invite.pupil_attends != was.pupil_attends,
    }
    return [words for words, differs in parts.items() if differs]


def _whether_child_attends(modality: str, language: str) -> str:
    if modality == "school":
        return translate("whether your child comes along", language)
    return translate("whether your child takes part", language)
