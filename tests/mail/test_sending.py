"""What is sent, what is not, and that nothing is lost, doubled or out of order when things go wrong on the way."""

from __future__ import annotations

import contextlib
import datetime as dt
import select
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scheduler.files import OWNER_ONLY
from scheduler.mail import delivery
from scheduler.mail.delivery import ByServer, Pace
from scheduler.mail.parcels import MessageParcel
from scheduler.problems import BadInput
from tests.invites.school import MONDAY, appointment, daans, school, told, tree
from tests.mail.office import ALI, SUZANNE, by_server, published, rows, sent, with_addresses
from tests.mail.post_office import Conduct, post_office
from tests.rounds import adult

if TYPE_CHECKING:
    from pathlib import Path


def left(output: Path) -> list[tuple[str, str, str]]:
    """What the list of unsent mails says: who, what state, which refusal."""
    return [(row["adult_id"], row["state"], row["refusal"]) for row in rows(output / "unsent.csv")]


def test_what_was_sent_is_not_sent_again(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path)
    with post_office(conduct) as port:
        assert len(sent(tmp_path, port).mails.sent) == 3
        before = tree(tmp_path)
        again = sent(tmp_path, port, days=1)
    assert (again.mails.sent, again.kept, again.trouble) == ([], 0, None)
    assert len(conduct.received) == 3
    assert tree(tmp_path) == before
    assert not (tmp_path / "unsent.csv").exists()


def test_an_invite_that_was_overtaken_before_it_was_sent_is_not(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path)
    published(tmp_path, appointment(start="15:00"), days=1)
    with post_office(conduct) as port:
        sent(tmp_path, port, days=1)
    assert [(mail.recipients[0], mail.subject) for mail in conduct.received] == [
        (ALI, "Invitation: Parents' conversation group 5A, Tuesday 2 February 2027 at 15:00"),
        (SUZANNE, "Uitnodiging: Oudergesprek groep 5A, dinsdag 2 februari 2027 om 15:00 uur")]
    assert "vervangt" not in conduct.received[1].part("text/plain").decode()
    assert b"SEQUENCE:1\r\n" in conduct.received[1].part("text/calendar")


def test_two_changes_are_told_as_one_from_what_was_read_last(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path, appointment())
    with post_office(conduct) as port:
        sent(tmp_path, port)
        published(tmp_path, appointment(start="15:00"), days=1)
        published(tmp_path, appointment(start="15:00", room="7"), days=2)
        sent(tmp_path, port, days=2)
    text = conduct.received[-1].part("text/plain").decode()
    assert len(conduct.received) == 4
    assert "Dit vervangt de eerdere uitnodiging voor dinsdag 2 februari 2027 om 14:30 uur." in text
    assert "Wat verandert: de tijd en de plaats." in text


def test_there_and_back_again_is_no_news(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path, appointment())
    with post_office(conduct) as port:
        sent(tmp_path, port)
        published(tmp_path, appointment(start="15:00"), days=1)
        published(tmp_path, appointment(), days=2)
        assert sent(tmp_path, port, days=2).mails.sent == []
        published(tmp_path, appointment(start="15:20"), days=3)
        sent(tmp_path, port, days=3)
    assert len(conduct.received) == 4
    assert "14:30" in conduct.received[-1].part("text/plain").decode()
    assert b"SEQUENCE:3\r\n" in conduct.received[-1].part("text/calendar")


def test_a_cancel_after_an_unsent_change_takes_back_what_was_read(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path, appointment())
    with post_office(conduct) as port:
        sent(tmp_path, port)
        published(tmp_path, appointment(start="15:00"), days=1)
        published(tmp_path, daans(), days=2)
        sent(tmp_path, port, days=2)
    assert [mail.subject for mail in conduct.received[2:]] == [
        "Cancelled: conversation on Tuesday 2 February 2027 at 14:30",
        "Vervallen: gesprek op dinsdag 2 februari 2027 om 14:30 uur",
        "Uitnodiging: Oudergesprek groep 8, dinsdag 2 februari 2027 om 14:40 uur"]


