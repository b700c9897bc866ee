"""Parents who come apart: the bound counts what lies between their visits, and no plan breaks it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from scheduler.meetings import meetings_of
from scheduler.round import Availability, Breaks, Round, Separation, Siblings
from scheduler.solver import effective_order, solve
from scheduler.solver.assigning import Assigning
from scheduler.solver.clock import Clock
from scheduler.solver.cpsat import Effort
from scheduler.solver.instance import instance_of
from scheduler.solver.options import clusters_of
from scheduler.solver.windows_first import WindowsFirst
from tests.oracle import best_plan
from tests.rounds import THURSDAY, group, minute, pupil, teacher, tiny_round, window
from tests.solver.parting_rounds import parting_round
from tests.solver.true_bounds import assert_true_bounds

pytestmark = pytest.mark.usefixtures("never_whole")

FIRST = ("unplaced_mandatory", "unplaced_optional", "siblings_apart", "moved", "wishes_missed")


def two_children(same_teacher: bool, others: int = 0, **more: object) -> Round:
    """Two children whose parents come apart, and so many other pupils of each of the two teachers."""
    families = {"p1": ["a1", "a2"], "p2": ["a1", "a2"]}
    families |= {f"{name}{n}": [f"{name}{n}x"] for name in "qr" for n in range(others)}
    groups = {each: "5A" if each[0] == "q" or each == "p1" or (same_teacher and each == "p2") else "5B"
              for each in families}
    return tiny_round(
        families, groups=[group("5A", "t1"), group("5B", "t2")], pupils=[pupil(*each) for each in groups.items()],
        separations=tuple(Separation(one, adult_id, adult_id) for one in ("p1", "p2") for adult_id in ("a1", "a2")),
        **more)


@pytest.mark.parametrize(("same_teacher", "apart", "wait", "breaks"), [
    *product((False, True), (10, 30), (0, 20), (None,)), (False, 20, 0, Breaks(2, 10)), (True, 20, 10, Breaks(2, 10)),
])
def test_no_bound_is_above_the_best_of_all_plans(
    same_teacher: bool, apart: int, wait: int, breaks: Breaks | None
) -> None:
    round = two_children(same_teacher, windows=[window("14:30", "15:50")], min_apart_minutes=apart, breaks=breaks,
                         siblings=Siblings(max_wait_minutes=wait))
    best, _ = best_plan(round)
    outcome = solve(round)
    for key in effective_order(round):
        bounded = outcome.objective[key]
        assert bounded.bound is None or bounded.bound <= best[key] <= bounded.cost
        if bounded.cost != best[key]:
            assert outcome.status != "optimal"
            break


@pytest.mark.parametrize(("others", "windows"), [(3, 4), (4, 2)])
def test_the_bound_sees_that_few_others_do_not_fill_what_lies_between(others: int, windows: int) -> None:
    # Two visits half an hour apart to both teachers take six slots of each, or five of one and seven of the other.
    round = two_children(same_teacher=False, others=others, min_apart_minutes=30,
                         windows=[window("14:30", "16:30"), window("14:30", "16:30", date=THURSDAY)])
    instance = instance_of(round, meetings_of(round))
    model = WindowsFirst(instance, clusters_of(instance, FIRST), FIRST, strict=True)
    assert model.least_windows(frozenset({"t1", "t2"}), Effort(5), Clock(None)) == windows


@pytest.mark.parametrize(("with_both", "windows"), [(3, 6), (4, 3)])
def test_it_counts_each_of_the_teachers_who_hold_a_visit_together(with_both: int, windows: int) -> None:
    # The other four pupils of the second teacher stand between the visits, but not all of them do so for the third.
    agreements = dict.fromkeys(("p2", *(f"r{n}" for n in range(with_both))), ("t2", "t3"))
    round = two_children(same_teacher=False, others=4, min_apart_minutes=30, agreements=agreements,
                         teachers=[teacher(f"t{n}") for n in (1, 2, 3)],
                         windows=[window("14:30", "16:30"), window("14:30", "16:30", date=THURSDAY)])
    instance = instance_of(round, meetings_of(round))
    model = WindowsFirst(instance, clusters_of(instance, FIRST), FIRST, strict=True)
    assert model.least_windows(frozenset({"t1", "t2", "t3"}), Effort(5), Clock(None)) == windows


def test_each_teacher_counts_who_must_be_idle_between_two_visits() -> None:
    round = tiny_round({"p1": ["a1", "a2"], "p2": ["b1", "b2"]}, groups=[group("5A", "t1"), group("5B", "t2")],
                       pupils=[pupil("p1", "5A"), pupil("p2", "5B")], windows=[window("14:30", "15:30")],
                       separations=tuple(Separation(pupil_id, adult_id, adult_id) for pupil_id, adult_id in (
                           ("p1", "a1"), ("p1", "a2"), ("p2", "b1"), ("p2", "b2"))))
    instance = instance_of(round, meetings_of(round))
    model = WindowsFirst(instance, clusters_of(instance, FIRST), FIRST, compact=True)
    assignment = Assigning(model, ["teacher_idle_minutes"], {}, Effort(1), Clock(None)).least()
    assert assignment is not None
    assert assignment.bounds == {"teacher_idle_minutes": 20}
    assert assignment.idle == {("t1", 0): 10, ("t2", 0): 10}


@pytest.mark.parametrize(("from_when", "dates"), [("15:00", 1), ("15:10", 2)])
def test_who_come_apart_in_the_same_part_of_an_afternoon_need_time_between(from_when: str, dates: int) -> None:
    # Each parent has two conversations, twenty minutes, and half an hour must lie between.
    round = two_children(same_teacher=False, min_apart_minutes=30,
                         windows=[window("14:30", "16:10"), window("14:30", "16:10", date=THURSDAY)],
                         availability=tuple(Availability(each, "unavailable", None, None, 0, minute(from_when))
                                            for each in ("a1", "a2")))
    instance = instance_of(round, meetings_of(round))
    model = WindowsFirst(instance, clusters_of(instance, FIRST), FIRST)
    assert model.least_windows(frozenset({"t1", "t2"}), Effort(5), Clock(None)) == 2 * dates
    of_one_date = solve(replace(round, windows=round.windows[:1])).objective
    assert (of_one_date["unplaced_mandatory"].cost == 0) is (dates == 1)


def coming_together_for_another_child(minutes: int, **more: object) -> Round:
    """Parents who come apart for one child, so many minutes from each other, and together for its sibling."""
    return tiny_round(
        {"p1": ["a1", "a2"], "p2": ["a1", "a2"]}, groups=[group("5A", "t1"), group("5B", "t2")],
        pupils=[pupil("p1", "5A"), pupil("p2", "5B")], min_apart_minutes=minutes,
        separations=(Separation("p1", "a1", "a1"), Separation("p1", "a2", "a2")),
        windows=[window("14:30", "15:40")], siblings=Siblings(max_wait_minutes=10), **more)


@pytest.mark.parametrize(("minutes", "waiting"), [(10, 0), (20, 10), (30, 20)])
def test_who_comes_apart_for_one_child_waits_beside_what_is_held_about_the_other(minutes: int, waiting: int) -> None:
    # The one party, then both parents about the sibling, then the other party: who has less between waits for it.
    round = coming_together_for_another_child(minutes)
    instance = instance_of(round, meetings_of(round))
    (family,) = clusters_of(instance, FIRST)
    assert {option.costs["parent_wait_minutes"] for option in family.options} == {waiting}
    outcome = solve(round)
    assert outcome.status == "optimal"
    assert outcome.objective["parent_wait_minutes"].cost == waiting
    assert outcome.objective["siblings_apart"].cost == 0


def test_who_would_wait_too_long_between_cannot_be_together() -> None:
    round = coming_together_for_another_child(40)
    instance = instance_of(round, meetings_of(round))
    (family,) = clusters_of(instance, FIRST)
    assert not family.options
    outcome = solve(round)
    assert outcome.objective["siblings_apart"].cost == best_plan(round)[0]["siblings_apart"] == 1


@pytest.mark.parametrize("first", range(0, 120, 40))
def test_no_bound_of_random_rounds_with_parents_apart_is_too_high(first: int) -> None:
    outcomes = [assert_true_bounds(seed, parting_round) for seed in range(first, first + 40)]
    assert sum(outcome.status == "optimal" for outcome in outcomes) > 30
