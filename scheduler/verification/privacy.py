"""Nobody is named who may not be invited, and nobody's address is shown to another or to the other party."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.language import marked
from scheduler.round import Adult
from scheduler.verification.documents import documents_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from scheduler.appointments import Appointment, Plan, Unplaced
    from scheduler.problems import Problems
    from scheduler.round import Round, Teacher
    from scheduler.verification.documents import Document

EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w.-]{1,255}")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[ ()./-]+(?=\d)")
NATIONAL_DIGITS = 9
"""Telephone numbers are compared by so many last digits, whatever stands before them."""

NAMED = marked("{name} may not be invited, and stands here all the same.")
NAMED_HERE = marked("{name} does not belong to this meeting, and stands here all the same.")
ADDRESS = marked("An address or telephone number of {name} stands in what another adult reads.")


def check_privacy(round: Round, output: Path, plan: Plan, problems: Problems) -> None:
    """Note every text in which an adult stands who should not."""
    people = _People(round)
    rows = {row.meeting_id: row for row in plan.rows}
    for document in documents_in(output, problems):
        text = _Text(document.text)
        found = [(NAMED, adult) for adult in _standing(people.uninvited, people.shown, text, document)]
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
    if not outside:
        return []
    inside = _Signs.of([*(round.adult[adult_id] for adult_id in sorted(party)), *round.teachers])
    return _standing([round.adult[adult_id] for adult_id in sorted(outside)], inside, text, document)


class _Text:
    """A text made ready to be searched for people."""

    def __init__(self, text: str) -> None:
        self.words = _plain(text)
        self.emails = {found.casefold().rstrip(".-") for found in EMAIL.findall(text)}
        digits = re.findall(r"\d+", BETWEEN_DIGITS.sub("", text))
        self.phones = {run[i : i + NATIONAL_DIGITS] for run in digits for i in range(len(run) - NATIONAL_DIGITS + 1)}

    def names(self, name: str, others: Iterable[str]) -> bool:
        """Whether the name stands there, other than as a part of another's longer one."""
        if name not in self.words:
            return False
        words = self.words
        for other in others:
            if name in other:
                words = words.replace(other, "")
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None


@dataclass(frozen=True, slots=True)
class _Signs:
    """What some people can be told by."""

    names: frozenset[str]
    emails: frozenset[str]
    phones: frozenset[str]

    @classmethod
    def of(cls, people: Sequence[Adult | Teacher]) -> _Signs:
        """The signs of these people."""
        return cls(
            frozenset(_plain(person.name) for person in people),
            frozenset(person.email.casefold() for person in people),
            frozenset(_digits(person.phone) for person in people if isinstance(person, Adult)),
        )


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
    def shown(self) -> _Signs:
        """The signs of whoever may be named somewhere: they excuse a namesake and a shared address."""
        others = [adult for adult in self.round.adults if adult.adult_id not in self.uninvited_ids]
        return _Signs.of([*others, *self.round.teachers])

    @cached_property
    def own_addresses(self) -> frozenset[str]:
        """The school's addresses, which everybody may see."""
        return frozenset(
            email.casefold() for email in (self.round.school.email, *(teacher.email for teacher in self.round.teachers))
        )

    def strange_addresses(self, text: _Text, reader: Adult) -> list[Adult]:
        """The adults whose address or number stands in a text for somebody else who does not share it."""
        addresses = text.emails - self.own_addresses - {reader.email.casefold()}
        found = (self._of_address.get(address) for address in addresses)
        called = (self._of_phone.get(number) for number in text.phones - {_digits(reader.phone)})
        strangers = {adult_id for adult_id in (*found, *called) if adult_id}
        return [self.round.adult[adult_id] for adult_id in sorted(strangers)]

    @cached_property
    def _of_address(self) -> Mapping[str, str]:
        return {adult.email.casefold(): adult.adult_id for adult in self.round.adults if adult.email}

    @cached_property
    def _of_phone(self) -> Mapping[str, str]:
        return {_digits(adult.phone): adult.adult_id for adult in self.round.adults if adult.phone}


def _standing(hidden: Iterable[Adult], others: _Signs, text: _Text, document: Document) -> list[Adult]:
    """Those of the hidden whom the text names, invites, or gives an address of.

    What they share with others is no sign, and what takes back an invitation of their own is theirs.
    """
    emails, phones = text.emails - others.emails, text.phones - others.phones
    found = []
    for adult in hidden:
        name = _plain(adult.name)
        if document.reader == adult.adult_id:
            stands = document.invites
        else:
            stands = (
                (" " in name and name not in others.names and text.names(name, others.names))
                or adult.email.casefold() in emails
                or _digits(adult.phone) in phones
                or f'"adult_id": "{adult.adult_id}"' in document.text
            )
        if stands:
            found.append(adult)
    return found


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)[-NATIONAL_DIGITS:]
