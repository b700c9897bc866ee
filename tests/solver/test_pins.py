"""What was to stay and what had to leave its place: the best plan that keeps to it, as trying every plan finds it."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from scheduler.pinned import pinned_of, spot_of
from scheduler.solver import solve
from tests.oracle import best_plan
from tests.random_rounds import random_round

if TYPE_CHECKING:
    from scheduler.appointments import Plan
    from scheduler.solver.pins import Pin

BATCH = 100


@pytest.mark.parametrize("first", range(0, 800, BATCH))
def test_the_best_plan_that_keeps_to_the_pins(first: int) -> None:
    assert sum(_assert_best(seed) for seed in range(first, first + BATCH)) >= 10


def _assert_best(seed: int) -> bool:
    """Demand the best plan with random pins; whether anything was published, and all that was to stay could."""
    round, published = random_round(seed)
    if not published:
        return False
    chance = Random(seed)
    pins: dict[str, Pin] = {meeting_id: "keep" if chance.random() < 0.4 else "move"
                            for meeting_id in sorted({told.meeting_id for told in published}) if chance.random() < 0.6}
    outcome = solve(round, published=published, pins=pins, workers=1, seed=seed)
    assert outcome.plan is not None
    if any(outcome.plan.appointment.get(meeting_id) is None for meeting_id, pin in pins.items() if pin == "keep"):
        return False
    pinned = pinned_of(pins, published)

    def allowed(plan: Plan) -> bool:
        for each in pinned:
            it = plan.appointment.get(each.meeting_id)
            if (it is None and each.pin == "keep") or (it is not None and not each.allows(spot_of(it))):
                return False
        return True

    assert allowed(outcome.plan)
    best, _ = best_plan(round, published, allowed=allowed)
    assert {key: outcome.objective[key].cost for key in best} == best, f"random_round({seed})"
    assert outcome.status == "optimal"
    return True
