"""A search that is stopped before it begins still gives a plan: valid, and of what fits as one plans by hand.

One that is stopped later leaves what it found; none begins when the time is up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ortools.sat.python import cp_model

from scheduler.meetings import meetings_of
from scheduler.round import UNPLACED, Availability, Separation, Siblings
from scheduler.solver import cpsat, lexicographic, solve
from scheduler.solver.clock import Clock
from scheduler.solver.cpsat import Effort
from scheduler.solver.instance import instance_of
from scheduler.solver.model import ExactModel
from tests.benchmarks.tight_schools import school
from tests.oracle import best_plan
from tests.random_rounds import random_round
from tests.rounds import group, minute, pupil, tiny_round, window
from tests.solver.test_staying import published_round

if TYPE_CHECKING:
    from scheduler.solver.cpsat import Answer

BATCH = 100


@pytest.mark.parametrize("first", range(5000, 5400, BATCH))
def test_it_keeps_every_rule_and_leaves_out_hardly_more_than_the_best_plan(first: int) -> None:
    more = 0
    for seed in range(first, first + BATCH):
        round, published = random_round(seed)
        best, _ = best_plan(round, published)
        plan = solve(round, published=published, clock=_stopped()).plan
        assert plan is not None
        if best.keys() >= set(UNPLACED):
            more += len(plan.unplaced) - sum(best[key] for key in UNPLACED)
    # A place may depend on another here and there; and some of the best plans place fewer, at other costs less.
    assert more <= BATCH // 10


def test_parties_of_a_pupil_get_a_place_with_the_same_teachers() -> None:
    # Of this school's duo teachers one has time where the other has not.
    plan = solve(school(220, 1), clock=_stopped()).plan
    assert plan is not None
    assert not plan.unplaced


def test_parents_apart_come_beside_what_both_are_told() -> None:
    # They are not to meet, but about the sibling they come together.
    round = tiny_round(
        {"p1": ["a1", "a2"], "p2": ["a1", "a2"]}, groups=[group("5A", "t1"), group("5B", "t2")],
        pupils=[pupil("p1", "5A"), pupil("p2", "5B")], min_apart_minutes=30,
        separations=(Separation("p1", "a1", "a1"), Separation("p1", "a2", "a2")),
        windows=[window("14:30", "15:40")], siblings=Siblings(max_wait_minutes=10))
    outcome = solve(round, clock=_stopped())
    assert outcome.plan is not None
    assert not outcome.plan.unplaced
    assert outcome.objective["siblings_apart"].cost == 0


def test_who_had_no_place_is_fitted_in_before_the_others() -> None:
    # The first family, of two children, would take the only time at which the last can come.
    round = tiny_round(
        {"p1": ["a1"], "p2": ["a1"], "p3": ["a2"]}, windows=[window("14:30", "15:00")],
        availability=(Availability("a2", "unavailable", None, None, minute("14:40"), minute("15:00")),))
    plan = solve(round, clock=_stopped()).plan
    assert plan is not None
    assert not plan.unplaced


def test_no_search_begins_when_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def solved(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(cp_model.CpSolver, "solve", solved)
    outcome = solve(tiny_round({f"p{k}": [f"a{k}"] for k in range(9)}), seconds=0)
    assert outcome.plan is not None
    assert len(outcome.plan.appointments) == 6


def test_what_was_published_and_still_holds_stays() -> None:
    # None of these rounds has a place for a meeting that had none before.
    for seed in range(5300, 5340):
        round, published = published_round(seed)
        outcome = solve(round, published=published, clock=_stopped())
        assert outcome.objective["moved"].cost == 0, seed


def test_a_cost_made_less_before_the_time_was_up_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(None)

    def once(*given: Any) -> Answer:
        answer = cpsat.solve(*given)
        clock.stop()
        return answer

    monkeypatch.setattr(lexicographic, "solve", once)
    round = tiny_round({"p1": ["a1"], "p2": ["a2"]})
    instance = instance_of(round, meetings_of(round))
    model = ExactModel(instance, dict(enumerate(instance.places)))
    found = lexicographic.minimize(model, ["unplaced_mandatory", "teacher_windows"], {}, Effort(1), clock)
    assert found.chosen is not None
    assert (len(found.chosen), found.bounds, found.closed) == (2, {"unplaced_mandatory": 0}, False)


def _stopped() -> Clock:
    clock = Clock(None)
    clock.stop()
    return clock
