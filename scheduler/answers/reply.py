"""The replies in a calendar file: whose, to which event, and what they say. Only the few lines that matter are read."""

from __future__ import annotations

import codecs
import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

Partstat = Literal["ACCEPTED", "TENTATIVE", "DECLINED"]

MOST_BYTES = 200_000
"""A calendar file of more is refused unread: an answer to one invite is a hundredth of it."""
MOST_EVENTS = 50
LONGEST_COMMENT = 300
"""So many characters of what somebody writes with an answer are kept; the mail itself has all of it."""
DEEPEST = 4
"""An alarm within an event within a calendar is three deep."""

_READ = re.compile(r"(BEGIN|END|METHOD|UID|SEQUENCE|DTSTAMP|ATTENDEE|COMMENT)([;:].*)", re.IGNORECASE)
_PARAMETER = re.compile(r';([^=;:"]+)=("[^"]*"|[^";:]*)')
_PARTSTATS: dict[str, Partstat] = {"ACCEPTED": "ACCEPTED", "TENTATIVE": "TENTATIVE", "DECLINED": "DECLINED"}
_METHODS = ("REPLY", "COUNTER")
"""A COUNTER is an answer too, of someone who asks for another time."""


class Refused(Exception):
    """A calendar file that is larger, deeper or longer than any answer is."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one attendee answered to one event.

    `attendee` is an e-mail address in lower case, `answered_at` is None where the reply does not say, and
    `asks_another_time` says that another time is proposed. `comment` is what the attendee wrote, on one line and fit
    to be shown.
    """

    uid: str
    sequence: int
    attendee: str
    partstat: Partstat
    answered_at: dt.datetime | None
    asks_another_time: bool = False
    comment: str = ""


@dataclass(slots=True)
class _Event:
    uid: str = ""
    sequence: int = 0
    stamp: dt.datetime | None = None
    attendees: list[tuple[str, Partstat]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def comment(self) -> str:
        """What was written, as one line of decent length, without signs that change how the text around it shows."""
        visible = "".join(each if each.isprintable() else " " for each in " ".join(self.comments))
        line = " ".join(visible.split())
        return line if len(line) <= LONGEST_COMMENT else line[: LONGEST_COMMENT - 1].rstrip() + "…"


def replies_in(content: bytes) -> tuple[Reply, ...]:
    """The replies in a calendar file; () where it holds none.

    Raises:
        Refused: it is too large, too deep or has too many events to be an answer.
    """
    if len(content) > MOST_BYTES:
        raise Refused
    method, events = "", list[_Event]()
    for inside, name, parameters, value in _lines(content):
        if inside == ("VCALENDAR",) and name == "METHOD":
            method = value.upper()
        elif inside == ("VCALENDAR", "VEVENT"):
            if name == "BEGIN":
                events.append(_Event())
            else:
                _note(events[-1], name, parameters, value)
        if len(inside) > DEEPEST or len(events) > MOST_EVENTS:
            raise Refused
    return tuple(
        Reply(event.uid, event.sequence, attendee, partstat, event.stamp, method == "COUNTER", event.comment)
        for event in events
        for attendee, partstat in event.attendees
        if method in _METHODS and event.uid
    )


def _lines(content: bytes) -> Iterator[tuple[tuple[str, ...], str, dict[str, str], str]]:
    """Each line that matters, unfolded: the components it stands in, its name, parameters and value."""
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    text = re.sub(r"\r?\n[ \t]", "", content.decode(encoding, errors="replace"))
    inside: tuple[str, ...] = ()
    for line in re.split(r"[\r\n]+", text):
        found = _READ.match(line)
        if found is None:
            continue
        name, (parameters, value) = found[1].upper(), _taken_apart(found[2])
        if name == "BEGIN":
            inside = (*inside, value.upper())
        yield inside, name, parameters, value
        if name == "END":
            inside = inside[:-1]


def _taken_apart(rest: str) -> tuple[dict[str, str], str]:
    """What follows a property's name: its parameters, and its value."""
    parameters, end = {}, 0
    while found := _PARAMETER.match(rest, end):
        parameters[found[1].upper()] = found[2].strip('"')
        end = found.end()
    return parameters, rest[end:].removeprefix(":").strip()


def _note(event: _Event, name: str, parameters: dict[str, str], value: str) -> None:
    if name == "UID":
        event.uid = value
    elif name == "SEQUENCE" and re.fullmatch(r"[0-9]{1,9}", value):
        event.sequence = int(value)
    elif name == "DTSTAMP":
        event.stamp = _moment(value)
    elif name == "ATTENDEE":
        partstat = _PARTSTATS.get(parameters.get("PARTSTAT", "").upper())
        if partstat:
            event.attendees.append((_address(value, parameters), partstat))
    elif name == "COMMENT":
        event.comments.append(_unescaped(value))


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: " " if found[1] in "nN" else found[1], value)


def _moment(value: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def _address(value: str, parameters: dict[str, str]) -> str:
    """The attendee's address; Apple's calendar may give it beside a number of its own."""
    scheme, _, address = value.partition(":")
    return (unquote(address) if scheme.lower() == "mailto" else parameters.get("EMAIL", "")).strip().casefold()
