"""What an invite says, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.invites.school import appointment, daans, read, school, told

if TYPE_CHECKING:
    from pathlib import Path


def test_a_dutch_invitation(tmp_path: Path) -> None:
    told(tmp_path, appointment())
    event = read(tmp_path)
    assert str(event["summary"]) == "Oudergesprek groep 5A"
    assert str(event["location"]) == "De Zandloper, lokaal 12"
    assert str(event["description"]) == (
        "We praten graag met u over Emma (groep 5A).\n\n"
        "Wanneer: dinsdag 2 februari 2027, van 14:30 tot 14:40 uur\n"
        "Met: juf Anja\n"
        "Waar: De Zandloper, lokaal 12\n\n"
        "Kunt u niet? Beantwoord deze uitnodiging, of mail naar gesprekken@zandloper.example."
    )


def test_an_english_invitation_without_an_address(tmp_path: Path) -> None:
    news = told(tmp_path, appointment(), round=school(child_present_from_level=5))
    message = next(message for message in news.messages if message.adult_id == "ali")
    assert message.recipient == ""
    assert message.subject == "Invitation: Parents' conversation group 5A, Tuesday 2 February 2027 at 14:30"
    assert message.body == (
        "Dear Ali Yılmaz,\n\n"
        "We would like to talk with you about Emma (group 5A).\n\n"
        "When: Tuesday 2 February 2027, from 14:30 to 14:40\n"
        "With: juf Anja\n"
        "Where: De Zandloper, room 12\n"
        "Emma comes along to this conversation.\n\n"
        "Can you not make it? Write to gesprekken@zandloper.example.\n\n"
        "Kind regards,\nDe Zandloper"
    )
    assert "attendee" not in read(tmp_path, "ali")


def test_siblings_are_told_apart_by_first_name(tmp_path: Path) -> None:
    told(tmp_path, appointment(), daans())
    assert str(read(tmp_path, "suzanne", "m1")["summary"]) == "Oudergesprek groep 5A, Emma"
    assert str(read(tmp_path, "suzanne", "m2")["summary"]) == "Oudergesprek groep 8, Daan"
    assert str(read(tmp_path, "ali", "m1")["summary"]) == "Parents' conversation group 5A"


@pytest.mark.parametrize(("adult_id", "place", "sentence"), [
    ("suzanne", "Telefonisch, +31 6 12345678",
     "Telefonisch: juf Anja belt u op +31 6 12345678. U hoeft zelf niet te bellen."),
    ("ali", "By telephone", "By telephone: juf Anja will call you. Please tell us on which number: "
                            "write to gesprekken@zandloper.example."),
])
def test_by_telephone_the_invite_says_who_calls(tmp_path: Path, adult_id: str, place: str, sentence: str) -> None:
    told(tmp_path, appointment(modality="phone", adult_ids=(adult_id,)))
    event = read(tmp_path, adult_id)
    assert str(event["location"]) == place
    assert sentence in str(event["description"])


@pytest.mark.parametrize(("adult_id", "place", "sentence"), [
    ("suzanne", "Telefonisch", "Telefonisch: juf Anja belt u samen op, voor één gesprek. Van u hebben we het nummer "
                               "+31 6 12345678. U hoeft zelf niet te bellen."),
    ("ali", "By telephone", "By telephone: juf Anja will call you together, for one conversation. We have no number "
                            "of you: please write it to gesprekken@zandloper.example."),
])
def test_two_who_are_called_together_are_not_each_promised_a_call(
    tmp_path: Path, adult_id: str, place: str, sentence: str
) -> None:
    told(tmp_path, appointment(modality="phone"))
    event = read(tmp_path, adult_id)
    assert str(event["location"]) == place
    assert sentence in str(event["description"])
    assert adult_id == "suzanne" or "12345678" not in str(event["description"]), "nobody reads another's number"


@pytest.mark.parametrize(("modality", "sentence"), [
    ("school", "Emma komt mee naar dit gesprek."), ("phone", "Emma doet mee aan dit gesprek."),
    ("video", "Emma doet mee aan dit gesprek."),
])
def test_a_child_comes_along_to_school_and_takes_part_elsewhere(tmp_path: Path, modality: str, sentence: str) -> None:
    told(tmp_path, appointment(modality=modality), round=school(child_present_from_level=5))
    assert sentence in str(read(tmp_path)["description"]).splitlines()
    assert rf"\n{sentence}" in (tmp_path / "staff" / "anja.ics").read_text().replace("\n ", "")


@pytest.mark.parametrize(("modality", "what"), [("school", "of uw kind meekomt"), ("phone", "of uw kind meedoet")])
def test_a_change_says_whether_the_child_is_there(tmp_path: Path, modality: str, what: str) -> None:
    told(tmp_path, appointment(modality=modality))
    news = told(tmp_path, appointment(modality=modality), round=school(child_present_from_level=5), days=1)
    assert f"Wat verandert: {what}." in next(each.body for each in news.messages if each.adult_id == "suzanne")


def test_by_video_the_invite_says_where_the_link_comes_from(tmp_path: Path) -> None:
    told(tmp_path, appointment(modality="video"))
    assert "Online, met beeldbellen: u krijgt vóór het gesprek een link van school." in read(tmp_path)["description"]


def test_a_change_says_what_it_replaces_and_what_is_different(tmp_path: Path) -> None:
    told(tmp_path, appointment())
    news = told(tmp_path, appointment(start="15:00", room="7", teacher_ids=("anja", "tom")), days=1)
    message = next(message for message in news.messages if message.adult_id == "suzanne")
    assert message.subject == "Gewijzigd: Oudergesprek groep 5A, dinsdag 2 februari 2027 om 15:00 uur"
    assert message.body.split("\n\n")[:2] == [
        "Beste Suzanne van den Berg,",
        "Dit vervangt de eerdere uitnodiging voor dinsdag 2 februari 2027 om 14:30 uur.\n"
        "Wat verandert: de tijd, de plaats en met wie u spreekt.",
    ]
    assert "Met: juf Anja en meester Tom" in message.body


def test_a_cancel_names_nobody_but_the_adult(tmp_path: Path) -> None:
    told(tmp_path, appointment())
    (message, _) = sorted(told(tmp_path, days=1).messages, key=lambda m: m.adult_id, reverse=True)
    assert message.subject == "Vervallen: gesprek op dinsdag 2 februari 2027 om 14:30 uur"
    assert message.body == (
        "Beste Suzanne van den Berg,\n\n"
        "Het gesprek op dinsdag 2 februari 2027 om 14:30 uur gaat niet door. U hoeft niets te doen.\n\n"
        "Hebt u een vraag? Mail naar gesprekken@zandloper.example.\n\n"
        "Met vriendelijke groet,\nDe Zandloper"
    )
    for word in (b"Emma", b"Anja", b"lokaal", b"Ali"):
        assert word not in message.ics


def test_a_teacher_sees_who_comes(tmp_path: Path) -> None:
    told(tmp_path, appointment(teacher_ids=("anja", "tom"), modality="phone"))
    text = (tmp_path / "staff" / "anja.ics").read_text().replace("\n ", "")
    assert "METHOD:PUBLISH" in text
    assert r"SUMMARY:Gesprek Emma\, groep 5A" in text
    assert (r"DESCRIPTION:Over: Emma de Vries\nMet: Ali Yılmaz (telefoonnummer niet bekend)\n"
            r"Met: Suzanne van den Berg (+31 6 12345678)\nSamen met: meester Tom\n"
            r"U belt de ouders samen\, voor één gesprek: op één nummer als ze bij elkaar zijn\, en "
            r"anders op alle nummers tegelijk.") in text


def test_a_teacher_calls_one_parent(tmp_path: Path) -> None:
    told(tmp_path, appointment(adult_ids=("suzanne",), modality="phone"))
    assert r"\nU belt de ouders." in (tmp_path / "staff" / "anja.ics").read_text().replace("\n ", "")
