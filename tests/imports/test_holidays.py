"""Windows on days without school."""

from __future__ import annotations

import datetime as dt
import sys

import pytest

from scheduler.imports.holidays import holiday_warnings
from tests.rounds import tiny_round, window

ROUND = tiny_round(windows=[window(date=dt.date(2027, 2, day)) for day in (2, 6, 16, 23)]
                   + [window(date=dt.date(2027, 4, 27))])


def _told(region=""):
    return [(problem.value, problem.sentence("en")) for problem in holiday_warnings(ROUND, region)]


@pytest.mark.parametrize(("region", "breaks"), [("noord", ["2027-02-23"]), ("Zuid", ["2027-02-16"]), ("", [])])
def test_school_holidays_per_region(region, breaks):
    pytest.importorskip("holidays")
    told = dict(_told(region))
    assert [date for date in ("2027-02-16", "2027-02-23") if date in told] == breaks
    assert told["2027-02-06"] == "zaterdag 6 februari 2027 is a Saturday or Sunday. Is this window right?"
    assert "2027-02-02" not in told
    assert told["2027-04-27"].startswith("dinsdag 27 april 2027 is a holiday: Koningsdag")


def test_without_the_package_weekends_are_still_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "holidays", None)
    assert [date for date, _ in _told("noord")] == ["2027-02-06"]
