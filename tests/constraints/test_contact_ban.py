from __future__ import annotations

from scheduler.constraints.contact_ban import RULE
from scheduler.round import Guardian
from tests.constraints.agreement import assert_agreement, assert_same_meetings
from tests.constraints.plans import at, said, unplaced
from tests.rounds import adult, group, tiny_round, window

TIES = [Guardian("p1", "a1"), Guardian("p1", "a2", consent=True, contact_ban=True), Guardian("p2", "a2")]


def test_banned_for_one_child_only() -> None:
    assert said(RULE, tiny_round(guardians=TIES), at("14:30"), at("14:40", "p2", ["a2"])) == []


def test_a_ban_goes_before_consent() -> None:
    assert said(RULE, tiny_round(guardians=TIES), at("14:30", "p1", ["a1", "a2"])) == [
        (
            "Ouder a2 is invited to talk about P1 de Vries, although a court has forbidden contact.",
            "Ouder a2 is uitgenodigd voor een gesprek over P1 de Vries, terwijl de rechter contact heeft verboden.",
        )
    ]


def test_nor_may_a_meeting_without_a_place_name_them() -> None:
    assert len(said(RULE, tiny_round(guardians=TIES), unplaced("p1", ["a2"]))) == 1


def test_the_meetings_agree() -> None:
    assert_same_meetings(tiny_round(guardians=TIES), "contact_ban")


WORKS_HERE = [adult("a1"), adult("a2", teacher_id="t1")]


def test_nor_does_a_banned_adult_who_works_here_attend_as_a_teacher() -> None:
    round = tiny_round(guardians=TIES, adults=WORKS_HERE)
    assert said(RULE, round, at("14:30"), at("14:40", "p2", ["a2"])) == [
        (
            "Juf t1 attends the conversation about P1 de Vries on Tue 2 Feb at 14:30 as a teacher, although a court "
            "has forbidden contact.",
            "Juf t1 is als leerkracht bij het gesprek over P1 de Vries op di 2 feb om 14:30, terwijl de rechter "
            "contact heeft verboden.",
        )
    ]


def test_the_solver_agrees() -> None:
    ties = [Guardian("p1", "a1"), Guardian("p1", "a2", contact_ban=True), Guardian("p2", "a1")]
    round = tiny_round(guardians=ties, adults=WORKS_HERE, groups=[group("5A", "t1", "t2")],
                       windows=[window("14:30", "14:50")])
    assert_agreement(round, "contact_ban")
