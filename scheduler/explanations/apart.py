"""Why an adult's meetings do not adjoin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.costs import adults_apart
from scheduler.explanations.causes_of_costs import AtACost, Elsewhere, NeverTogether
from scheduler.explanations.chains import no_chain
from scheduler.explanations.covers import least_parts
from scheduler.explanations.pins import pins_alone, pins_in_the_way
from scheduler.explanations.trades import Goal, trade_for

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from scheduler.explanations.case import Case
    from scheduler.explanations.causes import Cause
    from scheduler.explanations.effort import Effort
    from scheduler.explanations.times import Part, Times
    from scheduler.round import Round


def causes_apart(case: Case, effort: Effort, only: Collection[str] | None = None) -> Mapping[str, Cause]:
    """The cause for each adult whose meetings lie apart, by adult_id; parents of the same pupils share it.

    `only` these adults; None for all.
    """
    found: dict[str, Cause] = {}
    known: dict[tuple[str, ...], Cause] = {}
    for adult_id in adults_apart(case.round, case.plan):
        if only is not None and adult_id not in only:
            continue
        row = sorted(case.plan.of_adult[adult_id], key=lambda it: (it.pupil_id, it.meeting_id))
        meeting_ids = tuple(it.meeting_id for it in row)
        if meeting_ids not in known:
            known[meeting_ids] = _cause(case, adult_id, meeting_ids, effort)
        found[adult_id] = known[meeting_ids]
    return found


def never_together(round: Round, meetings: Sequence[Times]) -> Cause | None:
    """Why these meetings could not be adjacent even if they were the school's only ones; None where they could."""
    if not no_chain(round, [(times, times.open) for times in meetings]):
        return None
    parts = tuple(dict.fromkeys(part for times in meetings for part in times.parts))

    def impossible(some: Collection[Part]) -> bool:
        return no_chain(round, [(times, list(times.left(some))) for times in meetings])

    return NeverTogether(least_parts(parts, impossible) or ())


def _cause(case: Case, adult_id: str, meeting_ids: Sequence[str], effort: Effort) -> Cause:
    cause = never_together(case.round, [case.times(each) for each in meeting_ids])
    if cause is None:
        cause = pins_alone(case, "adjoining", meeting_ids, lambda case: no_chain(
            case.round, [(times, times.open) for times in map(case.bound_times, meeting_ids)]))
    goal = Goal({each: case.times(each).open for each in meeting_ids}, (adult_id,))
    if cause is None:
        cause = pins_in_the_way(case, "adjoining", goal, effort)
    if cause is None and effort.spend():
        trade = trade_for(case, goal)
        cause = None if trade is None else AtACost(trade, apart=True)
    return cause or Elsewhere(case.proven("siblings_apart"), bool(case.pins))
