"""What every outcome of planning must be, whatever the round: tests that plan are judged by it without asking."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from scheduler.constraints.table import violations_of
from scheduler.costs import costs_of
from scheduler.meetings import meetings_of
from scheduler.round import COST_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.appointments import Outcome, Published
    from scheduler.round import Round


def assert_sound(round: Round, outcome: Outcome, published: Published = ()) -> None:
    """Demand that the plan keeps every rule, costs what it says, and is called optimal only where all bounds meet."""
    if outcome.plan is None:
        assert outcome.status in ("infeasible", "no_answer")
        assert outcome.objective == {}
        return
    meetings = meetings_of(round)
    assert sorted(row.meeting_id for row in outcome.plan.rows) == [meeting.meeting_id for meeting in meetings]
    assert [found.sentence("en") for found in violations_of(round, outcome.plan)] == []
    costs = costs_of(round, meetings, outcome.plan, published)
    assert {key: each.cost for key, each in outcome.objective.items()} == costs
    assert tuple(outcome.objective) == COST_KEYS
    for key, each in outcome.objective.items():
        assert (each.bound is None) == (key not in round.settings.objective), key
        assert each.bound is None or 0 <= each.bound <= each.cost, key
    counted = [outcome.objective[key] for key in round.settings.objective]
    if all(each.proven for each in counted):
        assert outcome.status in ("optimal", "feasible")  # a cost that the round leaves out may stand first
    else:
        assert outcome.status == "feasible"


def judged(solve: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """The same `solve`, but no outcome leaves it that is not sound."""

    @wraps(solve)
    def solve_and_judge(round: Round, **how: Any) -> Outcome:
        outcome = solve(round, **how)
        assert_sound(round, outcome, how.get("published", ()))
        return outcome

    return solve_and_judge