def test_a_banned_adult_who_was_not_yet_told_hears_nothing(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path)
    without = school(families={"p1": ["ali"]}, adults=[adult("ali")], pupils=school().pupils)
    published(tmp_path, appointment(adult_ids=("ali",)), round=without, days=1)
    with post_office(conduct) as port:
        sent(tmp_path, port, days=1)
    assert conduct.addresses() == [ALI]


def test_a_banned_adult_who_was_told_gets_the_cancel_and_nobody_else_hears(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path, appointment())
    without = school(families={"p1": ["ali"]}, adults=[with_addresses().adult["ali"]], pupils=school().pupils)
    with post_office(conduct) as port:
        sent(tmp_path, port)
        published(tmp_path, appointment(adult_ids=("ali",)), round=without, days=1)
        sent(tmp_path, port, days=1)
    assert conduct.addresses() == [ALI, SUZANNE, SUZANNE]
    assert b"METHOD:CANCEL" in conduct.received[-1].part("text/calendar")


def test_a_new_address_after_a_refusal_gets_the_invitation(tmp_path: Path) -> None:
    conduct = Conduct(replies={SUZANNE: "550 5.1.1 no such user"})
    published(tmp_path, appointment())
    moved = (adult("suzanne", email="new@post.example"), with_addresses().adult["ali"])
    round = replace(with_addresses(), adults=moved)
    with post_office(conduct) as port:
        sent(tmp_path, port)
        published(tmp_path, appointment(), round=round, days=1)
        posted = sent(tmp_path, port, days=1)
    assert conduct.addresses() == [ALI, "new@post.example"]
    assert conduct.received[-1].subject.startswith("Uitnodiging")
    assert (posted.refused, left(tmp_path)) == ((), [])


@pytest.mark.parametrize("reply", ["550 5.1.1 no such user", "450 4.2.1 mailbox busy", "552 5.2.2 over quota"])
@pytest.mark.parametrize("when", ["replies", "after_data"])
def test_a_refused_address_is_listed_and_kept(tmp_path: Path, reply: str, when: str) -> None:
    conduct = Conduct(**{when: {SUZANNE: reply}})
    published(tmp_path)
    with post_office(conduct) as port:
        posted = sent(tmp_path, port)
        assert (conduct.addresses(), posted.refused, posted.kept) == ([ALI], ("suzanne",), 1)
        assert left(tmp_path) == [("suzanne", "geweigerd", reply), ("suzanne", "niet verstuurd", "")]
        assert (tmp_path / "unsent.csv").stat().st_mode & 0o777 == OWNER_ONLY
        conduct.replies = conduct.after_data = {}
        assert sent(tmp_path, port, days=1).refused == ()
    assert conduct.addresses() == [ALI, SUZANNE, SUZANNE]
    assert left(tmp_path) == []
    assert [mail.message["date"].datetime.day for mail in conduct.received] == [11, 12, 12]


def test_an_address_that_was_refused_waits_for_the_others(tmp_path: Path) -> None:
    conduct = Conduct(replies={ALI: "450 busy"})
    published(tmp_path)
    with post_office(conduct) as port:
        sent(tmp_path, port)
        conduct.replies = {}
        published(tmp_path, appointment(), daans("15:00"), days=1)
        sent(tmp_path, port, days=1)
    assert conduct.addresses() == [SUZANNE, SUZANNE, SUZANNE, ALI]


def test_a_server_that_refuses_the_school_is_asked_once(tmp_path: Path) -> None:
    conduct = Conduct(replies={"gesprekken@zandloper.example": "550 5.7.60 not your mailbox"})
    published(tmp_path)
    with post_office(conduct) as port:
        posted = sent(tmp_path, port)
    assert (posted.refused, posted.kept, conduct.heard) == (("ali",), 2, [])
    assert left(tmp_path)[0] == ("ali", "geweigerd", "550 5.7.60 not your mailbox")


