"""The committed sample rounds are what the program writes, and hold everybody whom a reader should meet there."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scheduler.demo.samples import FOLDERS, write_samples
from scheduler.intake import read_round
from scheduler.meetings import invited_adults, meetings_of, parties_of

if TYPE_CHECKING:
    from scheduler.round import Round

INPUTS = Path(__file__).parents[2] / "inputs"


@pytest.fixture(scope="module")
def february() -> Round:
    return read_round(INPUTS / "february-2027").round


def pupil(round: Round, name: str) -> str:
    return next(one.pupil_id for one in round.pupils if one.name == name)


def invited(round: Round, name: str) -> list[str]:
    return [round.adult[adult_id].name for adult_id in invited_adults(round, pupil(round, name))]


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_folders_are_what_the_program_writes(tmp_path: Path, folder: str) -> None:
    write_samples(tmp_path)
    written = {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()}
    # Git may give a checkout on Windows other line ends.
    kept = {path.name: path.read_bytes().replace(b"\r\n", b"\n") for path in (INPUTS / folder).iterdir()}
    kept.pop("whatif.toml", None)
    assert kept == written


@pytest.mark.parametrize("folder", FOLDERS)
def test_they_are_read_without_a_problem_or_a_warning(folder: str) -> None:
    given = read_round(INPUTS / folder)
    assert given.warnings == ()
    assert (len(given.round.pupils), len(given.round.groups)) == (220, 10)


def test_the_three_share_their_people() -> None:
    rounds = [read_round(INPUTS / folder).round for folder in FOLDERS]
    for table in ("school", "teachers", "groups", "pupils", "adults", "guardians", "separations", "agreements"):
        assert getattr(rounds[0], table) == getattr(rounds[1], table) == getattr(rounds[2], table), table


def test_names_that_trip_programs_up_are_kept(february: Round) -> None:
    assert invited(february, "Mei NA") == ["Wei NA", "Lan NA"]
    assert invited(february, "Elif Yılmaz") == ["Suzanne van den Berg", "Ali Yılmaz"]
    assert invited(february, "Chloé Lefèvre") == ["Étienne Lefèvre", "Béatrice Lefèvre"]


def test_parents_by_consent_and_ban(february: Round) -> None:
    assert invited(february, "Tess van Vliet") == ["Hans van Vliet", "Bianca Meijer", "Vincent Schouten"]
    assert invited(february, "Daan van Vliet") == ["Hans van Vliet", "Bianca Meijer"]
    assert invited(february, "Fleur Meijer") == ["Floor Meijer", "Thijs van Beek"]
    assert invited(february, "Noah Peters") == ["Esmee van Loon"]
    assert invited(february, "Amira Haddou") == ["Naima Haddou"]


def test_half_siblings_share_one_parent(february: Round) -> None:
    assert invited(february, "Siem Blom") == ["Rob Blom", "Wendy Prins"]
    assert invited(february, "Fenna Huisman") == ["Wendy Prins", "Koen Huisman"]
    assert invited(february, "Luuk Kuipers") == ["Erik Kuipers", "Mirjam Post"]
    assert invited(february, "Casper Kuipers") == ["Erik Kuipers", "Judith Koster"]


def test_three_flagged_pupils_meet_in_two_parties_and_separated_parents_in_one(february: Round) -> None:
    flagged = {row.pupil_id for row in february.separations}
    assert flagged == {pupil(february, name) for name in ("Finn Vos", "Saar Vos", "Jaylen Pinas")}
    assert all(len(parties_of(february, one)) == 2 for one in flagged)
    assert len(parties_of(february, pupil(february, "Julia Jacobs"))) == 1


def test_twins_share_a_group_and_four_children_a_family(february: Round) -> None:
    assert [one.group for one in february.pupils if one.name in ("Nina Hendriks", "Zoë Hendriks")] == ["4", "4"]
    jeroen = next(one.adult_id for one in february.adults if one.name == "Jeroen de Groot")
    assert len([tie for tie in february.guardians if tie.adult_id == jeroen]) == 4


def test_a_colleague_is_a_parent_and_others_have_no_email_or_another_language(february: Round) -> None:
    adults = {one.name: one for one in february.adults}
    assert adults["Youssef El Amrani"].teacher_id == "t06"
    assert (adults["Ferry van 't Veer"].email, adults["Emily Carter"].language) == ("", "en")


def test_every_round_fits_with_room_to_spare() -> None:
    for folder in FOLDERS:
        round = read_round(INPUTS / folder).round
        demand = Counter(round.pupil[meeting.pupil_id].group for meeting in meetings_of(round))
        # An afternoon of a hundred and fifty minutes, a break after each run of meetings.
        breaks = round.settings.breaks
        assert breaks is not None
        run = breaks.after_meetings * round.settings.meeting_minutes + breaks.minutes
        whole, rest = divmod(150, run)
        a_day = whole * breaks.after_meetings + rest // round.settings.meeting_minutes
        for group in round.groups:
            days = [
                round.teacher[one.teacher_id].working_days if one.days is None else one.days for one in group.teachers
            ]
            afternoons = sum(any(date.weekday() in held for held in days) for date in round.dates)
            assert demand[group.group] * 2 <= afternoons * a_day, (folder, group.group)


@pytest.mark.parametrize("folder", ["november-2026", "february-2027"])
def test_eight_questions_of_the_head_name_windows_and_teachers_that_exist(folder: str) -> None:
    round = read_round(INPUTS / folder).round
    scenarios = tomllib.loads((INPUTS / folder / "whatif.toml").read_text(encoding="utf-8"))["scenario"]
    assert len({one["name"] for one in scenarios}) == 8
    for scenario in scenarios:
        assert set(scenario) <= {"name", "set", "absent", "add_window", "remove_window", "request_share"}
        for absent in scenario.get("absent", ()):
            assert absent["date"].weekday() in round.teacher[absent["teacher_id"]].working_days
        assert {window["date"] for window in scenario.get("remove_window", ())} <= set(round.dates)
