"""Answers as calendar programs write them, and mailboxes to put them in."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from tests.invites.school import read

if TYPE_CHECKING:
    from pathlib import Path

SUZANNE = "suzanne@post.example"


def reply(output: Path, partstat: str = "ACCEPTED", *, adult_id: str = "suzanne", meeting_id: str = "m1",
          stamp: str = "20270112T080000Z", **changed: str) -> bytes:
    """A REPLY to the invite on disk; name what is different (uid, sequence, attendee, method, comment)."""
    event = read(output, adult_id, meeting_id)
    lines = {
        "method": "REPLY", "uid": str(event["uid"]), "sequence": str(event["sequence"]), "attendee": SUZANNE,
    } | changed
    return "\r\n".join([
        "BEGIN:VCALENDAR", "PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0",
        f"METHOD:{lines['method']}", "BEGIN:VEVENT", "DTSTART:20270202T133000Z", "DTEND:20270202T134000Z",
        *([f"DTSTAMP:{stamp}"] if stamp else []),
        "ORGANIZER;CN=De Zandloper:mailto:gesprekken@zandloper.example", f"UID:{lines['uid']}",
        'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;X-NUM-GUESTS=0;CN="Berg: van den, S";PARTSTA',
        f" T={partstat}:mailto:{lines['attendee']}", f"SEQUENCE:{lines['sequence']}", "STATUS:CONFIRMED",
        *([f"COMMENT:{lines['comment']}"] if "comment" in lines else []),
        "SUMMARY:Oudergesprek groep 5A", "END:VEVENT", "END:VCALENDAR", "",
    ]).encode()


def mail(calendar: bytes | None = None, *, sender: str = f"Suzanne <{SUZANNE}>", date: str = "", twice: bool = True,
         text: str = "Ik kom graag.") -> bytes:
    """A mail with the answer as Google sends it, inside the mail and attached; without one, just a mail."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = sender, "gesprekken@zandloper.example"
    message["Subject"] = "Geaccepteerd: Oudergesprek groep 5A"
    if date:
        message["Date"] = date
    message.set_content(text)
    if calendar is not None:
        message.add_alternative(calendar, "text", "calendar", params={"method": "REPLY", "charset": "UTF-8"})
        if twice:
            message.add_attachment(calendar, "application", "ics", filename="invite.ics")
    return message.as_bytes()


def put(folder: Path, **mails: bytes) -> Path:
    """A mailbox of files with these names, as .eml."""
    folder.mkdir(exist_ok=True)
    for name, content in mails.items():
        (folder / f"{name}.eml").write_bytes(content)
    return folder
