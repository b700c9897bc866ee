"""Small rounds that hardly fit, or do not: each ends with a plan, and leaves out no more meetings than it must."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from scheduler.appointments import Bounded
from scheduler.meetings import meetings_of
from scheduler.solver import solve
from tests.benchmarks import tight

if TYPE_CHECKING:
    from scheduler.round import Round

GROUPS, PUPILS, SLOTS = 4, 11, 9
"""Four groups of eleven; an afternoon holds nine meetings."""


@pytest.mark.parametrize(("round", "unplaced"), [
    (tight.three_afternoons_where_four_are_needed(GROUPS, 12), GROUPS * 3),
    (tight.a_teacher_with_a_single_afternoon(GROUPS, PUPILS), 2 * (PUPILS - SLOTS)),
    (tight.families_of_four(GROUPS, PUPILS, families=5), 0),
    (tight.one_counsellor_for_forty(GROUPS, PUPILS, wanted=30), 30 - 3 * SLOTS),
    (tight.twenty_flagged_families(GROUPS, PUPILS, families=8), 0),
], ids=["three afternoons", "a single afternoon", "families of four", "one counsellor", "flagged families"])
def test_as_many_have_a_place_as_there_are(round: Round, unplaced: int) -> None:
    assert least_unplaced(round) == Bounded(unplaced, unplaced)


@pytest.mark.parametrize("seed", range(3))
def test_half_the_parents_with_one_hour_do_not_keep_the_others_out(seed: int) -> None:
    round = tight.half_the_parents_with_one_hour(GROUPS, PUPILS, seed)
    unplaced = least_unplaced(round)
    assert unplaced.proven
    assert unplaced.cost < len(meetings_of(round)) / 4


def test_what_fits_beside_those_left_out_is_proven_too() -> None:
    objective = solve(tight.one_counsellor_for_forty(6, 16, wanted=40)).objective
    assert objective["unplaced_mandatory"] == Bounded(13, 13)
    assert objective["teacher_windows"].proven


def least_unplaced(round: Round) -> Bounded:
    """How many meetings have no place, where that and siblings who lie apart are all that counts."""
    settings = dataclasses.replace(round.settings, objective=("unplaced_mandatory", "siblings_apart"))
    outcome = solve(dataclasses.replace(round, settings=settings), seconds=60)
    assert outcome.plan is not None
    return outcome.objective["unplaced_mandatory"]


@pytest.mark.parametrize("name", tight.TIGHT)
def test_hardly_any_time_gives_a_sound_plan_or_none(name: str) -> None:
    # Every outcome is judged (tests/conftest.py): rules, costs, bounds.
    outcome = solve(tight.TIGHT[name](), seconds=0.5)
    assert outcome.status in ("feasible", "optimal", "no_answer")
