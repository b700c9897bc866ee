from __future__ import annotations

from scheduler.constraints.audience import RULE
from scheduler.round import Guardian, Request
from tests.constraints.agreement import assert_same_meetings
from tests.constraints.plans import at, said, unplaced
from tests.rounds import tiny_round

FAMILIES = {"p1": ["a1"], "p2": ["a2"]}


def test_everyone_placed_or_unplaced() -> None:
    assert said(RULE, tiny_round(FAMILIES), at("14:30"), unplaced("p2", ["a2"])) == []


def test_a_forgotten_pupil() -> None:
    assert said(RULE, tiny_round(FAMILIES), at("14:30")) == [
        (
            "P2 de Vries should have a conversation, but is neither in the plan nor among the unplaced.",
            "P2 de Vries hoort een gesprek te hebben, maar staat niet in het rooster en niet bij de niet-geplaatste "
            "gesprekken.",
        )
    ]


def test_a_pupil_for_whom_nobody_may_be_invited() -> None:
    ties = [Guardian("p1", "a1"), Guardian("p2", "a2", contact_ban=True)]
    assert said(RULE, tiny_round(guardians=ties), at("14:30")) == []


def test_a_conversation_that_nobody_requested() -> None:
    round = tiny_round(FAMILIES, audience="requested", requests=(Request("p1"),))
    assert said(RULE, round, at("14:30")) == []
    assert said(RULE, round, at("14:30"), at("14:40", "p2", ["a2"])) == [
        (
            "There is a conversation about P2 de Vries, but nobody requested one.",
            "Er is een gesprek over P2 de Vries, maar niemand heeft daarom gevraagd.",
        )
    ]


def test_the_same_conversation_twice() -> None:
    assert said(RULE, tiny_round({"p1": ["a1"]}), at("14:30"), unplaced()) == [
        ("The conversation about P1 de Vries is there 2 times.", "Het gesprek over P1 de Vries staat er 2 keer.")
    ]


def test_as_long_as_was_asked() -> None:
    round = tiny_round({"p1": ["a1"]}, requests=(Request("p1", minutes=20),))
    assert said(RULE, round, at("14:30", minutes=20)) == []
    assert said(RULE, round, at("14:30")) == [
        (
            "The conversation about P1 de Vries on Tue 2 Feb at 14:30 takes 10 minutes; it should take 20.",
            "Het gesprek over P1 de Vries op di 2 feb om 14:30 duurt 10 minuten; het hoort er 20 te duren.",
        )
    ]


def test_in_the_way_that_was_asked() -> None:
    round = tiny_round({"p1": ["a1"]}, requests=(Request("p1", modality="phone"),))
    assert said(RULE, round, at("14:30", modality="phone")) == []
    assert said(RULE, round, at("14:30")) == [
        (
            "The conversation about P1 de Vries on Tue 2 Feb at 14:30 is at school; asked for is by telephone.",
            "Het gesprek over P1 de Vries op di 2 feb om 14:30 is op school; gevraagd is telefonisch.",
        )
    ]


def test_the_meetings_agree() -> None:
    assert_same_meetings(tiny_round(FAMILIES), "audience")
    assert_same_meetings(tiny_round(FAMILIES, audience="requested", requests=(Request("p2"),)), "audience")
