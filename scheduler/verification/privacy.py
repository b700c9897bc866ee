"""Nobody is named who may not be invited, and nobody's address is shown to another or to the other party."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.language import marked
from scheduler.verification.documents import documents_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from scheduler.appointments import Appointment, Plan, Unplaced
    from scheduler.problems import Problems
    from scheduler.round import Adult, Round, Teacher
    from scheduler.verification.documents import Document

PHONE = re.compile(r"\+?\d[\d ()./-]{6,}\d")
EMAIL = re.compile(r"[\w.+'-]+@[\w.-]+\w")
NATIONAL_DIGITS = 9
"""Telephone numbers are compared by so many last digits, whatever stands before them."""

NAMED = marked("{name} may not be invited, and stands here all the same.")
NAMED_HERE = marked("{name} does not belong to this meeting, and stands here all the same.")
ADDRESS = marked("An address or telephone number of {name} stands in what another adult reads.")


def check_privacy(round: Round, output: Path, plan: Plan, problems: Problems) -> None:
    """Note every text in which an adult stands who should not."""
    people = _People(round)
    rows = {row.meeting_id: row for row in plan.rows}
    for document in documents_in(output):
        text = _Text(document.text)
        found = [(NAMED, adult) for adult in _standing(people.uninvited, people.everybody_else, text, document)]
        row = rows.get(document.meeting_id)
        if row is not None:
            found += [(NAMED_HERE, adult) for adult in _outsiders(people, row, text, document)]
        if document.reader in round.adult:
            found += [(ADDRESS, adult) for adult in people.strange_addresses(text, round.adult[document.reader])]
        for message, adult in found:
            problems.add(document.file, document.line, "", "", message, name=adult.name)


def _outsiders(people: _People, row: Appointment | Unplaced, text: _Text, document: Document) -> list[Adult]:
    """The adults tied to a meeting's pupil who are no part of what this reader may know about it."""
    round, party = people.round, set(row.adult_ids)
    tied = {tie.adult_id for tie in round.guardians_of.get(row.pupil_id, ())}
    outside = tied - (party if document.reader else people.invited.get(row.pupil_id, set())) - people.uninvited_ids
    inside: list[Adult | Teacher] = [*(round.adult[adult_id] for adult_id in sorted(party)), *round.teachers]
    return _standing([round.adult[adult_id] for adult_id in sorted(outside)], inside, text, document)


class _Text:
    """A text made ready to be searched for people."""

    def __init__(self, text: str) -> None:
        self.words = " ".join(text.split()).casefold()
        self.emails = {found.casefold() for found in EMAIL.findall(text)}
        self.phones = {_digits(found) for found in PHONE.findall(text)}

    def names(self, name: str, longer_names: Iterable[str]) -> bool:
        """Whether the name stands there, other than as a part of a longer one."""
        if name not in self.words:
            return False
        words = self.words
        for longer in longer_names:
            words = words.replace(longer, "")
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None


@dataclass(frozen=True)
class _People:
    round: Round

    @cached_property
    def invited(self) -> Mapping[str, set[str]]:
        """The adults who may be invited, by pupil."""
        banned = {(tie.pupil_id, tie.adult_id) for tie in self.round.guardians if tie.contact_ban}
        found: dict[str, set[str]] = {}
        for tie in self.round.guardians:
            willing = tie.consent or (tie.authority and tie.relation == "parent")
            if willing and (tie.pupil_id, tie.adult_id) not in banned:
                found.setdefault(tie.pupil_id, set()).add(tie.adult_id)
        return found

    @cached_property
    def uninvited_ids(self) -> set[str]:
        """The adults who may be invited about nobody."""
        return set(self.round.adult).difference(*self.invited.values())

    @cached_property
    def uninvited(self) -> list[Adult]:
        """The same, as people."""
        return [adult for adult in self.round.adults if adult.adult_id in self.uninvited_ids]

    @cached_property
    def everybody_else(self) -> list[Adult | Teacher]:
        """Whoever may be named somewhere; a namesake among them excuses a name."""
        others = [adult for adult in self.round.adults if adult.adult_id not in self.uninvited_ids]
        return [*others, *self.round.teachers]

    def strange_addresses(self, text: _Text, reader: Adult) -> list[Adult]:
        """The adults whose address or number stands in a text for somebody else who does not share it."""
        school = {self.round.school.email.casefold(), *(teacher.email.casefold() for teacher in self.round.teachers)}
        found = (self._of_address.get(address) for address in text.emails - school - {reader.email.casefold()})
        called = (self._of_phone.get(number) for number in text.phones - {_digits(reader.phone)})
        strangers = {adult_id for adult_id in (*found, *called) if adult_id}
        return [self.round.adult[adult_id] for adult_id in sorted(strangers)]

    @cached_property
    def _of_address(self) -> Mapping[str, str]:
        return {adult.email.casefold(): adult.adult_id for adult in self.round.adults if adult.email}

    @cached_property
    def _of_phone(self) -> Mapping[str, str]:
        return {_digits(adult.phone): adult.adult_id for adult in self.round.adults if len(_digits(adult.phone)) > 7}


def _standing(
    hidden: Iterable[Adult], others: Iterable[Adult | Teacher], text: _Text, document: Document
) -> list[Adult]:
    """Those of the hidden whom the text names, invites, or gives an address of.

    What they share with others is no sign, and what takes back an invitation of their own is theirs.
    """
    others = list(others)
    names = {_name(person.name) for person in others}
    emails = {person.email.casefold() for person in others}
    found = []
    for adult in hidden:
        if document.reader == adult.adult_id:
            found += [adult] if document.invites else []
            continue
        name = _name(adult.name)
        longer = [other for other in names if name in other]
        named = " " in name and name not in longer and text.names(name, longer)
        phones = {_digits(person.phone) for person in others if hasattr(person, "phone")}
        called = len(_digits(adult.phone)) > 7 and _digits(adult.phone) in text.phones - phones
        if named or called or adult.email.casefold() in text.emails - emails:
            found.append(adult)
    return found


def _name(name: str) -> str:
    return " ".join(name.split()).casefold()


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)[-NATIONAL_DIGITS:]
