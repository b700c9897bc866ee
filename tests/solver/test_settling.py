"""Settling: what counting does not see of a teacher's afternoon is told to the relaxation, and the plan then proven."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from scheduler.appointments import Bounded
from scheduler.meetings import meetings_of
from scheduler.round import Availability, Breaks, Round, Separation, Window
from scheduler.solver import blocks, resisting, solve
from scheduler.solver.arrangements import families_of
from scheduler.solver.assigning import Assigning
from scheduler.solver.clock import Clock
from scheduler.solver.cpsat import Effort
from scheduler.solver.instance import instance_of
from scheduler.solver.options import clusters_of
from scheduler.solver.patterns import order_most, patterns_of
from scheduler.solver.reassigning import Reassigning
from scheduler.solver.resisting import Core, Resisting
from scheduler.solver.windows_first import WindowsFirst
from tests.random_rounds import random_round
from tests.rounds import THURSDAY, TUESDAY, adult, group, minute, pupil, teacher, tiny_round, window

if TYPE_CHECKING:
    from scheduler.solver.assignment import Assignment

pytestmark = pytest.mark.usefixtures("never_whole")

FIRST = ("wishes_missed", "parent_wait_minutes")


def a_teacher_who_is_a_parent(meetings: int, breaks: Breaks | None = None) -> Round:
    """Juf t1 has so many conversations; her own child's teacher is there on Tuesday only, for as long as she is."""
    own = {f"p{n}": [f"a{n}"] for n in range(meetings)}
    return tiny_round(
        {**own, "p9": ["a9"]}, groups=[group("5A", "t1"), group("5B", "t2")],
        pupils=[*map(pupil, own), pupil("p9", "5B")], teachers=[teacher("t1"), teacher("t2", days=[TUESDAY.weekday()])],
        adults=[*(adult(f"a{n}") for n in range(meetings)), adult("a9", teacher_id="t1")],
        windows=[window("14:30", "15:10"), window("14:30", "15:00", date=THURSDAY)], breaks=breaks,
    )


def parents_apart_of_two(others: int) -> Round:
    """Two children with different teachers, whose parents come apart; each teacher has so many other pupils."""
    families = {"p1": ["a1", "a2"], "p2": ["a1", "a2"]}
    families |= {f"{name}{n}": [f"{name}{n}x"] for name in "qr" for n in range(others)}
    groups = {pupil_id: "5A" if pupil_id[0] == "q" or pupil_id == "p1" else "5B" for pupil_id in families}
    return tiny_round(
        families, groups=[group("5A", "t1"), group("5B", "t2")], min_apart_minutes=30,
        pupils=[pupil(pupil_id, name) for pupil_id, name in groups.items()],
        separations=tuple(Separation(pupil_id, adult_id, adult_id) for pupil_id in ("p1", "p2")
                          for adult_id in ("a1", "a2")),
        windows=[window("14:30", "16:30"), window("14:30", "16:30", date=THURSDAY)],
    )


def two_in_a_room() -> Round:
    """One of two teachers in a room has a parent who must go early and one who comes late, the other two more."""
    return tiny_round(
        {f"p{n}": [f"a{n}"] for n in range(4)}, groups=[group("5A", "t1"), group("5B", "t2")],
        pupils=[pupil(f"p{n}", "5A" if n < 2 else "5B") for n in range(4)],
        teachers=[teacher(each, room="Lokaal 1") for each in ("t1", "t2")],
        availability=(Availability("a0", "unavailable", TUESDAY, None, minute("14:50")),
                      Availability("a1", "unavailable", TUESDAY, None, 0, minute("14:50"))),
        windows=[window("14:30", "15:10"), window("14:30", "14:40", date=THURSDAY)],
    )


def siblings_at_two_who_are_busy() -> Round:
    """Juf t1 begins with somebody and t2 ends with somebody, so neither has time for one visit with the two siblings.

    Either of these two could come on Thursday.
    """
    return tiny_round(
        {"p0": ["a0"], "p1": ["a1"], "p2": ["a1"], "p3": ["a3"]},
        groups=[group("5A", "t1"), group("5B", "t2")],
        pupils=[pupil(f"p{n}", "5A" if n < 2 else "5B") for n in range(4)],
        availability=(Availability("a0", "unavailable", TUESDAY, None, minute("14:40")),
                      Availability("a1", "unavailable", THURSDAY),
                      Availability("a3", "unavailable", TUESDAY, None, 0, minute("15:30"))),
        windows=[window("14:30", "15:40"), window("14:30", "14:40", date=THURSDAY)],
    )


