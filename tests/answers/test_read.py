"""Answers from mail to ledger: which count, which are late or false, and that reading twice changes nothing."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import TYPE_CHECKING, Literal

import pytest

from scheduler.answers.entered import answers_in
from scheduler.answers.read import Wrote, read_answers
from scheduler.appointments import Answer
from scheduler.problems import BadInput
from tests.answers.mails import SUZANNE, mail, put, reply
from tests.invites.school import MONDAY, ROUND_ID, appointment, daans, read, school, told, tree
from tests.rounds import adult

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.answers.read import Reading

EMMA, DAAN = ("suzanne", "m1"), ("suzanne", "m2")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A folder in which both children's appointments are published."""
    folder = tmp_path / "output"
    folder.mkdir()
    told(folder, appointment(), daans())
    return folder


def given(output: Path, mailbox: Path) -> Reading:
    """What is read from the mailbox."""
    return read_answers(output, ROUND_ID, mailbox, now=MONDAY + dt.timedelta(days=1))


@pytest.mark.parametrize(("partstat", "answer"), [
    ("ACCEPTED", "accepted"), ("TENTATIVE", "tentative"), ("DECLINED", "declined"), ("declined", "declined"),
])
def test_an_answer_counts_for_its_adult_and_meeting(
    output: Path, partstat: str, answer: Literal["accepted", "tentative", "declined"]
) -> None:
    reading = given(output, put(output.parent / "mails", a=mail(reply(output, partstat)), b=mail()))
    assert (reading.mails, reading.unrelated, reading.new) == (2, 1, 1)
    assert [(one.adult_id, one.meeting_id, one.verdict) for one in reading.judged] == [(*EMMA, "counts")]
    assert reading.standing == answers_in(output, ROUND_ID) == {EMMA: Answer(answer)}
    assert [(told.meeting_id, told.start_minute) for told in reading.declined] == (
        [("m1", 870)] if answer == "declined" else [])


@pytest.mark.parametrize("partstat", ["NEEDS-ACTION", "DELEGATED", "COMPLETED", "", "\x00"])
def test_what_is_no_answer_is_none(output: Path, partstat: str) -> None:
    reading = given(output, put(output.parent / "mails", a=mail(reply(output, partstat))))
    assert (reading.unrelated, reading.standing) == (1, {})


def test_reading_it_again_changes_nothing(output: Path) -> None:
    mails = put(output.parent / "mails", a=mail(reply(output)), b=mail(reply(output, "DECLINED", meeting_id="m2")))
    assert given(output, mails).new == 2
    before = tree(output)
    again = read_answers(output, ROUND_ID, mails, now=MONDAY + dt.timedelta(days=9))
    assert (again.new, again.standing) == (0, {EMMA: Answer("accepted"), DAAN: Answer("declined")})
    assert tree(output) == before


def test_the_last_answer_wins_in_whatever_order_it_is_read(output: Path) -> None:
    late = reply(output, "DECLINED", stamp="20270114T080000Z")
    mails = put(output.parent / "mails", a=mail(late), b=mail(reply(output, "ACCEPTED", stamp="20270113T235959Z")))
    assert given(output, mails).standing == {EMMA: Answer("declined")}
    put(mails, c=mail(reply(output, "TENTATIVE", stamp="20270114T080001Z")))
    assert given(output, mails).standing == {EMMA: Answer("tentative")}


def test_without_a_stamp_the_mails_date_counts(output: Path) -> None:
    late = mail(reply(output, "DECLINED", stamp=""), date="Thu, 14 Jan 2027 09:00:00 +0100")
    early = mail(reply(output, stamp="20270114T075959Z"))
    assert given(output, put(output.parent / "mails", a=late, b=early)).standing == {EMMA: Answer("declined")}
    undated = given(output, put(output.parent / "undated", a=mail(reply(output, stamp=""), date="soon")))
    assert undated.unreadable == ["a.eml"]


def test_an_answer_to_an_earlier_time_is_late(output: Path) -> None:
    mails = put(output.parent / "mails", a=mail(reply(output)))
    given(output, mails)
    told(output, appointment(start="15:00"), daans(), days=1)
    reading = given(output, mails)
    assert [one.verdict for one in reading.judged] == ["stale"]
    assert reading.standing == {}
    put(mails, b=mail(reply(output, "TENTATIVE", stamp="20270110T000000Z")))
    assert given(output, mails).standing == {EMMA: Answer("tentative")}


