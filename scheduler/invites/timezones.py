"""The VTIMEZONE of a zone: two yearly rules from 1970 on, which every calendar engine tried reads alike.

Lists of dates are read differently: one engine takes the first date only, another is an hour late in summer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FIRST_YEAR = 1970
YEARS = range(2024, 2038)
"""The years whose clock changes are looked at: around the rounds that are planned."""


@dataclass(frozen=True, slots=True)
class _Change:
    """The moment a zone's clock is set, in the local time before it."""

    onset: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    summer: bool
    name: str


@cache
def vtimezone(key: str) -> Timezone:
    """The zone as an iCalendar component; do not change it, it is shared."""
    zone = ZoneInfo(key)
    component = Timezone()
    component.add("tzid", key)
    changes = [change for year in YEARS for change in _changes(zone, year)]
    if not changes:
        component.add_component(_fixed(zone))
    for summer in (True, False):
        of_kind = [change for change in changes if change.summer == summer]
        weekday = _yearly_weekday(of_kind)
        if weekday is not None:
            component.add_component(_yearly(of_kind[0], weekday))
        else:
            for change in of_kind:
                component.add_component(_observance(change, change.onset))
    return component


def _changes(zone: ZoneInfo, year: int) -> list[_Change]:
    found = []
    moment = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    while moment.year == year:
        following = moment + dt.timedelta(days=1)
        if _offset(zone, moment) != _offset(zone, following):
            found.append(_change(zone, moment, following))
        moment = following
    return found


def _change(zone: ZoneInfo, low: dt.datetime, high: dt.datetime) -> _Change:
    while high - low > dt.timedelta(minutes=1):
        middle = low + dt.timedelta(minutes=(high - low) // dt.timedelta(minutes=2))
        if _offset(zone, middle) == _offset(zone, low):
            low = middle
        else:
            high = middle
    before, after = _offset(zone, low), _offset(zone, high)
    onset = (high + before).replace(tzinfo=None)
    return _Change(onset, before, after, after > before, high.astimezone(zone).tzname() or "")


def _offset(zone: ZoneInfo, moment: dt.datetime) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset() or dt.timedelta()


def _yearly_weekday(changes: list[_Change]) -> str | None:
    """The rule that gives all these onsets, such as -1SU for the last Sunday of the month; None where none does."""
    fixed = {(c.onset.month, c.onset.weekday(), c.onset.time(), c.before, c.after) for c in changes}
    if len(fixed) != 1 or len(changes) != len(YEARS):
        return None
    weekday = WEEKDAYS[changes[0].onset.weekday()]
    if all((c.onset + dt.timedelta(days=7)).month != c.onset.month for c in changes):
        return f"-1{weekday}"
    which = {(c.onset.day - 1) // 7 + 1 for c in changes}
    return f"{which.pop()}{weekday}" if len(which) == 1 else None


def _yearly(change: _Change, weekday: str) -> TimezoneDaylight | TimezoneStandard:
    month = change.onset.month
    days = [dt.datetime.combine(dt.date(FIRST_YEAR, month, 1) + dt.timedelta(days=n), change.onset.time())
            for n in range(31)]
    fitting = [day for day in days if day.month == month and day.weekday() == change.onset.weekday()]
    number = int(weekday[:-2])
    component = _observance(change, fitting[number - 1 if number > 0 else number])
    component.add("rrule", {"freq": "yearly", "bymonth": month, "byday": weekday})
    return component


def _observance(change: _Change, onset: dt.datetime) -> TimezoneDaylight | TimezoneStandard:
    component = TimezoneDaylight() if change.summer else TimezoneStandard()
    component.add("dtstart", onset)
    component.add("tzoffsetfrom", change.before)
    component.add("tzoffsetto", change.after)
    component.add("tzname", change.name)
    return component


def _fixed(zone: ZoneInfo) -> TimezoneStandard:
    component = TimezoneStandard()
    moment = dt.datetime(FIRST_YEAR, 1, 1)
    offset = zone.utcoffset(dt.datetime(YEARS[0], 1, 1))
    component.add("dtstart", moment)
    component.add("tzoffsetfrom", offset)
    component.add("tzoffsetto", offset)
    return component
