from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from scheduler.intake import read_round
from scheduler.meetings import meeting_id_of
from tests.verification.school import TIMES, change, delivered, findings, plan_of, write_plan

if TYPE_CHECKING:
    from pathlib import Path

ELIF = meeting_id_of("p1", "")
INVITE = f"invites/a1/{ELIF}.ics"


@pytest.fixture
def school(tmp_path: Path) -> tuple[Path, Path]:
    return delivered(tmp_path)


def test_what_was_published_is_right(school: tuple[Path, Path]) -> None:
    assert (school[1] / INVITE).exists()
    assert findings(*school) == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("T143000", "T144000", f'{INVITE}, column DTSTART: "20270202T144000" This should be 20270202T143000.'),
        ("T144000", "T145000", f'{INVITE}, column DTEND: "20270202T145000" This should be 20270202T144000.'),
        ("TZID:Europe/Amsterdam", "TZID:Europe/London",
         f'{INVITE}, column TZID: "Europe/London" This should be Europe/Amsterdam.'),
        ("SEQUENCE:0", "SEQUENCE:1", f'{INVITE}, column SEQUENCE: "1" This should be 0.'),
        ("STATUS:CONFIRMED", "STATUS:CANCELLED", f'{INVITE}, column STATUS: "CANCELLED" This should be CONFIRMED.'),
        ("METHOD:REQUEST", "METHOD:PUBLISH",
         f'{INVITE}, column METHOD: "PUBLISH" An invite is one event, with METHOD REQUEST or CANCEL.'),
        ("BEGIN:VEVENT", "BEGIN:VEVENTS", f"{INVITE}: This is no calendar file that can be read."),
    ],
)
def test_an_invite_that_says_something_else(school: tuple[Path, Path], old: str, new: str, line: str) -> None:
    change(school[1] / INVITE, old, new)
    assert findings(*school) == [line]


def test_an_invite_to_another_address(school: tuple[Path, Path]) -> None:
    change(school[1] / INVITE, "ali@post.example", "suzanne@post.example")
    found = findings(*school)
    assert f'{INVITE}, column ATTENDEE: "suzanne@post.example" This should be ali@post.example.' in found
    assert f"{INVITE}: An address or telephone number of Suzanne de Vries stands in what another adult reads." in found


def test_an_invite_that_is_missing(school: tuple[Path, Path]) -> None:
    (school[1] / INVITE).unlink()
    assert findings(*school) == [f"{INVITE}: This invite is missing."]


def test_an_invite_to_nothing(school: tuple[Path, Path]) -> None:
    extra = school[1] / "invites/a1/m0.ics"
    extra.write_bytes((school[1] / INVITE).read_bytes())
    found = findings(*school)
    assert 'invites/a1/m0.ics, column METHOD: "REQUEST" This invites to something that is not in the plan.' in found
    assert any("Every event has a UID of its own." in line for line in found)


def test_a_teacher_s_calendar(school: tuple[Path, Path]) -> None:
    change(school[1] / "staff/t3.ics", "T151000", "T152000")
    assert findings(*school) == [
        "staff/t3.ics: This calendar does not hold exactly the teacher's appointments."
    ]
    (school[1] / "staff/t3.ics").unlink()
    assert findings(*school) == ["staff/t3.ics: This teacher has appointments, but no calendar."]


def test_a_plan_that_is_newer_than_what_was_published(school: tuple[Path, Path]) -> None:
    input, output = school
    given = read_round(input)
    write_plan(output, given, plan_of(given, TIMES | {("p4", "a8"): "14:50"}))
    found = findings(input, output)
    assert "ledger.sqlite: The plan is not yet published: 1 invites differ from it. Run publish." in found
    assert not any(line.startswith("invites/") for line in found)


def test_without_a_ledger_the_invites_are_held_against_the_plan(school: tuple[Path, Path]) -> None:
    (school[1] / "ledger.sqlite").unlink()
    change(school[1] / INVITE, "T143000", "T144000")
    assert findings(*school) == [
        f'{INVITE}, column DTSTART: "20270202T144000" This should be 20270202T143000.',
        "ledger.sqlite: The ledger is missing, damaged, or in use.",
    ]


def test_a_ledger_that_says_something_else(school: tuple[Path, Path]) -> None:
    with sqlite3.connect(school[1] / "ledger.sqlite") as ledger:
        ledger.execute("UPDATE events SET uid = 'other' WHERE adult_id = 'a1' AND meeting_id = ?", (ELIF,))
    ledger.close()
    (line,) = findings(*school)
    assert line.startswith(f"{INVITE}, column UID:")
    assert line.endswith("This should be other.")


@pytest.mark.parametrize("name", [INVITE, "staff/t1.ics", "messages.csv"])
@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"BEGIN:VCALENDAR\nEND:VEVENT", b"BEGIN:VCALENDAR", b"a\n,b"])
def test_garbage_is_a_finding(school: tuple[Path, Path], name: str, content: bytes) -> None:
    (school[1] / name).write_bytes(content)
    assert any(line.startswith(name) for line in findings(*school))