def test_what_was_changed_back_before_it_was_sent_keeps_its_answer(output: Path) -> None:
    early, late = mail(reply(output)), mail(reply(output, "DECLINED", stamp="20270112T080001Z"))
    given(output, put(output.parent / "mails", a=early))
    told(output, appointment(start="15:00"), daans(), days=1)
    assert answers_in(output, ROUND_ID) == {}
    told(output, appointment(), daans(), days=2)
    assert read(output)["sequence"] == 2
    assert answers_in(output, ROUND_ID) == {EMMA: Answer("accepted")}
    assert given(output, put(output.parent / "mails", b=late)).standing == {EMMA: Answer("declined")}


def test_what_was_changed_back_after_it_was_heard_is_asked_anew(output: Path) -> None:
    mails = put(output.parent / "mails", a=mail(reply(output)))
    given(output, mails)
    told(output, appointment(start="15:00"), daans(), days=1)
    with sqlite3.connect(output / "ledger.sqlite") as ledger:
        ledger.execute("UPDATE messages SET sent_at = '2027-01-12T12:00:00+00:00' WHERE sequence = 1")
    ledger.close()
    told(output, appointment(), daans(), days=2)
    reading = given(output, mails)
    assert ([one.verdict for one in reading.judged], reading.standing) == (["stale"], {})


def test_an_answer_to_what_is_cancelled_is_late(output: Path) -> None:
    mails = put(output.parent / "mails", a=mail(reply(output)))
    told(output, daans(), days=1)
    assert [one.verdict for one in given(output, mails).judged] == ["stale"]
    told(output, appointment(), daans(), days=2)
    reading = given(output, mails)
    assert ([one.verdict for one in reading.judged], reading.standing) == (["stale"], {})


def test_who_was_not_invited_cannot_answer(output: Path) -> None:
    stranger = reply(output, attendee="grandma@post.example")
    reading = given(output, put(output.parent / "mails", a=mail(stranger, sender="grandma@post.example")))
    assert [(one.verdict, one.adult_id, one.place) for one in reading.judged] == [("not_invited", "suzanne", "a.eml")]
    assert reading.standing == {}


def test_nobody_answers_for_an_adult_without_an_address(output: Path) -> None:
    reading = given(output, put(output.parent / "mails", a=mail(reply(output, adult_id="ali", attendee=""))))
    assert [one.verdict for one in reading.judged] == ["not_invited"]


@pytest.mark.parametrize("sender", ["ali@post.example", "Suzanne@post.example <ali@post.example>", ""])
def test_the_sender_must_be_the_attendee(output: Path, sender: str) -> None:
    reading = given(output, put(output.parent / "mails", a=mail(reply(output), sender=sender)))
    assert ([one.verdict for one in reading.judged], reading.standing) == (["other_sender"], {})


def test_an_invite_that_was_never_sent_cannot_be_answered(output: Path) -> None:
    reading = given(output, put(output.parent / "mails", a=mail(reply(output, sequence="7"))))
    assert ([one.verdict for one in reading.judged], reading.standing) == (["never_sent"], {})


@pytest.mark.parametrize("changed", [{"uid": "another"}, {"method": "REQUEST"}, {"method": ""}])
def test_what_is_about_something_else_is_only_counted(output: Path, changed: dict[str, str]) -> None:
    reading = given(output, put(output.parent / "mails", a=mail(reply(output, **changed))))
    assert (reading.unrelated, reading.judged) == (1, [])


def test_capitals_make_no_other_person(output: Path) -> None:
    shouted = mail(reply(output, attendee="SUZANNE@post.EXAMPLE"), sender="SUZANNE@POST.example")
    assert given(output, put(output.parent / "mails", a=shouted)).standing == {EMMA: Answer("accepted")}


