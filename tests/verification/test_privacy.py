from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scheduler.intake import read_round
from scheduler.invites.publish import publish_plan
from scheduler.meetings import meeting_id_of
from tests.verification.school import NOON, TABLES, change, delivered, findings, plan_of, write_plan

if TYPE_CHECKING:
    from pathlib import Path

APART = meeting_id_of("p3", "A")


@pytest.fixture
def school(tmp_path: Path) -> tuple[Path, Path]:
    return delivered(tmp_path)


@pytest.mark.parametrize("sign", ["Geert Verboden", "GEERT  verboden", "geert@post.example", "+31 6 1200 0006"])
def test_a_banned_adult_in_the_report(school: tuple[Path, Path], sign: str) -> None:
    change(school[1] / "report.html", "Juf Anja", f"Juf Anja, {sign}")
    assert findings(*school) == ["report.html: Geert Verboden may not be invited, and stands here all the same."]


@pytest.mark.parametrize("markup", ["<b>Stef</b> Stief", "Stef&#32;Stief", '<i title="Stef Stief">x</i>'])
def test_an_adult_without_consent_in_any_markup(school: tuple[Path, Path], markup: str) -> None:
    change(school[1] / "report.html", "Juf Anja", markup)
    assert findings(*school) == ["report.html: Stef Stief may not be invited, and stands here all the same."]


def test_in_other_files(school: tuple[Path, Path]) -> None:
    (school[1] / "round.json").write_text(json.dumps({"name": "Geert Verboden"}))
    assert findings(*school) == ["round.json: Geert Verboden may not be invited, and stands here all the same."]
    (school[1] / "round.json").unlink()
    change(school[1] / "messages.csv", "ali@post.example", "geert@post.example")
    assert any(line.startswith("messages.csv, line ") and "Geert Verboden" in line for line in findings(*school))


def test_longer_names_and_shorter_words_are_nobody(school: tuple[Path, Path]) -> None:
    change(school[1] / "report.html", "Juf Anja", "Geert, Stef Stiefels, Verboden toegang")
    assert findings(*school) == []


def test_a_namesake_and_a_shared_address_are_no_sign(tmp_path: Path) -> None:
    input, output = delivered(tmp_path, published=False)
    adults = TABLES["adults"].replace("Geert Verboden,geert@post.example", "Ali Yılmaz,ali@post.example")
    (input / "adults.csv").write_text(adults)
    change(output / "report.html", "Juf Anja", "Ali Yılmaz ali@post.example")
    assert not any(line.startswith("report.html") for line in findings(input, output))


def test_banned_for_one_child_and_invited_for_another(school: tuple[Path, Path]) -> None:
    assert (school[1] / f"invites/a8/{meeting_id_of('p4', '')}.ics").exists()
    change(school[1] / "report.html", "Juf Anja", "Wim Bakker")
    assert findings(*school) == []
    invite = f"invites/a4/{APART}.ics"
    change(school[1] / invite, "DESCRIPTION:", "DESCRIPTION:Wim Bakker ")
    assert findings(*school) == [f"{invite}: Wim Bakker does not belong to this meeting, and stands here all the same."]


def test_the_other_party_in_an_invite(school: tuple[Path, Path]) -> None:
    invite = f"invites/a4/{APART}.ics"
    change(school[1] / invite, "DESCRIPTION:", "DESCRIPTION:Bas Smit komt om 15:10. ")
    assert findings(*school) == [f"{invite}: Bas Smit does not belong to this meeting, and stands here all the same."]


def test_an_address_folded_over_two_lines(school: tuple[Path, Path]) -> None:
    invite = f"invites/a4/{APART}.ics"
    change(school[1] / invite, "DESCRIPTION:", "DESCRIPTION:suzanne@po\r\n st.example ")
    assert findings(*school) == [
        f"{invite}: An address or telephone number of Suzanne de Vries stands in what another adult reads."
    ]


def test_an_unplaced_row_that_names_a_banned_adult(tmp_path: Path) -> None:
    input, output = delivered(tmp_path, {("p1", "a1"): "14:30"}, published=False)
    change(output / "unplaced.csv", "Er is geen tijd over.", "Geert Verboden kan niet.")
    assert any(line.startswith("unplaced.csv, line ") and "Geert Verboden" in line for line in findings(input, output))


def test_the_id_of_a_banned_adult(school: tuple[Path, Path]) -> None:
    (school[1] / "round.json").write_text(json.dumps({"adults": [{"adult_id": "a1"}, {"adult_id": "a6"}]}))
    assert findings(*school) == ["round.json: Geert Verboden may not be invited, and stands here all the same."]


def test_a_ban_after_publication(school: tuple[Path, Path]) -> None:
    input, output = school
    ties = TABLES["guardians"].replace("p4,a8,parent,no,no,no", "p4,a8,parent,no,yes,yes")
    (input / "guardians.csv").write_text(ties)
    invite = f"invites/a8/{meeting_id_of('p4', '')}.ics"
    assert f"{invite}: Wim Bakker may not be invited, and stands here all the same." in findings(input, output)
    given = read_round(input)
    plan = plan_of(given)
    write_plan(output, given, plan)
    publish_plan(output, given.round, plan, now=NOON)
    assert findings(input, output) == []
    assert "METHOD:CANCEL" in (output / invite).read_text()
