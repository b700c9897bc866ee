"""What is wrong or odd with what the school gave, as data: collected, sorted, and told all at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from scheduler.language import translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Severity = Literal["problem", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right (or, as a warning, to look at), with the place where it stands.

    `line` is the line in the file (the header is 1), None where the whole file is meant; `column` is the
    column of a table or the key of a setting, "" for none; `value` is what stands there, "" for nothing.
    `message` is an English template from the catalogue that says what is expected and what to do, with its
    `fields` by name. `value` may be personal: show it to the school, never log it.
    """

    file: str
    line: int | None
    column: str
    value: str
    message: str
    fields: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "problem"

    def sentence(self, language: str) -> str:
        """What is expected, in that language."""
        return translate(self.message, language, **self.fields)

    def text(self, language: str) -> str:
        """The whole problem on one line, as the command line prints it: place, value, what is expected."""
        place = self.file
        if self.line is not None:
            place += ", " + translate("line {line}", language, line=self.line)
        if self.column:
            place += ", " + translate("column {column}", language, column=self.column)
        shown = f' "{_shortened(self.value)}"' if self.value else ""
        return f"{place}:{shown} {self.sentence(language)}"


class Problems:
    """A collector: everything that is wrong with one input, in the order of files and lines."""

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._place: Callable[[str, int | None], tuple[str, int | None]] = lambda file, line: (file, line)

    def stand_at(self, place: Callable[[str, int | None], tuple[str, int | None]]) -> None:
        """From here on name files and lines as `place` says: a table may be a sheet of a workbook."""
        self._place = place

    def add(self, file: str, line: int | None, column: str, value: object, message: str, **fields: object) -> None:
        """Note a problem: no plan can be made until it is put right."""
        self._found.append(Problem(*self._place(file, line), column, str(value), message, fields))

    def warn(self, file: str, line: int | None, column: str, value: object, message: str, **fields: object) -> None:
        """Note something odd, which does not stop the planning."""
        self._found.append(Problem(*self._place(file, line), column, str(value), message, fields, "warning"))

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found, key=lambda p: (p.file, p.line or 0)))

    @property
    def serious(self) -> tuple[Problem, ...]:
        """Those that stop the planning."""
        return tuple(p for p in self if p.severity == "problem")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Those that do not."""
        return tuple(p for p in self if p.severity == "warning")

    def stop_if_any(self) -> None:
        """Raise `BadInput` with everything found if anything serious was."""
        if self.serious:
            raise BadInput(tuple(self))


class BadInput(Exception):
    """What was given cannot be used (exit code 2). Its text names no person: the problems do, for the school only."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        files = sorted({p.file for p in problems})
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(f"{count} in {', '.join(files)}")

    @classmethod
    def one(cls, file: str, message: str, line: int | None = None, column: str = "", value: object = "",
            **fields: object) -> BadInput:
        """A single problem, for where nothing more can be read."""
        return cls((Problem(file, line, column, str(value), message, fields),))


def _shortened(value: str) -> str:
    """At most 60 characters and on one line, with control characters made visible."""
    visible = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in value)
    return visible if len(visible) <= 60 else visible[:59] + "…"
