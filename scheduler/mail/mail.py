"""A mail to one adult: text, page and calendar part, which say the same; the text is what counts."""

from __future__ import annotations

import hashlib
import html
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.mail.outbox import Due

CALENDAR_FILE = "invite.ics"
LONGEST_NAME = 64
"""So many characters of a name stand in a header; the letter has all of it."""
_NOT_IN_NAMES = '"\\^<>@'


@dataclass(frozen=True, slots=True)
class Mail:
    """Everything of a mail but the time it goes out; `written_at` lies before that.

    `calendar` is b"" and `method` "" for a mail that leaves the calendar alone. `recipient` may hold letters beyond
    ASCII before the @; its domain may too, and goes out in ASCII.
    """

    adult_id: str
    message_id: str
    sender: str
    sender_name: str
    recipient: str
    name: str
    language: str
    subject: str
    body: str
    written_at: dt.datetime
    calendar: bytes = b""
    method: str = ""

    @property
    def ascii(self) -> bool:
        """Whether any mail server can take the addresses."""
        return (known_to_the_world(self.sender) + known_to_the_world(self.recipient)).isascii()

    def dated(self, date: dt.datetime, *, draft: bool = False) -> EmailMessage:
        """The mail as it goes out; as a `draft`, mail programs open it ready to send.

        Raises:
            ValueError: an address or a subject holds a line break.
        """
        # Seven bits, so that every mail server passes it on unchanged.
        message = EmailMessage((SMTP if self.ascii else SMTPUTF8).clone(cte_type="7bit"))
        message["From"] = _mailbox(self.sender_name, self.sender)
        message["To"] = _mailbox(self.name, self.recipient)
        message["Subject"] = self.subject
        message["Date"] = format_datetime(date)
        message["Message-ID"] = f"<{self.message_id}>"
        if draft:
            message["X-Unsent"] = "1"
        message.set_content(self.body)
        message.add_alternative(page(self.subject, self.body, self.language), subtype="html")
        if self.calendar:
            parameters = {"method": self.method, "charset": "utf-8"}
            message.add_alternative(self.calendar, "text", "calendar", params=parameters)
            message.add_attachment(self.calendar, "application", "ics", filename=CALENDAR_FILE)
        for depth, part in enumerate(part for part in message.walk() if part.is_multipart()):
            # Of the mail's own, so that a mail made again has the same bytes; "=_" stands in no encoded content.
            part.set_param("boundary", f"=_{hashlib.sha256(self.message_id.encode()).hexdigest()[:24]}_{depth}")
        return message


def mail_of(due: Due) -> Mail:
    """The mail of a message to an adult with an address."""
    message, invite = due.entry.message, due.entry.invite
    subject, body = due.letter
    local, _, domain = message.uid.rpartition("@")
    return Mail(
        adult_id=message.adult_id,
        message_id=f"{local}.{message.sequence}@{known_to_the_world(domain)}",
        sender=invite.organizer,
        sender_name=invite.organizer_name,
        recipient=message.recipient,
        name=invite.name,
        language=invite.language,
        subject=subject,
        body=body,
        written_at=message.published_at,
        calendar=message.ics,
        method=message.method,
    )


def known_to_the_world(address: str) -> str:
    """The address with its domain in ASCII; a domain that has no such form stays as it is.

    >>> known_to_the_world("jan@zandlöper.example")
    'jan@xn--zandlper-r4a.example'
    """
    local, at, domain = address.rpartition("@")
    try:
        return local + at + domain.encode("idna").decode()
    except UnicodeError:
        return address


def page(title: str, text: str, language: str) -> str:
    """The text as a page: a paragraph for each stretch between empty lines."""
    paragraphs = (html.escape(part).replace("\n", "<br>\n") for part in text.split("\n\n"))
    return "\n".join([
        "<!DOCTYPE html>",
        f'<html lang="{html.escape(language)}">',
        f'<head><meta charset="utf-8"><title>{html.escape(title)}</title></head>',
        "<body>",
        *(f"<p>{paragraph}</p>" for paragraph in paragraphs),
        "</body>",
        "</html>",
    ])


def _mailbox(name: str, email: str) -> Address:
    """The address with the name before it, if that can stand in a header.

    Python 3.11 loses the quotes around a name it has to fold, if quotes or letters beyond ASCII stand in it: its
    commas then part it into addresses (seen). So such a name loses what could, or goes without saying.
    """
    local, _, domain = known_to_the_world(email).rpartition("@")
    shown = "".join(character for character in name if character not in _NOT_IN_NAMES)
    return Address(" ".join(shown[:LONGEST_NAME].split()) if local.isascii() else "", local, domain)
