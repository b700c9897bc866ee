"""Questions only a person can answer, and the answers, kept in `decisions.toml` and used again next time."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.language import marked, translate
from scheduler.problems import BadInput, Problems

if TYPE_CHECKING:
    from pathlib import Path

DECISIONS_FILE = "decisions.toml"

ANSWERS = {
    "same_person": ("yes", "no"),
    "works_here": ("yes", "no"),
    "relation": ("parent", "step"),
    "changed": ("folder", "export"),
}
DUTCH_ANSWERS = {"ja": "yes", "nee": "no", "ouder": "parent", "stiefouder": "step", "map": "folder"}

ABOUT = {
    "same_person": marked("Are these two the same person? yes or no; until then they are two people."),
    "works_here": marked("Is this adult the same person as this teacher? yes or no; until then they are two people."),
    "relation": marked("Is this adult a parent or a step-parent (step) of this pupil? Until then: a step-parent, who "
                       "is not invited without consent."),
    "changed": marked("This was changed both by hand and in the export. Which is right: folder or export? Until then "
                      "what stands in the folder stays."),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in the terms of the export: it is found again by `kind` and `about`, whatever the `why`."""

    kind: str
    about: tuple[tuple[str, str], ...]
    why: str = ""

    @property
    def key(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """What makes it the same question as last time."""
        return self.kind, self.about


class Decisions:
    """The answers given so far; whoever asks is given the answer, or "" and the question is listed."""

    def __init__(self, answers: dict[tuple[str, tuple[tuple[str, str], ...]], tuple[Question, str]]) -> None:
        self._answers = answers
        self._asked: dict[tuple[str, tuple[tuple[str, str], ...]], Question] = {}

    @staticmethod
    def read(folder: Path) -> Decisions:
        """Those kept in the folder.

        Raises:
            BadInput: the file is damaged, or an answer is none of those asked for.
        """
        path = folder / DECISIONS_FILE
        if not path.is_file():
            return Decisions({})
        try:
            written = tomllib.loads(path.read_text("utf-8"))
            entries = [(kind, {str(k): str(v) for k, v in entry.items()})
                       for kind in ANSWERS for entry in written.get(kind, [])]
        except (OSError, ValueError, AttributeError, TypeError) as error:
            raise BadInput.one(DECISIONS_FILE, marked("This file is damaged: put it right, or delete it to be asked "
                                                      "anew.")) from error
        problems = Problems()
        answers = {}
        for kind, entry in entries:
            said = entry.pop("answer", "").strip().casefold()
            why = entry.pop("why", "")
            answer = DUTCH_ANSWERS.get(said, said)
            if answer and answer not in ANSWERS[kind]:
                problems.add(DECISIONS_FILE, None, kind, said, marked("The answer is one of: {answers}."),
                             answers=", ".join(ANSWERS[kind]))
            question = Question(kind, tuple(entry.items()), why)
            answers[question.key] = (question, answer)
        problems.stop_if_any()
        return Decisions(answers)

    def ask(self, question: Question) -> str:
        """The answer, "" while there is none."""
        self._asked[question.key] = question
        return self._answers[question.key][1] if question.key in self._answers else ""

    def answered(self, question: Question) -> bool:
        """Whether there is an answer, without asking."""
        return question.key in self._answers and self._answers[question.key][1] != ""

    @property
    def open(self) -> int:
        """How many questions wait for an answer."""
        return sum(not self.ask(question) for question in self._asked.values())

    def text(self, language: str) -> str:
        """The file: open questions first, then the answers, those of other times too; "" where there is nothing."""
        answered = {key: entry for key, entry in self._answers.items() if entry[1]}
        waiting = {key: (question, "") for key, question in self._asked.items() if key not in answered}
        lines = []
        for kind in ANSWERS:
            entries = [entry for entry in [*waiting.values(), *answered.values()] if entry[0].kind == kind]
            if entries:
                lines += ["# " + translate(ABOUT[kind], language), ""]
            for question, answer in entries:
                lines += [f"[[{kind}]]", *(f"{name} = {_quoted(value)}" for name, value in question.about)]
                lines += [f"why = {_quoted(translate(question.why, language))}"] if question.why else []
                lines += [f"answer = {_quoted(answer)}", ""]
        return "\n".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
