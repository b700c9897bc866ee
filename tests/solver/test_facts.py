"""What is known of timetables without a computer, as rounds: the solver finds it and proves it."""

from __future__ import annotations

from math import gcd
from random import Random
from typing import TYPE_CHECKING

import pytest

from scheduler.appointments import Bounded
from scheduler.round import MINUTES_A_DAY, Availability, Group, GroupTeacher, Pupil, Siblings, clock
from scheduler.solver import solve
from tests.rounds import minute, tiny_round, window

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.appointments import Outcome
    from scheduler.round import Round

START = minute("13:00")
SLOT_MINUTES = 10
WITHOUT_WAITING = ("unplaced_mandatory", "teacher_idle_minutes", "parent_wait_minutes")
"""The order of costs where siblings need not adjoin: a parent who waits is a cost, however long."""


def each_with_each(
    teachers_of_family: Mapping[str, Iterable[str]], slots: int, **more: object
) -> Round:
    """A round in one window of so many slots: every family has a pupil with each of its teachers, told one by one."""
    families = {f"{family}.{k}.{teacher}": [family] for family, row in teachers_of_family.items()
                for k, teacher in enumerate(row)}
    teacher_ids = sorted({pupil_id.rsplit(".", 1)[1] for pupil_id in families})
    return tiny_round(
        families,
        groups=[Group(teacher_id, 5, (GroupTeacher(teacher_id),)) for teacher_id in teacher_ids],
        pupils=[Pupil(pupil_id, "Kind", "Bos", pupil_id.rsplit(".", 1)[1]) for pupil_id in families],
        windows=[window(clock(START), clock(START + SLOT_MINUTES * slots), evening=True)],
        **more,
    )


def complete(teachers: int, families: int, slots: int, **more: object) -> Round:
    """Every family has a pupil with every teacher."""
    everybody = [f"t{i}" for i in range(teachers)]
    return each_with_each({f"f{j}": everybody for j in range(families)}, slots, **more)


def cost_of(outcome: Outcome, *keys: str) -> list[Bounded]:
    return [outcome.objective[key] for key in keys]


@pytest.mark.parametrize(("m", "n"), [(1, 4), (2, 2), (2, 3), (2, 4), (2, 5), (3, 3), (3, 4), (3, 6), (4, 4)])
def test_nobody_waits_in_as_many_slots_as_both_less_their_common_divisor(m: int, n: int) -> None:
    slots = m + n - gcd(m, n)
    found = solve(complete(m, n, slots, siblings=Siblings("wish"), objective=WITHOUT_WAITING))
    assert cost_of(found, *WITHOUT_WAITING) == [Bounded(0, 0)] * 3
    assert found.status == "optimal"


@pytest.mark.parametrize(("m", "n"), [(2, 3), (2, 5), (3, 4), (3, 5)])
def test_in_one_slot_less_somebody_waits(m: int, n: int) -> None:
    slots = m + n - gcd(m, n) - 1
    found = solve(complete(m, n, slots, siblings=Siblings("wish"), objective=WITHOUT_WAITING))
    unplaced, idle, waiting = cost_of(found, *WITHOUT_WAITING)
    assert unplaced == Bounded(0, 0)
    assert idle == Bounded(0, 0)  # the teachers see their families one after another: families can always be permuted
    assert waiting.cost > 0
    assert waiting.proven


@pytest.mark.parametrize(("gap", "families"), [
    (0, 2), (0, 5), (1, 4), (1, 8), (1, 2), (1, 3), (1, 5), (2, 6), (2, 4), (2, 7), (3, 8), (3, 3),
])
def test_a_walk_between_siblings_takes_no_slot_or_a_walk_and_a_meeting_more(gap: int, families: int) -> None:
    fits = families if families % (2 * (gap + 1)) == 0 else families + gap + 1
    walk = Siblings("must", walk_minutes=gap * SLOT_MINUTES, max_wait_minutes=0)
    together = ("unplaced_mandatory", "siblings_apart", "teacher_idle_minutes")
    found = solve(complete(2, families, fits, siblings=walk, objective=together))
    assert cost_of(found, *together) == [Bounded(0, 0)] * 3
    if fits > families:
        found = solve(complete(2, families, fits - 1, siblings=walk, objective=together))
        assert found.status == "optimal"
        unplaced, apart, idle = cost_of(found, *together)
        assert unplaced.cost == 0
        assert apart.cost + idle.cost > 0  # somebody's walk becomes a wait, or a teacher waits in between


@pytest.mark.parametrize("seed", range(20))
def test_with_free_parents_every_teacher_starts_at_the_first_slot_and_is_never_idle(seed: int) -> None:
    # Each teacher has at least as many meetings as each of the families; who is done may go home.
    teachers_of_family = busy_teachers(Random(seed))
    load = {teacher_id: sum(row.count(teacher_id) for row in teachers_of_family.values())
            for teacher_id in {teacher_id for row in teachers_of_family.values() for teacher_id in row}}
    goes_home = tuple(
        Availability(teacher_id, "unavailable", None, None, START + SLOT_MINUTES * meetings, MINUTES_A_DAY)
        for teacher_id, meetings in sorted(load.items())
    )
    order = ("unplaced_mandatory", "teacher_idle_minutes")
    round = each_with_each(teachers_of_family, max(load.values()), availability=goes_home,
                           siblings=Siblings("wish"), objective=order)
    found = solve(round)
    assert cost_of(found, *order) == [Bounded(0, 0), Bounded(0, 0)]
    assert found.plan is not None
    assert {row[0].start_minute for row in found.plan.of_teacher.values()} == {START}


def busy_teachers(chance: Random) -> dict[str, list[str]]:
    """Families and the teachers of their pupils, two pupils at one teacher allowed; no family outdoes its teachers."""
    while True:
        teachers = [f"t{i}" for i in range(chance.randint(2, 4))]
        families = {f"f{j}": chance.choices(teachers, k=chance.randint(1, 4)) for j in range(chance.randint(3, 6))}
        load = {each: sum(row.count(each) for row in families.values()) for each in teachers}
        if all(load[each] >= len(row) for row in families.values() for each in row):
            return families
