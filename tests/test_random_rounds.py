"""The tiny rounds put everything to the test: every rule, every kind of person, every cost, and rounds too small."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from scheduler.constraints.table import RULES
from scheduler.meetings import meetings_of
from scheduler.round import COST_KEYS
from tests.oracle import best_plan, effective_order
from tests.random_rounds import random_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.appointments import Published
    from scheduler.meetings import Meeting
    from scheduler.round import Round

SEEDS = range(200)


def _meetings_of_each_adult(round: Round, meetings: tuple[Meeting, ...]) -> list[int]:
    return [sum(adult.adult_id in meeting.adult_ids for meeting in meetings) for adult in round.adults]


IN_PLAY: dict[str, Callable[[Round, tuple[Meeting, ...], Published], bool]] = {
    "separate parties": lambda round, meetings, told: any(meeting.party for meeting in meetings),
    "a contact ban": lambda round, meetings, told: any(tie.contact_ban for tie in round.guardians),
    "a step-parent": lambda round, meetings, told: any(tie.relation == "step" for tie in round.guardians),
    "two parents together": lambda round, meetings, told: any(len(it.adult_ids) > 1 for it in meetings),
    "a parent alone": lambda round, meetings, told: any(len(it.adult_ids) == 1 for it in meetings),
    "siblings": lambda round, meetings, told: max(_meetings_of_each_adult(round, meetings)) == 2,
    "three siblings": lambda round, meetings, told: max(_meetings_of_each_adult(round, meetings)) > 2,
    "a parent who works here": lambda round, meetings, told: any(it.teacher_id for it in round.adults),
    "a duo": lambda round, meetings, told: any(len(it.teams) > 1 for it in meetings),
    "days of a duo": lambda round, meetings, told: any(one.days for it in round.groups for one in it.teachers),
    "an agreement": lambda round, meetings, told: bool(round.agreements),
    "staff asked for": lambda round, meetings, told: any(it.staff for it in round.requests),
    "a longer meeting": lambda round, meetings, told: len({it.minutes for it in meetings}) > 1,
    "a telephone call": lambda round, meetings, told: any(it.modality == "phone" for it in meetings),
    "a shared room": lambda round, meetings, told: len({it.room for it in round.teachers}) < 3,
    "breaks": lambda round, meetings, told: round.settings.breaks is not None,
    "a most per day": lambda round, meetings, told: any(it.max_meetings_per_day for it in round.teachers),
    "minutes to walk": lambda round, meetings, told: round.settings.siblings.walk_minutes > 0,
    "adjacency as a wish": lambda round, meetings, told: round.settings.siblings.level == "wish",
    "adjacency as a must": lambda round, meetings, told: round.settings.siblings.level == "must",
    "another order of costs": lambda round, meetings, told: round.settings.objective != COST_KEYS,
    "adjacency placed last": lambda round, meetings, told: effective_order(round) != round.settings.objective,
    "an evening": lambda round, meetings, told: any(it.evening for it in round.windows),
    "two windows on one date": lambda round, meetings, told: len(round.dates) < len(round.windows),
    "wishes": lambda round, meetings, told: any(it.kind == "preferred" for it in round.availability),
    "somebody unavailable": lambda round, meetings, told: any(it.kind == "unavailable" for it in round.availability),
    "extra availability": lambda round, meetings, told: any(it.kind == "available" for it in round.availability),
    "optional meetings": lambda round, meetings, told: any(not it.mandatory for it in meetings),
    "both kinds": lambda round, meetings, told: len({it.mandatory for it in meetings}) == 2,
    "only who is requested": lambda round, meetings, told: round.settings.audience == "requested",
    "a published plan": lambda round, meetings, told: bool(told),
}

BITES = {
    "cutoff": 24, "separate_meetings": 57, "separate_distance": 0, "working_days": 0, "teachers_of_group": 3,
    "availability": 8, "one_at_a_time": 1, "breaks": 5, "contact_ban": 15,
}
"""For each rule that plans have to keep a seed whose round would have a better plan without it."""


@cache
def _rounds() -> list[tuple[Round, Published]]:
    return [random_round(seed) for seed in SEEDS]


@cache
def _best(seed: int) -> dict[str, int]:
    return best_plan(*random_round(seed))[0]


@pytest.mark.parametrize("what", IN_PLAY)
def test_everything_is_in_play(what: str) -> None:
    assert sum(IN_PLAY[what](round, meetings_of(round), published) for round, published in _rounds()) >= 5


@pytest.mark.parametrize("key", COST_KEYS)
def test_every_cost_is_met_with_and_escaped(key: str) -> None:
    least = [_best(seed).get(key, 0) for seed in SEEDS]
    assert sum(cost > 0 for cost in least) >= 5
    assert sum(cost == 0 for cost in least) >= 5


def test_some_rounds_have_no_plan_for_any_meeting_and_some_for_all() -> None:
    unplaced = [_best(seed).get("unplaced_mandatory", 0) + _best(seed).get("unplaced_optional", 0) for seed in SEEDS]
    meetings = [len(meetings_of(round)) for round, _ in _rounds()]
    assert sum(left == 0 for left in unplaced) >= 20
    assert sum(left == total for left, total in zip(unplaced, meetings, strict=True)) >= 5


def test_no_rule_about_places_is_forgotten() -> None:
    assert set(BITES) == {rule.key for rule in RULES if (rule.forbids or rule.connect) and not rule.cost}


@pytest.mark.parametrize("key", BITES)
def test_every_rule_bites(key: str) -> None:
    round, published = random_round(BITES[key])
    with_it, _ = best_plan(round, published)
    without_it, _ = best_plan(round, published, without=key)
    assert tuple(without_it.values()) < tuple(with_it.values())
