"""Who is who: adults of several rows and lists joined by address and name, never silently."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.imports.decisions import Question
from scheduler.imports.doubles import likely_doubles
from scheduler.imports.person import Person, label_of
from scheduler.imports.text import folded
from scheduler.intake.values import yes_no_in
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from scheduler.imports.decisions import Decisions
    from scheduler.imports.notes import Notes
    from scheduler.imports.person import Named
    from scheduler.imports.school import FoundAdult
    from scheduler.imports.tables import Imported, Tables


MOVED = marked("{name} has another address or number here than in the folder; by name and pupil it is the same person.")


class People:
    """The adults known from the folder, and those that the new rows name; `taken` are ids for no new adult."""

    def __init__(self, folder: Tables, before: Imported, taken: Iterable[str]) -> None:
        self.replaced: dict[str, str] = {}
        """The adults joined into another by a decision, with that other's id."""
        self._taken = set(taken)
        self._persons: dict[str, Person] = {}
        self._by_label: dict[str, Person] = {}
        self._asked: list[tuple[Person, Person, str]] = []
        self._held = before.held_bans
        called_after_children = _called_after_children(before)
        for row in folder.get("adults.csv", []):
            name = "" if (row["adult_id"], row.get("name", "")) in called_after_children else row.get("name", "")
            person = Person(row["adult_id"], name, row.get("email", "").casefold(), row.get("phone", ""),
                            works_here=bool(row.get("teacher_id")))
            self._persons[person.adult_id] = person
        for tie in folder.get("guardians.csv", []):
            if tie["adult_id"] in self._persons:
                self._tie(self._persons[tie["adult_id"]], tie["pupil_id"], yes_no_in(tie.get("contact_ban", "")))
        for person in self._persons.values():
            bare = not person.email and not person.phone
            for pupil_id in sorted(person.pupil_ids) if bare else [""]:
                self._claim(label_of(person.name, person.email, person.phone, pupil_id), person)
        for label, adult_id in before.people.items():
            if adult_id in self._persons:
                self._claim(label, self._persons[adult_id])
        self._taken |= set(self._persons)

    def labels_of(self, adult_ids: Collection[str]) -> dict[str, str]:
        """The adult_id of every label of these adults, to be known again next time."""
        return {label: person.adult_id for label, person in sorted(self._by_label.items())
                if person.adult_id in adult_ids}

    def join(self, named: list[Named], decisions: Decisions, notes: Notes) -> None:
        """Find or make the person of each row; likely doubles are asked about."""
        used = {one.label for one in named}
        named_by_address: dict[str, set[str]] = defaultdict(set)
        for one in named:
            named_by_address[one.adult.email].add(folded(one.adult.name))
        before = set(self._persons)
        joined: dict[str, Person] = {}
        for one in sorted(named, key=lambda one: not one.adult.name):
            person = (self._by_label.get(one.label) or self._moved(one, used, notes)
                      or self._by_address(one, named_by_address[one.adult.email], notes))
            if person is None:
                person = Person(self._new_id(), one.adult.name, one.adult.email, one.adult.phone)
                self._persons[person.adult_id] = person
            elif one.pupil_id not in person.pupil_ids:
                joined[person.adult_id] = person
            self._claim(one.label, person)
            if not person.said:
                self._call(person, one)
            if one.pupil_id not in person.pupil_ids:
                person.pupil_ids.add(one.pupil_id)
                person.new_with.add(one.pupil_id)
            for what in ("name", "email", "phone"):
                person.said[what] = person.said.get(what) or getattr(one.adult, what)
        self._note_joined(joined, notes)
        spoken_of = {one.pupil_id for one in named}
        for adult_id in before:
            person = self._persons[adult_id]
            person.gone = not person.said and bool(person.pupil_ids & spoken_of)
        for one_person, other, why in list(likely_doubles(self._persons.values())):
            self._decide(one_person, other, why, decisions)

    def of(self, label: str) -> Person:
        """The person whose label this is."""
        return self._by_label[label]

    def find(self, adult: FoundAdult, pupil_id: str) -> Person | None:
        """The adult of this pupil whom a row points at by address or by name; None where that is not one person."""
        near = self._near(pupil_id)
        found = [person for person in near if adult.email and adult.email in {person.email, person.said.get("email")}]
        found = found or [person for person in near if adult.name and folded(person.name) == folded(adult.name)]
        return found[0] if len(found) == 1 else None

    @property
    def held_bans(self) -> frozenset[tuple[str, str]]:
        """The pupils and adults who are new with them and may be a banned adult under another name, until decided."""
        return frozenset((pupil_id, other.adult_id) for banned, other, answer in self._asked if not answer
                         for pupil_id in banned.banned & other.new_with)

    @property
    def lifted_bans(self) -> frozenset[tuple[str, str]]:
        """Those under such a ban of whom it was decided that they are another person."""
        decided = {(pupil_id, other.adult_id) for banned, other, answer in self._asked if answer
                   for pupil_id in banned.banned}
        return frozenset(self._held & decided) - self.held_bans

    def _near(self, pupil_id: str) -> list[Person]:
        return [person for person in self._persons.values() if pupil_id in person.pupil_ids]

    def _tie(self, person: Person, pupil_id: str, banned: bool | None) -> None:
        person.pupil_ids.add(pupil_id)
        if banned:
            person.banned.add(pupil_id)
        if (pupil_id, person.adult_id) in self._held:
            person.new_with.add(pupil_id)

    def _claim(self, label: str, person: Person) -> None:
        if self._by_label.setdefault(label, person) is person and label not in person.labels:
            person.labels.append(label)

    def _call(self, person: Person, one: Named) -> None:
        """Let the first row that names someone in this import say what they are called and where they are reached."""
        if one.label in person.labels:
            person.labels.remove(one.label)
            person.labels.insert(0, one.label)
        person.name = one.adult.name or person.name
        person.email = one.adult.email or person.email
        person.phone = one.adult.phone or person.phone

    def _moved(self, one: Named, used: set[str], notes: Notes) -> Person | None:
        """The adult of this pupil with this very name, whose former address no row gives any longer."""
        for person in self._near(one.pupil_id):
            if folded(person.name) == folded(one.adult.name) != "" and not used & set(person.labels):
                if one.adult.email or one.adult.phone:
                    notes.add("changed", one.adult.place, MOVED, name=person.name)
                return person
        return None

    def _by_address(self, one: Named, names: set[str], notes: Notes) -> Person | None:
        """Where either has no name: the one person with the address, or the first of several of this pupil."""
        same = [person for person in self._persons.values() if one.adult.email and person.email == one.adult.email]
        named = names | {folded(person.name) for person in same}
        found = same if len(same) == 1 and "" in named and len(named - {""}) <= 1 else []
        if not one.adult.name:
            found = found or [person for person in same if one.pupil_id in person.pupil_ids]
        if found:
            notes.add("understood", one.adult.place, marked("An address without a name belongs to {name}, who has it "
                                                            "too."), name=found[0].name or one.adult.name)
        return found[0] if found else None

    def _note_joined(self, joined: Mapping[str, Person], notes: Notes) -> None:
        if joined:
            names = sorted(person.name or person.label for person in joined.values())
            notes.add("understood", None, marked("These stand with more than one pupil under one name and address, and "
                                                 "count as one person each: {names}."), names=", ".join(names))

    def _decide(self, one: Person, other: Person, why: str, decisions: Decisions) -> None:
        if {one.adult_id, other.adult_id} & set(self.replaced):
            return
        pairs = [(a, b) for a in one.labels for b in other.labels]
        questions = [Question("same_person", (("one", a), ("other", b))) for a, b in pairs + [(b, a) for a, b in pairs]]
        if not questions:
            return
        answer = decisions.ask(questions, why, one=one.label, other=other.label)
        if answer == "yes":
            self._merge(one, other)
        else:
            self._asked += [(one, other, answer), (other, one, answer)]

    def _merge(self, kept: Person, gone: Person) -> None:
        self.replaced[gone.adult_id] = kept.adult_id
        for label in gone.labels:
            self._by_label[label] = kept
            kept.labels.append(label)
        for what in ("name", "email", "phone"):
            kept.said[what] = kept.said.get(what) or gone.said.get(what, "")
            setattr(kept, what, getattr(kept, what) or getattr(gone, what))
        kept.pupil_ids |= gone.pupil_ids
        kept.banned |= gone.banned
        del self._persons[gone.adult_id]

    def _new_id(self) -> str:
        numbers = [int(one[1:]) for one in self._taken if re.fullmatch(r"a\d{3,6}", one)]
        adult_id = f"a{max(numbers, default=0) + 1:03d}"
        self._taken.add(adult_id)
        return adult_id


def _called_after_children(before: Imported) -> set[tuple[str, str]]:
    """The ids and names of adults of whom no list gave a name."""
    named = {adult_id for label, adult_id in before.people.items() if not label.startswith("<")}
    nameless = set(before.people.values()) - named
    return {(row["adult_id"], row.get("name", "")) for row in before.tables.get("adults.csv", [])
            if row["adult_id"] in nameless}
