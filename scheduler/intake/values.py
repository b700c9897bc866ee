"""Single values as people write them: ids, dates, times, days, yes and no. Each is None where it cannot be read."""

from __future__ import annotations

import datetime as dt
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from scheduler.language import marked
from scheduler.round import MINUTES_A_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable

_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,6}")
_WORD, _LABEL = r"""[^\s@,;:<>()\[\]\\".]+""", r"[^\W_]+(?:-+[^\W_]+)*"
_EMAIL = re.compile(rf"{_WORD}(?:\.{_WORD})*@(?:{_LABEL}\.)+(?!\d+$)(?=[^.]{{2,}}$){_LABEL}")

_EXCEL_DATE = re.compile(
    r"(?P<day>\d{1,2})-(?P<word>jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)\.?(-\d{2,4})?"
    r"|(?P<iso>\d{4}-(?P<month>\d{2})-(?P<iso_day>\d{2}))|(?P<d>\d{1,2})-(?P<m>\d{1,2})-\d{4}", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ENGLISH = {"mar": "mrt", "may": "mei", "oct": "okt"}
_YES_NO = {"yes": True, "ja": True, "true": True, "1": True, "no": False, "nee": False, "false": False, "0": False}
_DAYS = {
    day: number
    for days in ("mon tue wed thu fri sat sun", "ma di wo do vr za zo")
    for number, day in enumerate(days.split())
}

NOT_AN_ID = marked("An id has at most 64 letters, digits, dots, hyphens and underscores, without spaces or accents, "
                   "and does not start with a dot. Choose another one, in every table where it stands.")
NOT_A_DATE = marked("This is not a date. Write year-month-day, such as 2027-02-28.")
NOT_A_TIME = marked("This is not a time. Write hours and minutes, such as 14:30.")
NOT_YES_NO = marked("Write yes or no (ja or nee).")
NOT_DAYS = marked('These are not days. Write mon, tue, wed, thu, fri, sat, sun or ma, di, wo, do, vr, za, zo; '
                  'several with a semicolon between them, such as "ma;di".')
NOT_AN_EMAIL = marked("This is not an e-mail address. Write one address, such as name@school.example.")
NOT_A_NUMBER = marked("Write a whole number from {least} to {most}.")
NOT_ONE_OF = marked("Choose one of these: {choices}.")
UNFIT_CHARACTER = marked("An invisible character stands here ({code}), such as a line break or a control character. "
                         "Type the text anew on one line.")
TOO_LONG = marked("This is {length} characters long, more than the {most} that fit. Make it shorter.")
OPEN = marked("A question mark still stands here. Fill in what is right.")
EMPTY = marked("This is empty, but it is needed. Fill it in.")
UNKNOWN_NAME = marked('This name is unknown. Did you mean "{meant}"? Then change it.')
UNKNOWN_UNREAD = marked("This name is unknown and was not read. Known are: {known}.")

UNKNOWN = "?"
"""What an import writes where the office must fill in what no export knows; such a cell counts as empty."""

MOST_CHARACTERS = 500
"""The longest cell or setting; longer ones are a table gone wrong."""


def is_id(text: str) -> bool:
    """Whether it may serve as an id, and thereby as a file name."""
    return _ID.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Whether it is one e-mail address that a mail server takes.

    >>> is_email("jan.de-vries@post.example"), is_email("ja..n@x.nl"), is_email("jan@-x.nl"), is_email("jan@gmail.c")
    (True, False, False, False)
    """
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def date_in(text: str) -> dt.date | None:
    """The date in ISO form."""
    try:
        return dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def minute_in(text: str) -> int | None:
    """The time of day in minutes since midnight; 24:00 is the end of the day.

    >>> minute_in("14:30")
    870
    """
    found = _TIME.fullmatch(text)
    if not found or int(found[2]) > 59:
        return None
    minute = int(found[1]) * 60 + int(found[2])
    return minute if minute <= MINUTES_A_DAY else None


def yes_no_in(text: str) -> bool | None:
    """Yes or no in any of the contract's spellings, in capitals or not."""
    return _YES_NO.get(text.casefold())


def days_in(text: str) -> frozenset[int] | None:
    """The weekdays, 0 for Monday, in Dutch or English, joined by a semicolon.

    >>> sorted(days_in("ma; Thu"))
    [0, 3]
    """
    days = [_DAYS.get(day.casefold()) for day in items_in(text)]
    return frozenset(day for day in days if day is not None) if days and None not in days else None


def number_in(text: str) -> int | None:
    """A whole number, not negative."""
    return int(text) if _NUMBER.fullmatch(text) else None


def group_from_date(cell: str) -> tuple[int, int] | None:
    """The two year groups of a combined group that Excel turned into a date; None where the cell is no date.

    >>> group_from_date("3-apr"), group_from_date("2027-04-03"), group_from_date("3-4")
    ((3, 4), (3, 4), None)
    """
    found = _EXCEL_DATE.fullmatch(cell.strip())
    if not found:
        return None
    if found["word"]:
        word = found["word"].casefold()
        day, month = int(found["day"]), _MONTHS.index(_ENGLISH.get(word, word)) + 1
    else:
        day, month = int(found["iso_day"] or found["d"]), int(found["month"] or found["m"])
    return (min(day, month), max(day, month))


def items_in(text: str) -> tuple[str, ...]:
    """The parts between semicolons, each once, without the empty ones."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def unknown_names(found: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Each name that is not known, with the known and absent name that was probably meant, "" where none is near.

    >>> unknown_names(["name", "emial", "shoe_size"], ["name", "email"])
    {'emial': 'email', 'shoe_size': ''}
    """
    found, known = list(found), list(known)
    absent = [name for name in known if name not in found]
    unknown = {}
    for name in found:
        if name not in known:
            unknown[name] = next(iter(get_close_matches(name.casefold(), absent, n=1, cutoff=0.8)), "")
            absent = [other for other in absent if other != unknown[name]]
    return unknown