def test_a_server_that_refuses_everything_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "MOST_REFUSALS", 2)
    conduct = Conduct(after_data={SUZANNE: "554 spam", ALI: "554 spam"})
    published(tmp_path)
    with post_office(conduct) as port:
        posted = sent(tmp_path, port)
    assert posted.trouble is not None
    assert posted.trouble.message.startswith("{host} refused {count} mails in a row.")
    assert posted.trouble.fields == {"host": "127.0.0.1", "count": 2}
    assert (len(posted.mails.refused), posted.kept) == (2, 1)


def notice_breaks(monkeypatch: pytest.MonkeyPatch, conduct: Conduct, way: ByServer) -> None:
    """Before the last line of a mail, wait for the news that the server broke off amid the mail, if it did."""
    enter = MessageParcel.goes

    def attentively(parcel: MessageParcel, now: dt.datetime) -> None:
        enter(parcel, now)
        if conduct.cutting:
            conduct.cutting = False
            assert way.server._connection is not None
            assert select.select([way.server._connection.sock], [], [], 5)[0]

    monkeypatch.setattr(MessageParcel, "goes", attentively)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "BODY"])
def test_a_connection_that_drops_before_the_end_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    conduct = Conduct(breaks={step: 2})
    published(tmp_path)
    with post_office(conduct) as port:
        way = by_server(port)
        notice_breaks(monkeypatch, conduct, way)
        posted = sent(tmp_path, way)
    assert conduct.addresses() == [ALI, SUZANNE, SUZANNE]
    assert (posted.doubtful, posted.trouble) == ((), None)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "BODY"])
def test_a_connection_that_keeps_dropping_stops_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    conduct = Conduct(breaks={step: 3})
    published(tmp_path)
    with post_office(conduct) as port:
        way = by_server(port)
        notice_breaks(monkeypatch, conduct, way)
        posted = sent(tmp_path, way)
        assert posted.trouble is not None
        assert posted.trouble.message == "The connection to {host} broke {count} times in a row. Try again later."
        assert (posted.kept, posted.doubtful, conduct.received) == (3, (), [])
        assert left(tmp_path) == [(who, "niet verstuurd", "") for who in ("ali", "suzanne", "suzanne")]
        assert len(sent(tmp_path, port).mails.sent) == 3
    assert conduct.addresses() == [ALI, SUZANNE, SUZANNE]


def test_a_mail_in_doubt_is_told_of_and_sent_again_only_if_asked(tmp_path: Path) -> None:
    conduct = Conduct(breaks={"TAKEN": 1})
    published(tmp_path, daans("14:30"), replace(daans("14:50"), meeting_id="m3"), appointment(start="15:10"))
    with post_office(conduct) as port:
        posted = sent(tmp_path, port)
        assert conduct.addresses() == [ALI, SUZANNE, SUZANNE, SUZANNE]
        assert posted.doubtful == ("ali",)
        assert left(tmp_path) == [("ali", "misschien aangekomen", "")]
        assert sent(tmp_path, port, days=1).doubtful == ("ali",)
        assert len(conduct.received) == 4
        assert sent(tmp_path, port, days=2, again=True).doubtful == ()
    assert conduct.addresses()[4:] == [ALI]
    assert conduct.received[0] == conduct.received[4]
    assert left(tmp_path) == []


def test_nothing_follows_a_mail_in_doubt_to_the_same_adult(tmp_path: Path) -> None:
    conduct = Conduct(breaks={"TAKEN": 1})
    published(tmp_path, daans("14:30"), replace(daans("14:50"), meeting_id="m3"))
    with post_office(conduct) as port:
        posted = sent(tmp_path, port)
        assert (conduct.addresses(), posted.kept) == ([SUZANNE], 1)
        published(tmp_path, daans("15:00"), replace(daans("14:50"), meeting_id="m3"), days=1)
        posted = sent(tmp_path, port, days=1)
    assert (conduct.addresses(), posted.doubtful) == ([SUZANNE] * 3, ())
    assert conduct.received[2].subject.startswith("Gewijzigd")


