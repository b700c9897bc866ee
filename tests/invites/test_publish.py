"""Publishing and publishing again: who is told what, and what stays to the byte."""

from __future__ import annotations

import csv
import datetime as dt
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scheduler.invites.ledger import told as told_by_ledger
from tests.invites.school import MONDAY, ROUND_ID, appointment, daans, read, school, told, tree
from tests.rounds import adult

if TYPE_CHECKING:
    from pathlib import Path

SUZANNE, ALI = ("suzanne", "m1"), ("ali", "m1")


def test_the_event_is_an_itip_request_in_local_time(tmp_path: Path) -> None:
    told(tmp_path, appointment())
    event = read(tmp_path)
    assert event.decoded("dtstart") == dt.datetime(2027, 2, 2, 13, 30, tzinfo=dt.UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == dt.timedelta(minutes=10)
    assert event.decoded("dtstamp") == event.decoded("last-modified") == MONDAY
    assert (event["sequence"], event["status"], event["class"], event["transp"]) == (
        0, "CONFIRMED", "PRIVATE", "OPAQUE")
    assert str(event["organizer"]) == "mailto:gesprekken@zandloper.example"
    assert str(event["attendee"]) == "mailto:suzanne@post.example"
    assert dict(event["attendee"].params) == {
        "CN": "Suzanne van den Berg", "CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}


def test_quotes_and_carets_leave_the_name_of_a_mailbox(tmp_path: Path) -> None:
    round = school(adults=[adult("suzanne", name='Su"z^anne; van, den: Berg'), adult("ali")])
    told(tmp_path, appointment(), round=round)
    assert read(tmp_path)["attendee"].params["CN"] == "Suzanne; van, den: Berg"


def test_one_run_and_another_are_the_same_to_the_byte(tmp_path: Path) -> None:
    told(tmp_path, appointment(), daans())
    before = tree(tmp_path)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    again = told(tmp_path, appointment(), daans(), days=3)
    assert again.empty
    assert again.untouched == (ALI, SUZANNE, ("suzanne", "m2"))
    assert tree(tmp_path) == before
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == times


def test_two_first_publications_are_the_same_to_the_byte(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        told(tmp_path / name, appointment(), daans())
    assert tree(tmp_path / "one") == tree(tmp_path / "other")


@pytest.mark.parametrize("changed", [
    {"start_minute": 860}, {"end_minute": 885}, {"room": "7"}, {"modality": "phone"}, {"teacher_ids": ("anja", "tom")},
    {"date": dt.date(2027, 2, 4)},
])
def test_a_change_goes_to_those_concerned_only(tmp_path: Path, changed: dict[str, object]) -> None:
    told(tmp_path, appointment(), daans())
    before, uid = tree(tmp_path), read(tmp_path)["uid"]
    news = told(tmp_path, appointment(**changed), daans(), days=1)
    assert (news.new, news.changed, news.cancelled) == ((), (ALI, SUZANNE), ())
    assert (read(tmp_path)["uid"], read(tmp_path)["sequence"]) == (uid, 1)
    assert read(tmp_path).decoded("dtstamp") == MONDAY + dt.timedelta(days=1)
    assert tree(tmp_path)["invites/suzanne/m2.ics"] == before["invites/suzanne/m2.ics"]


def test_other_words_for_the_same_facts_are_no_news(tmp_path: Path) -> None:
    told(tmp_path, appointment())
    before = read(tmp_path)
    other = school(teachers=[replace(teacher, name="Anja de Boer") for teacher in school().teachers])
    assert told(tmp_path, appointment(), round=other, days=1).messages == ()
    assert read(tmp_path) == before


def test_a_banned_adult_gets_a_cancel_and_nobody_else_hears(tmp_path: Path) -> None:
    told(tmp_path, appointment())
    before = tree(tmp_path)
    without = school(families={"p1": ["ali"]}, adults=[adult("ali", name="Ali Yılmaz", email="", language="en")],
                     pupils=school().pupils)
    news = told(tmp_path, appointment(adult_ids=("ali",)), round=without, days=1)
    assert (news.changed, news.cancelled, news.untouched) == ((), (SUZANNE,), (ALI,))
    event = read(tmp_path)
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert str(event["attendee"]) == "mailto:suzanne@post.example"
    assert event.decoded("dtstart") == dt.datetime(2027, 2, 2, 13, 30, tzinfo=dt.UTC)
    assert tree(tmp_path)["invites/ali/m1.ics"] == before["invites/ali/m1.ics"]
    assert b"Suzanne" not in tree(tmp_path)["staff/anja.ics"]


def test_who_comes_back_gets_a_new_uid(tmp_path: Path) -> None:
    told(tmp_path, appointment())
    first = read(tmp_path)["uid"]
    told(tmp_path, days=1)
    assert not list((tmp_path / "staff").iterdir())
    assert told(tmp_path, appointment(), days=2).new == (ALI, SUZANNE)
    assert read(tmp_path)["uid"] != first
    assert read(tmp_path)["sequence"] == 0


def test_a_new_address_is_invited_anew_and_the_old_one_cancelled(tmp_path: Path) -> None:
    told(tmp_path, appointment())
    uid = read(tmp_path)["uid"]
    moved = school(adults=[adult("suzanne", email="new@post.example"), school().adult["ali"]])
    news = told(tmp_path, appointment(), round=moved, days=1)
    assert news.changed == (SUZANNE,)
    assert [(message.method, message.recipient, message.uid == uid) for message in news.messages] == [
        ("CANCEL", "suzanne@post.example", True), ("REQUEST", "new@post.example", False)]


def test_an_address_that_was_missing_is_filled_in(tmp_path: Path) -> None:
    told(tmp_path, appointment())
    found = school(adults=[school().adult["suzanne"], adult("ali", language="en")])
    (message,) = told(tmp_path, appointment(), round=found, days=1).messages
    assert (message.recipient, message.method, message.sequence) == ("ali@post.example", "REQUEST", 1)


def test_the_table_of_messages_has_a_line_for_everyone(tmp_path: Path) -> None:
    told(tmp_path, appointment())
    told(tmp_path, appointment(), daans(), days=1)
    with (tmp_path / "messages.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["adult_id"], row["email"], row["meeting_id"]) for row in csv.DictReader(file)]
    assert rows == [("ali", "", "m1"), ("suzanne", "suzanne@post.example", "m1"),
                    ("suzanne", "suzanne@post.example", "m2")]


def test_a_dry_run_only_shows(tmp_path: Path) -> None:
    news = told(tmp_path, appointment(), dry_run=True)
    assert news.new == (ALI, SUZANNE)
    assert tree(tmp_path) == {}
    told(tmp_path, appointment())
    before = tree(tmp_path)
    assert told(tmp_path, dry_run=True).cancelled == (ALI, SUZANNE)
    assert tree(tmp_path) == before


def test_a_clock_that_went_back_takes_nothing_back(tmp_path: Path) -> None:
    told(tmp_path, appointment(), days=5)
    told(tmp_path, appointment("m1", "15:00"))
    assert read(tmp_path).decoded("dtstamp") == MONDAY + dt.timedelta(days=5)


def test_the_ledger_says_what_stands_in_the_calendars(tmp_path: Path) -> None:
    assert told_by_ledger(tmp_path, ROUND_ID) == ()
    told(tmp_path, appointment(), daans())
    told(tmp_path, appointment("m1", "15:00"), days=1)
    assert [(told.adult_id, told.meeting_id, told.start_minute, told.teacher_ids)
            for told in told_by_ledger(tmp_path, ROUND_ID)] == [
        ("ali", "m1", 900, ("anja",)), ("suzanne", "m1", 900, ("anja",))]


def test_a_staff_calendar_holds_that_teachers_appointments_only(tmp_path: Path) -> None:
    told(tmp_path, appointment(), daans())
    assert tree(tmp_path)["staff/anja.ics"].count(b"BEGIN:VEVENT") == 1
    before = tree(tmp_path)["staff/anja.ics"]
    told(tmp_path, appointment(), days=1)
    assert sorted(path for path in tree(tmp_path) if path.startswith("staff")) == ["staff/anja.ics"]
    assert tree(tmp_path)["staff/anja.ics"] == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_the_owner_reads_what_is_written(tmp_path: Path) -> None:
    told(tmp_path, appointment())
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_file()} == {0o600}
