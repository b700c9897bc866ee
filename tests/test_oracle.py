from __future__ import annotations

import pytest

from scheduler.constraints.table import violations_of
from scheduler.round import Siblings
from tests.oracle import best_plan, effective_order
from tests.random_rounds import random_round
from tests.rounds import THURSDAY, TUESDAY, group, tiny_round, window


def test_two_siblings_of_one_teacher_follow_each_other() -> None:
    round = tiny_round({"p1": ["a1"], "p2": ["a1"]}, windows=[window("14:30", "15:00")])
    costs, plan = best_plan(round)
    assert costs["teacher_windows"] == 1  # one teacher, one window
    assert sum(costs.values()) == 1
    (first, second) = plan.appointments
    assert first.end_minute == second.start_minute


def test_who_finds_no_place_is_counted() -> None:
    # Three pupils, one teacher, two slots: one of them is left over.
    round = tiny_round({"p1": ["a1"], "p2": ["a2"], "p3": ["a3"]}, windows=[window("14:30", "14:50")])
    costs, plan = best_plan(round)
    assert costs["unplaced_mandatory"] == 1
    assert len(plan.unplaced) == 1


def test_placement_goes_before_adjacency() -> None:
    # One slot on each of two dates: the siblings' parent has to come twice.
    windows = [window("14:30", "14:40", TUESDAY), window("14:30", "14:40", THURSDAY)]
    costs, _ = best_plan(tiny_round({"p1": ["a1"], "p2": ["a1"]}, windows=windows))
    assert (costs["unplaced_mandatory"], costs["siblings_apart"]) == (0, 1)


def test_adjacency_that_is_a_must_counts_right_after_placement() -> None:
    objective = ("unplaced_mandatory", "teacher_windows", "unplaced_optional", "wishes_missed", "siblings_apart")
    must = tiny_round(objective=objective, siblings=Siblings("must"))
    assert effective_order(must) == (
        "unplaced_mandatory", "teacher_windows", "unplaced_optional", "siblings_apart", "wishes_missed",
    )
    assert effective_order(tiny_round(objective=objective, siblings=Siblings("wish"))) == objective


def test_each_teacher_of_a_duo_group_can_be_chosen() -> None:
    families, duo = {"p1": ["a1"], "p2": ["a2"]}, group("5A", "t1", "t2")
    round = tiny_round(families, groups=[duo], windows=[window("14:30", "14:40")])
    costs, plan = best_plan(round)
    assert costs["unplaced_mandatory"] == 0
    assert {it.teacher_ids for it in plan.appointments} == {("t1",), ("t2",)}


@pytest.mark.parametrize("seed", range(40))
def test_a_seed_gives_the_same_round_and_a_plan_that_keeps_every_rule(seed: int) -> None:
    round, published = random_round(seed)
    assert random_round(seed) == (round, published)
    _, plan = best_plan(round, published)
    assert violations_of(round, plan) == ()
