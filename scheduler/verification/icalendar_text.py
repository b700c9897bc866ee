"""iCalendar read by hand, as RFC 5545 writes it: lines unfolded, components nested, properties with parameters."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Property:
    """One content line: `values` of parameters by name, and the text after the colon, still escaped."""

    name: str
    parameters: dict[str, str]
    text: str

    @property
    def address(self) -> str:
        """The e-mail address of a mailbox."""
        return re.sub(r"^mailto:", "", self.text, flags=re.IGNORECASE)

    @property
    def moment(self) -> tuple[dt.datetime, str]:
        """The local date and time, and its zone: "UTC", a TZID, or "" for none.

        Raises:
            ValueError: it is none.
        """
        zone = "UTC" if self.text.endswith("Z") else self.parameters.get("TZID", "")
        if not re.fullmatch(r"\d{8}T\d{6}Z?", self.text):
            raise ValueError(self.text)
        return dt.datetime.fromisoformat(self.text.removesuffix("Z")), zone


@dataclass(slots=True)
class Component:
    """A component with its properties and the components inside it."""

    name: str
    properties: list[Property] = field(default_factory=list)
    inside: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """The properties of that name."""
        return [one for one in self.properties if one.name == name]

    def text(self, name: str) -> str:
        """The text of the one property of that name; "" where there is none, or several."""
        found = self.all(name)
        return found[0].text if len(found) == 1 else ""

    def parts(self, name: str) -> list[Component]:
        """The components of that name directly inside."""
        return [one for one in self.inside if one.name == name]


def read_calendar(content: bytes) -> Component:
    """The VCALENDAR in a file.

    Raises:
        ValueError: it holds anything else.
    """
    text = re.sub(r"\r?\n[ \t]", "", content.decode("utf-8"))
    top = Component("")
    stack = [top]
    for line in filter(None, re.split(r"\r?\n", text)):
        one = _property(line)
        if one.name == "BEGIN":
            stack.append(Component(one.text.upper()))
            stack[-2].inside.append(stack[-1])
        elif one.name == "END":
            if len(stack) == 1 or stack.pop().name != one.text.upper():
                raise ValueError(line)
        else:
            stack[-1].properties.append(one)
    if len(stack) > 1 or top.properties or [part.name for part in top.inside] != ["VCALENDAR"]:
        raise ValueError("not one whole calendar")
    return top.inside[0]


def unescaped(text: str) -> str:
    """A text value as people read it.

    >>> unescaped(r"Lokaal 5\\, eerste verdieping")
    'Lokaal 5, eerste verdieping'
    """
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text)


def _property(line: str) -> Property:
    parts = re.match(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)$', line)
    if parts is None:
        raise ValueError(line)
    found = re.findall(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:])*)', parts[2])
    return Property(parts[1].upper(), {name.upper(): value.strip('"') for name, value in found}, parts[3])
