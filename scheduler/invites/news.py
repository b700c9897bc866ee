"""What must be told: the plan against what stands in the calendars. No files, no clock, no ledger."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.appointments import Told
from scheduler.invites import texts
from scheduler.invites.events import invite_file
from scheduler.invites.invite import Event, Invite, Message, Publication, uid_of
from scheduler.invites.staff import staff_changes
from scheduler.meetings import pupil_attends

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from scheduler.appointments import Appointment, Plan
    from scheduler.invites.invite import Key, Known
    from scheduler.round import Round


def publication(round: Round, plan: Plan, known: Known, now: dt.datetime) -> Publication:
    """What this plan makes necessary to tell to whom, given what is known to have been told.

    `now` has a zone. Where the clock went back behind what was told, the latest time told is used.
    """
    stamp = _never_back(known, now)
    needed = {invite.key: invite for invite in _invites(round, plan)}
    found = _News(round.settings.round_id, stamp)
    for key in sorted({*needed, *known.events}):
        found.compare(key, needed.get(key), known.events.get(key))
    messages = sorted(found.told, key=lambda pair: _order(pair[1]))
    return Publication(
        new=tuple(found.new),
        changed=tuple(found.changed),
        cancelled=tuple(found.cancelled),
        untouched=tuple(found.untouched),
        messages=tuple(message for message, _ in messages),
        events=tuple(event for _, event in messages),
        staff=staff_changes(round, plan, known.staff, stamp),
    )


class _News:
    """Collects what there is to tell, one adult and meeting after another."""

    def __init__(self, round_id: str, stamp: dt.datetime) -> None:
        self._round_id, self._stamp = round_id, stamp
        self.new: list[Key] = []
        self.changed: list[Key] = []
        self.cancelled: list[Key] = []
        self.untouched: list[Key] = []
        self.told: list[tuple[Message, Event]] = []

    def compare(self, key: Key, invite: Invite | None, was: Event | None) -> None:
        """Tell what differs between what is needed and what stands in the calendar."""
        standing = was if was is not None and was.live else None
        if invite is None:
            if standing:
                self.cancelled.append(key)
                self._cancel(standing)
        elif standing is None:
            self.new.append(key)
            self._invite(invite, was.generation + 1 if was else 0)
        elif not invite.goes_the_same_way(standing.invite):
            self.changed.append(key)
            self._cancel(standing)
            self._invite(invite, standing.generation + 1)
        elif not invite.says_the_same(standing.invite):
            self.changed.append(key)
            self._change(invite, standing)
        else:
            self.untouched.append(key)

    def _invite(self, invite: Invite, generation: int) -> None:
        uid = uid_of(self._round_id, invite.organizer, invite.told.meeting_id, invite.told.adult_id, generation)
        self._tell(Event(uid, generation, 0, "REQUEST", self._stamp, invite), texts.invitation(invite))

    def _change(self, invite: Invite, was: Event) -> None:
        event = replace(was, sequence=was.sequence + 1, stamp=self._stamp, invite=invite)
        self._tell(event, texts.change(invite, was.invite))

    def _cancel(self, was: Event) -> None:
        event = replace(was, sequence=was.sequence + 1, stamp=self._stamp, method="CANCEL")
        self._tell(event, texts.cancel(was.invite))

    def _tell(self, event: Event, letter: texts.Letter) -> None:
        subject, body = letter
        invite = event.invite
        message = Message(event.uid, event.sequence, event.method, *invite.key, invite.email, subject, body,
                          invite_file(event), event.stamp)
        self.told.append((message, event))


def _order(event: Event) -> tuple[object, ...]:
    """Per adult, what goes before what comes; then by time."""
    told = event.invite.told
    return told.adult_id, event.live, told.date, told.start_minute, told.meeting_id


def _never_back(known: Known, now: dt.datetime) -> dt.datetime:
    whole = now.replace(microsecond=0)
    stamps = [event.stamp for event in known.events.values()] + [event.stamp for event in known.staff.values()]
    return max([whole, *stamps])


def _invites(round: Round, plan: Plan) -> Iterator[Invite]:
    for adult_id, appointments in plan.of_adult.items():
        children = {appointment.pupil_id for appointment in appointments}
        for appointment in appointments:
            yield _invite(round, appointment, adult_id, several=len(children) > 1)


def _invite(round: Round, appointment: Appointment, adult_id: str, several: bool) -> Invite:
    school, adult, pupil = round.school, round.adult[adult_id], round.pupil[appointment.pupil_id]
    language = adult.language or school.language
    group = round.group[pupil.group]
    comes = pupil_attends(round, pupil)
    phone = adult.phone if len(appointment.adult_ids) == 1 else ""
    return Invite(
        told=Told(adult_id, appointment.meeting_id, appointment.teacher_ids, appointment.date,
                  appointment.start_minute, appointment.end_minute, appointment.room, appointment.modality),
        pupil_attends=comes,
        timezone=school.timezone,
        organizer=school.email,
        organizer_name=school.name,
        name=adult.name,
        email=adult.email,
        language=language,
        summary=texts.summary(texts.group_words(group.group, group.level, language),
                              pupil.first_name if several else "", language),
        location=texts.place(school.name, appointment.room, appointment.modality, phone, language),
        description=texts.description(round, appointment, adult, comes, language),
    )
