"""Windows at a weekend, on a public holiday or in a school holiday, as far as the package `holidays` knows these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.language import marked

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping

    from scheduler.intake.settings import RoundFile

REGIONS = ("noord", "midden", "zuid")
"""The regions over which the Dutch ministry spreads the school holidays."""

SATURDAY, SUNDAY = 5, 6


def warn_about_holidays(given: RoundFile) -> None:
    """Note every window on a date without school.

    Weekends are always known. Public holidays need the package `holidays` (an extra), school holidays the region too;
    a region whose school holidays cannot be looked up is noted, as nobody then looks at them.
    """
    windows = given.windows
    years = {window.item.date.year for window in windows}
    free, known = _free_dates(years, given.region.item, given.school.language)
    for window in windows:
        name = free.get(window.item.date, "")
        if name:
            window.row.warn("date", marked("This date is a holiday: {name}. Is this window right?"), name=name)
        elif window.item.date.weekday() == SATURDAY:
            window.row.warn("date", marked("This date is a Saturday. Is this window right?"))
        elif window.item.date.weekday() == SUNDAY:
            window.row.warn("date", marked("This date is a Sunday. Is this window right?"))
    if given.region.item and not years <= known:
        given.region.row.warn("region", marked("The school holidays of {years} are not known here, so look at them "
                                               "yourself, or install them: pip install --upgrade "
                                               "\"tienminuten[holidays]\"."),
                              years=", ".join(str(year) for year in sorted(years - known)))


def _free_dates(years: Collection[int], region: str, language: str) -> tuple[Mapping[dt.date, str], frozenset[int]]:
    """The names of holidays by date, and the years of which the school holidays are known."""
    try:
        from holidays import country_holidays
    except ImportError:
        return {}, frozenset()
    spoken = {"en": "en_US"}.get(language, "nl")

    def of(category: str, subdivision: str | None) -> Mapping[dt.date, str]:
        try:
            found: Mapping[dt.date, str] = country_holidays("NL", subdiv=subdivision, years=sorted(years) or None,
                                                            categories=(category,), language=spoken)
        except ValueError:  # an older edition of the package, without school holidays
            return {}
        return found

    schools = of("school", region.capitalize()) if region else {}
    return {**schools, **of("public", None)}, frozenset(date.year for date in schools)
