"""Cells to values: every method reads one cell of a row, notes what is wrong with it, and carries on.

A bad cell gives a harmless stand-in, as no round comes of it; an empty one gives the default.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from scheduler.intake import values
from scheduler.intake.text import unfit_character

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping

    from scheduler.intake.columns import Column
    from scheduler.problems import Problems

T = TypeVar("T")
Default = TypeVar("Default")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by column, without outer spaces, and the line on which it begins."""

    file: str
    line: int
    cells: Mapping[str, str]
    problems: Problems

    def refuse(self, column: str, message: str, **fields: object) -> None:
        """Note what is wrong with a cell."""
        line, name = self.place(column)
        self.problems.add(self.file, line, name, self.text(column), message, **fields)

    def warn(self, column: str, message: str, **fields: object) -> None:
        """Note what is odd about a cell."""
        line, name = self.place(column)
        self.problems.warn(self.file, line, name, self.text(column), message, **fields)

    def place(self, column: str) -> tuple[int | None, str]:
        """The line of a cell and the name of its column, for a message."""
        return self.line, column

    def text(self, column: str) -> str:
        """The cell as it stands; "" where the column is absent or a question mark still stands there."""
        text = self.cells.get(column, "")
        return "" if text == values.UNKNOWN else text

    def check(self, columns: Iterable[Column]) -> None:
        """Refuse what no cell may be: empty or open where something is needed, overlong, with hidden characters."""
        for column in columns:
            text = self.cells.get(column.name)
            if text == values.UNKNOWN:
                self.refuse(column.name, values.OPEN)
            elif text == "" and column.required:
                self.refuse(column.name, values.EMPTY)
            elif text and len(text) > values.MOST_CHARACTERS:
                self.refuse(column.name, values.TOO_LONG, length=len(text), most=values.MOST_CHARACTERS)
            elif text and (code := unfit_character(text)):
                self.refuse(column.name, values.UNFIT_CHARACTER, code=code)

    def id(self, column: str) -> str:
        """An id; "" for an empty cell."""
        text = self.text(column)
        if text and not values.is_id(text):
            self.refuse(column, values.NOT_AN_ID)
        return text

    def ids(self, column: str) -> tuple[str, ...]:
        """Ids joined by a semicolon."""
        found = values.items_in(self.text(column))
        if not all(values.is_id(one) for one in found):
            self.refuse(column, values.NOT_AN_ID)
        return found

    def email(self, column: str) -> str:
        """An e-mail address."""
        text = self.text(column)
        if text and not values.is_email(text):
            self.refuse(column, values.NOT_AN_EMAIL)
        return text

    def yes_no(self, column: str, default: Default) -> bool | Default:
        """Yes or no."""
        return self._read(column, values.yes_no_in, default, values.NOT_YES_NO)

    def days(self, column: str, default: Default) -> frozenset[int] | Default:
        """Weekdays, 0 for Monday."""
        return self._read(column, values.days_in, default, values.NOT_DAYS)

    def date(self, column: str) -> dt.date | None:
        """A date."""
        return self._read(column, values.date_in, None, values.NOT_A_DATE)

    def minute(self, column: str, default: int) -> int:
        """A time of day, in minutes since midnight."""
        return self._read(column, values.minute_in, default, values.NOT_A_TIME)

    def number(self, column: str, default: Default, least: int, most: int) -> int | Default:
        """A whole number within bounds."""

        def within(text: str) -> int | None:
            found = values.number_in(text)
            return found if found is not None and least <= found <= most else None

        return self._read(column, within, default, values.NOT_A_NUMBER, least=least, most=most)

    def choice(self, column: str, choices: tuple[Any, ...], default: T) -> T:
        """One of several words, in capitals or not; `T` is the type of these words."""

        def chosen(text: str) -> T | None:
            return next((choice for choice in choices if choice == text.casefold()), None)

        return self._read(column, chosen, default, values.NOT_ONE_OF, choices=", ".join(choices))

    def _read(
        self, column: str, read: Callable[[str], T | None], default: Default, message: str, **fields: object
    ) -> T | Default:
        text = self.text(column)
        if not text:
            return default
        found = read(text)
        if found is None:
            self.refuse(column, message, **fields)
            return default
        return found
