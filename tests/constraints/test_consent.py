from __future__ import annotations

from scheduler.constraints.consent import RULE
from scheduler.round import Guardian
from tests.constraints.agreement import assert_same_meetings
from tests.constraints.plans import at, said, unplaced
from tests.rounds import tiny_round

TIES = [
    Guardian("p1", "a1"),
    Guardian("p1", "a2", authority=False),
    Guardian("p1", "a3", "step", authority=True),
    Guardian("p2", "a3", "step", authority=False, consent=True),
    Guardian("p2", "a2", authority=False, consent=True),
]


def test_authority_as_a_parent_or_consent() -> None:
    assert said(RULE, tiny_round(guardians=TIES), at("14:30"), at("14:40", "p2", ["a2", "a3"])) == []


def test_a_parent_without_authority() -> None:
    assert said(RULE, tiny_round(guardians=TIES), at("14:30", "p1", ["a1", "a2"])) == [
        (
            "Ouder a2 is invited to talk about P1 de Vries, without authority as a parent and without consent.",
            "Ouder a2 is uitgenodigd voor een gesprek over P1 de Vries, zonder gezag als ouder en zonder toestemming.",
        )
    ]


def test_a_step_parent_with_authority_needs_consent() -> None:
    assert len(said(RULE, tiny_round(guardians=TIES), unplaced("p1", ["a3"]))) == 1


def test_a_stranger() -> None:
    assert len(said(RULE, tiny_round(guardians=TIES), at("14:30", "p2", ["a1"]))) == 1


def test_the_meetings_agree() -> None:
    assert_same_meetings(tiny_round(guardians=TIES), "consent")