def test_what_is_refused_the_second_time_stays_in_doubt(tmp_path: Path) -> None:
    conduct = Conduct(breaks={"TAKEN": 1})
    published(tmp_path, daans())
    with post_office(conduct) as port:
        sent(tmp_path, port)
        conduct.replies = {SUZANNE: "450 busy"}
        assert sent(tmp_path, port, days=1, again=True).doubtful == ("suzanne",)
    assert left(tmp_path) == [("suzanne", "misschien aangekomen", "450 busy")]


def test_a_lost_ledger_leaves_everything_in_doubt(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path)
    (tmp_path / "ledger.sqlite").unlink()
    with post_office(conduct) as port:
        assert sent(tmp_path, port, days=1).doubtful == ("ali", "suzanne")
        assert conduct.received == []
        assert sent(tmp_path, port, days=1, again=True).doubtful == ()
    assert conduct.addresses() == [ALI, SUZANNE, SUZANNE]


def test_a_message_overtaken_during_the_run_is_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    conduct = Conduct()
    published(tmp_path)
    deliver = delivery.ByServer._deliver

    def and_meanwhile(way: delivery.ByServer, parcel: delivery.Parcel) -> None:
        deliver(way, parcel)
        if len(conduct.received) == 1:
            told(tmp_path, appointment(), daans("15:00"), round=with_addresses(), days=1)

    monkeypatch.setattr(delivery.ByServer, "_deliver", and_meanwhile)
    with post_office(conduct) as port:
        posted = sent(tmp_path, port)
        assert (len(posted.mails.sent), posted.kept) == (2, 0)
        sent(tmp_path, port, days=1)
    assert [mail.subject[:11] for mail in conduct.received] == ["Invitation:", "Uitnodiging", "Uitnodiging"]
    assert "15:00" in conduct.received[2].subject


def test_what_is_about_days_gone_by_stays_unsent(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path, appointment(), daans(date=dt.date(2027, 2, 4)))
    with post_office(conduct) as port:
        posted = sent(tmp_path, port, days=23)
    assert (posted.late, conduct.addresses()) == (2, [SUZANNE])


def test_adults_without_an_address_are_listed_for_the_telephone(tmp_path: Path) -> None:
    conduct = Conduct()
    round = school(adults=[school().adult["suzanne"], replace(school().adult["ali"], phone="+31 6 87654321")])
    with post_office(conduct) as port:
        published(tmp_path, round=round)
        posted = sent(tmp_path, port)
        assert (posted.to_call, posted.newly_to_call, conduct.addresses()) == (("ali",), ("ali",), [SUZANNE, SUZANNE])
        (row,) = rows(tmp_path / "telephone.csv")
        assert (row["name"], row["phone"], row["method"], row["language"]) == (
            "Ali Yılmaz", "+31 6 87654321", "REQUEST", "en")
        assert "14:30" in row["subject"]
        assert (tmp_path / "telephone.csv").stat().st_mode & 0o777 == OWNER_ONLY
        published(tmp_path, daans(), round=round, days=1)
        posted = sent(tmp_path, port, days=1)
        assert posted.newly_to_call == ("ali",)
        assert sent(tmp_path, port, days=2).newly_to_call == ()
    assert [(row["method"], row["listed_at"][:10]) for row in rows(tmp_path / "telephone.csv")] == [
        ("CANCEL", "2027-01-12")]


