"""From a mail to the calendar files in it, and who sent it: nothing that a stranger sends can break it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from email.message import Message

    from scheduler.answers.mailbox import Mail

CALENDAR_TYPES = ("text/calendar", "application/ics")
OUTLOOK_MESSAGE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a .msg file begins: a mail in a form of Outlook's own, which only Outlook reads."""

_HEADERS = 65_536
"""The headers of a mail are looked for in so many of its first bytes."""
_FROM = re.compile(rb"^from:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)", re.IGNORECASE | re.MULTILINE)
_SIGNS = (b"text/calendar", b"application/ics", b".ics")
_CALENDAR = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Post:
    """A mail that may hold answers: its calendar files, and the addresses it says it comes from.

    `senders` is None for a calendar file that somebody saved, which has none. `sent_at` is None where the mail does
    not say. An address is in lower case.
    """

    calendars: tuple[bytes, ...]
    senders: frozenset[str] | None = None
    sent_at: dt.datetime | None = None


def may_hold_an_answer(mail: Mail) -> bool:
    """Whether it is worth taking the mail apart: a quick look at its bytes."""
    content = mail.content.lower()
    return any(sign in content for sign in _SIGNS) or _CALENDAR.match(content) is not None


def opened(mail: Mail) -> Post | None:
    """The mail taken apart; None where that cannot be done."""
    if _CALENDAR.match(mail.content):
        return Post((mail.content,))
    try:
        message = BytesParser().parsebytes(mail.content)
        calendars = tuple(content for part in message.walk() if (content := _calendar(part)))
        return Post(calendars, _senders(message), _sent_at(message))
    except Exception:  # whatever a stranger's mail does to the parser: it is counted as a mail that cannot be read
        return None


def senders_of(mail: Mail) -> frozenset[str]:
    """The addresses that the mail says it comes from, without taking it apart."""
    headers = re.split(rb"\r?\n\r?\n", mail.content[:_HEADERS], maxsplit=1)[0]
    return _addresses(line.decode("utf-8", errors="replace") for line in _FROM.findall(headers))


def _calendar(part: Message) -> bytes | None:
    if part.get_content_type() in CALENDAR_TYPES or str(part.get_filename("")).lower().endswith(".ics"):
        content = part.get_payload(decode=True)
        return content if isinstance(content, bytes) else None
    return None


def _senders(message: Message) -> frozenset[str]:
    return _addresses(str(line) for line in message.get_all("From", []))


def _addresses(lines: Iterable[str]) -> frozenset[str]:
    found = getaddresses(list(lines))
    return frozenset(address.strip().casefold() for _, address in found if address)


def _sent_at(message: Message) -> dt.datetime | None:
    try:
        moment = parsedate_to_datetime(str(message["Date"]))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
