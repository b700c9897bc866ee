"""Insertion: the weak spots of a plan, a meeting without a place or a teacher's gap, solved anew with what is near.

A neighbourhood is a few teachers' meetings with every place open to them and every rule exact; all else stays.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.solver.lexicographic import minimize
from scheduler.solver.model import ExactModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.solver.cpsat import Clock, Effort
    from scheduler.solver.instance import Instance, Place

MOST_SPOTS = 12
"""Neighbourhoods tried: a plan with more weak spots than this is one of a round that is too tight to mend."""

MOST_FREED = 60
"""Meetings in one neighbourhood."""


def insert(
    instance: Instance, chosen: Mapping[int, Place], order: Sequence[str], unplaced: bool, effort: Effort, clock: Clock
) -> Mapping[int, Place]:
    """A plan that is no worse, cost by cost; `unplaced` where more meetings than now might have a place."""
    spots = [spot for spot in _spots(instance, chosen) if unplaced or spot[0] in chosen]
    for spot in spots[:MOST_SPOTS]:
        if clock.over:
            break
        freed = _near(instance, chosen, spot)
        places: dict[int, Sequence[Place]] = {
            i: instance.places[i] if i in freed or i not in chosen else [chosen[i]]
            for i in range(len(instance.meetings)) if i in freed or i in chosen
        }
        found = minimize(ExactModel(instance, places), order, {}, effort, clock, chosen)
        if found.chosen is not None:
            chosen = found.chosen
    return chosen


def _spots(instance: Instance, chosen: Mapping[int, Place]) -> Iterable[list[int]]:
    """The meetings without a place, one by one, then those of each teacher's window in which the teacher is idle."""
    for i in range(len(instance.meetings)):
        if i not in chosen:
            yield [i]
    rows: dict[tuple[str, int], list[tuple[int, int, int]]] = defaultdict(list)
    for i, place in chosen.items():
        for teacher_id in instance.team(i, place).teacher_ids:
            rows[teacher_id, place.window].append((place.start_minute, place.end_minute, i))
    breaks = instance.round.settings.breaks
    for key in sorted(rows):
        demanded = 0 if breaks is None else (-(-len(rows[key]) // breaks.after_meetings) - 1) * breaks.minutes
        if sum(later[0] - earlier[1] for earlier, later in pairwise(sorted(rows[key]))) > demanded:
            yield [i for _, _, i in rows[key]]


def _near(instance: Instance, chosen: Mapping[int, Place], spot: Sequence[int]) -> set[int]:
    """The spot, the meetings of the same adults, and those held by the teachers of these, as far as they are few."""
    freed = dict.fromkeys(_families(instance, spot))
    teachers = {t for i in freed for team in instance.meetings[i].teams for t in team.teacher_ids}
    for i in sorted(chosen):
        if len(freed) >= MOST_FREED:
            break
        if not teachers.isdisjoint(instance.team(i, chosen[i]).teacher_ids):
            freed.update(dict.fromkeys(_families(instance, [i])))
    return set(freed)


def _families(instance: Instance, meetings: Sequence[int]) -> list[int]:
    """These meetings and all others of their adults."""
    adults = {adult_id for i in meetings for adult_id in instance.meetings[i].adult_ids}
    return sorted({i for adult_id in adults for i in instance.meetings_of_adult[adult_id]} | set(meetings))
