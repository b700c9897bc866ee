"""The plan of the round as it is, kept where a scenario still allows it and the search found nothing better."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.appointments import Bounded, Plan
from scheduler.constraints.table import violations_of
from scheduler.costs import costs_of
from scheduler.meetings import meetings_of

if TYPE_CHECKING:
    from scheduler.appointments import Outcome, Published
    from scheduler.round import Round


def no_worse_than(start: Plan, outcome: Outcome, round: Round, published: Published) -> Outcome:
    """The outcome, or the start with the same bounds where its costs come before those found.

    A search that stops before its proof may miss even what is there already: an evening more never makes it worse.
    """
    from scheduler.solver import effective_order

    meetings = meetings_of(round)
    spoken_of = {row.meeting_id for row in start.rows}
    if spoken_of != {meeting.meeting_id for meeting in meetings}:
        return outcome
    order = effective_order(round)
    costs = costs_of(round, meetings, start, published)
    if [costs[key] for key in order] >= [outcome.objective[key].cost for key in order]:
        return outcome
    if violations_of(round, start):
        return outcome
    objective = {key: Bounded(costs[key], each.bound) for key, each in outcome.objective.items()}
    proven = all(objective[key].proven for key in order)
    return replace(outcome, plan=start, objective=objective, status="optimal" if proven else "feasible")
