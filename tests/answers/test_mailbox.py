"""Mailboxes of every shape, and hostile ones: read in bounded memory, refused by size, never a traceback."""

from __future__ import annotations

import os
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from scheduler.answers import mail as opening
from scheduler.answers import mailbox
from scheduler.answers.mailbox import Mail, mails_in
from scheduler.answers.read import read_answers
from scheduler.answers.reply import MOST_BYTES, Refused, replies_in
from scheduler.appointments import Answer
from scheduler.problems import BadInput
from tests.answers.mails import mail, put, reply
from tests.invites.school import ROUND_ID, appointment, told

if TYPE_CHECKING:
    from pathlib import Path

FROM = b"From - Tue Jan 12 08:00:00 2027\n"
CHATTER = FROM + mail(text="Beste school,\n" + "Over de gymles.\n" * 20).replace(b"\r\n", b"\n") + b"\n"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A folder in which an appointment is published."""
    folder = tmp_path / "output"
    folder.mkdir()
    told(folder, appointment())
    return folder


def places(path: Path) -> list[str]:
    """Where each mail stands."""
    return [one.place for one in mails_in(path)]


def test_folders_in_folders_and_a_maildir(tmp_path: Path) -> None:
    for name in ("cur/1:2,S", "new/2", "sub/3.eml", "4.ics", "all.mbox"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(CHATTER * 2 if name == "all.mbox" else b"x")
    assert places(tmp_path) == ["4.ics", "all.mbox 1", "all.mbox 2", "cur/1:2,S", "new/2", "sub/3.eml"]


def test_an_mbox_is_split_where_mails_begin_and_nowhere_else(tmp_path: Path) -> None:
    body = mail(text="From school we heard\nFrom Anja, 12 of them\n").replace(b"\r\n", b"\n")
    (tmp_path / "box").write_bytes(CHATTER + b"From ali@post.example Tue Jan 12 08:00:00 2027\n" + body)
    first, second = mails_in(tmp_path / "box")
    assert (first.place, second.place) == ("box 1", "box 2")
    assert first.content == CHATTER.removeprefix(FROM)
    assert second.content == body


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_what_is_no_file_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "a\udcff.eml").write_bytes(b"x")
    assert places(tmp_path) == ["a\ufffd.eml"]


def test_a_mailbox_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as bad:
        places(tmp_path / "gone")
    assert "There is no such mailbox." in bad.value.problems[0].text("en")


def test_a_large_mail_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "MOST_BYTES", 1000)
    (tmp_path / "one.eml").write_bytes(b"y" * 1001)
    (tmp_path / "two.mbox").write_bytes(FROM + b"z" * 100_000 + b"\n\n" + FROM + b"small\n")
    assert [(len(one.content), one.cut) for one in mails_in(tmp_path)] == [(1000, True), (1000, True), (6, False)]


def test_many_unrelated_mails_take_no_memory(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.answers.read.SHOWN_EVERY", 1000)
    box = output.parent / "box"
    with box.open("wb") as file:
        for _ in range(2500):
            file.write(CHATTER * 8)
        file.write(FROM + mail(reply(output)).replace(b"\r\n", b"\n"))
    seen: list[int] = []
    tracemalloc.start()
    reading = read_answers(output, ROUND_ID, box, looked_at=seen.append)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (reading.mails, reading.unrelated) == (20_001, 20_000)
    assert reading.standing == {("suzanne", "m1"): Answer("accepted")}
    assert seen == list(range(1000, 20_001, 1000))
    assert peak < 6_000_000 < box.stat().st_size


def bomb(inside: bytes) -> bytes:
    """A calendar file that answers, with that in its event."""
    return (b"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:u\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\n"
            + inside + b"END:VEVENT\nEND:VCALENDAR\n")


@pytest.mark.parametrize("inside", [
    b"DESCRIPTION:" + b"x" * MOST_BYTES + b"\n", b"BEGIN:VALARM\n" * 5000, b"END:VEVENT\nBEGIN:VEVENT\nUID:v\n" * 5000,
])
def test_a_calendar_bomb_is_refused(output: Path, inside: bytes) -> None:
    with pytest.raises(Refused):
        replies_in(bomb(inside))
    reading = read_answers(output, ROUND_ID, put(output.parent / "mails", a=mail(bomb(inside))))
    assert reading.refused == ["a.eml"]


@pytest.mark.parametrize("inside", [
    b"RRULE:FREQ=SECONDLY;COUNT=999999999\n", b"DESCRIPTION:" + b"x" * 100_000 + b"\n", b"X;" * 50_000 + b"\n",
    b'ATTENDEE;A="' * 9000 + b"\n", b"SEQUENCE:" + b"9" * 100_000 + b"\n", b"END:VEVENT\n" * 9000, b"\n " * 60_000,
    b"DTSTAMP:00000000T999999Z\n",
])
def test_what_is_odd_in_a_calendar_costs_nothing(inside: bytes) -> None:
    (found,) = replies_in(bomb(inside))
    assert (found.uid, found.sequence, found.attendee) == ("u", 0, "a@b.example")


def test_a_mail_too_large_to_read_is_named(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "MOST_BYTES", 5000)
    photo = mail(reply(output), text="x" * 10_000)
    head = b"X-Calendar: text/calendar\n"
    reading = read_answers(output, ROUND_ID, put(output.parent / "mails", a=head + photo, b=mail(text="y" * 10_000)))
    assert (reading.refused, reading.unrelated) == (["a.eml"], 1)


def test_a_mail_of_outlooks_own_form_is_named(output: Path) -> None:
    mails = put(output.parent / "mails", a=opening.OUTLOOK_MESSAGE + b"text/calendar")
    assert read_answers(output, ROUND_ID, mails).outlook == ["a.eml"]


def nested(depth: int) -> bytes:
    """A mail in a mail in a mail."""
    parts = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (i, i) for i in range(depth))
    return parts + b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n"


@pytest.mark.parametrize("content", [
    nested(3000), b"Content-Type: text/calendar\nContent-Transfer-Encoding: base64\n\n====A",
    b"From: =?x?Q?=ff?= <\xff@\xfe>\nDate: \x00\nContent-Type: text/calendar; charset=zip\n\nBEGIN:VCALENDAR",
    b"Content-Type: multipart/mixed\n\n.ics", b"Content-Disposition: attachment; filename*=x'y'%ff.ics\n\n",
    b"Content-Type: message/rfc822\n\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\xff",
])
def test_broken_mails_are_counted(output: Path, content: bytes) -> None:
    reading = read_answers(output, ROUND_ID, put(output.parent / "mails", a=content))
    assert reading.unrelated + len(reading.unreadable) == 1


PIECES = st.lists(st.sampled_from([
    b"Content-Type: ", b"text/calendar", b"multipart/mixed; boundary=", b"x", b'"', b"\n", b"\n\n", b"\r", b"--x\n",
    b"BEGIN:VCALENDAR\n", b"BEGIN:VEVENT\n", b"METHOD:REPLY\n", b"UID:u\n", b"ATTENDEE;PARTSTAT=ACCEPTED", b":", b";",
    b"END:VEVENT\n", b"DTSTAMP:2027", b"mailto:%ff@", b"\x00", b"\xff\xfe", b"charset=utf-7;", b"=?utf-8?B?", b"=20",
    b"Content-Transfer-Encoding: quoted-printable\n", b"From: ", b"<a@b>", b"Date: Tue, 99 Foo", b"SEQUENCE:\xb2\n",
    b"filename*0=.ics;", b"message/rfc822", b"From x 00:00\n",
]), max_size=30)


@settings(max_examples=300, deadline=None, derandomize=True)
@drawn(PIECES)
def test_no_mail_breaks_it(pieces: list[bytes]) -> None:
    content = b"".join(pieces)
    post = opening.opened(Mail("a", content))
    for calendar in post.calendars if post else (content,):
        list(replies_in(calendar))


def test_no_damage_to_a_reply_breaks_it(output: Path) -> None:
    whole, read = mail(reply(output)), []

    @settings(max_examples=300, deadline=None, derandomize=True)
    @drawn(st.integers(0, len(whole)), st.integers(0, 20), PIECES)
    def demand(at: int, cut: int, pieces: list[bytes]) -> None:
        post = opening.opened(Mail("a", whole[:at] + b"".join(pieces[:3]) + whole[at + cut:]))
        for calendar in post.calendars if post else ():
            for found in replies_in(calendar):
                assert found.partstat in ("ACCEPTED", "TENTATIVE", "DECLINED")
                read.append(found)

    demand()
    assert len(read) > 30
