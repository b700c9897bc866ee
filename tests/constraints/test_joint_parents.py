from __future__ import annotations

from scheduler.constraints.joint_parents import RULE
from scheduler.round import Guardian
from tests.constraints.agreement import assert_same_meetings
from tests.constraints.plans import at, said, unplaced
from tests.rounds import tiny_round


def test_both_parents_in_one_meeting() -> None:
    assert said(RULE, tiny_round(), at("14:30", "p1", ["a1", "a2"])) == []


def test_a_parent_who_is_left_out() -> None:
    assert said(RULE, tiny_round(), at("14:30", "p1", ["a1"])) == [
        (
            "Ouder a2 belongs at the conversation about P1 de Vries, but is left out of it.",
            "Ouder a2 hoort bij het gesprek over P1 de Vries, maar is daar niet bij.",
        )
    ]


def test_a_parent_left_out_of_a_meeting_without_a_place() -> None:
    assert len(said(RULE, tiny_round(), unplaced("p1", ["a2"]))) == 1


def test_who_may_not_be_invited_is_not_missed() -> None:
    ties = [Guardian("p1", "a1"), Guardian("p1", "a2", contact_ban=True), Guardian("p1", "a3", "step", authority=True)]
    assert said(RULE, tiny_round(guardians=ties), at("14:30", "p1", ["a1"])) == []


def test_the_meetings_agree() -> None:
    ties = [Guardian("p1", "a1"), Guardian("p1", "a2", authority=False, consent=True), Guardian("p2", "a2")]
    assert_same_meetings(tiny_round(guardians=ties), "joint_parents")
