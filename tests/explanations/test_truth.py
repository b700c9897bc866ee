"""Reasons of random rounds are true and minimal: each is put to the test by plans that know nothing of it."""

from __future__ import annotations

from functools import cache

import pytest

from scheduler.costs import adults_apart, wishes_missed
from scheduler.explanations.apart import causes_apart
from scheduler.explanations.case import Case
from scheduler.explanations.causes import Clash, LessImportant, NoTime, StillFree, TooFewPlaces, TooLong
from scheduler.explanations.causes_of_costs import AtACost, NeverTogether, OutsideWindows, WishTaken
from scheduler.explanations.effort import Effort
from scheduler.explanations.measures import Shorter
from scheduler.explanations.missed import causes_missed
from scheduler.explanations.remedies import (
    remedies_for,
    remedies_of_trade,
    remedies_together,
    remedies_wished,
    remedies_with_moves,
)
from scheduler.explanations.unplaced import causes_of
from scheduler.solver import solve
from tests.explanations.proving import (
    assert_trade,
    assert_works,
    can_adjoin,
    keeps_wish,
    only_these,
    unnamed,
    ways,
    without,
)
from tests.oracle import best_plan
from tests.random_rounds import random_round

SEEDS = range(100)
SIBLINGS_AT_A_COST = (207, 240, 250, 327)
"""Further rounds, in which siblings could adjoin at the cost of something else; such are rare."""
WISHES_AT_A_COST = (295, 377, 570, 877, 1345)
"""Further rounds, in which a wish could be kept at the cost of something else; such are rare."""
PLENTY = 1_000


@cache
def case_of(seed: int) -> Case:
    """The best plan of a random round."""
    round, published = random_round(seed)
    outcome = solve(round, published=published)
    assert outcome.plan is not None
    return Case(round, outcome.plan, published, outcome.objective)


@pytest.mark.parametrize("seed", SEEDS)
def test_why_meetings_have_no_place(seed: int) -> None:
    case = case_of(seed)
    causes = causes_of(case, Effort(PLENTY))
    assert set(causes) == {row.meeting_id for row in case.plan.unplaced}
    for meeting_id, cause in causes.items():
        assert not isinstance(cause, StillFree), "the plan is proven"
        if isinstance(cause, NoTime):
            others = unnamed(case.times(meeting_id).parts, cause.parts)
            assert not ways(without(case.round, others), meeting_id)
            for part in cause.parts:
                assert ways(without(case.round, [*others, part]), meeting_id)
        else:
            assert bool(ways(case.round, meeting_id)) is not isinstance(cause, TooLong)
        if isinstance(cause, LessImportant) and cause.trade is not None:
            assert meeting_id in cause.trade.plan.appointment
            assert_trade(case, cause.trade)
            for remedy in remedies_of_trade(case, meeting_id, cause.trade):
                changed = remedy.change.applied(case.round)
                missed = set(wishes_missed(case.round, case.plan))
                assert set(wishes_missed(changed, cause.trade.plan)) <= missed


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_counted_cannot_all_be_held(seed: int) -> None:
    case = case_of(seed)
    for cause in dict.fromkeys(causes_of(case, Effort(PLENTY)).values()):
        if isinstance(cause, TooFewPlaces):
            counted = [case.meetings[each] for each in cause.shortage.meeting_ids]
            plan = best_plan(only_these(case.round, counted))[1]
            assert len(plan.unplaced) >= cause.shortage.missing > 0
        if isinstance(cause, Clash):
            clashing = [each for each in case.meetings.values() if each.pupil_id in cause.pupil_ids]
            alone = only_these(case.round, clashing)
            assert best_plan(alone)[1].unplaced
            if len(clashing) == len(cause.pupil_ids):
                for rule in cause.rules:
                    assert not best_plan(alone, without=rule)[1].unplaced


