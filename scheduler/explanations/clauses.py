"""What the rules take away, in words: people, days and clock times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.constraints.table import RULES
from scheduler.language import date_short, listed, marked, translate, weekday_words
from scheduler.round import MINUTES_A_DAY, clock

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from scheduler.constraints.rule import Stretch
    from scheduler.explanations.times import Part
    from scheduler.round import Round

CLAUSES = {
    "working_days": (
        marked("{person} does not work on {dates}"),
        marked("{person} works on none of the dates"),
        marked("{person} does not work on {dates} {times}"),
    ),
    "teachers_of_group": (
        marked("{person} does not have group {group} on {dates}"),
        marked("{person} has group {group} on none of the dates"),
        marked("{person} does not have group {group} on {dates} {times}"),
    ),
    "availability": (
        marked("{person} cannot come on {dates}"),
        marked("{person} cannot come on any of the dates"),
        marked("{person} cannot come on {dates} {times}"),
    ),
}
"""Per rule what it takes of a person's days: some, all, or a part of them."""

ON_NO_DATE = {
    "contact_ban": marked("someone who would have to attend may not (contact_ban in guardians.csv)"),
    "separate_meetings": marked("someone who would have to attend as a teacher is in one of the parties"),
}
"""Per rule on who may attend at all what it comes to; a ban is told without naming whom it concerns."""

EVERY_DATE = marked("{person} cannot come on any of the dates {times}")


def clauses_of(round: Round, parts: Sequence[Part], language: str) -> list[str]:
    """A clause for each person and rule, dates with the same times together, in the order of the parts."""
    groups: dict[tuple[str, str, str, tuple[Stretch, ...]], list[Part]] = {}
    for part in parts:
        groups.setdefault((part.rule, part.person_id, part.group, part.stretches), []).append(part)
    said = [_clause(round, group, stretches, language) for (*_, stretches), group in groups.items()]
    return list(dict.fromkeys(said))


def together(clauses: Sequence[str]) -> str:
    """The clauses one after another, as the middle of a sentence."""
    return "; ".join(clauses)


def sentence(text: str) -> str:
    """The text with a capital, as the beginning of a sentence.

    >>> sentence("juf Anja: 24 gesprekken."), sentence("ijs")
    ('Juf Anja: 24 gesprekken.', 'IJs')
    """
    first = 2 if text.startswith("ij") else 1
    return text[:first].upper() + text[first:]


def names_words(round: Round, person_ids: Sequence[str], language: str) -> str:
    """The names of adults and teachers as a list in running text."""
    return listed([person_name(round, each) for each in person_ids], language)


def person_name(round: Round, person_id: str) -> str:
    """The name of an adult or a teacher."""
    return round.adult[person_id].name if person_id in round.adult else round.teacher[person_id].name


def times_words(stretches: Sequence[Stretch], language: str) -> str:
    """Stretches of a day, such as "from 14:30 to 15:00 and from 16:00"; "" for the whole of it."""
    return listed([_stretch_words(stretch, language) for stretch in stretches if stretch != (0, MINUTES_A_DAY)],
                  language)


def dates_words(dates: Sequence[dt.date], language: str) -> str:
    """The dates as a list in running text."""
    return listed([date_short(date, language) for date in dates], language)


def _clause(round: Round, parts: Sequence[Part], stretches: tuple[Stretch, ...], language: str) -> str:
    first = parts[0]
    if first.rule == "cutoff":
        return translate(marked("conversations end by {cutoff}"), language,
                         cutoff=clock(round.settings.cutoff_minute))
    if first.rule in ON_NO_DATE:
        return translate(ON_NO_DATE[first.rule], language)
    if first.rule not in CLAUSES or not first.person_id:
        rule = next(rule for rule in RULES if rule.key == first.rule)
        return rule.promise(language).rstrip(".")
    some, every, partly = CLAUSES[first.rule]
    times = times_words(stretches, language)
    dates = [part.date for part in parts]
    always = len(dates) == len(round.dates) > 1
    if times:
        template = EVERY_DATE if always and first.rule == "availability" else partly
    else:
        template = every if always else some
    weekly = first.rule != "availability" and not times
    days = _days_words(round, dates, language) if weekly else dates_words(dates, language)
    return translate(template, language, person=person_name(round, first.person_id), dates=days, times=times,
                     group=first.group)


def _days_words(round: Round, dates: Sequence[dt.date], language: str) -> str:
    """Days of the week where these are all the round's dates on them, else the dates."""
    weekdays = sorted({date.weekday() for date in dates})
    if sum(date.weekday() in weekdays for date in round.dates) > len(dates):
        return dates_words(dates, language)
    return listed([weekday_words(weekday, language) for weekday in weekdays], language)


def _stretch_words(stretch: Stretch, language: str) -> str:
    begin, end = stretch
    if begin == 0:
        return translate(marked("until {end}"), language, end=clock(end))
    if end == MINUTES_A_DAY:
        return translate(marked("from {start}"), language, start=clock(begin))
    return translate(marked("from {start} to {end}"), language, start=clock(begin), end=clock(end))
