"""The written zone says what zoneinfo says, in summer and in winter."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from scheduler.invites.timezones import vtimezone

AMSTERDAM = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def test_amsterdam_is_written_as_two_yearly_rules() -> None:
    assert vtimezone("Europe/Amsterdam").to_ical().decode().replace("\r\n", "\n") == AMSTERDAM


@pytest.mark.parametrize("key", ["Europe/Amsterdam", "America/New_York", "Australia/Sydney", "America/Curacao",
                                 "Asia/Jerusalem", "Africa/Casablanca"])
def test_every_week_has_the_offset_of_zoneinfo(key: str) -> None:
    calendar = Calendar()
    calendar.add_component(vtimezone(key))
    (written,) = Calendar.from_ical(calendar.to_ical()).walk("VTIMEZONE")
    read, zone = written.to_tz(lookup_tzid=False), ZoneInfo(key)
    noons = [dt.datetime(2026, 1, 1, 12) + dt.timedelta(days=7 * week) for week in range(150)]
    assert [noon.replace(tzinfo=read).utcoffset() for noon in noons] == [
        noon.replace(tzinfo=zone).utcoffset() for noon in noons]
