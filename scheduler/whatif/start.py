"""The plan of the round as it is, as far as a scenario still allows it: no search may come to less than that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.appointments import Bounded, Plan, Unplaced
from scheduler.constraints.table import violations_of
from scheduler.costs import costs_of
from scheduler.meetings import meetings_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.appointments import Appointment, Outcome, Published
    from scheduler.meetings import Meeting
    from scheduler.round import Round


def no_worse_than(start: Plan, outcome: Outcome, round: Round, published: Published) -> Outcome:
    """The outcome, or what is left of the start with the same bounds, unless what was found costs less.

    A search that stops before its proof may miss even what is there already: an evening more never makes it worse.
    And of two plans that are as good, the one as it is shows best what a scenario changes.
    """
    from scheduler.solver import effective_order

    order = effective_order(round)
    kept = still_allowed(start, round)
    costs = costs_of(round, meetings_of(round), kept, published)
    if [costs[key] for key in order] > [outcome.objective[key].cost for key in order]:
        return outcome
    if violations_of(round, kept):
        return outcome
    objective = {key: Bounded(costs[key], each.bound) for key, each in outcome.objective.items()}
    proven = all(objective[key].proven for key in order)
    return replace(outcome, plan=kept, objective=objective, status="optimal" if proven else "feasible")


def still_allowed(plan: Plan, round: Round) -> Plan:
    """The plan without the appointments that do not suit their meeting in this round, or that break a rule of it."""
    meetings = {meeting.meeting_id: meeting for meeting in meetings_of(round)}
    kept = [one for one in plan.appointments if one.meeting_id in meetings and _suits(one, meetings[one.meeting_id])]
    while True:
        found = _plan_of(kept, meetings.values())
        broken = {meeting_id for violation in violations_of(round, found) for meeting_id in violation.meeting_ids}
        fewer = [one for one in kept if one.meeting_id not in broken]
        if len(fewer) == len(kept):
            return found
        kept = fewer


def _suits(appointment: Appointment, meeting: Meeting) -> bool:
    return (
        (appointment.adult_ids, appointment.minutes, appointment.modality)
        == (meeting.adult_ids, meeting.minutes, meeting.modality)
        and (appointment.teacher_ids, appointment.room) in {(team.teacher_ids, team.room) for team in meeting.teams}
    )


def _plan_of(kept: list[Appointment], meetings: Iterable[Meeting]) -> Plan:
    placed = {one.meeting_id for one in kept}
    return Plan.of(kept, [Unplaced(each.meeting_id, each.pupil_id, each.adult_ids)
                          for each in meetings if each.meeting_id not in placed])
