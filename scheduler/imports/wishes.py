"""Wishes as parents write them, "liefst na 16u, niet op woensdag": understood where plain, else left to a person.

A text is cut into clauses; each must match as a whole, or it is given back as it stands.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scheduler.round import MINUTES_A_DAY, Availability

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Days = list[tuple[dt.date | None, int | None]]

NOON, EVENING = 12 * 60, 18 * 60
LONGEST = 400
"""Longer texts are letters, for a person to read."""

DAYS = ("maandag|maandags|ma", "dinsdag|dinsdags|di", "woensdag|woensdags|wo", "donderdag|donderdags|do",
        "vrijdag|vrijdags|vr", "zaterdag|za", "zondag|zo")
MONTHS = ("januari|jan", "februari|feb", "maart|mrt", "april|apr", "mei", "juni|jun", "juli|jul", "augustus|aug",
          "september|sept|sep", "oktober|okt", "november|nov", "december|dec")
DAY_NUMBER = {word: number for number, words in enumerate(DAYS) for word in words.split("|")}
MONTH_NUMBER = {word: number for number, words in enumerate(MONTHS, 1) for word in words.split("|")}

DAY = rf"(?:{'|'.join(sorted(DAY_NUMBER, key=len, reverse=True))})(?:middag|ochtend|avond)?"
DATE = rf"\d{{1,2}}(?:\s?[-/]\s?\d{{1,2}}|\s(?:{'|'.join(sorted(MONTH_NUMBER, key=len, reverse=True))}))"
TIME = r"(?:half \d{1,2}|kwart (?:over|voor) \d{1,2}|\d{1,2}(?:[:.u]\d{2})?)(?:\s?(?:uur|u|h))?"
SPAN = (rf"(?:na|vanaf) {TIME}|(?:voor|tot) {TIME}|(?:tussen|van) {TIME} (?:en|tot) {TIME}|{TIME}\s?-\s?{TIME}"
        r"|(?:'?s |in de |de )?(?:ochtends?|morgens|middags?|avonds?)")
DATED = rf"(?:{DAY} )?{DATE}"
ON = rf"(?:(?:op|de|voor) )*(?:{DATED}|{DAY})(?:(?:,? (?:en|of) |, |\s?/\s?)(?:op |de )?(?:{DATED}|{DAY}))*"
WHEN = rf"(?P<on>{ON})?(?:(?:^| )?(?P<span>{SPAN}))?"
WHEN_WANTED = rf"(?P<on>{ON})?(?:(?:^|,? )?(?P<span>{SPAN}))?"
WHO = r"(?:(?:ik|wij|we|kan|kunnen|ben|zijn) )*"
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("unavailable", re.compile(rf"{WHO}(?:niet|verhinderd|afwezig|niet beschikbaar|niet aanwezig) {WHEN}")),
    ("unavailable", re.compile(rf"{WHO}{WHEN} {WHO}(?:niet|verhinderd|afwezig)(?: beschikbaar| aanwezig| mogelijk)?")),
    ("only", re.compile(rf"{WHO}(?:alleen|uitsluitend|enkel)(?: maar)? {WHEN}(?: beschikbaar| mogelijk)?")),
    ("preferred", re.compile(rf"{WHO}(?:(?:het )?liefst|graag|bij voorkeur|voorkeur(?: voor)?):? {WHEN_WANTED}")),
)
BARE = re.compile(WHEN_WANTED)
LEANING = re.compile(rf"(?:(?:en|of|op|om|rond|na|vanaf|voor|tot|tussen|van) )*(?:{DATED}|{DAY}|{SPAN}|{TIME})\b")
"""What begins with a day or time and says nothing of itself: after a comma it belongs to what stands before."""

SIBLING = re.compile(r"(?:(?:graag|het|liefst|direct|meteen) )*(?:samen|aansluitend|achter elkaar|na elkaar|tegelijk)"
                     r"(?: (?:met|aan|op|bij))?(?: (?:zijn|haar|het|de|onze|mijn|gesprek|van|andere))*"
                     r" (?:zus|zusje|zusjes|broer|broers|broertje|broertjes|kind|kinderen)(?: [a-z]+)?"
                     r"(?: (?:uit|van|in) (?:groep )?[a-z0-9/-]+)?(?: graag)?")
NOTHING = re.compile(r"|-+|geen|geen voorkeur|(?:dat )?maakt (?:ons |mij )?niet uit|nvt|alles is goed|bedankt")
POLITE = re.compile(r"\b(?:svp|aub|s\.v\.p|a\.u\.b|n\.v\.t|alvast bedankt|(?:elke|iedere) dag|alle dagen"
                    r"|(?:ivm|i\.v\.m\.?|vanwege|wegens) (?:mijn )?werk)\b\.?")
CLAUSE = re.compile(r"\s*([;!\n]|,(?! (?:en|of) )|\.(?!\d)|\bmaar\b"
                    r"|\ben (?=niet|liefst|het liefst|graag|alleen|samen|kan|bij voorkeur))\s*")
SPELLED_NUMBERS = ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
NUMBERS = {word: number for number, word in enumerate(SPELLED_NUMBERS, 2)}
SPELLED = re.compile(rf"\b(half|na|vanaf|voor|tot|over|tussen|en) ({'|'.join(NUMBERS)})\b")
UNTIL = re.compile(rf"\b({'|'.join(DAY_NUMBER)}) (?:t/m|tot en met|tm) ({'|'.join(DAY_NUMBER)})\b")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a text says: availability without its person, a wish to sit next to a sibling, and what is not plain."""

    rows: tuple[Availability, ...]
    siblings: bool
    unclear: tuple[str, ...]


