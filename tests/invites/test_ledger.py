"""A ledger that is not as it should be: another round's, newer, damaged, in use, gone."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from scheduler.invites import ledger
from scheduler.invites.ledger import told as told_by_ledger
from scheduler.problems import BadInput
from tests.invites.school import ROUND_ID, appointment, daans, read, school, told, tree

if TYPE_CHECKING:
    from pathlib import Path


def refusal(output: Path, **more: object) -> str:
    """What the office reads when publishing is refused; nothing may have changed."""
    before = tree(output)
    with pytest.raises(BadInput) as bad:
        told(output, appointment(start="15:00"), **more)
    assert tree(output) == before
    return bad.value.problems[0].text("en")


def test_another_round(tmp_path: Path) -> None:
    told(tmp_path, appointment())
    assert refusal(tmp_path, round=school(round_id="2027-november")) == (
        "ledger.sqlite: This ledger is of the round 2027-february, the plan beside it of 2027-november. "
        "Give each round a folder of its own.")


def test_a_newer_version(tmp_path: Path) -> None:
    told(tmp_path, appointment())
    connection = sqlite3.connect(tmp_path / "ledger.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert "A newer version of this program wrote the ledger." in refusal(tmp_path)


@pytest.mark.parametrize("damage", [b"no ledger at all" * 100, None])
def test_a_damaged_ledger(tmp_path: Path, damage: bytes | None) -> None:
    told(tmp_path, appointment())
    path = tmp_path / "ledger.sqlite"
    content = path.read_bytes()
    path.write_bytes(damage or content[:4096] + b"\xff" * (len(content) - 4096))
    assert "The ledger is damaged." in refusal(tmp_path)


@pytest.mark.parametrize("damage", [
    "ALTER TABLE events RENAME COLUMN invite TO other", "ALTER TABLE messages RENAME COLUMN body TO other",
    "ALTER TABLE messages RENAME COLUMN sent_at TO other", "ALTER TABLE staff_events RENAME COLUMN event TO other",
    "UPDATE events SET invite = '[]'", "UPDATE events SET told_at = 5", "UPDATE staff_events SET event = '{}'"])
def test_a_ledger_with_rows_that_no_program_wrote(tmp_path: Path, damage: str) -> None:
    told(tmp_path, appointment())
    connection = sqlite3.connect(tmp_path / "ledger.sqlite", isolation_level=None)
    connection.execute(damage)
    connection.close()
    with pytest.raises(BadInput) as bad:
        told(tmp_path, appointment())
    assert "The ledger is damaged." in bad.value.problems[0].text("en")


def test_a_command_that_is_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told(tmp_path, appointment())
    monkeypatch.setattr(ledger, "WAIT_SECONDS", 0.05)
    other = sqlite3.connect(tmp_path / "ledger.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BadInput) as bad:
        told(tmp_path, appointment(start="15:00"))
    other.close()
    assert "Another command is at work on this folder." in bad.value.problems[0].text("en")


@pytest.mark.parametrize("leave_empty", [False, True])
def test_a_ledger_that_is_gone_is_made_again_from_the_invites(tmp_path: Path, leave_empty: bool) -> None:
    told(tmp_path, appointment(), daans())
    told(tmp_path, daans(), days=1)
    told(tmp_path, appointment(), daans(), days=2)
    told(tmp_path, appointment(start="15:00"), days=3)
    before, standing = tree(tmp_path), told_by_ledger(tmp_path, ROUND_ID)
    (tmp_path / "ledger.sqlite").unlink()
    if leave_empty:
        (tmp_path / "ledger.sqlite").touch()
    assert told(tmp_path, appointment(start="15:00"), dry_run=True).empty
    assert told(tmp_path, appointment(start="15:00"), days=4).empty
    del before["ledger.sqlite"]
    assert {path: content for path, content in tree(tmp_path).items() if path != "ledger.sqlite"} == before
    assert told_by_ledger(tmp_path, ROUND_ID) == standing
    cancelled = read(tmp_path, "suzanne", "m2")["uid"]
    told(tmp_path, appointment(start="15:00"), daans(), days=5)
    assert read(tmp_path)["sequence"] == 1
    assert read(tmp_path, "suzanne", "m2")["uid"] != cancelled


def test_a_lost_ledger_and_an_unreadable_invite(tmp_path: Path) -> None:
    told(tmp_path, appointment())
    (tmp_path / "ledger.sqlite").unlink()
    (tmp_path / "invites" / "ali" / "m1.ics").write_bytes(b"\xff\xfe nothing")
    with pytest.raises(BadInput) as bad:
        told(tmp_path, appointment())
    assert bad.value.problems[0].file == "invites/ali/m1.ics"