@pytest.mark.parametrize("seed", SEEDS)
def test_what_would_place_a_meeting_does(seed: int) -> None:
    case = case_of(seed)
    for row in case.plan.unplaced:
        asks = []
        for remedy in remedies_for(case, (row.meeting_id,), Effort(PLENTY), 5):
            assert_works(case, remedy, (row.meeting_id,))
            shorter = {step.pupil_id for step in remedy.change.steps if isinstance(step, Shorter)}
            assert not case.published or {it.pupil_id for it in remedy.moved} <= shorter
            asks.append(remedy.change.asks)
        assert asks == sorted(asks)
        for remedy in remedies_with_moves(case, row.meeting_id, Effort(20), 3):
            assert_works(case, remedy, (row.meeting_id,))


@pytest.mark.parametrize("seed", [*SEEDS, *SIBLINGS_AT_A_COST])
def test_what_keeps_siblings_apart(seed: int) -> None:
    case = case_of(seed)
    causes = causes_apart(case, Effort(PLENTY))
    assert seed in SEEDS or any(isinstance(cause, AtACost) for cause in causes.values())
    for adult_id, cause in causes.items():
        meeting_ids = [it.meeting_id for it in case.plan.of_adult[adult_id]]
        if isinstance(cause, NeverTogether):
            parts = dict.fromkeys(part for each in meeting_ids for part in case.times(each).parts)
            others = [part for part in parts if part not in cause.bars.parts]
            assert not can_adjoin(without(case.round, others), meeting_ids)
            for part in cause.bars.parts:
                assert can_adjoin(without(case.round, [*others, part]), meeting_ids)
        if isinstance(cause, AtACost):
            assert adult_id not in adults_apart(case.round, cause.trade.plan)
            assert_trade(case, cause.trade)
        for remedy in remedies_together(case, adult_id, Effort(PLENTY), 3):
            assert adult_id not in adults_apart(case.round, assert_works(case, remedy, meeting_ids))


@pytest.mark.parametrize("seed", [*SEEDS, *WISHES_AT_A_COST])
def test_what_takes_a_wish(seed: int) -> None:
    case = case_of(seed)
    causes = causes_missed(case, Effort(PLENTY))
    assert seed in SEEDS or any(isinstance(cause, AtACost) for cause in causes.values())
    for (adult_id, meeting_id), cause in causes.items():
        if isinstance(cause, AtACost):
            missed = {(other, it.meeting_id) for other, it in wishes_missed(case.round, cause.trade.plan)}
            assert meeting_id in cause.trade.plan.appointment
            assert (adult_id, meeting_id) not in missed
            assert_trade(case, cause.trade)
        if isinstance(cause, WishTaken | OutsideWindows):
            named = cause.parts if isinstance(cause, WishTaken) else ()
            others = [part for part in case.times(meeting_id).parts if part not in named]
            assert not any(keeps_wish(case.round, adult_id, it) for it in ways(without(case.round, others), meeting_id))
            for part in named:
                open_again = ways(without(case.round, [*others, part]), meeting_id)
                assert any(keeps_wish(case.round, adult_id, it) for it in open_again)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_would_keep_a_wish_does(seed: int) -> None:
    case = case_of(seed)
    apart = set(adults_apart(case.round, case.plan))
    missed = list(wishes_missed(case.round, case.plan))
    for adult_id, it in missed:
        for remedy in remedies_wished(case, adult_id, it.meeting_id, Effort(30), 2):
            plan = assert_works(case, remedy, (it.meeting_id,))
            changed = remedy.change.applied(case.round)
            after = list(wishes_missed(changed, plan))
            assert (adult_id, it.meeting_id) not in {(one, other.meeting_id) for one, other in after}
            assert len(after) < len(missed)
            assert set(adults_apart(changed, plan)) <= apart
            assert len(plan.unplaced) == len(case.plan.unplaced)


def test_every_kind_of_cause_is_put_to_the_test() -> None:
    kinds = set()
    for seed in (*SEEDS, *SIBLINGS_AT_A_COST, *WISHES_AT_A_COST):
        case = case_of(seed)
        for found in (causes_of, causes_apart, causes_missed):
            kinds |= {type(cause).__name__ for cause in found(case, Effort(PLENTY)).values()}
    assert {"NoTime", "TooFewPlaces", "NeverTogether", "NoRoom", "FewAdjoin", "WishTaken", "OutsideWindows",
            "AtACost"} <= kinds
