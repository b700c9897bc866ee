"""Replanning tiny published rounds after something happened, judged by trying every plan there is.

Such rounds are small enough to be searched whole, which is switched off here: what large rounds rely on is judged.
"""

from __future__ import annotations

import dataclasses
from random import Random
from typing import TYPE_CHECKING

import pytest

from scheduler.appointments import Told
from scheduler.meetings import meetings_of
from scheduler.round import Availability
from scheduler.solver import effective_order, solve
from scheduler.solver.instance import instance_of
from scheduler.solver.staying import forced_adults
from tests.oracle import best_plan
from tests.random_rounds import demand_of_each, random_round

if TYPE_CHECKING:
    from scheduler.appointments import Plan, Published
    from scheduler.round import Round

BATCH = 25


pytestmark = pytest.mark.usefixtures("never_whole")


@pytest.mark.parametrize("first", range(5000, 5200, BATCH))
def test_as_few_are_told_of_a_change_as_any_plan_tells(first: int) -> None:
    demand_of_each(range(first, first + BATCH), assert_fewest_moved, made_by="changed_round")


def test_most_are_proven_also_where_more_must_move_than_cannot_be_helped() -> None:
    proven = []
    for seed in range(5000, 5200):
        round, published = changed_round(seed)
        forced = len(forced_adults(instance_of(round, meetings_of(round), published)))
        outcome = solve(round, published=published, workers=1)
        if outcome.objective["moved"].cost > forced:
            proven.append(outcome.objective["moved"].proven)
    assert len(proven) > 3
    assert proven.count(True) > len(proven) // 2


def test_what_was_published_and_still_holds_is_found_again_and_proven() -> None:
    for seed in range(5300, 5340):
        round, published = published_round(seed)
        outcome = solve(round, published=published, workers=1)
        assert outcome.objective["moved"].cost == 0, seed
        assert outcome.plan is not None
        assert told_of(outcome.plan) == published, seed


def published_round(seed: int) -> tuple[Round, Published]:
    """A random round in the usual order of costs, published as its best plan."""
    round, _ = random_round(seed)
    round = dataclasses.replace(round, settings=dataclasses.replace(
        round.settings, objective=tuple(key for key in USUAL if key in round.settings.objective)))
    return round, told_of(best_plan(round)[1])


def changed_round(seed: int) -> tuple[Round, Published]:
    """A published round of which then a teacher or adult cannot come, and a meeting is perhaps not told of yet."""
    round, published = published_round(seed)
    chance = Random(seed)
    if not published:
        return round, published
    told = chance.choice(published)
    if chance.random() < 0.1:
        # Somebody was told otherwise than the others of the meeting.
        published = (dataclasses.replace(published[0], room="elsewhere"), *published[1:])
        other = dataclasses.replace(published[-1], start_minute=published[-1].start_minute + 10,
                                    end_minute=published[-1].end_minute + 10)
        published = (*published[:-1], other)
    if chance.random() < 0.25:
        # A late request: a meeting that nobody was told of yet.
        late = chance.choice(published).meeting_id
        published = tuple(it for it in published if it.meeting_id != late)
    person_id = chance.choice([*told.teacher_ids, told.adult_id])
    end = chance.choice([24 * 60, told.end_minute])
    row = Availability(person_id, "unavailable", told.date, None, told.start_minute, end)
    return dataclasses.replace(round, availability=(*round.availability, row)), published


def told_of(plan: Plan) -> Published:
    return tuple(
        Told(adult_id, it.meeting_id, it.teacher_ids, it.date, it.start_minute, it.end_minute, it.room, it.modality)
        for it in plan.appointments for adult_id in it.adult_ids
    )


USUAL = ("unplaced_mandatory", "unplaced_optional", "siblings_apart", "moved", "wishes_missed",
         "teacher_idle_minutes", "teacher_windows", "parent_wait_minutes")


def assert_fewest_moved(seed: int) -> None:
    round, published = changed_round(seed)
    best, _ = best_plan(round, published)
    outcome = solve(round, published=published, workers=1, seed=seed)
    order = effective_order(round)
    optimum, found = [best[key] for key in order], [outcome.objective[key].cost for key in order]
    assert found >= optimum
    assert outcome.status != "optimal" or found == optimum
    for key, cost, least in zip(order, found, optimum, strict=True):
        bound = outcome.objective[key].bound
        assert bound is None or bound <= least, key
        if cost != least:
            # The usual order: nothing else may give way to a plan that moves more than it must.
            assert "moved" not in order or order.index(key) > order.index("moved"), key
            break
