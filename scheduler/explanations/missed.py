"""Why a wish is missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.costs import wishes_missed
from scheduler.explanations.adjoining import bars
from scheduler.explanations.causes_of_costs import (
    AtACost,
    NoneBetter,
    NotAdjoining,
    OutsideWindows,
    TooManyWishes,
    WishTaken,
)
from scheduler.explanations.chains import day_rules, no_chain
from scheduler.explanations.covers import least_parts
from scheduler.explanations.other_wishes import other_party_rather, others_pay, others_rather
from scheduler.explanations.pins import pins_alone, pins_in_the_way
from scheduler.explanations.shared import Shortages
from scheduler.explanations.trades import Goal, trade_for
from scheduler.explanations.wishes import wished

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from scheduler.explanations.case import Case
    from scheduler.explanations.causes import Cause
    from scheduler.explanations.effort import Effort
    from scheduler.explanations.times import Offer, Part, Times


def causes_missed(
    case: Case, effort: Effort, only: Collection[tuple[str, str]] | None = None
) -> Mapping[tuple[str, str], Cause]:
    """The cause of each missed wish, by adult_id and meeting_id; `only` these, None for all."""
    shortages = Shortages(case, lambda meeting_id: _wished_or_open(case, meeting_id))
    return {
        (adult_id, it.meeting_id): _cause(case, adult_id, it.meeting_id, shortages, effort)
        for adult_id, it in wishes_missed(case.round, case.plan)
        if only is None or (adult_id, it.meeting_id) in only
    }


def _cause(case: Case, adult_id: str, meeting_id: str, shortages: Shortages, effort: Effort) -> Cause:
    times = case.times(meeting_id)
    cause = _alone(case, times, adult_id) or pins_alone(
        case, "wish", [meeting_id],
        lambda case: not _any(wished(case.round, times, [adult_id], case.bound(times).open)))
    if cause is None and _siblings_first(case):
        cause = _with_siblings(case, times, adult_id)
    cause = cause or others_rather(case, times, adult_id)
    if cause is None:
        shortage = shortages.of(meeting_id)
        cause = None if shortage is None else TooManyWishes(shortage)
    cause = cause or other_party_rather(case, times, adult_id)
    goal = Goal({meeting_id: wished(case.round, times, [adult_id], times.open)})
    if cause is None:
        cause = pins_in_the_way(case, "wish", goal, effort)
    if cause is None and effort.spend():
        trade = trade_for(case, goal)
        if trade is not None:
            cause = others_pay(case, times, trade) or AtACost(trade, apart=False)
    return cause or NoneBetter(case.proven("wishes_missed"), apart=False, pinned=bool(case.pins))


def _alone(case: Case, times: Times, adult_id: str) -> Cause | None:
    """Why the meeting could not keep the wish even if it were the school's only one."""
    def impossible(parts: Collection[Part]) -> bool:
        return not _any(wished(case.round, times, [adult_id], times.left(parts)))

    if _any(wished(case.round, times, [adult_id], times.open)):
        return None
    parts = least_parts(times.parts, impossible) or ()
    return WishTaken(parts) if parts else OutsideWindows()


def _with_siblings(case: Case, times: Times, adult_id: str) -> Cause | None:
    """Why keeping the wish would part a family, even if it were the school's only one."""
    def kept(each: Times, offers: Sequence[tuple[Offer, int]]) -> Sequence[tuple[Offer, int]]:
        return wished(case.round, times, [adult_id], offers) if each is times else offers

    for other in times.meeting.adult_ids:
        row = [case.times(it.meeting_id) for it in case.plan.of_adult[other]]
        if len(row) < 2 or no_chain(case.round, [(each, each.open) for each in row], day_rules(case.round, row)):
            continue
        found = bars(case.round, row, kept)
        if found is not None:
            return NotAdjoining(found)
    return None


def _siblings_first(case: Case) -> bool:
    order = case.order
    return "siblings_apart" in order and order.index("siblings_apart") < _rank(order, "wishes_missed")


def _rank(order: Sequence[str], key: str) -> int:
    return order.index(key) if key in order else len(order)


def _wished_or_open(case: Case, meeting_id: str) -> Sequence[tuple[Offer, int]]:
    """The starts that keep every wish of the meeting, or all its starts where none does."""
    times = case.times(meeting_id)
    kept = wished(case.round, times, times.meeting.adult_ids, times.open)
    return kept if _any(kept) else times.open


def _any(offers: Sequence[tuple[Offer, int]]) -> bool:
    return any(bits for _, bits in offers)

