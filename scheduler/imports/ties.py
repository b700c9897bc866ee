"""Adults and their ties to pupils as rows of the tables, from all that the lists say about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.imports.decisions import Question
from scheduler.imports.person import Named, Person
from scheduler.imports.registers import same_teacher
from scheduler.language import listed, marked, translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.imports.decisions import Decisions
    from scheduler.imports.notes import Notes
    from scheduler.imports.people import People
    from scheduler.imports.pupils import Pupils
    from scheduler.imports.school import FoundAdult, FoundTie
    from scheduler.imports.tables import Row

CALLED_STEP = marked("{adult} is a step-parent of {pupil} by the list, and is invited only with consent.")
LIKELY_STEP = marked("{adult} is the third adult or later with {pupil}, and the list does not say whether parent or "
                     "step-parent.")
SAID_BOTH = marked("{adult} is called parent and step-parent of {pupil}.")


class Ties:
    """The ties named, once per pupil and person, in the order of the lists; `before` are those of the folder."""

    def __init__(self, found: Iterable[FoundTie], before: Iterable[Row], pupils: Pupils, people: People,
                 decisions: Decisions, notes: Notes) -> None:
        self._decisions = decisions
        self._notes = notes
        self._pupils = pupils
        self._people = people
        pairs = [(pupil_id, tie) for tie in found if (pupil_id := pupils.find(tie.pupil, notes))]
        named = [Named(pupil_id, tie.adult) for pupil_id, tie in pairs]
        people.join(named, decisions, notes)
        self._order: dict[str, list[str]] = {}
        for row in before:
            self._order.setdefault(row["pupil_id"], []).append(people.replaced.get(row["adult_id"], row["adult_id"]))
        self._said: dict[str, dict[str, list[FoundAdult]]] = {}
        self._persons: dict[str, Person] = {}
        for one in named:
            person = people.of(one.label)
            self._persons[person.adult_id] = person
            rows = self._said.setdefault(one.pupil_id, {}).setdefault(person.adult_id, [])
            if not one.adult.name and any(other.place == one.adult.place for other in rows):
                notes.add("missing", one.adult.place, marked("Two adults of {pupil} have one address and no name, so "
                                                             "they count as one. Add the other to adults.csv and "
                                                             "guardians.csv."), pupil=self._pupil(one.pupil_id))
            rows.append(one.adult)

    @property
    def mentioned(self) -> frozenset[str]:
        """The pupils of whom the lists name an adult."""
        return frozenset(self._said)

    def guardian_rows(self) -> list[Row]:
        """A row for each tie."""
        return [{"pupil_id": pupil_id, "adult_id": adult_id, "relation": self._relation(pupil_id, adult_id),
                 "authority": self._said_of("authority", pupil_id, adult_id, "nee"),
                 "contact_ban": "ja" if (pupil_id, adult_id) in self._people.held_bans else
                 self._said_of("contact_ban", pupil_id, adult_id, "ja")}
                for pupil_id, adults in self._said.items() for adult_id in adults]

    def adult_rows(self, teachers: Sequence[Row], language: str) -> list[Row]:
        """A row for each adult named; one without a name is called after the children."""
        rows = []
        for person in self._persons.values():
            row = {"adult_id": person.adult_id, **person.said}
            row["name"] = row["name"] or person.name or self._after_children(person, language)
            rows.append(row | self._works_here(person, teachers))
        return rows

    def _relation(self, pupil_id: str, adult_id: str) -> str:
        said = {adult.relation for adult in self._said[pupil_id][adult_id]} - {""}
        person = self._persons[adult_id]
        words = {"adult": person.label, "pupil": self._pupil(pupil_id)}
        if said == {"step"}:
            self._notes.add("understood", None, CALLED_STEP, **words)
        if len(said) == 1:
            return next(iter(said))
        order = dict.fromkeys([*self._order.get(pupil_id, ()), *self._said[pupil_id]])
        if not said and list(order).index(adult_id) < 2:
            return "parent"
        questions = [Question("relation", (("pupil_id", pupil_id), ("pupil", words["pupil"]), ("adult", label)))
                     for label in person.labels]
        return self._decisions.ask(questions, SAID_BOTH if said else LIKELY_STEP, **words) or "step"

    def _said_of(self, what: str, pupil_id: str, adult_id: str, safe: str) -> str:
        """What the lists say; where they disagree, the answer by which nobody is invited."""
        said = {str(getattr(adult, what)) for adult in self._said[pupil_id][adult_id]} - {""}
        return safe if safe in said else next(iter(said), "")

    def _pupil(self, pupil_id: str) -> str:
        pupil = self._pupils.rows[pupil_id]
        return f"{pupil['first_name']} {pupil['last_name']}"

    def _after_children(self, person: Person, language: str) -> str:
        names = [self._pupil(pupil_id) for pupil_id in sorted(person.pupil_ids) if pupil_id in self._said]
        self._notes.add("understood", None, marked("Adults of whom the lists give no name are called after their "
                                                   "children; write their names in adults.csv where you know them."))
        return translate("Parent of {children}", language, children=listed(names, language))

    def _works_here(self, person: Person, teachers: Sequence[Row]) -> Row:
        teacher = same_teacher(teachers, person.name)
        if teacher is None or person.works_here:
            return {}
        words = {"adult": person.label, "teacher": f"{teacher['name']} ({teacher['teacher_id']})"}
        questions = [Question("works_here", tuple({**words, "adult": label}.items())) for label in person.labels]
        answer = self._decisions.ask(questions, marked("{adult} has the name of the teacher {teacher}. Are they the "
                                                       "same person?"), **words)
        return {"teacher_id": teacher["teacher_id"]} if answer == "yes" else {}