@pytest.mark.parametrize(("round", "windows"), [
    (two_in_a_room(), 3),
    (siblings_at_two_who_are_busy(), 3),
    (a_teacher_who_is_a_parent(3), 2),
    (a_teacher_who_is_a_parent(4), 3),
    (parents_apart_of_two(others=3), 4),
    (parents_apart_of_two(others=4), 2),
], ids=["in each other's way", "siblings", "parent with time", "parent without", "few between", "enough between"])
def test_a_window_more_is_proven_to_be_needed(round: Round, windows: int) -> None:
    outcome = solve(round)
    assert outcome.status == "optimal"
    assert outcome.objective["teacher_idle_minutes"].cost == 0
    assert outcome.objective["teacher_windows"] == Bounded(windows, windows)


def a_teacher_called_away(meetings: int, slots: int, *, wish: bool = False) -> Round:
    """The same, but her own child's conversation can only be in the third slot on Tuesday.

    Where all `wish` Tuesday they could come on Thursday too.
    """
    round = a_teacher_who_is_a_parent(meetings)
    begin, end = minute("14:30"), minute("14:30") + 10 * slots
    windows = [Window(TUESDAY, begin, end), *([Window(THURSDAY, begin, end)] if wish else [])]
    rows = [Availability("t2", "unavailable", TUESDAY, None, 0, begin + 20),
            Availability("t2", "unavailable", TUESDAY, None, begin + 30)]
    if wish:
        rows += [Availability(one.adult_id, "preferred", TUESDAY) for one in round.adults]
    teachers = tuple(dataclasses.replace(one, working_days=frozenset(range(5))) for one in round.teachers)
    return dataclasses.replace(round, windows=tuple(windows), availability=tuple(rows), teachers=teachers)


@pytest.mark.parametrize(("round", "costs"), [
    (a_teacher_called_away(4, 5), {"teacher_idle_minutes": 10, "teacher_windows": 2}),
    (a_teacher_called_away(5, 5), {"unplaced_mandatory": 1, "teacher_windows": 1}),
    (a_teacher_called_away(5, 5, wish=True), {"wishes_missed": 1, "teacher_windows": 2}),
], ids=["she is idle", "somebody stays out", "somebody misses a wish"])
def test_what_no_assignment_can_avoid_is_proven(round: Round, costs: dict[str, int]) -> None:
    outcome = solve(round)
    assert {key: each.cost for key, each in outcome.objective.items() if each.cost} == costs
    assert outcome.status == "optimal"


def test_a_row_in_time_says_how_long_its_teacher_is_idle() -> None:
    round = a_teacher_called_away(4, 5)
    instance = instance_of(round, meetings_of(round))
    model = WindowsFirst(instance, clusters_of(instance, FIRST), FIRST)
    for _ in range(2):
        model.put_in_time(frozenset({("t1", 0)}))
        assert list(model.in_time) == [frozenset({("t1", 0)})]
    assignment = Assigning(model, ["teacher_idle_minutes"], {}, Effort(1), Clock(None)).least()
    assert assignment is not None
    assert (assignment.bounds, assignment.idle) == ({"teacher_idle_minutes": 10}, {("t1", 0): 10})
    strict = WindowsFirst(instance, clusters_of(instance, FIRST), FIRST, strict=True)
    strict.put_in_time(frozenset({("t1", 0)}))
    assert Assigning(strict, ["teacher_windows"], {}, Effort(1), Clock(None)).least() is None
    assert strict.impossible(Effort(1), Clock(None))


def test_a_date_that_cannot_hold_all_leaves_few_out_and_nobody_idle() -> None:
    round = tiny_round({f"p{n}": [f"a{n}"] for n in range(6)}, breaks=Breaks(3, 10), windows=[window("14:30", "15:20")])
    instance = instance_of(round, meetings_of(round))
    patterns = {family: patterns_of(family, [{family.meetings[0]: (0, 0)}], FIRST)
                for family in families_of(instance, range(6))}
    chosen = order_most(instance, patterns, Effort(1), Clock(None), gapless=True)
    assert chosen is not None
    starts = sorted((place.start_minute - minute("14:30")) // 10 for place in chosen.values())
    assert starts in ([0, 1, 2, 4], [0, 2, 3, 4], [0, 1, 3, 4])


def test_a_row_of_too_many_blocks_to_list_is_put_in_time_by_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "MOST_BLOCKS", 0)
    round = a_teacher_who_is_a_parent(4, Breaks(3, 10))
    instance = instance_of(round, meetings_of(round))
    model = WindowsFirst(instance, clusters_of(instance, FIRST), FIRST, strict=True)
    model.put_in_time(frozenset({("t1", 0)}))
    assignment = Assigning(model, ["teacher_windows"], {}, Effort(1), Clock(None)).least()
    assert assignment is not None
    assert assignment.costs == {"teacher_windows": 3}


