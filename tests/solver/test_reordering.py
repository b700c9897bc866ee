"""A plan in which families wait for nothing is put in another order, with the same windows and teachers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.meetings import meetings_of
from scheduler.round import COST_KEYS, Availability
from scheduler.solver import outcome_of
from scheduler.solver.best import Best, plan_of
from scheduler.solver.clock import Clock
from scheduler.solver.instance import instance_of
from scheduler.solver.reordering import reorder
from tests.judging import assert_sound
from tests.rounds import TUESDAY, group, minute, pupil, tiny_round, window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.round import Round

AS_PLANNED = {"p1": "14:30", "p2": "14:50", "q1": "14:40", "q2": "14:30", "s2": "14:40"}
"""The first family's two conversations have another between them."""


def two_families(*availability: Availability) -> Round:
    """Two families with a child of each of two teachers, and one with a child of the second."""
    return tiny_round(
        {"p1": ["a"], "p2": ["a"], "q1": ["b"], "q2": ["b"], "s2": ["c"]}, windows=[window("14:30", "15:10")],
        groups=[group("5A", "t1"), group("5B", "t2")], availability=availability,
        pupils=[pupil(pupil_id, "5A" if pupil_id.endswith("1") else "5B") for pupil_id in AS_PLANNED],
    )


def in_another_order(round: Round, starts: Mapping[str, str]) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """The costs of the plan that starts so, and those of what comes of it, which keeps every rule."""
    meetings = meetings_of(round)
    instance = instance_of(round, meetings, ())
    best = Best(instance, COST_KEYS, lambda costs, bounds: None)
    best.keep({
        i: next(place for place in instance.places[i] if place.start_minute == minute(starts[meeting.pupil_id]))
        for i, meeting in enumerate(meetings)})
    before = best.costs
    reorder(best, workers=2, seed=0, clock=Clock(None))
    assert best.places is not None
    assert_sound(round, outcome_of(round, meetings, plan_of(instance, best.places), COST_KEYS, {}, (), 0.0, 0))
    return before, best.costs


def test_nobody_waits_who_need_not() -> None:
    before, after = in_another_order(two_families(), AS_PLANNED)
    assert {key: cost for key, cost in before.items() if cost} == {"teacher_windows": 2, "parent_wait_minutes": 10}
    assert {key: cost for key, cost in after.items() if cost} == {"teacher_windows": 2}


def test_no_other_family_misses_a_wish_for_it() -> None:
    # Who wishes what they have stay where they are, and so nothing is left but to wait.
    wishes = [Availability(adult, "preferred", TUESDAY, None, minute(start), minute(end))
              for adult, start, end in [("b", "14:30", "14:50"), ("c", "14:40", "14:50")]]
    before, after = in_another_order(two_families(*wishes), AS_PLANNED)
    assert {key: cost for key, cost in before.items() if cost} == {"teacher_windows": 2, "parent_wait_minutes": 10}
    assert after == before
