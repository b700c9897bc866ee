"""The judge of every plan in these tests, put to the test."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

import scheduler.solver
from scheduler.appointments import Bounded, Outcome, Plan
from tests.judging import assert_sound, judged
from tests.rounds import tiny_round

ROUND = tiny_round({"p1": ["a1"], "p2": ["a2"]})
SOUND = scheduler.solver.solve(ROUND)


def changed(**parts: Any) -> Outcome:
    return dataclasses.replace(SOUND, **parts)


def bounded(key: str, cost: int, bound: int | None) -> dict[str, Bounded]:
    return {**SOUND.objective, key: Bounded(cost, bound)}


def without_one() -> Plan:
    assert SOUND.plan is not None
    return Plan.of(list(SOUND.plan.appointments[:1]), [])


def at_once() -> Plan:
    assert SOUND.plan is not None
    one, other = SOUND.plan.appointments
    same = dataclasses.replace(other, start_minute=one.start_minute, end_minute=one.end_minute)
    return Plan.of([one, same], [])


def test_what_planning_gives_is_judged_here() -> None:
    assert hasattr(scheduler.solver.solve, "__wrapped__")
    assert SOUND.status == "optimal"
    assert_sound(ROUND, SOUND)
    assert_sound(ROUND, Outcome("no_answer", None, {}, 0.0, 0))


@pytest.mark.parametrize("wrong", [
    changed(plan=without_one()),
    changed(plan=at_once()),
    changed(plan=None),
    changed(status="feasible", plan=None, objective={}),
    changed(objective=bounded("teacher_windows", 2, 1)),
    changed(objective=bounded("teacher_windows", 1, 0)),
    changed(objective=bounded("teacher_windows", 1, 2)),
    changed(objective=bounded("teacher_windows", 1, None)),
    changed(objective=bounded("parent_wait_minutes", 0, -1)),
    changed(objective={key: each for key, each in SOUND.objective.items() if key != "moved"}),
    changed(status="infeasible"),
])
def test_a_wrong_outcome_is_told_from_a_sound_one(wrong: Outcome) -> None:
    with pytest.raises(AssertionError):
        judged(lambda round, **how: wrong)(ROUND)
