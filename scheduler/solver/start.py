"""A plan to begin from: what is left of it where the round is another one now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.appointments import Plan, Unplaced
from scheduler.constraints.table import violations_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.appointments import Appointment
    from scheduler.meetings import Meeting
    from scheduler.round import Round
    from scheduler.solver.instance import Instance, Place


def start_of(instance: Instance, plan: Plan | None) -> dict[int, Place]:
    """The places of the plan that may all still be taken together; empty where there is no plan."""
    if plan is None:
        return {}
    kept = still_allowed(plan, instance.round, instance.meetings).appointment
    return {
        i: place for i, meeting in enumerate(instance.meetings) if meeting.meeting_id in kept
        for place in instance.places[i] if instance.appointment(i, place) == kept[meeting.meeting_id]
    }


def still_allowed(plan: Plan, round: Round, meetings: Sequence[Meeting]) -> Plan:
    """The plan without the appointments that do not suit their meeting of this round, or that break a rule of it."""
    of_id = {meeting.meeting_id: meeting for meeting in meetings}
    kept = [one for one in plan.appointments if one.meeting_id in of_id and _suits(one, of_id[one.meeting_id])]
    while True:
        found = _plan_of(kept, meetings)
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
