from __future__ import annotations

from scheduler.constraints.cutoff import RULE
from tests.constraints.agreement import assert_agreement
from tests.constraints.plans import at, said
from tests.rounds import THURSDAY, minute, tiny_round, window

AFTERNOON_AND_EVENING = [window("14:30", "15:30"), window("18:30", "19:00", THURSDAY, evening=True)]


def test_a_meeting_may_end_at_the_cutoff_and_an_evening_has_none() -> None:
    round = tiny_round(windows=AFTERNOON_AND_EVENING, cutoff_minute=minute("15:00"))
    assert said(RULE, round, at("14:50"), at("18:50", "p1", ["a2"], date=THURSDAY)) == []


def test_a_meeting_that_ends_after_the_cutoff() -> None:
    round = tiny_round(windows=AFTERNOON_AND_EVENING, cutoff_minute=minute("15:00"))
    assert said(RULE, round, at("15:00")) == [
        (
            "The conversation about P1 de Vries on Tue 2 Feb ends at 15:10, after the cutoff of 15:00.",
            "Het gesprek over P1 de Vries op di 2 feb eindigt om 15:10, na de eindtijd van 15:00.",
        )
    ]


def test_a_meeting_outside_every_window() -> None:
    assert said(RULE, tiny_round(), at("15:25")) == [
        (
            "The conversation about P1 de Vries on Tue 2 Feb from 15:25 to 15:35 lies in no window.",
            "Het gesprek over P1 de Vries op di 2 feb van 15:25 tot 15:35 valt buiten alle tijdvakken.",
        )
    ]


def test_a_meeting_between_two_slots() -> None:
    assert said(RULE, tiny_round(), at("14:35")) == [
        (
            "The conversation about P1 de Vries on Tue 2 Feb starts at 14:35, "
            "which is no slot of the window from 14:30.",
            "Het gesprek over P1 de Vries op di 2 feb begint om 14:35, "
            "en dat is geen tijdslot van het tijdvak vanaf 14:30.",
        )
    ]


def test_the_solver_agrees() -> None:
    windows = [window("14:30", "15:00"), window("16:00", "16:20", THURSDAY, evening=True)]
    round = tiny_round({"p1": ["a1"], "p2": ["a2"]}, windows=windows, cutoff_minute=minute("14:50"))
    assert_agreement(round, "cutoff")
