"""Why an adult's meetings do not adjoin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.costs import adults_apart
from scheduler.explanations.adjoining import bars
from scheduler.explanations.causes_of_costs import AtACost, NeverTogether, NoneBetter, NoRoom
from scheduler.explanations.chains import day_rules, no_chain
from scheduler.explanations.few_adjoining import FewAdjoining
from scheduler.explanations.pins import pins_alone, pins_in_the_way
from scheduler.explanations.trades import Goal, trade_for

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from scheduler.explanations.case import Case
    from scheduler.explanations.causes import Cause
    from scheduler.explanations.effort import Effort
    from scheduler.explanations.times import Times
    from scheduler.round import Round


def causes_apart(case: Case, effort: Effort, only: Collection[str] | None = None) -> Mapping[str, Cause]:
    """The cause for each adult whose meetings lie apart, by adult_id; parents of the same pupils share it.

    `only` these adults; None for all.
    """
    found: dict[str, Cause] = {}
    known: dict[tuple[str, ...], Cause] = {}
    counts = FewAdjoining(case)
    for adult_id in adults_apart(case.round, case.plan):
        if only is not None and adult_id not in only:
            continue
        row = sorted(case.plan.of_adult[adult_id], key=lambda it: (it.pupil_id, it.meeting_id))
        meeting_ids = tuple(it.meeting_id for it in row)
        if meeting_ids not in known:
            known[meeting_ids] = _cause(case, adult_id, meeting_ids, counts, effort)
        found[adult_id] = known[meeting_ids]
    return found


def never_together(round: Round, meetings: Sequence[Times]) -> Cause | None:
    """Why these meetings could not be adjacent even if they were the school's only ones; None where they could."""
    found = bars(round, meetings)
    if found is None:
        return None
    return NeverTogether(found) if found.parts or found.rules else NoRoom(sum(
        times.meeting.minutes for times in meetings))


def _cause(
    case: Case, adult_id: str, meeting_ids: Sequence[str], counts: FewAdjoining, effort: Effort
) -> Cause:
    row = [case.times(each) for each in meeting_ids]
    cause = never_together(case.round, row)
    if cause is None:
        rules = day_rules(case.round, row)
        cause = pins_alone(case, "adjoining", meeting_ids, lambda case: no_chain(
            case.round, [(times, times.open) for times in map(case.bound_times, meeting_ids)], rules))
    cause = cause or counts.of(meeting_ids)
    goal = Goal({each: case.times(each).open for each in meeting_ids}, (adult_id,))
    if cause is None:
        cause = pins_in_the_way(case, "adjoining", goal, effort)
    if cause is None and effort.spend():
        trade = trade_for(case, goal)
        cause = None if trade is None else AtACost(trade, apart=True)
    return cause or NoneBetter(case.proven("siblings_apart"), apart=True, pinned=bool(case.pins))
