"""Slots finer than the meetings: the plan is soon there on a wider grid, and no worse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scheduler.appointments import Bounded
from scheduler.demo.folder import write_school
from scheduler.intake import read_round
from scheduler.meetings import meetings_of
from scheduler.round import Breaks, Request, Round, Siblings
from scheduler.solver import blocks, search, solve
from scheduler.solver.arrangements import families_of
from scheduler.solver.coarse import coarser
from scheduler.solver.instance import instance_of
from scheduler.solver.options import arrangements_of
from tests.rounds import group, pupil, tiny_round, window

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("never_whole")

FOUR = {f"p{n}": ["a1"] for n in range(4)}


def siblings(**changed: object) -> Round:
    """Four children of one parent, each with another teacher, in slots of five minutes."""
    names = [f"{n}A" for n in range(4)]
    return tiny_round(
        FOUR, groups=[group(name, f"t{name}") for name in names], slot_minutes=5,
        pupils=[pupil(pupil_id, name) for pupil_id, name in zip(FOUR, names, strict=True)],
        windows=[window("14:30", "16:30")], **changed,
    )


@pytest.fixture
def school(tmp_path: Path) -> Round:
    """A school of forty pupils in February, in slots of five minutes."""
    write_school(tmp_path, 40)
    round = read_round(tmp_path).round
    assert round is not None
    return replace(round, settings=replace(round.settings, slot_minutes=5))


@pytest.mark.parametrize(("changed", "slot"), [
    ({}, 10),
    ({"slot_minutes": 10}, None),
    ({"breaks": Breaks(3, 20)}, 10),
    ({"breaks": Breaks(3, 15)}, None),
    ({"requests": (Request("p0", minutes=15),)}, None),
    ({"meeting_minutes": 20, "requests": (Request("p0", minutes=40),)}, 20),
], ids=["fine", "as wide as the meetings", "breaks of two", "of one and a half", "one longer", "one twice as long"])
def test_the_grid_is_as_wide_as_all_meetings_and_breaks_allow(changed: dict[str, object], slot: int | None) -> None:
    settings = {key: value for key, value in changed.items() if key != "requests"}
    round = siblings()
    round = replace(round, settings=replace(round.settings, **settings), requests=changed.get("requests", ()))
    instance = instance_of(round, meetings_of(round))
    coarse = coarser(instance)
    assert (coarse and coarse.round.settings.slot_minutes) == slot
    if coarse is not None:
        for places, wider in zip(instance.places, coarse.places, strict=True):
            assert set(wider) < set(places)


def test_in_finer_slots_a_school_is_proven_at_the_same_costs(school: Round) -> None:
    wide = solve(replace(school, settings=replace(school.settings, slot_minutes=10)))
    fine = solve(school)
    assert (wide.status, fine.status) == ("optimal", "optimal")
    assert fine.objective == wide.objective


def test_so_it_is_without_the_wider_grid(school: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "coarser", lambda instance: None)
    monkeypatch.setattr(blocks, "MOST_BLOCKS", 0)
    objective = solve(school).objective
    assert objective["unplaced_mandatory"] == Bounded(0, 0)
    assert objective["siblings_apart"] == Bounded(0, 0)


def test_all_ways_in_which_nobody_waits_are_listed() -> None:
    round = siblings(siblings=Siblings("must", max_wait_minutes=10))
    instance = instance_of(round, meetings_of(round))
    (family,) = families_of(instance, range(4))
    listed, complete = arrangements_of(family, dict.fromkeys(range(4), (0, 0)), ("parent_wait_minutes",), None)
    # In any order, from any slot after which forty minutes are left.
    assert (len(listed), complete) == (4 * 3 * 2 * 17, True)
    assert {family.wait_minutes(arrangement) for arrangement in listed} == {0}


def test_who_must_walk_waits_as_little_as_the_slots_allow() -> None:
    round = siblings(siblings=Siblings("must", walk_minutes=5, max_wait_minutes=10))
    objective = solve(round).objective
    assert objective["siblings_apart"] == Bounded(0, 0)
    assert objective["parent_wait_minutes"] == Bounded(0, 0)
