"""Adults and their ties to pupils as rows of the tables, from all that the lists say about them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.imports.decisions import Question
from scheduler.imports.people import Named
from scheduler.imports.registers import same_teacher
from scheduler.language import listed, marked, translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.imports.decisions import Decisions
    from scheduler.imports.notes import Notes
    from scheduler.imports.people import People, Person
    from scheduler.imports.pupils import Pupils
    from scheduler.imports.school import FoundTie
    from scheduler.imports.tables import Row

LIKELY_STEP = marked("{adult} is the third adult or later with {pupil}, and the list does not say whether parent or "
                     "step-parent.")
SAID_BOTH = marked("{adult} is called parent and step-parent of {pupil}.")


class Ties:
    """The ties named, once per pupil and person, in the order of the lists."""

    def __init__(self, found: Iterable[FoundTie], pupils: Pupils, people: People, decisions: Decisions,
                 notes: Notes) -> None:
        self._decisions = decisions
        self._notes = notes
        self._pupils = pupils
        pairs = [(pupil_id, tie) for tie in found if (pupil_id := pupils.find(tie.pupil, notes))]
        named = [Named(pupil_id, tie.adult) for pupil_id, tie in pairs]
        people.join(named, decisions, notes)
        self._said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._persons: dict[str, Person] = {}
        for one in named:
            person = people.of(one.label)
            self._persons[person.adult_id] = person
            self._said[one.pupil_id][person.adult_id].add(one.adult.relation)

    @property
    def mentioned(self) -> frozenset[str]:
        """The pupils of whom the lists name an adult."""
        return frozenset(self._said)

    def guardian_rows(self) -> list[Row]:
        """A row for each tie."""
        return [{"pupil_id": pupil_id, "adult_id": adult_id, "relation": self._relation(pupil_id, adult_id, index)}
                for pupil_id, adults in self._said.items() for index, adult_id in enumerate(adults)]

    def adult_rows(self, teachers: Sequence[Row], language: str) -> list[Row]:
        """A row for each adult named; one without a name is called after the children."""
        rows = []
        for person in self._persons.values():
            row = {"adult_id": person.adult_id, **person.said}
            row["name"] = row["name"] or self._after_children(person, language)
            rows.append(row | self._works_here(person, teachers))
        return rows

    def _relation(self, pupil_id: str, adult_id: str, index: int) -> str:
        said = self._said[pupil_id][adult_id] - {""}
        if len(said) == 1:
            return next(iter(said))
        if not said and index < 2:
            return "parent"
        pupil, person = self._pupils.rows[pupil_id], self._persons[adult_id]
        words = {"adult": person.labels[0], "pupil": f"{pupil['first_name']} {pupil['last_name']}"}
        question = Question("relation", (("pupil_id", pupil_id), ("pupil", words["pupil"]), ("adult", words["adult"])))
        answer = self._decisions.ask(question)
        if not answer:
            self._notes.add("decide", None, SAID_BOTH if said else LIKELY_STEP, **words)
        return answer or "step"

    def _after_children(self, person: Person, language: str) -> str:
        children = [self._pupils.rows[pupil_id] for pupil_id in sorted(person.pupil_ids) if pupil_id in self._said]
        names = [f"{child['first_name']} {child['last_name']}" for child in children]
        self._notes.add("understood", None, marked("Adults of whom the lists give no name are called after their "
                                                   "children; write their names in adults.csv where you know them."))
        return translate("Parent of {children}", language, children=listed(names, language))

    def _works_here(self, person: Person, teachers: Sequence[Row]) -> Row:
        teacher = same_teacher(teachers, person.name)
        if teacher is None:
            return {}
        words = {"adult": person.labels[0], "teacher": f"{teacher['name']} ({teacher['teacher_id']})"}
        answer = self._decisions.ask(Question("works_here", tuple(words.items())))
        if not answer:
            self._notes.add("decide", None, marked("{adult} has the name of the teacher {teacher}. Are they the same "
                                                   "person?"), **words)
        return {"teacher_id": teacher["teacher_id"]} if answer == "yes" else {}
