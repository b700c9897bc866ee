"""Numbers on the command line that several commands take."""

from __future__ import annotations


def positive(text: str) -> int:
    """A whole number of at least 1."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def positive_seconds(text: str) -> float:
    """A number above 0."""
    number = float(text)
    if not number > 0:
        raise ValueError(text)
    return number
