"""Who is who: adults of several rows and lists joined by address and name, never silently."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.imports.decisions import Question
from scheduler.imports.text import folded
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scheduler.imports.decisions import Decisions
    from scheduler.imports.notes import Notes
    from scheduler.imports.school import FoundAdult

SAME_NAME = marked("{one} and {other} have the same name. Are they the same person?")
SAME_ADDRESS = marked("{one} and {other} have one address and names that look alike. Are they the same person?")


@dataclass(frozen=True, slots=True)
class Named:
    """An adult as one row names them; `pupil_id` is whose row it is."""

    pupil_id: str
    adult: FoundAdult

    @property
    def label(self) -> str:
        """How this person is called in decisions, and known again next time."""
        return label_of(self.adult.name, self.adult.email, self.adult.phone, self.pupil_id)


@dataclass(slots=True)
class Person:
    """One adult, with every label that was joined into them; name, email and phone as first met."""

    adult_id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    labels: list[str] = field(default_factory=list)
    pupil_ids: set[str] = field(default_factory=set)
    said: dict[str, str] = field(default_factory=dict)


def label_of(name: str, email: str, phone: str, pupil_id: str) -> str:
    """A name alone does not tell two people apart: without an address the telephone or the pupil goes with it.

    >>> label_of("Jan de Vries", "jan@post.example", "", "p1"), label_of("Jan de Vries", "", "", "p1")
    ('Jan de Vries <jan@post.example>', 'Jan de Vries (p1)')
    """
    return f"{name} <{email}>".strip() if email else f"{name} ({phone or pupil_id})"


class People:
    """The adults known from the folder, and those that the new rows name.

    `known` gives the adult_id of every label of earlier imports; `taken` are ids that no new adult may have.
    """

    def __init__(self, known: Mapping[str, str], adults: Iterable[Mapping[str, str]],
                 ties: Iterable[Mapping[str, str]], taken: Iterable[str]) -> None:
        self.replaced: dict[str, str] = {}
        """The adults joined into another by a decision, with that other's id."""
        self._taken = set(taken)
        self._persons: dict[str, Person] = {}
        self._by_label: dict[str, Person] = {}
        for row in adults:
            person = Person(row["adult_id"], row.get("name", ""), row.get("email", "").casefold(), row.get("phone", ""))
            self._persons[person.adult_id] = person
        for tie in ties:
            if tie["adult_id"] in self._persons:
                self._persons[tie["adult_id"]].pupil_ids.add(tie["pupil_id"])
        for person in self._persons.values():
            bare = not person.email and not person.phone
            for pupil_id in sorted(person.pupil_ids) if bare else [""]:
                self._claim(label_of(person.name, person.email, person.phone, pupil_id), person)
        for label, adult_id in known.items():
            if adult_id in self._persons:
                self._claim(label, self._persons[adult_id])
        self._taken |= set(self._persons)

    @property
    def labels(self) -> dict[str, str]:
        """The adult_id of every label, to be known again next time."""
        return {label: person.adult_id for label, person in sorted(self._by_label.items())}

    def join(self, named: list[Named], decisions: Decisions, notes: Notes) -> None:
        """Find or make the person of each row; likely doubles are asked about."""
        used = {one.label for one in named}
        named_by_address: dict[str, set[str]] = defaultdict(set)
        for one in named:
            named_by_address[one.adult.email].add(folded(one.adult.name))
        for one in sorted(named, key=lambda one: not one.adult.name):
            person = (self._by_label.get(one.label) or self._moved(one, used, notes)
                      or self._by_address(one, named_by_address[one.adult.email]))
            if person is None:
                person = Person(self._new_id(), one.adult.name, one.adult.email, one.adult.phone)
                self._persons[person.adult_id] = person
            self._claim(one.label, person)
            person.pupil_ids.add(one.pupil_id)
            for what in ("name", "email", "phone"):
                person.said[what] = person.said.get(what) or getattr(one.adult, what)
        for one_person, other, why in list(self._doubles()):
            self._decide(one_person, other, why, decisions, notes)

    def of(self, label: str) -> Person:
        """The person whose label this is."""
        return self._by_label[label]

    def find(self, adult: FoundAdult, pupil_id: str) -> Person | None:
        """The adult of this pupil whom a row points at by address or by name; None where that is not one person."""
        near = [person for person in self._persons.values() if pupil_id in person.pupil_ids]
        found = [person for person in near if adult.email and adult.email in {person.email, person.said.get("email")}]
        found = found or [person for person in near if adult.name and folded(person.name) == folded(adult.name)]
        return found[0] if len(found) == 1 else None

    def _claim(self, label: str, person: Person) -> None:
        if self._by_label.setdefault(label, person) is person and label not in person.labels:
            person.labels.append(label)

    def _moved(self, one: Named, used: set[str], notes: Notes) -> Person | None:
        """The adult of this pupil with this very name, whose former address no row gives any longer."""
        for person in self._persons.values():
            near = one.pupil_id in person.pupil_ids and folded(person.name) == folded(one.adult.name) != ""
            if near and not used & set(person.labels):
                notes.add("changed", one.adult.place, marked("{name} has another address or number here than in the "
                                                             "folder; by name and pupil it is the same person."),
                          name=person.name)
                return person
        return None

    def _by_address(self, one: Named, names: set[str]) -> Person | None:
        """Where only the address is given: the one person who has it."""
        persons = [person for person in self._persons.values() if one.adult.email and person.email == one.adult.email]
        named = names | {folded(person.name) for person in persons}
        return persons[0] if len(persons) == 1 and "" in named and len(named - {""}) <= 1 else None

    def _doubles(self) -> Iterator[tuple[Person, Person, str]]:
        by_name, by_email = defaultdict(list), defaultdict(list)
        for person in self._persons.values():
            by_name[folded(person.name)].append(person)
            by_email[person.email].append(person)
        for name, persons in by_name.items():
            if name:
                yield from ((persons[0], other, SAME_NAME) for other in persons[1:])
        for email, persons in by_email.items():
            for index, other in enumerate(persons if email else []):
                yield from ((one, other, SAME_ADDRESS) for one in persons[:index] if _look_alike(one.name, other.name))

    def _decide(self, one: Person, other: Person, why: str, decisions: Decisions, notes: Notes) -> None:
        if {one.adult_id, other.adult_id} & set(self.replaced):
            return
        pairs = [(a, b) for a in one.labels for b in other.labels]
        questions = [Question("same_person", (("one", a), ("other", b))) for a, b in pairs + [(b, a) for a, b in pairs]]
        if not questions:
            return
        question = next((q for q in questions if decisions.answered(q)), questions[0])
        answer = decisions.ask(question)
        if answer == "yes":
            self._merge(one, other)
        elif not answer:
            notes.add("decide", None, why, one=one.labels[0], other=other.labels[0])

    def _merge(self, kept: Person, gone: Person) -> None:
        self.replaced[gone.adult_id] = kept.adult_id
        for label in gone.labels:
            self._by_label[label] = kept
            kept.labels.append(label)
        for what in ("name", "email", "phone"):
            kept.said[what] = kept.said.get(what) or gone.said.get(what, "")
            setattr(kept, what, getattr(kept, what) or getattr(gone, what))
        kept.pupil_ids |= gone.pupil_ids
        del self._persons[gone.adult_id]

    def _new_id(self) -> str:
        numbers = [int(one[1:]) for one in self._taken if re.fullmatch(r"a\d{3,6}", one)]
        adult_id = f"a{max(numbers, default=0) + 1:03d}"
        self._taken.add(adult_id)
        return adult_id


def _look_alike(one: str, other: str) -> bool:
    """Whether one name may be the other with initials: the same last word, and first words that begin alike."""
    a, b = folded(one).split(), folded(other).split()
    return len(a) > 1 and len(b) > 1 and a != b and a[-1] == b[-1] and a[0][0] == b[0][0]
