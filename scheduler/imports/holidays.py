"""Windows in a school holiday, on a public holiday or at a weekend, as far as the package `holidays` knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.intake.columns import SETTINGS_FILE
from scheduler.language import date_words, marked
from scheduler.problems import Problem

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from scheduler.round import Round

REGIONS = ("noord", "midden", "zuid")
"""The regions over which the ministry spreads the school holidays."""

WEEKEND = marked("{date} is a Saturday or Sunday. Is this window right?")
HOLIDAY = marked("{date} is a holiday: {name}. Is this window right?")


def holiday_warnings(round: Round, region: str = "") -> tuple[Problem, ...]:
    """A warning for each date with a window on which no school is open, in order of date.

    Without a `region`, or without the package, only what is known for certain is told: public holidays at most.
    """
    free = _free_dates(sorted({date.year for date in round.dates}), region.casefold())
    found = []
    for date in round.dates:
        name = free.get(date, "")
        if name or date.weekday() > 4:
            words = {"date": date_words(date, round.school.language), "name": name}
            message = HOLIDAY if name else WEEKEND
            found.append(Problem(SETTINGS_FILE, None, "date", date.isoformat(), message, words, "warning"))
    return tuple(found)


def _free_dates(years: list[int], region: str) -> Mapping[dt.date, str]:
    try:
        from holidays import country_holidays
    except ImportError:
        return {}
    regional = region in REGIONS
    return country_holidays("NL", subdiv=region.capitalize() if regional else None, years=years or None,
                            categories=("public", "school") if regional else ("public",), language="nl")