def test_a_row_that_resists_is_mended_with_a_window_more() -> None:
    round = siblings_at_two_who_are_busy()
    instance = instance_of(round, meetings_of(round))
    model = WindowsFirst(instance, clusters_of(instance, FIRST), FIRST, strict=True)
    assignment = Assigning(model, ["teacher_windows"], {}, Effort(1), Clock(None)).least()
    assert assignment is not None
    others = Reassigning(instance, model)
    others.want(frozenset({("t1", 0), ("t2", 0)}), FIRST, {})
    mended = others.mended(assignment, Effort(1), Clock(None))
    assert mended is not None
    assert (assignment.costs, mended.costs) == ({"teacher_windows": 2}, {"teacher_windows": 3})


def test_bounds_known_before_hold_where_the_costs_before_them_are_met() -> None:
    round = siblings_at_two_who_are_busy()
    instance = instance_of(round, meetings_of(round))
    model = WindowsFirst(instance, clusters_of(instance, FIRST), FIRST, strict=True)
    order = ["wishes_missed", "teacher_windows"]
    for floors, windows in ({"teacher_windows": 3}, 3), ({"wishes_missed": 1, "teacher_windows": 3}, 2):
        assignment = Assigning(model, order, {"wishes_missed": 0}, Effort(1), Clock(None)).least(floors)
        assert assignment is not None
        assert assignment.closed
        assert assignment.costs == assignment.bounds == {"wishes_missed": 0, "teacher_windows": windows}


def test_no_more_meetings_stand_together_than_breaks_amid_slots_allow() -> None:
    round = tiny_round({f"p{n}": [f"a{n}"] for n in range(4)}, breaks=Breaks(3, 15),
                       windows=[window("14:30", "16:00"), window("14:30", "16:00", date=THURSDAY)])
    assert solve(round).objective["teacher_windows"] == Bounded(2, 2)
    instance = instance_of(round, meetings_of(round))
    model = WindowsFirst(instance, clusters_of(instance, FIRST), FIRST, strict=True)
    assignment = Assigning(model, ["teacher_windows"], {}, Effort(1), Clock(None)).least()
    assert assignment is not None
    assert assignment.bounds == {"teacher_windows": 2}


@pytest.mark.parametrize("seed", [273, 719, 2781])
def test_what_must_be_is_proven_where_no_other_assignment_is_found(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Assignment] = []
    monkeypatch.setattr(Reassigning, "another", lambda others, assignment, effort, clock: asked.append(assignment))
    round, published = random_round(seed)
    assert solve(round, published=published).status == "optimal"
    assert asked


@pytest.mark.parametrize(("round", "rows"), [
    (a_teacher_who_is_a_parent(4), {("t1", 0)}),
    (parents_apart_of_two(others=3), {("t1", 0), ("t2", 0)}),
], ids=["one row", "two rows"])
@pytest.mark.parametrize("soon", [True, False])
def test_the_rows_that_resist_are_found(
    round: Round, rows: set[tuple[str, int]], soon: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where they are not soon, so that counting must tell."""
    if not soon:
        monkeypatch.setattr(resisting, "AT_FIRST", 0.0)
    assert cores_of_tuesday(round) == [Core(frozenset(rows), certain=True)]


def test_rows_that_can_be_ordered_do_not_resist() -> None:
    assert cores_of_tuesday(a_teacher_who_is_a_parent(3)) == []


def cores_of_tuesday(round: Round) -> list[Core]:
    """The cores where everything is held in the first window."""
    instance = instance_of(round, meetings_of(round))
    families = families_of(instance, range(len(instance.meetings)))
    patterns, wider = (
        {family: patterns_of(family, [dict.fromkeys(family.meetings, (0, 0))], first) for family in families}
        for first in (FIRST, FIRST[:1]))
    return Resisting(instance, patterns, seed=0, clock=Clock(None)).cores(wider)