def test_google_answers_from_the_main_address_of_a_mailbox(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    round = school(adults=[adult("suzanne", email="suzanne.berg+school@gmail.com"), school().adult["ali"]])
    told(tmp_path / "output", appointment(), round=round)
    answer = reply(tmp_path / "output", attendee="suzanne.berg+school@gmail.com")
    mails = put(tmp_path / "mails", a=mail(answer, sender="suzanneberg@googlemail.com"))
    assert given(tmp_path / "output", mails).standing == {EMMA: Answer("accepted")}


def test_apples_number_in_place_of_an_address(output: Path) -> None:
    plain = reply(output).replace(b"\r\n ", b"")
    urn = plain.replace(f":mailto:{SUZANNE}".encode(), f';EMAIL="{SUZANNE}":urn:uuid:0a1b'.encode())
    assert urn != plain
    assert given(output, put(output.parent / "mails", a=mail(urn))).standing == {EMMA: Answer("accepted")}


def test_a_request_for_another_time_is_an_answer_too(output: Path) -> None:
    reading = given(output, put(output.parent / "mails", a=mail(reply(output, "TENTATIVE", method="COUNTER"))))
    assert [one.asks_another_time for one in reading.judged] == [True]
    assert reading.standing == {EMMA: Answer("tentative")}


def test_a_calendar_file_needs_no_sender(output: Path) -> None:
    folder = output.parent / "saved"
    folder.mkdir()
    (folder / "answer.ics").write_bytes(b"\xef\xbb\xbf" + reply(output))
    assert given(output, folder).standing == {EMMA: Answer("accepted")}


def test_a_lost_ledger_is_made_again_before_answers_are_judged(output: Path) -> None:
    mails = put(output.parent / "mails", a=mail(reply(output)))
    (output / "ledger.sqlite").unlink()
    assert given(output, mails).standing == {EMMA: Answer("accepted")}
    assert told(output, appointment(), daans(), days=3).empty


def test_without_a_publication_there_is_nothing_to_answer(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as bad:
        given(tmp_path, put(tmp_path / "mails", a=mail()))
    assert bad.value.problems[0].text("en") == ("ledger.sqlite: Nothing was published from this folder. "
                                                f"Publish the plan first: tienminuten publish {tmp_path}.")
    assert not (tmp_path / "ledger.sqlite").exists()


def test_what_is_written_with_an_answer_is_kept(output: Path) -> None:
    said = reply(output, "DECLINED", comment="Ik moet werken\\, kan wel donderdag\\nGroet")
    mails = put(output.parent / "mails", a=mail(said))
    kept = {EMMA: Answer("declined", "Ik moet werken, kan wel donderdag Groet")}
    assert given(output, mails).standing == answers_in(output, ROUND_ID) == kept
    assert given(output, mails).new == 0


@pytest.mark.parametrize(("written", "kept"), [
    ("a\u202eb \x1b[31mrood", "a b [31mrood"), ("x" * 400, "x" * 299 + "…"), ("\\n \\n", ""), ("c:\\\\n", "c:\\n"),
])
def test_a_comment_is_one_line_of_decent_length(output: Path, written: str, kept: str) -> None:
    said = reply(output, "DECLINED", comment=written)
    assert given(output, put(output.parent / "mails", a=mail(said))).standing == {EMMA: Answer("declined", kept)}


def test_a_ledger_from_before_comments_takes_them(output: Path) -> None:
    mails = put(output.parent / "mails", a=mail(reply(output, "DECLINED")))
    given(output, mails)
    with sqlite3.connect(output / "ledger.sqlite") as ledger:
        ledger.execute("ALTER TABLE answers DROP COLUMN comment")
    ledger.close()
    assert answers_in(output, ROUND_ID) == {EMMA: Answer("declined")}
    put(mails, a=mail(reply(output, "DECLINED", comment="Ziek")))
    reading = given(output, mails)
    assert (reading.new, reading.standing) == (0, {EMMA: Answer("declined", "Ziek")})


def test_a_mail_without_an_answer_from_somebody_invited_is_named(output: Path) -> None:
    mails = put(output.parent / "mails", a=mail(), b=mail(sender="grandma@post.example"),
                c=mail(sender=f"Suzànne <{SUZANNE.upper()}>"))
    reading = given(output, mails)
    assert reading.unrelated == 3
    assert reading.wrote == [Wrote("a.eml", ("suzanne",)), Wrote("c.eml", ("suzanne",))]


def test_a_folded_sender_is_read_and_a_quoted_one_in_the_text_is_not(output: Path) -> None:
    folder = output.parent / "mails"
    folder.mkdir()
    (folder / "a").write_bytes(f"Subject: Nee\r\nFrom: Suzanne\r\n <{SUZANNE}>\r\n\r\nIk kan niet.\r\n".encode())
    (folder / "b").write_bytes(f"From: iemand@post.example\n\nFrom: {SUZANNE}\n".encode())
    assert [one.place for one in given(output, folder).wrote] == ["a"]


def test_who_is_no_longer_invited_may_write_what_they_like(output: Path) -> None:
    told(output, days=1)
    assert given(output, put(output.parent / "mails", a=mail())).wrote == []
