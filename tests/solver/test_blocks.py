"""Blocks leave exactly the plans in which no teacher is idle: every way to fill a window is tried both ways."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from ortools.sat.python import cp_model

from scheduler.appointments import Plan
from scheduler.constraints.table import violations_of
from scheduler.costs import costs_of
from scheduler.meetings import meetings_of
from scheduler.round import Breaks, Request
from scheduler.solver import blocks
from scheduler.solver.blocks import LATER, forbid_idleness
from scheduler.solver.instance import Instance, instance_of
from scheduler.solver.model import ExactModel
from tests.rounds import THURSDAY, tiny_round, window

if TYPE_CHECKING:
    from scheduler.round import Round

FOUR = {f"p{n}": [f"a{n}"] for n in range(1, 5)}

ROUNDS = {
    "one run": tiny_round(FOUR, windows=[window(end="15:30")]),
    "two runs": tiny_round(FOUR, windows=[window(end="15:30")], breaks=Breaks(2, 10)),
    "three runs": tiny_round(FOUR, windows=[window(end="15:40")], breaks=Breaks(1, 10)),
    "long breaks": tiny_round(FOUR, windows=[window(end="15:40")], breaks=Breaks(3, 20)),
    "breaks that no slots make": tiny_round(FOUR, windows=[window(end="15:40")], breaks=Breaks(3, 15)),
    "two dates": tiny_round(FOUR, windows=[window(end="15:10"), window(end="15:10", date=THURSDAY)],
                            breaks=Breaks(2, 10)),
    "two windows of one date": tiny_round(FOUR, windows=[window(end="15:00"), window("15:00", "15:40")],
                                          breaks=Breaks(2, 10)),
    "unequal lengths": tiny_round(
        FOUR, windows=[window(end="15:40"), window(end="15:00", date=THURSDAY)], breaks=Breaks(2, 10),
        audience="requested", requests=(Request("p1", minutes=20), Request("p2"), Request("p3"), Request("p4"))),
}


def filled_without_idle(round: Round, instance: Instance) -> set[tuple[int, ...]]:
    """The slots of each window that are filled, as bits, in every plan without idle time that keeps the rules."""
    found = set()
    for chosen in product(*instance.places):
        slots = [0] * len(round.windows)
        for place in chosen:
            taken = instance.slots(place)
            if slots[place.window] & taken:
                break
            slots[place.window] |= taken
        else:
            plan = Plan.of([instance.appointment(i, place) for i, place in enumerate(chosen)], [])
            costs = costs_of(round, instance.meetings, plan, ())
            if not costs["teacher_idle_minutes"] and not violations_of(round, plan):
                found.add(tuple(slots))
    return found


def can_be_filled(instance: Instance, slots: tuple[int, ...], without: frozenset[str]) -> bool:
    model = ExactModel(instance, dict(enumerate(instance.places)), all_placed=True, without=without)
    forbid_idleness(model)
    for i, places in enumerate(instance.places):
        for place, candidate in zip(places, model.candidates(instance.meetings[i]), strict=True):
            if instance.slots(place) & ~slots[place.window]:
                model.cp.add(candidate.literal == 0)
    return cp_model.CpSolver().solve(model.cp) == cp_model.OPTIMAL


@pytest.mark.parametrize(
    ("most", "without"), [(600, frozenset()), (600, LATER), (0, frozenset()), (0, LATER)],
    ids=["blocks", "breaks by blocks", "sums", "breaks later"])
@pytest.mark.parametrize("name", ROUNDS)
def test_only_idle_time_is_forbidden(
    name: str, most: int, without: frozenset[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "MOST_BLOCKS", most)
    round = ROUNDS[name]
    instance = instance_of(round, meetings_of(round))
    allowed = filled_without_idle(round, instance)
    minutes = sum(meeting.minutes for meeting in instance.meetings)
    widths = [(each.end_minute - each.start_minute) // 10 for each in round.windows]
    for slots in product(*(range(1 << width) for width in widths)):
        if sum(bits.bit_count() for bits in slots) * 10 == minutes:
            assert can_be_filled(instance, slots, without) == (slots in allowed), slots


def test_breaks_that_no_slots_make_leave_only_short_runs() -> None:
    round = ROUNDS["breaks that no slots make"]
    assert filled_without_idle(round, instance_of(round, meetings_of(round))) == set()
