"""A reminder two school days before: one per adult and date, once, and never of what has only just been told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from scheduler.mail.reminders import due_from
from tests.invites.school import appointment, daans, school
from tests.mail.office import ALI, SUZANNE, TODAY, published, rows, sent
from tests.mail.post_office import Conduct, post_office
from tests.rounds import THURSDAY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.mail.post_office import Received

FRIDAY_BEFORE, MONDAY_BEFORE, THE_DAY = 18, 21, 22
"""Days after the first Monday; the appointments are on Tuesday 2 February."""


def reminders(conduct: Conduct) -> list[Received]:
    """The mails without a calendar part."""
    return [mail for mail in conduct.received
            if "text/calendar" not in {part.get_content_type() for part in mail.message.walk()}]


@pytest.mark.parametrize(("date", "day"), [
    (dt.date(2027, 2, 1), dt.date(2027, 1, 28)), (dt.date(2027, 2, 2), dt.date(2027, 1, 29)),
    (dt.date(2027, 2, 3), dt.date(2027, 2, 1)), (dt.date(2027, 2, 5), dt.date(2027, 2, 3)),
    (dt.date(2027, 2, 6), dt.date(2027, 2, 4)), (dt.date(2027, 2, 7), dt.date(2027, 2, 4)),
])
def test_two_school_days_before(date: dt.date, day: dt.date) -> None:
    assert due_from(date) == day


@pytest.mark.parametrize(("days", "count"), [
    (0, 0), (FRIDAY_BEFORE - 1, 0), (FRIDAY_BEFORE, 2), (FRIDAY_BEFORE + 1, 2), (MONDAY_BEFORE, 2), (THE_DAY, 0),
    (THE_DAY + 1, 0),
])
def test_from_that_day_until_the_day_before(tmp_path: Path, days: int, count: int) -> None:
    conduct = Conduct()
    published(tmp_path)
    with post_office(conduct) as port:
        sent(tmp_path, port)
        assert len(sent(tmp_path, port, days=days, remind=True).reminders.sent) == count
        assert sent(tmp_path, port, days=days + 1, remind=True).reminders.sent == [] or days + 1 == FRIDAY_BEFORE
    assert len(reminders(conduct)) == (count or 2 * (days + 1 == FRIDAY_BEFORE))


def test_one_mail_for_all_of_a_date_without_a_calendar_part(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path)
    with post_office(conduct) as port:
        sent(tmp_path, port)
        sent(tmp_path, port, days=FRIDAY_BEFORE, remind=True)
    ali, suzanne = reminders(conduct)
    assert (ali.recipients, suzanne.recipients) == ((ALI,), (SUZANNE,))
    assert [part.get_content_type() for part in suzanne.message.walk()] == [
        "multipart/alternative", "text/plain", "text/html"]
    assert suzanne.subject == "Herinnering: uw 2 gesprekken op dinsdag 2 februari 2027, het eerste om 14:30 uur"
    assert suzanne.part("text/plain").decode().splitlines() == [
        "Beste Suzanne van den Berg,", "",
        "Dit is een herinnering aan uw 2 gesprekken op dinsdag 2 februari 2027:", "",
        "Van 14:30 tot 14:40 uur: Oudergesprek groep 5A, Emma", "Met: juf Anja", "Waar: De Zandloper, lokaal 12", "",
        "Van 14:40 tot 14:50 uur: Oudergesprek groep 8, Daan", "Met: meester Tom", "Waar: De Zandloper, Aula", "",
        "Kunt u niet? Mail naar gesprekken@zandloper.example.", "",
        "Met vriendelijke groet,", "De Zandloper"]
    assert ali.subject == "Reminder: your conversation on Tuesday 2 February 2027 at 14:30"
    assert ali.message["date"].datetime.date() == TODAY + dt.timedelta(days=FRIDAY_BEFORE)


@pytest.mark.parametrize(("modality", "said"), [
    ("school", ["Met: juf Anja", "Waar: De Zandloper, lokaal 12", "Emma komt mee naar dit gesprek."]),
    ("phone", ["Met: juf Anja", "Telefonisch: juf Anja belt u op +31 6 12345678. U hoeft zelf niet te bellen.",
               "Emma doet mee aan dit gesprek."]),
])
def test_it_says_who_calls_whom_and_that_the_child_is_there(tmp_path: Path, modality: str, said: list[str]) -> None:
    conduct = Conduct()
    published(tmp_path, appointment(adult_ids=("suzanne",), modality=modality),
              round=school(child_present_from_level=5))
    with post_office(conduct) as port:
        sent(tmp_path, port)
        sent(tmp_path, port, days=FRIDAY_BEFORE, remind=True)
    (suzanne,) = reminders(conduct)
    assert suzanne.part("text/plain").decode().splitlines()[4:8] == [
        "Van 14:30 tot 14:40 uur: Oudergesprek groep 5A", *said]


def test_another_date_has_a_reminder_of_its_own(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path, appointment(), daans(date=THURSDAY))
    with post_office(conduct) as port:
        sent(tmp_path, port)
        for days in range(FRIDAY_BEFORE - 1, THE_DAY + 3):
            sent(tmp_path, port, days=days, remind=True)
    assert [(mail.recipients[0], mail.message["date"].datetime.day) for mail in reminders(conduct)] == [
        (ALI, 29), (SUZANNE, 29), (SUZANNE, 2)]


def test_who_has_only_just_been_told_is_not_reminded(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path, appointment())
    with post_office(conduct) as port:
        sent(tmp_path, port, days=FRIDAY_BEFORE, remind=True)
        sent(tmp_path, port, days=MONDAY_BEFORE, remind=True)
    assert (len(conduct.received), reminders(conduct)) == (2, [])


def test_a_change_that_could_not_be_told_is_not_reminded_of(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path, appointment())
    with post_office(conduct) as port:
        sent(tmp_path, port)
        published(tmp_path, appointment(start="15:00"), days=1)
        conduct.replies = {SUZANNE: "450 busy"}
        sent(tmp_path, port, days=FRIDAY_BEFORE - 1, remind=True)
        sent(tmp_path, port, days=FRIDAY_BEFORE, remind=True)
    assert [mail.recipients for mail in reminders(conduct)] == [(ALI,)]
    assert "15:00" in reminders(conduct)[0].subject


def test_a_change_that_was_changed_back_before_it_was_told_is_reminded_of(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path, appointment())
    with post_office(conduct) as port:
        sent(tmp_path, port)
        published(tmp_path, appointment(start="15:00"), days=1)
        published(tmp_path, appointment(), days=2)
        posted = sent(tmp_path, port, days=FRIDAY_BEFORE, remind=True)
    assert (posted.mails.sent, len(posted.reminders.sent)) == ([], 2)
    assert [mail.recipients for mail in reminders(conduct)] == [(ALI,), (SUZANNE,)]
    assert all("14:30" in mail.subject for mail in reminders(conduct))


def test_a_cancelled_appointment_is_not_reminded_of(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path)
    with post_office(conduct) as port:
        sent(tmp_path, port)
        published(tmp_path, daans(), days=1)
        sent(tmp_path, port, days=FRIDAY_BEFORE, remind=True)
    assert [mail.subject for mail in reminders(conduct)] == [
        "Herinnering: uw gesprek op dinsdag 2 februari 2027 om 14:40 uur"]


def test_a_refused_reminder_is_due_again_and_one_in_doubt_is_not(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path)
    with post_office(conduct) as port:
        sent(tmp_path, port)
        conduct.replies, conduct.breaks = {SUZANNE: "450 busy"}, {"TAKEN": 1}
        assert sent(tmp_path, port, days=FRIDAY_BEFORE, remind=True).kept == 1
        conduct.replies = {}
        sent(tmp_path, port, days=MONDAY_BEFORE, remind=True)
    assert [mail.recipients for mail in reminders(conduct)] == [(ALI,), (SUZANNE,)]


def test_nobody_without_an_address_is_reminded(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path, appointment(), round=school())
    with post_office(conduct) as port:
        sent(tmp_path, port)
        sent(tmp_path, port, days=FRIDAY_BEFORE, remind=True)
    assert [mail.recipients for mail in reminders(conduct)] == [(SUZANNE,)]
    assert len(rows(tmp_path / "telephone.csv")) == 1
