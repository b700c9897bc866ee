"""What it would cost others: a plan in which something holds that does not hold now, found by planning a few anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.appointments import Plan, Unplaced
from scheduler.costs import adults_apart, wishes_missed
from scheduler.explanations.fitting import cheapest
from scheduler.language import listed, marked, translate_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.explanations.case import Case
    from scheduler.explanations.times import Offer, Times
    from scheduler.round import Round

MOST_FREE = 8
"""Meetings that are planned anew for one trade: the more, the cheaper the trade and the longer the search."""


@dataclass(frozen=True)
class Goal:
    """What is to hold: these meetings have a place among these starts, and these adults' meetings adjoin."""

    offers: Mapping[str, Sequence[tuple[Offer, int]]]
    together: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trade:
    """A plan in which the goal holds, and the first cost that somebody bears in it who did not: `key`, `more` of it.

    `more` is 0 where others bear what the goal no longer does. `pupil_ids` are the pupils whose meetings bear it anew;
    () where the cost has no pupils of its own.
    """

    plan: Plan
    key: str
    more: int
    pupil_ids: tuple[str, ...]

    def said(self, round: Round, language: str) -> str:
        """What others pay, as a clause after "but then"."""
        if self.key in OF_PUPILS and self.pupil_ids:
            pupils = [round.pupil[pupil_id].name for pupil_id in self.pupil_ids]
            one, many = OF_PUPILS[self.key]
            return translate_count(one, many, len(pupils), language, pupils=listed(pupils, language))
        one, many = OF_NUMBERS[self.key]
        return translate_count(one, many, self.more, language)


OF_PUPILS = {
    "unplaced_mandatory": (
        marked("the conversation about {pupils} has no place"), marked("those about {pupils} have no place"),
    ),
    "unplaced_optional": (
        marked("the conversation about {pupils} has no place"), marked("those about {pupils} have no place"),
    ),
    "siblings_apart": (
        marked("the conversation about {pupils} does not adjoin"), marked("those about {pupils} do not adjoin"),
    ),
    "wishes_missed": (
        marked("the conversation about {pupils} is outside the times preferred"),
        marked("those about {pupils} are outside the times preferred"),
    ),
}
"""What each cost means for the pupils who bear it: one of them, several."""

OF_NUMBERS = {
    "unplaced_mandatory": (
        marked("{count} more conversation has no place"), marked("{count} more conversations have no place"),
    ),
    "unplaced_optional": (
        marked("{count} more conversation has no place"), marked("{count} more conversations have no place"),
    ),
    "siblings_apart": (
        marked("the conversations of {count} more person do not adjoin"),
        marked("the conversations of {count} more people do not adjoin"),
    ),
    "moved": (
        marked("{count} more person is told of a change"), marked("{count} more people are told of a change"),
    ),
    "wishes_missed": (marked("{count} more wish is missed"), marked("{count} more wishes are missed")),
    "teacher_idle_minutes": (
        marked("teachers wait {count} minute more"), marked("teachers wait {count} minutes more"),
    ),
    "teacher_windows": (
        marked("a teacher comes for {count} more afternoon or evening"),
        marked("teachers come for {count} more afternoons or evenings"),
    ),
    "parent_wait_minutes": (
        marked("parents wait {count} minute more"), marked("parents wait {count} minutes more"),
    ),
}
"""What each cost means as a number."""


def trade_for(case: Case, goal: Goal, most_free: int = MOST_FREE) -> Trade | None:
    """The cheapest way to the goal that replans the meetings in its way, as others pay for it.

    None where none was found, or where nobody would pay: then a better plan exists.
    """
    plan = plan_for(case, goal, most_free)
    return None if plan is None else _compared(case, plan)


def is_better(case: Case, plan: Plan) -> bool:
    """Whether this plan has less than the case's of the first cost in which they differ."""
    after = case.costs_of(plan)
    return [after[key] for key in case.order] < [case.costs[key] for key in case.order]


def plan_for(case: Case, goal: Goal, most_free: int = MOST_FREE) -> Plan | None:
    """The cheapest plan found in which the goal holds and only meetings in its way are elsewhere; None for none."""
    mine = list(goal.offers)
    near = [other for each in mine
            for other in (*case.may_move(case.siblings(each)), *case.in_the_way(_times(case, goal, each), most_free))]
    free = list(dict.fromkeys([*mine, *near]))[:max(most_free, len(mine))]
    kept = [(meeting, it) for meeting, it in case.kept if it.meeting_id not in free]
    times = [case.busy.beside(_times(case, goal, each), free) for each in free]
    found = cheapest(case.round, times, kept, case.order, case.published, must=len(mine), together=goal.together)
    if found is None:
        return None
    placed = {it.meeting_id for it in found}
    gone = [Unplaced(each, case.meetings[each].pupil_id, case.meetings[each].adult_ids)
            for each in free if each not in placed]
    others = [row for row in case.plan.unplaced if row.meeting_id not in free]
    return Plan.of([*(it for _, it in kept), *found], [*others, *gone])


def _times(case: Case, goal: Goal, meeting_id: str) -> Times:
    times = case.times(meeting_id)
    return case.bound(times.only(goal.offers[meeting_id]) if meeting_id in goal.offers else times)


def _compared(case: Case, plan: Plan) -> Trade | None:
    before, after = case.costs, case.costs_of(plan)
    for key in case.order:
        bearers = _bearers(case, plan, key)
        if after[key] > before[key] or (bearers and after[key] == before[key]):
            return Trade(plan, key, after[key] - before[key], bearers)
        if after[key] < before[key]:
            return None
    return None


def _bearers(case: Case, plan: Plan, key: str) -> tuple[str, ...]:
    """The pupils whose meetings have a cost in the plan that they did not have before."""
    if key.startswith("unplaced"):
        before = {row.meeting_id for row in case.plan.unplaced}
        return _pupils(row.pupil_id for row in plan.unplaced if row.meeting_id not in before)
    if key == "siblings_apart":
        new = [adult_id for adult_id in adults_apart(case.round, plan) if adult_id not in case.apart]
        return _pupils(it.pupil_id for adult_id in new for it in plan.of_adult[adult_id])
    if key == "wishes_missed":
        return _pupils(it.pupil_id for adult_id, it in wishes_missed(case.round, plan)
                       if (adult_id, it.meeting_id) not in case.missed)
    return ()


def _pupils(pupil_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(pupil_ids)))