def understood(text: str, dates: Sequence[dt.date], siblings: Iterable[str] = ()) -> Wish:
    """What the text says.

    `dates` are those of the round, which tell the year that a date without one is in; `siblings` are first names.

    >>> understood("niet op woensdag; het liefst op de fiets", []).unclear
    ('het liefst op de fiets',)
    >>> understood("samen met Tim", [], ["Tim"]).siblings
    True
    """
    if len(text) > LONGEST:
        return Wish((), False, (text,))
    names = {_plain(name) for name in siblings} - DAY_NUMBER.keys() - {""}
    plain = _plain(text)
    if names:
        plain = re.sub(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b", "broertje", plain)
    rows: list[Availability] = []
    unclear: list[str] = []
    together = False
    for clause in _clauses(" ".join(POLITE.sub(" ", plain).split())):
        found = _clause(clause, dates)
        if NOTHING.fullmatch(clause):
            continue
        if SIBLING.fullmatch(clause):
            together = True
        elif found is None:
            unclear.append(clause)
        else:
            rows += found
    return Wish(tuple(rows), together, tuple(unclear))


def _clauses(text: str) -> list[str]:
    """What stands between commas and the like; "donderdag, na 16u" is one, and so is "ma, di en do"."""
    first, *further = CLAUSE.split(text)
    found = [first.strip()]
    for separator, clause in zip(further[::2], further[1::2], strict=True):
        speaks = any(pattern.fullmatch(clause) for _, pattern in PATTERNS)
        if separator in {",", "."} and found[-1] and LEANING.match(clause) and not speaks:
            found[-1] += f"{separator} {clause.strip()}"
        else:
            found.append(clause.strip())
    return found


def _clause(clause: str, dates: Sequence[dt.date]) -> list[Availability] | None:
    for kind, pattern in (*PATTERNS, ("preferred", BARE)):
        found = pattern.fullmatch(clause)
        if found and (found["on"] or found["span"]):
            days = _days(found["on"] or "", dates)
            span = _span(found["span"] or _part_of_day(found["on"] or ""))
            several = days is not None and len(days) > 1 and span != (0, MINUTES_A_DAY)
            if days is None or span is None or several:  # "maandag en dinsdag na 16u": Monday from when?
                return None
            return list(_only(days, dates, *span) if kind == "only" else _rows(kind, days, *span))
    return None


def _rows(kind: str, days: Days, start: int, end: int) -> Iterator[Availability]:
    known: Literal["preferred", "unavailable"] = "preferred" if kind == "preferred" else "unavailable"
    for date, weekday in days:
        yield Availability("", known, date, weekday, start, end)


def _only(days: Days, dates: Sequence[dt.date], start: int, end: int) -> Iterator[Availability]:
    """All that is not in these days and this stretch; of dates, those of the round."""
    named = {weekday for _, weekday in days if weekday is not None}
    named_dates = {date for date, _ in days if date is not None}
    for date in dates if named_dates else ():
        if date not in named_dates:
            yield Availability("", "unavailable", date)
    for weekday in range(7) if named else ():
        if weekday not in named:
            yield Availability("", "unavailable", weekday=weekday)
    for day in days:
        if start > 0:
            yield Availability("", "unavailable", *day, 0, start)
        if end < MINUTES_A_DAY:
            yield Availability("", "unavailable", *day, end, MINUTES_A_DAY)


def _days(on: str, dates: Sequence[dt.date]) -> Days | None:
    """The dates and weekdays named; one (None, None) for none named, None where they are not plain."""
    found: Days = []
    for part in re.split(r",? (?:en|of) |, |\s?/\s?(?!\d)", re.sub(r"\b(?:op|de|voor) ", "", on)):
        dated = re.search(DATE, part)
        named = next((DAY_NUMBER[re.sub("(middag|ochtend|avond)$", "", word)] for word in part.split()
                        if re.fullmatch(DAY, word)), None)
        if dated:
            date = _date(dated[0], dates)
            if date is None or named not in {None, date.weekday()}:
                return None
            found.append((date, None))
        else:
            found.append((None, named))
    return found if not any(date for date, _ in found) or not any(day is not None for _, day in found) else None


def _date(written: str, dates: Sequence[dt.date]) -> dt.date | None:
    day, month = re.split(r"\s?[-/]\s?|\s", written)
    number = MONTH_NUMBER.get(month) or int(month)
    try:
        years = [dt.date(year, number, int(day)) for year in sorted({date.year for date in dates})]
    except ValueError:
        return None
    return min(years, key=lambda date: min(abs(date - one) for one in dates), default=None)


def _part_of_day(on: str) -> str:
    found = re.search(r"(middag|ochtend|avond)\b", on)
    return found[0] if found else ""


def _span(written: str) -> tuple[int, int] | None:
    """From when to when, in minutes; None where an hour may be of the morning or of the evening."""
    if not written:
        return 0, MINUTES_A_DAY
    for word, stretch in (("ochtend", (0, NOON)), ("morgen", (0, NOON)), ("middag", (NOON, EVENING)),
                          ("avond", (EVENING, MINUTES_A_DAY))):
        if word in written:
            return stretch
    read = [_minute(time) for time in re.findall(TIME, written)]
    times = [time for time in read if time is not None]
    if len(times) < len(read):
        return None
    first, last = times[0], times[-1]
    if len(times) == 2:
        return (first, last) if first < last else None
    return (0, first) if re.match("voor|tot", written) else (first, MINUTES_A_DAY)


def _minute(written: str) -> int | None:
    """The time of day as a Dutch parent means it of a school day: hours from 1 to 7 are of the afternoon."""
    hour, minute = (int(number) for number in (*re.findall(r"\d+", written), "0")[:2])
    spoken = {"half": -30, "kwart voor": -15, "kwart over": 15}
    minute += next((shift for words, shift in spoken.items() if written.startswith(words)), 0)
    total = hour * 60 + minute
    if total < 8 * 60:
        total += 12 * 60
    elif total < 9 * 60:
        return None
    return total if hour <= 24 and minute < 60 and total <= MINUTES_A_DAY else None


def _plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    bare = re.sub("[’‘`´]", "'", bare)
    bare = re.sub(r"(?<![a-z'])s (?=ochtends|middags|avonds|morgens)", "'s ", " ".join(bare.split()))
    bare = UNTIL.sub(lambda found: _days_from(*found.groups()), bare)
    return SPELLED.sub(lambda found: f"{found[1]} {NUMBERS[found[2]]}", bare)


def _days_from(first: str, last: str) -> str:
    days = range(DAY_NUMBER[first], DAY_NUMBER[last] + 1)
    return " en ".join(DAYS[day].partition("|")[0] for day in days) or f"{first} tot en met {last}"
