from __future__ import annotations

from scheduler.constraints.separate_distance import RULE
from scheduler.round import Request, Separation
from tests.constraints.agreement import assert_agreement
from tests.constraints.plans import at, said
from tests.rounds import THURSDAY, group, tiny_round, window

APART = (Separation("p1", "a1", "A"), Separation("p1", "a2", "B"))
FLAGGED = tiny_round({"p1": ["a1", "a2"], "p2": ["a2"], "p3": ["a1", "a2"]}, separations=APART)


def test_half_an_hour_between_them_or_another_date() -> None:
    assert said(RULE, FLAGGED, at("14:30", "p1", ["a1"]), at("15:10", "p1", ["a2"])) == []
    assert said(RULE, FLAGGED, at("14:30", "p1", ["a1"]), at("14:40", "p1", ["a2"], date=THURSDAY)) == []


def test_they_would_meet_in_the_corridor() -> None:
    assert said(RULE, FLAGGED, at("14:30", "p1", ["a2"]), at("15:00", "p1", ["a1"])) == [
        (
            "Ouder a2 and Ouder a1 meet apart and should not see each other, but on Tue 2 Feb Ouder a2 is there from "
            "14:30 to 14:40 and Ouder a1 from 15:00 to 15:10: less than 30 minutes between them.",
            "Ouder a2 en Ouder a1 komen apart en horen elkaar niet te treffen, maar op di 2 feb is Ouder a2 er van "
            "14:30 tot 14:40 en Ouder a1 van 15:00 tot 15:10: minder dan 30 minuten ertussen.",
        )
    ]


def test_it_holds_whatever_pupil_they_come_for() -> None:
    assert len(said(RULE, FLAGGED, at("14:30", "p1", ["a1"]), at("14:40", "p2", ["a2"]))) == 1


def test_a_conversation_in_which_both_sit_is_no_encounter() -> None:
    assert said(RULE, FLAGGED, at("14:30", "p1", ["a1"]), at("14:40", "p3", ["a1", "a2"])) == []


def test_who_came_before_the_last_one_counts_too() -> None:
    # a1 comes twice, a2 in between: both gaps are too short.
    found = said(RULE, FLAGGED, at("14:30", "p1", ["a1"]), at("14:50", "p2", ["a2"]), at("15:10", "p2", ["a1"]))
    assert len(found) == 2


def test_the_solver_agrees() -> None:
    round = tiny_round(
        {"p1": ["a1", "a2"], "p2": ["a2"]}, separations=APART, min_apart_minutes=15,
        groups=[group("5A", "t1")], windows=[window("14:30", "15:20"), window("14:30", "14:40", THURSDAY)],
    )
    assert_agreement(round, "separate_distance")


def test_the_solver_agrees_where_they_sit_together_about_another_pupil() -> None:
    families = {"p1": ["a1", "a2"], "p2": ["a1", "a2"]}
    round = tiny_round(families, separations=APART, min_apart_minutes=10, windows=[window("14:30", "15:20")])
    assert_agreement(round, "separate_distance")


def test_the_solver_agrees_where_the_flagged_pupil_has_no_meeting() -> None:
    round = tiny_round(
        {"p1": ["a1", "a2"], "p2": ["a1"], "p3": ["a2"]}, separations=APART, min_apart_minutes=10,
        audience="requested", requests=(Request("p2"), Request("p3")), windows=[window("14:30", "15:00")],
    )
    assert_agreement(round, "separate_distance")
