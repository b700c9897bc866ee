"""No plan is delivered unjudged: what breaks a rule or costs other than said is the program's own fault."""

from __future__ import annotations

import dataclasses

import pytest

from scheduler.appointments import Bounded, Outcome, Plan, Unplaced
from scheduler.costs import costs_of
from scheduler.meetings import meetings_of
from scheduler.planning import Disagreement, judge
from scheduler.solver import solve
from tests.rounds import THURSDAY, TUESDAY, tiny_round, window

APART = tiny_round(
    {"p1": ["a1"], "p2": ["a1"]},
    windows=[window("14:30", "14:40", TUESDAY), window("14:30", "14:40", THURSDAY)],
)
"""One slot on each of two dates: the parent of these siblings has to come twice."""


def test_siblings_apart_are_a_cost_and_no_fault() -> None:
    outcome = solve(APART)
    assert outcome.objective["siblings_apart"] == Bounded(1, 1)
    judge(APART, outcome)


def test_a_plan_that_breaks_a_rule_is_refused() -> None:
    outcome = solve(APART)
    assert outcome.plan is not None
    first, second = outcome.plan.appointments
    at_once = dataclasses.replace(second, date=first.date)
    with pytest.raises(Disagreement, match=r"^rules broken: \['one_at_a_time'\]; costs that differ: "):
        judge(APART, dataclasses.replace(outcome, plan=Plan.of([first, at_once], [])))


def test_a_meeting_that_the_plan_forgets_is_a_broken_rule() -> None:
    outcome = solve(APART)
    assert outcome.plan is not None
    forgetful = Plan.of(list(outcome.plan.appointments[:1]), [])
    with pytest.raises(Disagreement, match=r"rules broken: \['audience'\]"):
        judge(APART, dataclasses.replace(outcome, plan=forgetful))


@pytest.mark.parametrize("key", ["unplaced_mandatory", "siblings_apart", "moved", "teacher_windows"])
def test_a_cost_other_than_counted_is_refused_and_named(key: str) -> None:
    meetings = meetings_of(APART)
    plan = Plan.of([], [Unplaced(m.meeting_id, m.pupil_id, m.adult_ids) for m in meetings])
    objective = {name: Bounded(cost, 0) for name, cost in costs_of(APART, meetings, plan).items()}
    judge(APART, Outcome("feasible", plan, objective, 0.0, 0))
    objective[key] = Bounded(objective[key].cost + 1, 0)
    with pytest.raises(Disagreement, match=rf"^rules broken: \[\]; costs that differ: \['{key}'\]$"):
        judge(APART, Outcome("feasible", plan, objective, 0.0, 0))


def test_a_bound_above_the_cost_of_a_plan_is_refused() -> None:
    """The plan itself shows that less is possible than was called proven."""
    outcome = solve(APART)
    wrong = {**outcome.objective, "teacher_windows": Bounded(outcome.objective["teacher_windows"].cost, 9)}
    with pytest.raises(Disagreement, match=r"^bounds above the cost of a plan: \['teacher_windows'\]$"):
        judge(APART, dataclasses.replace(outcome, objective=wrong))
