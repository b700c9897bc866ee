"""Wishes in free text: what is plain is understood, everything else is given back."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.imports.wishes import understood
from scheduler.round import clock

DATES = [dt.date(2026, 11, 17), dt.date(2026, 11, 19), dt.date(2027, 2, 2)]
WEEK = ["ma", "di", "wo", "do", "vr", "za", "zo"]

PLAIN = {
    "liefst na 16u": ["preferred 16:00-24:00"],
    "niet op woensdag": ["unavailable wo"],
    "alleen 's ochtends": ["unavailable 12:00-24:00"],
    "kan niet op 2 februari": ["unavailable 2027-02-02"],
    "na half 4": ["preferred 15:30-24:00"],
    "Liefst dinsdag na 16.00 uur, niet op do": ["preferred di 16:00-24:00", "unavailable do"],
    "vanaf 15u30 i.v.m. werk, alvast bedankt!": ["preferred 15:30-24:00"],
    "tussen kwart over 3 en 4 uur": ["preferred 15:15-16:00"],
    "voor kwart voor 5": ["preferred 00:00-16:45"],
    "maandag of dinsdag": ["preferred ma", "preferred di"],
    "wo niet": ["unavailable wo"],
    "dinsdagmiddag": ["preferred di 12:00-18:00"],
    "wij kunnen niet voor 15:00": ["unavailable 00:00-15:00"],
    "17-11 niet": ["unavailable 2026-11-17"],
    "donderdag, na 16 uur": ["preferred do 16:00-24:00"],
    "Voorkeur: dinsdag": ["preferred di"],
    "vanaf half vijf": ["preferred 16:30-24:00"],
    "kan op woensdag niet": ["unavailable wo"],
    "niet op maandag, woensdag": ["unavailable ma", "unavailable wo"],
    "maandag t/m woensdag": ["preferred ma", "preferred di", "preferred wo"],
    "elke dag na 16:00": ["preferred 16:00-24:00"],
    "n.v.t.": [],
    "maakt ons niet uit": [],
    "geen voorkeur": [],
    "": [],
}
WORDS = ["niet", "liefst", "alleen", "op", "na", "voor", "tussen", "en", "half", "kwart", "over", "di", "woensdag",
         "'s", "middags", "16u", "4", "2-2", "31", "feb", ",", ".", ";", "99:99", "0"]
UNCLEAR = ["liever niet op maandag", "na 8 uur", "om 16u", "op di 3 februari", "maandag en dinsdag na 16u",
           "dinsdagmiddag en donderdag", "graag met de ib'er erbij", "na het werk", "kan niet op 31-2", "na 25u",
           "niet", "alleen met moeder", "ma, di en do na 15u", "niet op woensdag, na 16u", "dinsdag 17 nov. 16.30u",
           "vader kan niet op maandag", "graag direct na tim"]


def _words(row):
    day = str(row.date or "") or (WEEK[row.weekday] if row.weekday is not None else "")
    span = f"{clock(row.start_minute)}-{clock(row.end_minute)}"
    return " ".join(part for part in (row.kind, day, "" if span == "00:00-24:00" else span) if part)


@pytest.mark.parametrize("text", PLAIN)
def test_plain(text):
    wish = understood(text, DATES)
    assert [_words(row) for row in wish.rows] == PLAIN[text]
    assert wish.unclear == ()
    assert not wish.siblings


@pytest.mark.parametrize("text", UNCLEAR)
def test_unclear_is_given_back_whole(text):
    wish = understood(text, DATES)
    assert (wish.rows, wish.unclear) == ((), (text,))


def test_only_takes_all_the_rest_away():
    wish = understood("kan alleen op dinsdag na half 5", [])
    assert {_words(row) for row in wish.rows} == {f"unavailable {day}" for day in WEEK if day != "di"} | {
        "unavailable di 00:00-16:30"}


def test_only_a_date_takes_the_other_dates_of_the_round():
    assert [_words(row) for row in understood("alleen op 17 november", DATES).rows] == [
        "unavailable 2026-11-19", "unavailable 2027-02-02"]


@pytest.mark.parametrize("text", ["samen met zusje", "Graag aansluitend op het gesprek van broertje Tim",
                                  "achter elkaar met de andere kinderen", "Samen met zusje Noor uit groep 3",
                                  "Graag aansluitend aan het gesprek van Élif"])
def test_siblings(text):
    wish = understood(text, DATES, ["Elif"])
    assert wish.siblings
    assert (wish.rows, wish.unclear) == ((), ())


def test_a_letter_is_left_to_a_person():
    assert understood("niet op ma, " * 40, DATES).unclear == ("niet op ma, " * 40,)


def test_date_without_known_year_is_unclear():
    assert understood("niet op 2 februari", []).unclear == ("niet op 2 februari",)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join))
def test_any_words_are_understood_or_given_back(text):
    wish = understood(text, DATES)
    assert all(row.start_minute < row.end_minute for row in wish.rows)
    if not wish.rows and text.strip(" ,.;") and "alleen" not in text:
        assert wish.unclear
