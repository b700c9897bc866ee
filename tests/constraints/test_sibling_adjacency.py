from __future__ import annotations

from scheduler.constraints.sibling_adjacency import RULE
from scheduler.constraints.table import violations_of
from scheduler.costs import costs_of
from scheduler.meetings import meetings_of
from scheduler.round import Siblings
from tests.constraints.agreement import assert_agreement
from tests.constraints.plans import at, plan, said
from tests.oracle import best_plan
from tests.random_rounds import random_round
from tests.rounds import THURSDAY, group, pupil, tiny_round, window

SIBLINGS = {"p1": ["a1"], "p2": ["a1"], "p3": ["a1"]}


def test_one_after_the_other_with_at_most_a_slot_of_waiting() -> None:
    assert said(RULE, tiny_round(SIBLINGS), at("14:30"), at("14:40", "p2"), at("15:00", "p3")) == []


def test_on_different_dates() -> None:
    assert said(RULE, tiny_round(SIBLINGS), at("14:30"), at("14:40", "p2", date=THURSDAY)) == [
        (
            "Ouder a1 has to come on different dates: Tue 2 Feb and Thu 4 Feb.",
            "Ouder a1 moet op verschillende dagen komen: di 2 feb en do 4 feb.",
        )
    ]


def test_a_long_wait() -> None:
    assert said(RULE, tiny_round(SIBLINGS), at("15:00", "p2"), at("14:30")) == [
        (
            "Ouder a1 has to wait on Tue 2 Feb between the conversations that end at 14:40 and start at 15:00.",
            "Ouder a1 moet op di 2 feb wachten tussen het gesprek dat om 14:40 eindigt en dat van 15:00.",
        )
    ]


def test_the_way_to_the_next_room_is_no_wait() -> None:
    round = tiny_round(SIBLINGS, siblings=Siblings(walk_minutes=10, max_wait_minutes=10))
    assert said(RULE, round, at("14:30"), at("15:00", "p2")) == []


def test_it_yields_to_a_place_and_is_counted() -> None:
    round = tiny_round({"p1": ["a1"], "p2": ["a1"]}, windows=[window("14:30", "16:30")])
    apart = plan(at("14:30"), at("16:00", "p2"))
    assert violations_of(round, apart) == ()
    assert costs_of(round, meetings_of(round), apart)["siblings_apart"] == 1


def test_there_are_as_many_violations_as_the_cost_counts() -> None:
    for seed in range(60):
        round, _ = random_round(seed)
        _, found = best_plan(round)
        counted = costs_of(round, meetings_of(round), found)["siblings_apart"]
        assert len(list(RULE.violations(round, found))) == counted


def test_the_solver_agrees_on_two_siblings() -> None:
    pupils = [pupil("p1", "5A"), pupil("p2", "6A")]
    round = tiny_round(
        {"p1": ["a1"], "p2": ["a1"]}, pupils=pupils, groups=[group("5A", "t1"), group("6A", "t2")],
        windows=[window("14:30", "15:10"), window("14:30", "14:40", THURSDAY)],
    )
    assert_agreement(round, "sibling_adjacency", together=True)
    assert_agreement(round, "cutoff")


def test_the_solver_agrees_on_three_siblings_and_a_walk() -> None:
    round = tiny_round(
        SIBLINGS, siblings=Siblings(walk_minutes=10, max_wait_minutes=0), windows=[window("14:30", "15:50")]
    )
    assert_agreement(round, "sibling_adjacency", together=True)
