"""Windows on days without school."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.intake.folders import FILES, problems, warnings

if TYPE_CHECKING:
    from pathlib import Path

WINDOW = '[[window]]\ndate = {date}\nstart = "14:30"\nend = "15:30"\n'
DATES = ("2027-02-02", "2027-02-06", "2027-02-07", "2027-02-16", "2027-02-23", "2027-04-27")
SATURDAY = 'round.toml, line 18, column window.date: "2027-02-06" This date is a Saturday. Is this window right?'
SUNDAY = 'round.toml, line 22, column window.date: "2027-02-07" This date is a Sunday. Is this window right?'
KINGS_DAY = ('round.toml, line 34, column window.date: "2027-04-27" This date is a holiday: Koningsdag. Is this window '
             "right?")


def _settings(region: str = "", dates: tuple[str, ...] = DATES) -> str:
    settings = FILES["round.toml"].partition("[[window]]")[0].replace("[round]", f'region = "{region}"\n[round]')
    return settings + "".join(WINDOW.format(date=date) for date in dates)


def _told(folder: Path, settings: str, language: str = "en") -> list[str]:
    return [line for line in warnings(folder, language, settings=settings) if line.startswith("round.toml")]


def _holiday(line: int, date: str) -> str:
    return (f'round.toml, line {line}, column window.date: "{date}" This date is a holiday: Voorjaarsvakantie. Is this '
            "window right?")


def test_a_region_brings_its_school_holidays(tmp_path: Path) -> None:
    pytest.importorskip("holidays")
    assert _told(tmp_path, _settings("noord")) == [SATURDAY, SUNDAY, _holiday(30, "2027-02-23"), KINGS_DAY]
    assert _told(tmp_path, _settings("Zuid")) == [SATURDAY, SUNDAY, _holiday(26, "2027-02-16"), KINGS_DAY]


def test_without_a_region_public_holidays_and_weekends_are_told(tmp_path: Path) -> None:
    pytest.importorskip("holidays")
    assert _told(tmp_path, _settings()) == [SATURDAY, SUNDAY, KINGS_DAY]


def test_in_dutch(tmp_path: Path) -> None:
    pytest.importorskip("holidays")
    assert _told(tmp_path, _settings("midden", ("2027-02-23",)), "nl") == [
        'round.toml, regel 14, kolom window.date: "2027-02-23" Op deze datum is er vrij: Voorjaarsvakantie. Klopt dit '
        "tijdvak?"]


def test_without_the_package_weekends_are_still_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    assert _told(tmp_path, _settings()) == [SATURDAY, SUNDAY]
    assert _told(tmp_path, _settings("noord", ("2027-02-02",))) == [
        'round.toml, line 5, column school.region: "noord" The school holidays of 2027 are not known here, so look at '
        'them yourself, or install them: pip install --upgrade "tienminuten[holidays]".']


def test_a_year_that_the_package_does_not_know_is_told(tmp_path: Path) -> None:
    pytest.importorskip("holidays")
    [told] = _told(tmp_path, _settings("noord", ("2085-02-06",)))
    assert told.startswith('round.toml, line 5, column school.region: "noord" The school holidays of 2085 are not')


def test_another_region_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, settings=_settings("oost")) == [
        'round.toml, line 5, column school.region: "oost" Choose one of these: noord, midden, zuid.']
