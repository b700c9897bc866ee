"""Events as iCalendar files, written and read back."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import icalendar

from scheduler.appointments import Told
from scheduler.invites.invite import Event, Invite, StaffEvent
from scheduler.invites.timezones import vtimezone

if TYPE_CHECKING:
    from collections.abc import Iterable

PRODID = "-//Tienminuten//Oudergesprekken//NL"
"""Without a version: a newer program gives an unchanged event the same bytes."""
REFRESH_HOURS = 6
"""After so long a calendar program may look whether a calendar that it is subscribed to has changed."""
FACTS = "x-tienminuten"
"""Our own property: the facts of an invite that no other property has, so that a lost ledger can be made again."""


def invite_file(event: Event) -> bytes:
    """The event as one iTIP message, REQUEST or CANCEL.

    A cancel says no more than which event it takes away.
    """
    invite, told = event.invite, event.invite.told
    calendar = _calendar(event.method, invite.timezone)
    vevent = _vevent(event.uid, event.sequence, event.stamp, invite.summary)
    _add_stretch(vevent, told.date, told.start_minute, told.end_minute, invite.timezone)
    vevent.add("organizer", _mailbox(invite.organizer, invite.organizer_name))
    if invite.email:
        vevent.add("attendee", _attendee(invite, answerable=event.live))
    if event.live:
        vevent.add("location", invite.location)
        vevent.add("description", invite.description)
        vevent.add(FACTS, _facts(invite))
    vevent.add("status", "CONFIRMED" if event.live else "CANCELLED")
    calendar.add_component(vevent)
    return bytes(calendar.to_ical())


def staff_file(events: Iterable[StaffEvent]) -> bytes:
    """One teacher's events, at least one, as a calendar to import or serve, METHOD PUBLISH."""
    ordered = sorted(events, key=lambda e: (e.date, e.start_minute, e.uid))
    calendar = _served(ordered[0].teacher_name, ordered[0].timezone)
    for event in ordered:
        vevent = _vevent(event.uid, event.sequence, event.stamp, event.summary)
        _add_stretch(vevent, event.date, event.start_minute, event.end_minute, event.timezone)
        vevent.add("organizer", _mailbox(event.organizer, event.organizer_name))
        vevent.add("location", event.location)
        vevent.add("description", event.description)
        vevent.add("status", "CONFIRMED")
        calendar.add_component(vevent)
    return bytes(calendar.to_ical())


def feed_file(events: Iterable[Event], title: str, timezone: str) -> bytes:
    """One adult's live events as a calendar to subscribe to, METHOD PUBLISH; without any it is an empty calendar.

    An event is the one that was mailed, by UID and SEQUENCE, but without an ATTENDEE: there is nothing to answer.
    """
    calendar = _served(title, timezone)
    for event in sorted(events, key=lambda e: (e.invite.told.date, e.invite.told.start_minute, e.uid)):
        invite, told = event.invite, event.invite.told
        vevent = _vevent(event.uid, event.sequence, event.stamp, invite.summary)
        _add_stretch(vevent, told.date, told.start_minute, told.end_minute, invite.timezone)
        vevent.add("organizer", _mailbox(invite.organizer, invite.organizer_name))
        vevent.add("location", invite.location)
        vevent.add("description", invite.description)
        vevent.add("status", "CONFIRMED")
        calendar.add_component(vevent)
    return bytes(calendar.to_ical())


def read_invite(content: bytes, adult_id: str, meeting_id: str) -> Event:
    """The event that `invite_file` wrote for this adult and meeting, its generation left at 0.

    Raises:
        ValueError: this is no such file.
    """
    calendar, (vevent,) = _read(content)
    method = str(calendar["method"])
    if method not in ("REQUEST", "CANCEL"):
        raise ValueError(method)
    facts = json.loads(str(vevent.get(FACTS, "{}")))
    date, start_minute, end_minute, timezone = _stretch(vevent)
    told = Told(adult_id, meeting_id, tuple(facts.get("teachers", ())), date, start_minute, end_minute,
                facts.get("room", ""), facts.get("modality", "school"))
    organizer, attendee = vevent["organizer"], vevent.get("attendee")
    invite = Invite(
        told=told,
        pupil_attends=bool(facts.get("child")),
        timezone=timezone,
        organizer=_address(organizer),
        organizer_name=str(organizer.params.get("CN", "")),
        name=str(facts.get("name", "")),
        email=_address(attendee) if attendee else "",
        language=str(facts.get("language", "")),
        summary=str(vevent["summary"]),
        location=str(vevent.get("location", "")),
        description=str(vevent.get("description", "")),
    )
    return Event(str(vevent["uid"]), 0, vevent.decoded("sequence"), method, _stamp(vevent), invite)  # type: ignore[arg-type]


