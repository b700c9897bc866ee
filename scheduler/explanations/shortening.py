"""What is long and in the way of other meetings: proposed to take no longer than usual, where it is held now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.explanations.changes import renewed
from scheduler.explanations.proposals import proposals, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.appointments import Appointment
    from scheduler.explanations.case import Case
    from scheduler.explanations.changes import Change
    from scheduler.explanations.times import Times
    from scheduler.round import Round


def with_shorter_others(case: Case, meeting_ids: Sequence[str]) -> list[Change]:
    """What is proposed for these meetings, and shorter conversations for others of the same people, cheapest first."""
    near = {other.meeting_id: other for each in meeting_ids for pool in case.pools_needed_by[each]
            for other in case.pools[pool]}
    others = [near[each] for each in case.may_move(sorted(near))
              if each in case.plan.appointment and each not in meeting_ids]
    changes = [*proposals(case.round, [case.times(each) for each in meeting_ids]), *shortened(case.round, others)]
    return sorted(dict.fromkeys(changes), key=lambda change: change.asks)


def shorter_now(case: Case, changed: Round, meeting_ids: Sequence[str]) -> list[Times]:
    """The other placed meetings for which a changed round asks another length, each where it begins in the plan."""
    pupils = {row.pupil_id for row in changed.requests if row.minutes != case.round.request[row.pupil_id].minutes}
    held = [it for it in case.plan.appointments if it.pupil_id in pupils and it.meeting_id not in meeting_ids]
    if not held:
        return []
    anew = renewed(case.round, changed, [case.times(it.meeting_id) for it in held])
    return [_beginning(times, it) for times, it in zip(anew, held, strict=True)]


def _beginning(times: Times, it: Appointment) -> Times:
    return times.only([
        (offer, 1 << offer.starts.index(it.start_minute) if it.start_minute in offer.starts
         and (offer.window.date, offer.team.teacher_ids) == (it.date, it.teacher_ids) else 0)
        for offer in times.offers
    ])