def test_who_was_called_stays_listed_while_what_was_said_holds_again(tmp_path: Path) -> None:
    with post_office(Conduct()) as port:
        published(tmp_path, appointment(), round=school())
        sent(tmp_path, port)
        listed = (tmp_path / "telephone.csv").read_bytes()
        published(tmp_path, appointment(start="15:00"), round=school(), days=1)
        published(tmp_path, appointment(), round=school(), days=2)
        posted = sent(tmp_path, port, days=2)
    assert (posted.to_call, posted.newly_to_call) == (("ali",), ())
    assert (tmp_path / "telephone.csv").read_bytes() == listed


def test_who_was_never_called_need_not_be_called_off(tmp_path: Path) -> None:
    published(tmp_path, round=school())
    published(tmp_path, daans(), round=school(), days=1)
    with post_office(Conduct()) as port:
        assert sent(tmp_path, port, days=1).to_call == ()
    assert not (tmp_path / "telephone.csv").exists()


def test_a_slow_server_is_waited_for(tmp_path: Path) -> None:
    conduct = Conduct(seconds=0.05)
    published(tmp_path)
    with post_office(conduct) as port:
        sent(tmp_path, port)
    assert conduct.addresses() == [ALI, SUZANNE, SUZANNE]


def test_mails_go_no_faster_than_asked() -> None:
    time, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        time[0] += seconds

    pace = Pace(30, sleep=sleep, monotonic=lambda: time[0])
    pace.wait()
    time[0] += 0.5
    pace.wait()
    pace.wait()
    time[0] += 60
    pace.wait()
    assert slept == [1.5, 2.0]


def test_progress_is_told(tmp_path: Path) -> None:
    from scheduler.mail.posting import Wanted, post
    from tests.mail.office import TODAY

    published(tmp_path)
    lines: list[str] = []
    with post_office(Conduct()) as port:
        way = by_server(port)
        with way.server:
            post(tmp_path, way, Wanted(TODAY), say=lines.append)
    assert lines == ["Mail 1 van 3 …", "Mail 2 van 3 …", "Mail 3 van 3 …"]


def test_who_is_banned_leaves_the_lists_with_the_publication(tmp_path: Path) -> None:
    conduct = Conduct(replies={SUZANNE: "450 busy"})
    published(tmp_path, appointment(), round=school())
    with post_office(conduct) as port:
        sent(tmp_path, port)
    assert [row["adult_id"] for row in rows(tmp_path / "telephone.csv") + rows(tmp_path / "unsent.csv")] == [
        "ali", "suzanne"]
    nobody = school(families={"p1": ["new"]}, adults=[adult("new")], pupils=school().pupils)
    published(tmp_path, appointment(adult_ids=("new",)), round=nobody, days=1)
    assert not (tmp_path / "telephone.csv").exists()
    assert left(tmp_path) == [("new", "niet verstuurd", "")]


def test_a_line_break_in_an_address_goes_nowhere(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path, appointment())
    with contextlib.closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as connection, connection:
        connection.execute("UPDATE messages SET recipient = ? WHERE adult_id = 'suzanne'",
                           ("a@post.example\r\nBcc: b@post.example",))
    with post_office(conduct) as port:
        assert sent(tmp_path, port).refused == ("suzanne",)
    assert conduct.addresses() == [ALI]
    assert left(tmp_path) == [("suzanne", "geweigerd", "553 line break in an address")]


def test_a_clock_that_went_back_dates_no_mail_before_its_publication(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path, daans(), days=5)
    with post_office(conduct) as port:
        sent(tmp_path, port)
    assert conduct.received[0].message["date"].datetime == MONDAY + dt.timedelta(days=5)


def test_a_ledger_of_a_newer_version_sends_nothing(tmp_path: Path) -> None:
    published(tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 99")
    with post_office(Conduct()) as port, pytest.raises(BadInput) as bad:
        sent(tmp_path, port)
    assert bad.value.problems[0].sentence("en") == (
        "A newer version of this program wrote the ledger. Use that version.")
