"""A reminder two school days before: one mail for all appointments of an adult on a date, without a calendar part."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scheduler.invites.invite import uid_of
from scheduler.invites.texts import with_whom_and_how
from scheduler.language import date_words, translate, translate_count
from scheduler.mail.mail import Mail
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.invites.texts import Letter
    from scheduler.mail.entries import Entry
    from scheduler.mail.outbox import Outbox

SCHOOL_DAYS_BEFORE = 2
SATURDAY = 5


def due_from(date: dt.date) -> dt.date:
    """The day from which an appointment on this date is reminded of: weekends do not count, holidays are not known.

    >>> due_from(dt.date(2027, 2, 2)).isoformat()  # a Tuesday: the Friday before
    '2027-01-29'
    """
    for _ in range(SCHOOL_DAYS_BEFORE):
        date -= dt.timedelta(days=1)
        while date.weekday() >= SATURDAY:
            date -= dt.timedelta(days=1)
    return date


def reminders(
    round_id: str, told: Outbox, reminded: set[tuple[str, dt.date]], today: dt.date, now: dt.datetime
) -> list[tuple[dt.date, Mail]]:
    """The reminders that are due, with their dates, by date and adult.

    Nobody is reminded on the day itself, nor of what they were told so late that they have only just read it, nor of
    a date on which something about an appointment is still to be told.
    """
    standing = sorted((due.entry for due in (*told.settled, *told.doubtful) if _can_be_reminded(due.entry)), key=_visit)
    pending = {_visit(due.entry) for due in told.due}
    found = []
    for (date, adult_id), entries in groupby(standing, key=_visit):
        visit = sorted(entries, key=lambda entry: entry.invite.told.start_minute)
        due = due_from(date) <= today < date and (date, adult_id) not in pending
        if due and (adult_id, date) not in reminded and any(_told_before(entry, date) for entry in visit):
            found.append((date, _mail(round_id, date, visit, now)))
    return found


def _can_be_reminded(entry: Entry) -> bool:
    return entry.message.method == "REQUEST" and bool(entry.message.recipient)


def _visit(entry: Entry) -> tuple[dt.date, str]:
    return entry.invite.told.date, entry.message.adult_id


def _told_before(entry: Entry, date: dt.date) -> bool:
    """Whether the invite went before the reminder was due; of one in doubt, whether it was published before."""
    at = entry.sent_at or entry.message.published_at
    return at.astimezone(ZoneInfo(entry.invite.timezone)).date() < due_from(date)


def _mail(round_id: str, date: dt.date, visit: Sequence[Entry], now: dt.datetime) -> Mail:
    first, message = visit[0].invite, visit[0].message
    subject, body = _letter(date, visit)
    return Mail(
        adult_id=message.adult_id,
        message_id=uid_of(round_id, first.organizer, f"reminder/{date.isoformat()}", message.adult_id),
        sender=first.organizer,
        sender_name=first.organizer_name,
        recipient=message.recipient,
        name=first.name,
        language=first.language,
        subject=subject,
        body=body,
        written_at=now.replace(microsecond=0),
    )


def _letter(date: dt.date, visit: Sequence[Entry]) -> Letter:
    first = visit[0].invite
    language, count = first.language, len(visit)
    words, start = date_words(date, language), clock(first.told.start_minute)
    subject = translate_count("Reminder: your conversation on {date} at {start}",
                              "Reminder: your {count} conversations on {date}, the first at {start}", count, language,
                              date=words, start=start)
    lines = [
        translate("Dear {name},", language, name=first.name),
        "",
        translate_count("This is a reminder of your conversation on {date}:",
                        "This is a reminder of your {count} conversations on {date}:", count, language, date=words),
        "",
        *_appointments(visit, language),
        translate("Can you not make it? Write to {email}.", language, email=first.organizer),
        "",
        translate("Kind regards,", language),
        first.organizer_name,
    ]
    return subject, "\n".join(lines)


def _appointments(visit: Sequence[Entry], language: str) -> Iterator[str]:
    for entry in visit:
        told = entry.invite.told
        yield translate("From {start} to {end}: {summary}", language, start=clock(told.start_minute),
                        end=clock(told.end_minute), summary=entry.invite.summary)
        yield with_whom_and_how(entry.invite)
        yield ""
