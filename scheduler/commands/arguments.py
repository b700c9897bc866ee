"""Numbers and dates on the command line, each with what is expected where something else is written."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING

from scheduler.language import marked, own_language, translate

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 1_000_000
"""More seconds than a week, and more memory than a machine has: what is larger, inf too, is a slip of the finger."""


def day(text: str) -> dt.date:
    """A date."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise _unfit(text, marked("{value} does not fit here. Write a date as year-month-day, such as "
                                  "2027-02-01.")) from None


def whole(text: str) -> int:
    """A whole number."""
    try:
        return int(text)
    except ValueError:
        raise _unfit(text, marked("{value} does not fit here. Write a whole number, such as 7.")) from None


def positive(text: str) -> int:
    """A whole number of at least 1."""
    number = whole(text)
    if number < 1:
        raise _unfit(text, marked("{value} does not fit here. Write a whole number of 1 or more."))
    return number


def positive_number(text: str) -> float:
    """A number above 0."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= MOST:
        raise _unfit(text, marked("{value} does not fit here. Write a number above 0 and up to {most}."), most=MOST)
    return number


def minutes_within(most: int) -> Callable[[str], int]:
    """Takes a whole number of minutes, at most so many."""
    def minutes(text: str) -> int:
        number = whole(text)
        if not 0 <= number <= most:
            raise _unfit(text, marked("{value} does not fit here. Write a whole number from 0 to {most}."), most=most)
        return number

    return minutes


def _unfit(text: str, expected: str, **fields: object) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(translate(expected, own_language(), value=repr(text), **fields))
