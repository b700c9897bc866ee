from __future__ import annotations

from scheduler.constraints.separate_meetings import RULE
from scheduler.round import Separation
from tests.constraints.agreement import assert_agreement, assert_same_meetings
from tests.constraints.plans import at, said, unplaced
from tests.rounds import THURSDAY, adult, group, tiny_round, window

APART = (Separation("p1", "a1", "A"), Separation("p1", "a2", "B"))
FLAGGED = tiny_round(separations=APART, groups=[group("5A", "t1", "t2")])


def test_a_meeting_per_party_with_the_same_teacher() -> None:
    assert said(RULE, FLAGGED, at("14:30", "p1", ["a1"]), at("15:10", "p1", ["a2"])) == []


def test_apart_without_a_flag() -> None:
    assert said(RULE, tiny_round(), at("14:30", "p1", ["a1"]), at("15:10", "p1", ["a2"])) == [
        (
            "P1 de Vries has separate conversations with Ouder a1 and Ouder a2, but is not flagged for that.",
            "Over P1 de Vries zijn er aparte gesprekken met Ouder a1 en Ouder a2, maar daar is geen aantekening voor.",
        )
    ]


def test_two_parties_brought_together() -> None:
    assert said(RULE, FLAGGED, at("14:30", "p1", ["a1", "a2"])) == [
        (
            "Ouder a1 and Ouder a2 have a conversation about P1 de Vries together, but are not one party.",
            "Er is één gesprek over P1 de Vries met Ouder a1 en Ouder a2, maar dat is niet één gezelschap.",
        ),
        (
            "There should be one conversation about P1 de Vries with Ouder a1; there are 0.",
            "Er hoort één gesprek over P1 de Vries met Ouder a1 te zijn; het zijn er 0.",
        ),
        (
            "There should be one conversation about P1 de Vries with Ouder a2; there are 0.",
            "Er hoort één gesprek over P1 de Vries met Ouder a2 te zijn; het zijn er 0.",
        ),
    ]


def test_more_time_for_one_party() -> None:
    assert said(RULE, FLAGGED, at("14:30", "p1", ["a1"]), at("15:10", "p1", ["a2"], minutes=20)) == [
        (
            "The parties of P1 de Vries should get equal time; they get 10 and 20 minutes.",
            "De gezelschappen van P1 de Vries horen evenveel tijd te krijgen; het zijn 10 en 20 minuten.",
        )
    ]


def test_another_teacher_for_one_party() -> None:
    assert said(RULE, FLAGGED, at("14:30", "p1", ["a1"]), at("15:10", "p1", ["a2"], teacher_ids=("t2",))) == [
        (
            "The parties of P1 de Vries should meet the same teachers; one meets Juf t1, another Juf t2.",
            "De gezelschappen van P1 de Vries horen dezelfde leerkrachten te spreken; de een spreekt Juf t1, "
            "de ander Juf t2.",
        )
    ]


def test_a_party_without_a_place_is_no_difference() -> None:
    assert said(RULE, FLAGGED, at("14:30", "p1", ["a1"]), unplaced("p1", ["a2"])) == []


def test_the_meetings_agree() -> None:
    assert_same_meetings(tiny_round({"p1": ["a1", "a2"], "p2": ["a1"]}, separations=APART), "separate_meetings")


def test_the_solver_agrees() -> None:
    windows = [window("14:30", "14:50"), window("14:30", "14:40", THURSDAY)]
    round = tiny_round(separations=APART, groups=[group("5A", "t1", "t2")], windows=windows)
    assert_agreement(round, "separate_meetings")


WORKS_HERE = [adult("a1"), adult("a2", teacher_id="t1")]


def test_who_is_in_a_party_holds_neither_of_its_meetings() -> None:
    round = tiny_round({"p1": ["a1", "a2"], "p2": ["a1"]}, separations=APART, adults=WORKS_HERE)
    assert said(RULE, round, at("14:30", "p1", ["a1"]), at("15:10", "p1", ["a2"]), at("14:40", "p2")) == [
        (
            f"Juf t1 attends the conversation about P1 de Vries on Tue 2 Feb at {start} as a teacher, but is in one "
            "of the parties.",
            f"Juf t1 is als leerkracht bij het gesprek over P1 de Vries op di 2 feb om {start}, maar zit zelf in een "
            "van de gezelschappen.",
        )
        for start in ("14:30", "15:10")
    ]


def test_the_solver_agrees_where_a_teacher_is_in_a_party() -> None:
    windows = [window("14:30", "14:40"), window("14:30", "14:40", THURSDAY)]
    round = tiny_round({"p1": ["a1", "a2"], "p2": ["a1"]}, separations=APART, adults=WORKS_HERE,
                       groups=[group("5A", "t1", "t2")], windows=windows)
    assert_agreement(round, "separate_meetings")
