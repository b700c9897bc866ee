"""What an import tells the office: understood, left out, changed, to decide, still missing. Values of cells never."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scheduler.language import marked, translate
from scheduler.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.imports.school import Place

Heading = Literal["understood", "left_out", "changed", "decide", "missing"]

TITLES: dict[Heading, str] = {
    "understood": marked("What was understood"),
    "left_out": marked("What was left out"),
    "changed": marked("What changed in the folder"),
    "decide": marked("For you to decide"),
    "missing": marked("Still to fill in"),
}
TO_DO: tuple[Heading, ...] = ("decide", "missing")


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence under a heading, with the place it is about."""

    heading: Heading
    about: Problem


class Notes:
    """A collector; the order of the sentences is that in which they were added."""

    def __init__(self) -> None:
        self._found: list[Note] = []

    def add(self, heading: Heading, place: Place | None, message: str, at: str = "", **fields: object) -> None:
        """Note a sentence from the catalogue, about a column `at` a place; the same sentence twice counts once."""
        file, line = (place.file, place.line) if place else ("", None)
        note = Note(heading, Problem(file, line, at, "", message, fields, "warning"))
        if note not in self._found:
            self._found.append(note)

    def under(self, heading: Heading) -> tuple[Note, ...]:
        """The notes under a heading."""
        return tuple(note for note in self._found if note.heading == heading)

    def text(self, language: str, headings: Iterable[Heading] = tuple(TITLES)) -> str:
        """The report: a title and its sentences for each heading that has any."""
        lines: list[str] = []
        for heading in headings:
            notes = self.under(heading)
            if notes:
                lines += [translate(TITLES[heading], language)]
                lines += [f"  - {_line(note.about, language)}" for note in notes] + [""]
        return "\n".join(lines)


def _line(about: Problem, language: str) -> str:
    return about.text(language) if about.file else about.sentence(language)
