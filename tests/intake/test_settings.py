"""round.toml: what it may say, its defaults, and the sentence for everything it may not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from scheduler.round import COST_KEYS, Breaks, Siblings, Window
from tests.intake.folders import FILES, changed, problems, read, warnings

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = FILES["round.toml"]


def test_what_the_file_does_not_say_has_the_contracts_default(tmp_path: Path) -> None:
    given = read(tmp_path, settings=changed("round.toml", "slot_minutes = 10\n", "")).round
    assert given.school.timezone == "Europe/Amsterdam"
    assert given.school.language == "nl"
    settings = given.settings
    assert (settings.mandatory, settings.slot_minutes, settings.cutoff_minute, settings.min_apart_minutes) == (
        True, 10, 17 * 60, 30,
    )
    assert (settings.siblings, settings.breaks, settings.objective) == (Siblings(), None, COST_KEYS)


def test_everything_the_file_can_say(tmp_path: Path) -> None:
    more = """
[siblings]
level = "wish"
walk_minutes = 5
max_wait_minutes = 15
[separate]
min_apart_minutes = 45
[breaks]
after_meetings = 6
minutes = 10
[objective]
order = ["unplaced_mandatory", "unplaced_optional", "teacher_idle_minutes"]
"""
    text = SETTINGS.replace('audience = "all"', 'audience = "all"\nmandatory = false\ncutoff = 16:30:00\n'
                            'child_present_from_level = 5\nmodality = "phone"') + more
    settings = read(tmp_path, settings=text).round.settings
    assert (settings.mandatory, settings.cutoff_minute, settings.child_present_from_level, settings.modality) == (
        False, 16 * 60 + 30, 5, "phone",
    )
    assert (settings.siblings, settings.breaks) == (Siblings("wish", 5, 15), Breaks(6, 10))
    assert settings.min_apart_minutes == 45
    assert settings.objective == ("unplaced_mandatory", "unplaced_optional", "teacher_idle_minutes")


def test_windows_take_dates_and_times_quoted_or_not(tmp_path: Path) -> None:
    text = SETTINGS.replace("date = 2027-02-02", 'date = "2027-02-02"').replace('"14:30"', "14:30:00")
    assert read(tmp_path, settings=text).round.windows == (
        Window(dt.date(2027, 2, 2), 870, 1020), Window(dt.date(2027, 2, 4), 1110, 1230, evening=True),
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('name = "De Zandloper"', "name = De Zandloper",
         'round.toml, line 2: This line cannot be read. Write key = value, with texts between quotation marks, such as '
         'name = "De Zandloper"; every key once, and every part between brackets once.'),
        ('email = "gesprekken@zandloper.example"\n', "",
         'round.toml, line 1, column school.email: This key is missing. Add it, such as email = '
         '"gesprekken@zandloper.example".'),
        ("gesprekken@zandloper.example", "gesprekken",
         'round.toml, line 3, column school.email: "gesprekken" This is not an e-mail address. Write one address, such '
         "as name@school.example."),
        ("[school]", '[school]\ntimezone = "Europe/Zandloper"',
         'round.toml, line 2, column school.timezone: "Europe/Zandloper" This time zone is unknown. For a school in '
         "the Netherlands it is Europe/Amsterdam."),
        ("[school]", '[school]\nlanguage = "fy"',
         'round.toml, line 2, column school.language: "fy" Choose one of these: en, nl.'),
        ("audience", "audiance",
         'round.toml, line 8, column round.audiance: This name is unknown. Did you mean "audience"? Then change it.'),
        ('"all"', '"some"', 'round.toml, line 8, column round.audience: "some" Choose one of these: all, requested.'),
        ("meeting_minutes = 10", "meeting_minutes = 15",
         'round.toml, line 9, column round.meeting_minutes: "15" A conversation takes a whole number of slots. Choose '
         "a multiple of slot_minutes, which is 10."),
        ("meeting_minutes = 10", "meeting_minutes = 0",
         'round.toml, line 9, column round.meeting_minutes: "0" Write a whole number from 1 to 1440.'),
        ('"17:00"', '"14:00"',
         'round.toml, line 15, column window.end: "14:00" This window ends before it starts, at 14:30. Change one of '
         "the two."),
        ("2027-02-04", "2027-02-30",
         'round.toml, line 17, column date: "2027-02-30" This is not a date. '
         "Write year-month-day, such as 2027-02-28."),
        ("date = 2027-02-04", "date = 4-2-2027  # Thursday",
         'round.toml, line 17, column date: "4-2-2027" This is not a date. '
         "Write year-month-day, such as 2027-02-28."),
        ("2027-02-04", '"4 februari"',
         'round.toml, line 17, column window.date: "4 februari" This is not a date. Write year-month-day, such as '
         "2027-02-28."),
        ("[[window]]\ndate = 2027-02-04", '[[window]]\ndate = 2027-02-02\nstart = "16:50"\nend = "17:30"\n'
         "evening = true\n[[window]]\ndate = 2027-02-04",
         'round.toml, line 17, column window.date: "2027-02-02" This window overlaps the one from 14:30 to 17:00 on '
         "this date. Make them one, or change a time."),
        ("[[window]]\ndate = 2027-02-04", '[[window]]\ndate = 2027-02-02\nstart = "14:30"\nend = "17:00"\n'
         "[[window]]\ndate = 2027-02-04",
         'round.toml, line 17, column window.date: "2027-02-02" This window stands in the file twice. Remove one of '
         "them."),
        ("[round]", "[[round]]", "round.toml, line 5, column round: Write the name of this part between single "
                                 "brackets, such as [round], and keys below it."),
        ("[school]", "[breaks]\nminutes = 0\nafter_meetings = 6\n[school]",
         'round.toml, line 2, column breaks.minutes: "0" Write a whole number from 1 to 1440.'),
        ("[school]", '[objective]\norder = ["unplaced_mandatry", "happiness", "moved", "moved"]\n[school]',
         'round.toml, line 2, column objective.order: "unplaced_mandatry;happiness;moved;moved" "unplaced_mandatry" is '
         'unknown. Did you mean "unplaced_mandatory"?'),
        ("[school]", '[objective]\norder = ["unplaced_mandatory", "moved", "moved"]\n[school]',
         'round.toml, line 2, column objective.order: "unplaced_mandatory;moved;moved" "moved" stands there twice. '
         "Name each only once."),
    ],
)
def test_a_wrong_setting_is_told_with_its_line(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert expected in problems(tmp_path, settings=changed("round.toml", old, new))


def test_brackets_without_end_are_no_fault_of_the_program(tmp_path: Path) -> None:
    [found] = problems(tmp_path, settings=SETTINGS + "order = " + "[" * 5000)
    assert found.startswith("round.toml: This line cannot be read.")


def test_a_file_without_settings_or_windows(tmp_path: Path) -> None:
    assert problems(tmp_path, settings=None) == ["round.toml: This file is missing. Add it to the folder."]
    without = SETTINGS[: SETTINGS.index("[[window]]")]
    assert problems(tmp_path, settings=without) == [
        "round.toml, column window: This part is missing from the file. Add it."
    ]
    assert problems(tmp_path, settings=without + "[window]\ndate = 2027-02-02\n") == [
        "round.toml, line 12, column window: Write [[window]] between double brackets, once for each window."
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('end = "17:00"', 'end = "18:00"',
         'round.toml, line 15, column window.end: "18:00" This window is cut off at 17:00, when the last conversation '
         "ends. Is it an evening? Then add evening = true; in a workbook, choose yes under evening."),
        ("evening = true", "",
         'round.toml, line 18, column window.start: "18:30" This window starts after 17:00, when the last conversation '
         "ends, so nothing is planned in it. Is it an evening? Then add evening = true; in a workbook, choose "
         "yes under evening."),
        ('end = "17:00"', 'end = "14:35"',
         'round.toml, line 15, column window.end: "14:35" No conversation of 10 minutes fits in this window, which has '
         "5."),
        ("[school]", '[school]\nmotto = "Samen"',
         "round.toml, line 2, column school.motto: This name is unknown and was not read. Known are: name, email, "
         "timezone, language, region."),
        ("[school]", '[objective]\norder = ["moved", "unplaced_mandatory", "unplaced_optional"]\n[school]',
         'round.toml, line 2, column objective.order: "moved;unplaced_mandatory;unplaced_optional" unplaced_mandatory '
         "and unplaced_optional do not come first, in this order. Families may be left without a conversation for the "
         "sake of something else."),
    ],
)
def test_an_odd_setting_is_a_warning(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert expected in warnings(tmp_path, settings=changed("round.toml", old, new))