def read_staff(content: bytes, teacher_id: str) -> list[StaffEvent]:
    """The events that `staff_file` wrote for this teacher.

    Raises:
        ValueError: this is no such file.
    """
    calendar, vevents = _read(content)
    found = []
    for vevent in vevents:
        date, start_minute, end_minute, timezone = _stretch(vevent)
        organizer = vevent["organizer"]
        found.append(StaffEvent(
            uid=str(vevent["uid"]),
            teacher_id=teacher_id,
            teacher_name=str(calendar.get("x-wr-calname", "")),
            sequence=vevent.decoded("sequence"),
            stamp=_stamp(vevent),
            live=True,
            date=date,
            start_minute=start_minute,
            end_minute=end_minute,
            timezone=timezone,
            organizer=_address(organizer),
            organizer_name=str(organizer.params.get("CN", "")),
            summary=str(vevent["summary"]),
            location=str(vevent.get("location", "")),
            description=str(vevent.get("description", "")),
        ))
    return found


def _calendar(method: str, timezone: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(vtimezone(timezone))
    return calendar


def _served(title: str, timezone: str) -> icalendar.Calendar:
    """A calendar that a program may look at again and again."""
    calendar = _calendar("PUBLISH", timezone)
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", dt.timedelta(hours=REFRESH_HOURS), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESH_HOURS}H")
    return calendar


def _vevent(uid: str, sequence: int, stamp: dt.datetime, summary: str) -> icalendar.Event:
    vevent = icalendar.Event()
    vevent.add("uid", uid)
    vevent.add("sequence", sequence)
    vevent.add("dtstamp", stamp)
    vevent.add("last-modified", stamp)
    vevent.add("summary", summary)
    vevent.add("class", "PRIVATE")
    vevent.add("transp", "OPAQUE")
    return vevent


def _add_stretch(vevent: icalendar.Event, date: dt.date, start_minute: int, end_minute: int, timezone: str) -> None:
    midnight = dt.datetime.combine(date, dt.time(), tzinfo=ZoneInfo(timezone))
    vevent.add("dtstart", midnight + dt.timedelta(minutes=start_minute))
    vevent.add("dtend", midnight + dt.timedelta(minutes=end_minute))


def _mailbox(email: str, name: str) -> icalendar.vCalAddress:
    mailbox = icalendar.vCalAddress(f"mailto:{email}")
    shown = name.replace('"', "").replace("^", "").strip()
    if shown:
        mailbox.params["CN"] = shown
    return mailbox


def _attendee(invite: Invite, answerable: bool) -> icalendar.vCalAddress:
    attendee = _mailbox(invite.email, invite.name)
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    if answerable:
        attendee.params["PARTSTAT"] = "NEEDS-ACTION"
        attendee.params["RSVP"] = "TRUE"
    return attendee


def _facts(invite: Invite) -> str:
    told = invite.told
    facts = {"teachers": told.teacher_ids, "room": told.room, "modality": told.modality,
             "child": invite.pupil_attends, "name": invite.name, "language": invite.language}
    return json.dumps(facts, ensure_ascii=False)


def _read(content: bytes) -> tuple[icalendar.Calendar, list[icalendar.Event]]:
    try:
        calendar = icalendar.Calendar.from_ical(content)
        events = [event for event in calendar.walk("VEVENT") if isinstance(event, icalendar.Event)]
        needed = ("uid", "sequence", "dtstamp", "dtstart", "dtend", "organizer", "summary")
        if not events or any(name not in event for event in events for name in needed) or "method" not in calendar:
            raise ValueError("not one of our files")
    except (KeyError, IndexError, TypeError) as error:
        raise ValueError("not a calendar") from error
    return calendar, events


def _stretch(vevent: icalendar.Event) -> tuple[dt.date, int, int, str]:
    start, end = vevent.decoded("dtstart"), vevent.decoded("dtend")
    zone = str(vevent["dtstart"].params.get("TZID", "UTC"))
    start_minute = start.hour * 60 + start.minute
    return start.date(), start_minute, end.hour * 60 + end.minute + 24 * 60 * (end.date() - start.date()).days, zone


def _stamp(vevent: icalendar.Event) -> dt.datetime:
    stamp = vevent.decoded("dtstamp")
    assert isinstance(stamp, dt.datetime)
    return stamp.astimezone(dt.UTC)


def _address(mailbox: object) -> str:
    return str(mailbox)[len("mailto:"):]
