"""Questions only a person can answer, and the answers, kept in `decisions.toml` and used again next time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.imports.kept import toml_in
from scheduler.imports.text import quoted
from scheduler.language import marked, translate
from scheduler.problems import BadInput, Problems

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

DECISIONS_FILE = "decisions.toml"

ANSWERS = {
    "same_pupil": ("yes", "no"),
    "same_person": ("yes", "no"),
    "works_here": ("yes", "no"),
    "relation": ("parent", "step"),
    "changed": ("folder", "export"),
}
DUTCH_ANSWERS = {"ja": "yes", "nee": "no", "ouder": "parent", "stiefouder": "step", "map": "folder"}

ABOUT = {
    "same_pupil": marked("Is this one pupil? yes or no; until then they are two pupils with one name, and nobody is "
                         "invited about the other."),
    "same_person": marked("Are these two the same person? yes or no; until then they are two people."),
    "works_here": marked("Is this adult the same person as this teacher? yes or no; until then they are two people."),
    "relation": marked("Is this adult a parent or a step-parent (step) of this pupil? Until then: a step-parent, who "
                       "is not invited without consent."),
    "changed": marked("This was changed both by hand and in the export. Which is right: folder or export? Until then "
                      "what stands in the folder stays."),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in the terms of the export, so that it is the same question next time."""

    kind: str
    about: tuple[tuple[str, str], ...]


class Decisions:
    """The answers given so far; whoever asks is given the answer, or "" and the question waits for one."""

    def __init__(self, answers: dict[Question, str], reasons: dict[Question, str], language: str) -> None:
        self._answers = answers
        self._reasons = reasons
        self._language = language
        self._asked: set[Question] = set()
        self._compared: set[tuple[str, str, str]] = set()

    @staticmethod
    def read(folder: Path, language: str) -> Decisions:
        """Those kept in the folder.

        Raises:
            BadInput: the file is damaged, or an answer is none of those asked for.
        """
        path = folder / DECISIONS_FILE
        answers: dict[Question, str] = {}
        reasons: dict[Question, str] = {}
        problems = Problems()
        for kind, entry in _entries(path):
            said = entry.pop("answer", "").strip().casefold()
            why = entry.pop("why", "")
            question = Question(kind, tuple(entry.items()))
            answer = DUTCH_ANSWERS.get(said, said)
            if answer and answer not in ANSWERS[kind]:
                problems.add(DECISIONS_FILE, None, kind, said, marked("The answer is one of: {answers}."),
                             answers=", ".join(ANSWERS[kind]))
            answers[question], reasons[question] = answer, why
        problems.stop_if_any()
        return Decisions(answers, reasons, language)

    def ask(self, questions: Sequence[Question], why: str, **fields: object) -> str:
        """The answer, "" while there is none; `why` is the sentence, with its fields, that a person is shown.

        The `questions` are one and the same in several words: whoever is asked about has several names. One that
        was asked before is not asked in other words.
        """
        known = [question for question in questions if question in self._answers]
        question = next((one for one in known if self._answers[one]), (known or questions)[0])
        self._reasons[question] = translate(why, self._language, **fields)
        self._asked.add(question)
        return self._answers.setdefault(question, "")

    def compare(self, table: str, row: str, column: str) -> None:
        """Note that the sources of this import speak of this cell."""
        self._compared.add((table, row, column))

    def superseded(self, question: Question) -> bool:
        """Whether it is about a cell of which the sources of this import say something that is no question."""
        about = dict(question.about)
        cell = (about.get("table", ""), about.get("row", ""), about.get("column", ""))
        return question not in self._asked and cell in self._compared

    def asked(self, question: Question) -> bool:
        """Whether it was asked in this import."""
        return question in self._asked

    def forget(self, settled: Callable[[Question], bool]) -> None:
        """Drop the questions that nobody answered and that are none any longer."""
        for question in [one for one, answer in self._answers.items() if not answer and settled(one)]:
            del self._answers[question]

    @property
    def waiting(self) -> tuple[str, ...]:
        """The sentences of the questions that wait for an answer."""
        return tuple(self._reasons[question] for question, answer in self._answers.items() if not answer)

    def text(self) -> str:
        """The file: of each kind the open questions first, then the answers; "" where there is nothing."""
        lines = []
        for kind in ANSWERS:
            entries = [(question, answer) for question, answer in self._answers.items() if question.kind == kind]
            if entries:
                lines += ["# " + translate(ABOUT[kind], self._language), ""]
            for question, answer in sorted(entries, key=lambda entry: entry[1] != ""):
                about = {**dict(question.about), "why": self._reasons[question], "answer": answer}
                lines += [f"[[{kind}]]", *(f"{name} = {quoted(value)}" for name, value in about.items()), ""]
        return "\n".join(lines)


def _entries(path: Path) -> list[tuple[str, dict[str, str]]]:
    try:
        written = toml_in(path)
        return [(kind, {str(name): str(value) for name, value in entry.items()})
                for kind in ANSWERS for entry in written.get(kind, [])]
    except (ValueError, AttributeError, TypeError) as error:
        raise BadInput.one(DECISIONS_FILE, marked("This file is damaged: put it right, or delete it to be asked "
                                                  "anew.")) from error
