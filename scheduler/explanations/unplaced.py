"""Why meetings have no place: cheap and exact first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.explanations.causes import (
    CLASHES,
    Clash,
    LessImportant,
    NoTime,
    SomeLeftOut,
    StillFree,
    TooFewPlaces,
    TooLong,
)
from scheduler.explanations.covers import least_parts, no_time
from scheduler.explanations.fitting import fit, surely_not
from scheduler.explanations.pins import pins_alone, pins_in_the_way
from scheduler.explanations.shared import Shortages
from scheduler.explanations.trades import Goal, trade_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.explanations.case import Case
    from scheduler.explanations.causes import Cause
    from scheduler.explanations.effort import Effort
    from scheduler.explanations.times import Times

MOST_CLASHING = 12
"""Of more meetings than this it is not looked for which of them stand in each other's way."""


def causes_of(case: Case, effort: Effort) -> Mapping[str, Cause]:
    """The cause of each unplaced meeting, by meeting_id; those of one cause share it."""
    found: dict[str, Cause] = {}
    open_ones = []
    for row in case.plan.unplaced:
        cause = alone(case.times(row.meeting_id)) or _left(case, row.meeting_id)
        if cause is None:
            open_ones.append(row.meeting_id)
        else:
            found[row.meeting_id] = cause
    shortages = Shortages(case, lambda meeting_id: case.times(meeting_id).open)
    for meeting_id in open_ones:
        if meeting_id in found:
            continue
        shortage = shortages.of(meeting_id)
        if shortage is not None:
            cause = TooFewPlaces(shortage)
            found |= {each: cause for each in open_ones if each in shortage.meeting_ids and each not in found}
        else:
            found[meeting_id] = (_clash_of(case, meeting_id, effort) or _pinned(case, meeting_id, effort)
                                 or _of_whole_plan(case, meeting_id, effort))
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


def _left(case: Case, meeting_id: str) -> Cause | None:
    """That the meeting had to leave the only place that the rules leave it."""
    return pins_alone(case, "place", [meeting_id], lambda case: case.bound_times(meeting_id).none)


def _pinned(case: Case, meeting_id: str, effort: Effort) -> Cause | None:
    """That the meeting had to leave its place, or that another was to stay."""
    return pins_in_the_way(case, "place", Goal({meeting_id: case.times(meeting_id).open}), effort)


def _clash_of(case: Case, meeting_id: str, effort: Effort) -> Cause | None:
    """The few meetings that this one cannot be held with, whatever the others do: of its family, or near it."""
    family = case.family(meeting_id)
    shared = [each.meeting_id for pool in case.pools_needed_by[meeting_id] for each in case.pools[pool]]
    for wider in (family, sorted({*family, *shared})):
        some = [each for each in wider if not case.times(each).none]
        if 1 < len(some) <= MOST_CLASHING and effort.spend() and _impossible(case, some):
            return _least_clash(case, meeting_id, some)
    return None


def _least_clash(case: Case, meeting_id: str, some: list[str]) -> Cause | None:
    for each in reversed(some):
        fewer = [other for other in some if other != each]
        if each != meeting_id and _impossible(case, fewer):
            some = fewer
    if _impossible(case, [each for each in some if each != meeting_id]):
        return None
    rules = tuple(rule for rule in CLASHES if not _impossible(case, some, frozenset({rule})))
    return Clash(tuple(sorted(case.meetings[each].pupil_id for each in some)), rules)


def _impossible(case: Case, meeting_ids: list[str], without: frozenset[str] = frozenset()) -> bool:
    return bool(meeting_ids) and surely_not(case.round, [case.times(each) for each in meeting_ids], without)


def _of_whole_plan(case: Case, meeting_id: str, effort: Effort) -> Cause:
    mandatory = case.meetings[meeting_id].mandatory
    key = "unplaced_mandatory" if mandatory else "unplaced_optional"
    if case.order[:1] != ("unplaced_mandatory",) or key not in case.order[:2]:
        trade = trade_for(case, Goal({meeting_id: case.bound_times(meeting_id).open})) if effort.spend() else None
        if key not in case.order or (trade is not None and case.order.index(trade.key) < case.order.index(key)):
            return LessImportant(trade)
    if case.proven(key):
        count = sum(case.meetings[row.meeting_id].mandatory is mandatory for row in case.plan.unplaced)
        return SomeLeftOut(count, bool(case.pins))
    beside = case.busy.beside(case.bound_times(meeting_id))
    placed = fit(case.round, [beside], case.kept) if not beside.none and effort.spend() else None
    return StillFree(placed[0].date, placed[0].start_minute) if placed else SomeLeftOut(0, bool(case.pins))
