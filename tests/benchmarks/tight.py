"""Rounds that hardly fit, or do not: none may end without a plan, nor take longer than its size allows.

Each is a school of so many groups of so many pupils, drawn with a seed: half of the families have another child in
another group, one parent in five comes alone.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from random import Random
from typing import TYPE_CHECKING

from scheduler.round import Availability, Group, GroupTeacher, Pupil, Request, Separation, Teacher, Window
from tests.rounds import minute, tiny_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.round import Round

MONDAY = dt.date(2027, 2, 1)
WEEK = frozenset(range(5))


def three_afternoons_where_four_are_needed(groups: int = 10, pupils: int = 24, seed: int = 0) -> Round:
    """A quarter of every teacher's meetings has no place."""
    slots = -(-pupils // 4)
    return _school(groups, pupils, seed, [_afternoon(day, slots) for day in range(3)])


def half_the_parents_with_one_hour(groups: int = 10, pupils: int = 24, seed: int = 0) -> Round:
    """Every other family can come in a single hour of a single afternoon only."""
    round = _school(groups, pupils, seed, [_afternoon(day) for day in range(4)])
    chance = Random(seed)
    households = sorted({_household(adult.adult_id) for adult in round.adults})
    hour = {it: (chance.choice(round.windows).date, minute("14:30") + 10 * chance.randrange(4))
            for it in households[::2]}
    rows: list[Availability] = []
    for adult in round.adults:
        if _household(adult.adult_id) in hour:
            date, start = hour[_household(adult.adult_id)]
            others = [window.date for window in round.windows if window.date != date]
            rows += [Availability(adult.adult_id, "unavailable", other) for other in others]
            rows += [Availability(adult.adult_id, "unavailable", date, None, 0, start),
                     Availability(adult.adult_id, "unavailable", date, None, start + 60)]
    return dataclasses.replace(round, availability=tuple(rows))


def a_teacher_with_a_single_afternoon(groups: int = 10, pupils: int = 24, seed: int = 0) -> Round:
    """The teachers of two groups work on one of the four days, and cannot see all their families."""
    round = _school(groups, pupils, seed, [_afternoon(day) for day in range(4)])
    few = {round.teachers[0].teacher_id: frozenset({1}), round.teachers[-1].teacher_id: frozenset({2})}
    teachers = tuple(
        dataclasses.replace(it, working_days=few.get(it.teacher_id, it.working_days)) for it in round.teachers
    )
    return dataclasses.replace(round, teachers=teachers)


def families_of_four(groups: int = 10, pupils: int = 24, seed: int = 0, families: int = 12) -> Round:
    """Twelve families have a child in each of four groups, and want one visit."""
    return _school(groups, pupils, seed, [_afternoon(day) for day in range(3)], large_families=families)


def one_counsellor_for_forty(groups: int = 10, pupils: int = 24, seed: int = 0, wanted: int = 40) -> Round:
    """Forty pupils of all groups are to be discussed with the one counsellor too, who works on two of the days."""
    round = _school(groups, pupils, seed, [_afternoon(day) for day in range(4)])
    chosen = Random(seed).sample([it.pupil_id for it in round.pupils], wanted)
    counsellor = Teacher("ib", "Marijke Blom", frozenset({1, 2, 3}), role="ib")
    return dataclasses.replace(
        round, teachers=(*round.teachers, counsellor),
        requests=tuple(Request(pupil_id, staff=("ib",)) for pupil_id in sorted(chosen)),
    )


def twenty_flagged_families(groups: int = 10, pupils: int = 24, seed: int = 0, families: int = 20) -> Round:
    """The parents of twenty pupils come apart, with half an hour between them."""
    round = _school(groups, pupils, seed, [_afternoon(day) for day in range(4)])
    of_two = [it.pupil_id for it in round.pupils if len(round.guardians_of[it.pupil_id]) == 2]
    flagged = sorted(Random(seed).sample(of_two, min(families, len(of_two))))
    return dataclasses.replace(round, separations=tuple(
        Separation(pupil_id, tie.adult_id, tie.adult_id)
        for pupil_id in flagged for tie in round.guardians_of[pupil_id]
    ))


TIGHT: dict[str, Callable[..., Round]] = {
    it.__name__: it for it in (
        three_afternoons_where_four_are_needed, half_the_parents_with_one_hour, a_teacher_with_a_single_afternoon,
        families_of_four, one_counsellor_for_forty, twenty_flagged_families,
    )
}


def _household(adult_id: str) -> int:
    return int(adult_id[1:])


def _afternoon(day: int, slots: int = 9) -> Window:
    return Window(MONDAY + dt.timedelta(days=day), minute("14:30"), minute("14:30") + 10 * slots)


def _school(groups: int, pupils: int, seed: int, windows: list[Window], large_families: int = 0) -> Round:
    """So many groups of so many pupils each, a teacher and a room per group."""
    chance = Random(f"{groups} {pupils} {seed}")
    seats = {f"g{i}": pupils for i in range(groups)}
    children: dict[str, str] = {}
    families: dict[str, list[str]] = {}
    while any(seats.values()):
        free = sorted((name for name in seats if seats[name]), key=lambda name: (-seats[name], chance.random()))
        number = 4 if len(families) < large_families else chance.choice([1, 1, 2, 2, 3])
        parents = [f"a{len(children)}", f"b{len(children)}"][: 1 if chance.random() < 0.2 else 2]
        for group in free[:number]:
            seats[group] -= 1
            families[f"p{len(children)}"] = parents
            children[f"p{len(children)}"] = group
        large_families += max(0, min(number, len(free)) - 1) * (number == 4)
    return tiny_round(
        families, windows=windows,
        groups=[Group(name, 1 + i % 8, (GroupTeacher(f"t{i}"),)) for i, name in enumerate(seats)],
        teachers=[Teacher(f"t{i}", f"Juf {i}", WEEK, room=f"Lokaal {i}") for i in range(groups)],
        pupils=[Pupil(pupil_id, pupil_id, "Bos", group) for pupil_id, group in children.items()],
    )
