"""Every mail that arrives: to one adult only, in that adult's language, with the invite that lies in the folder."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.mail.mail import Mail
from tests.invites.school import MONDAY, Calendar, appointment
from tests.mail.office import ALI, SUZANNE, published, sent, with_addresses
from tests.mail.post_office import Conduct, Received, post_office

if TYPE_CHECKING:
    from pathlib import Path

SCHOOL = "gesprekken@zandloper.example"


@pytest.fixture(scope="module")
def arrived(tmp_path_factory: pytest.TempPathFactory) -> list[Received]:
    """What arrived of a first publication, and of a second: Emma's is moved, Daan's is off."""
    conduct, output = Conduct(), tmp_path_factory.mktemp("output")
    with post_office(conduct) as port:
        published(output)
        sent(output, port)
        published(output, appointment(start="15:00"), days=1)
        sent(output, port, days=1)
    return conduct.received


def mailboxes(mail: Received, header: str) -> list[tuple[str, str]]:
    return [(one.display_name, one.addr_spec) for one in mail.message[header].addresses]


def test_everyone_gets_each_message_once_and_in_order(arrived: list[Received]) -> None:
    assert [(mail.recipients, mail.subject) for mail in arrived] == [
        ((ALI,), "Invitation: Parents' conversation group 5A, Tuesday 2 February 2027 at 14:30"),
        ((SUZANNE,), "Uitnodiging: Oudergesprek groep 5A, Emma, dinsdag 2 februari 2027 om 14:30 uur"),
        ((SUZANNE,), "Uitnodiging: Oudergesprek groep 8, Daan, dinsdag 2 februari 2027 om 14:40 uur"),
        ((ALI,), "Changed: Parents' conversation group 5A, Tuesday 2 February 2027 at 15:00"),
        ((SUZANNE,), "Vervallen: gesprek op dinsdag 2 februari 2027 om 14:40 uur"),
        ((SUZANNE,), "Gewijzigd: Oudergesprek groep 5A, dinsdag 2 februari 2027 om 15:00 uur"),
    ]


def test_a_mail_is_built_as_calendar_programs_expect(arrived: list[Received]) -> None:
    for mail in arrived:
        message = mail.message
        assert [part.get_content_type() for part in message.walk()] == [
            "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics"]
        assert not any(part.defects for part in message.walk())
        calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
        method = "CANCEL" if "Vervallen" in mail.subject else "REQUEST"
        assert dict(calendar["content-type"].params) == {"method": method, "charset": "utf-8"}
        assert calendar["content-transfer-encoding"] == "base64"
        assert [part.get_filename() for part in message.iter_attachments()] == ["invite.ics"]
        assert mail.content.isascii()
        assert max(map(len, mail.content.splitlines())) <= 998


def test_it_comes_from_the_school_and_goes_to_one_person(arrived: list[Received]) -> None:
    names = {ALI: "Ali Yılmaz", SUZANNE: "Suzanne van den Berg"}
    for mail in arrived:
        assert mail.sender == SCHOOL
        (recipient,) = mail.recipients
        assert mailboxes(mail, "from") == [("De Zandloper", SCHOOL)]
        assert mailboxes(mail, "to") == [(names[recipient], recipient)]
        assert not {"cc", "bcc", "reply-to", "sender"} & {name.lower() for name in mail.message}


def test_the_text_and_the_page_say_the_same_in_the_adults_language(arrived: list[Received]) -> None:
    text = arrived[3].part("text/plain").decode()
    assert text.splitlines() == [
        "Dear Ali Yılmaz,", "",
        "This replaces the earlier invitation for Tuesday 2 February 2027 at 14:30.", "What changes: the time.", "",
        "We would like to talk with you about Emma (group 5A).", "",
        "When: Tuesday 2 February 2027, from 15:00 to 15:10", "With: juf Anja", "Where: De Zandloper, room 12", "",
        "Can you not make it? Answer this invitation, or write to gesprekken@zandloper.example.", "",
        "Kind regards,", "De Zandloper"]
    for mail in arrived:
        page = mail.part("text/html").decode()
        assert f'<html lang="{"en" if mail.recipients == (ALI,) else "nl"}">' in page
        said = html.unescape(re.sub(r"<[^>]*>", " ", page)).split()
        title = mail.subject.split()
        assert said == [*title, *mail.part("text/plain").decode().split()]


def test_both_calendar_parts_are_the_file_in_the_folder(tmp_path: Path) -> None:
    conduct = Conduct()
    published(tmp_path)
    with post_office(conduct) as port:
        sent(tmp_path, port)
    files = [tmp_path / "invites" / path for path in ("ali/m1.ics", "suzanne/m1.ics", "suzanne/m2.ics")]
    for mail, file in zip(conduct.received, files, strict=True):
        assert mail.part("text/calendar") == mail.part("application/ics") == file.read_bytes()


def test_whoever_takes_the_mails_in_order_has_the_plan_in_the_calendar(arrived: list[Received]) -> None:
    for address, events in ((ALI, 1), (SUZANNE, 1)):
        calendar = Calendar()
        for mail in arrived:
            if mail.recipients == (address,):
                calendar.receive(mail.part("text/calendar"))
        assert len(calendar.events) == events
        assert [start.hour for start in calendar.starts()] == [15]


def test_nobody_reads_of_anybody_else(arrived: list[Received]) -> None:
    strangers = {ALI: ("Suzanne", "Berg", SUZANNE, "12345678"), SUZANNE: ("Ali", "Yılmaz", ALI)}
    for mail in arrived:
        whole = "\n".join([str(mail.message.items()), *(
            part.get_payload(decode=True).decode() for part in mail.message.walk() if not part.is_multipart())])
        assert [sign for sign in strangers[mail.recipients[0]] if sign in whole] == []


def test_the_message_id_is_that_of_the_event_and_its_turn(arrived: list[Received]) -> None:
    identities = [mail.message["message-id"] for mail in arrived]
    assert len(set(identities)) == len(identities)
    for mail, identity in zip(arrived, identities, strict=True):
        event = mail.part("text/calendar").decode()
        uid = event.partition("\nUID:")[2].split("@")[0]
        sequence = event.partition("SEQUENCE:")[2].split()[0]
        assert identity == f"<{uid}.{sequence}@zandloper.example>"


def test_the_date_is_when_it_first_went(arrived: list[Received]) -> None:
    assert [mail.message["date"].datetime.isoformat() for mail in (arrived[0], arrived[3])] == [
        "2027-01-11T11:30:00+00:00", "2027-01-12T11:30:00+00:00"]


def test_a_separated_parent_reads_nothing_of_the_other_party(tmp_path: Path) -> None:
    conduct = Conduct()
    mother = appointment("m8", "14:30", adult_ids=("suzanne",))
    father = appointment("m9", "15:10", adult_ids=("ali",))
    published(tmp_path, mother, father)
    with post_office(conduct) as port:
        sent(tmp_path, port)
        published(tmp_path, mother, replace(father, start_minute=930, end_minute=940), days=1)
        sent(tmp_path, port, days=1)
    assert conduct.addresses() == [ALI, SUZANNE, ALI]
    for mail in conduct.received:
        said = mail.part("text/plain").decode() + mail.part("text/calendar").decode()
        assert ("15:10" in said or "15:30" in said or "T15" in said) == (mail.recipients == (ALI,))


def test_an_address_beyond_ascii(tmp_path: Path) -> None:
    suzanne, ali = with_addresses().adults
    round = replace(with_addresses(), adults=(replace(suzanne, email="suzanne@zandlöper.example"),
                                              replace(ali, email="yılmaz@post.example")))
    published(tmp_path, round=round)
    plain, modern = Conduct(), Conduct()
    with post_office(plain) as port:
        posted = sent(tmp_path, port)
    assert plain.addresses() == ["suzanne@xn--zandlper-r4a.example"] * 2
    assert posted.refused == ("ali",)
    with post_office(modern, enable_SMTPUTF8=True) as port:
        sent(tmp_path, port)
    assert modern.addresses() == ["yılmaz@post.example"]


NAMES = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"])) | st.text(
    'ab .,;:"<>@()[]\\éı=?-', max_size=150)


@given(NAMES, NAMES)
def test_whatever_a_name_holds_there_is_one_recipient(name: str, subject: str) -> None:
    name, subject = " ".join(name.split()), " ".join(subject.split())
    mail = Mail("a1", "m.0@zandloper.example", SCHOOL, name, SUZANNE, name, "nl", subject, "Beste", MONDAY)
    read = Received(SCHOOL, (SUZANNE,), mail.dated(MONDAY).as_bytes())
    ((shown, to),) = mailboxes(read, "to")
    ((shown_from, sender),) = mailboxes(read, "from")
    assert (to, sender) == (SUZANNE, SCHOOL)
    kept = "".join(character for character in name if character not in '"\\^<>@')[:64]
    assert "".join(shown.split()) == "".join(shown_from.split()) == "".join(kept.split())
    assert "".join(read.subject.split()) == "".join(subject.split())


@pytest.mark.parametrize("field", ["recipient", "sender", "subject", "name"])
def test_a_line_break_goes_into_no_header(field: str) -> None:
    mail = Mail("a1", "m.0@zandloper.example", SCHOOL, "School", SUZANNE, "Suzanne", "nl", "Hallo", "Beste", MONDAY)
    hostile = replace(mail, **{field: getattr(mail, field) + "\r\nBcc: all@post.example"})
    if field == "name":
        assert hostile.dated(MONDAY)["bcc"] is None
        assert len(hostile.dated(MONDAY)["to"].addresses) == 1
    else:
        with pytest.raises(ValueError, match=r"CR|linefeed"):
            hostile.dated(MONDAY)


def test_a_mail_made_again_has_the_same_bytes() -> None:
    mail = Mail("a1", "m.0@zandloper.example", SCHOOL, "School", SUZANNE, "Suzanne", "nl", "Hallo", "Beste", MONDAY,
                b"BEGIN:VCALENDAR\r\n", "REQUEST")
    assert mail.dated(MONDAY).as_bytes() == mail.dated(MONDAY).as_bytes()
