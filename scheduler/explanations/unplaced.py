"""Why meetings have no place: cheap and exact first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.explanations.causes import CLASHES, Clash, NobodyElse, NoTime, TooFewPlaces, TooLong
from scheduler.explanations.counts import Demand
from scheduler.explanations.covers import least_parts, no_time
from scheduler.explanations.fitting import surely_not

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.explanations.case import Case
    from scheduler.explanations.causes import Cause
    from scheduler.explanations.counts import Shortage
    from scheduler.explanations.times import Times

MOST_OF_FAMILY = 8
"""Of larger families it is not looked for which of their meetings stand in each other's way."""


def causes_of(case: Case) -> Mapping[str, Cause]:
    """The cause of each unplaced meeting, by meeting_id; those of one cause share it."""
    found: dict[str, Cause] = {}
    open_ones = []
    for row in case.plan.unplaced:
        cause = alone(case.times(row.meeting_id))
        if cause is None:
            open_ones.append(row.meeting_id)
        else:
            found[row.meeting_id] = cause
    for meeting_id in open_ones:
        if meeting_id in found:
            continue
        shortage = _shortage_of(case, meeting_id)
        if shortage is not None:
            cause = TooFewPlaces(shortage)
            found |= {each: cause for each in open_ones if each in shortage.meeting_ids and each not in found}
        else:
            found[meeting_id] = _clash_of(case, meeting_id) or _of_whole_plan(case, meeting_id)
    return found


def alone(times: Times) -> Cause | None:
    """Why the meeting has no time on its own; None where it has."""
    if not times.offers:
        return TooLong(times.meeting.minutes)
    if not times.none:
        return None
    parts = least_parts(times.parts, lambda parts: no_time(times, parts))
    assert parts is not None
    return NoTime(parts)


def shortages_in(demand: Demand, case: Case) -> Iterator[Shortage]:
    """Every shortage of a pool that its plan shows: by matching, then by counting in parts of its time."""
    yield from demand.shortages(case.plan.appointments)
    for region in demand.regions():
        shortage = demand.shortage_within(region)
        if shortage is not None:
            yield shortage


def _shortage_of(case: Case, meeting_id: str) -> Shortage | None:
    """The shortage of the fewest meetings that this one belongs to."""
    found = []
    for pool, meetings in case.pools:
        if any(meeting.meeting_id == meeting_id for meeting in meetings):
            demand = Demand(case.round, pool, [(each, case.times(each.meeting_id).open) for each in meetings])
            found += [each for each in shortages_in(demand, case) if meeting_id in each.meeting_ids]
    return min(found, key=lambda shortage: (len(shortage.meeting_ids), shortage.pool.ids), default=None)


def _clash_of(case: Case, meeting_id: str) -> Cause | None:
    """The meetings of the same family that this one cannot be held with, whatever the others do."""
    family = [each for each in case.family(meeting_id) if not case.times(each).none]
    if not 1 < len(family) <= MOST_OF_FAMILY or not _impossible(case, family):
        return None
    for each in reversed(family):
        fewer = [other for other in family if other != each]
        if _impossible(case, fewer):
            family = fewer
    if meeting_id not in family:
        return None
    rules = tuple(rule for rule in CLASHES if not _impossible(case, family, frozenset({rule})))
    return Clash(tuple(sorted(case.meetings[each].pupil_id for each in family)), rules)


def _impossible(case: Case, meeting_ids: list[str], without: frozenset[str] = frozenset()) -> bool:
    return bool(meeting_ids) and surely_not(case.round, [case.times(each) for each in meeting_ids], without)


def _of_whole_plan(case: Case, meeting_id: str) -> Cause:
    mandatory = case.meetings[meeting_id].mandatory
    key = "unplaced_mandatory" if mandatory else "unplaced_optional"
    if not case.proven(key):
        return NobodyElse(0)
    return NobodyElse(sum(case.meetings[row.meeting_id].mandatory is mandatory for row in case.plan.unplaced))
