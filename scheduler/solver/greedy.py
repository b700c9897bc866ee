"""Greedy: each family in turn where it first fits, as whoever plans by hand would do it.

So there is a plan even where a search was stopped before it found one; it takes a second or two for a large school.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.solver.arrangements import Family, families_of
from scheduler.solver.options import choices_of_windows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.solver.arrangements import Arrangement
    from scheduler.solver.instance import Instance, Place

Busy = dict[object, list[tuple[int, int]]]
"""By person, pupil or room on one date: when they are taken, in minutes."""

MOST_LOOKED_AT = 30
"""Arrangements of a family in given windows."""


def fit_in(instance: Instance, chosen: Mapping[int, Place]) -> dict[int, Place]:
    """The plan with every family that still fits together somewhere, those of most meetings first; then one by one.

    A rule that speaks of parties in more than one place is not looked at: what breaks one is for the caller to take
    out again.
    """
    found = dict(chosen)
    busy: Busy = defaultdict(list)
    for i, place in chosen.items():
        _take(instance, busy, i, place)
    families = families_of(instance, [i for i in range(len(instance.meetings)) if i not in chosen])
    for family in sorted(families, key=lambda family: (-len(family.meetings), family.meetings)):
        found.update(_fitted(family, busy))
    for family in families:
        for i in family.meetings:
            if i not in found:
                found.update(_fitted(Family(instance, (i,)), busy))
    return found


def _fitted(family: Family, busy: Busy) -> Arrangement:
    """The first arrangement that fits, taken; empty where none of those looked at does."""
    instance = family.instance
    for where in choices_of_windows(family):
        pools = {
            i: [place for place in family.places[i][at] if _free(instance, busy, i, place)]
            for i, at in zip(family.meetings, where, strict=True)
        }
        for arrangement in family.arrangements(pools)[0][:MOST_LOOKED_AT]:
            for i, place in arrangement.items():
                _take(instance, busy, i, place)
            if all(_bearable(instance, busy, i, place) for i, place in arrangement.items()):
                return arrangement
            for i, place in arrangement.items():
                _give_back(instance, busy, i, place)
    return {}


def _take(instance: Instance, busy: Busy, i: int, place: Place) -> None:
    date = instance.round.windows[place.window].date
    for each in instance.busy(i, instance.team(i, place)):
        insort(busy[date, each], (place.start_minute, place.end_minute))


def _give_back(instance: Instance, busy: Busy, i: int, place: Place) -> None:
    date = instance.round.windows[place.window].date
    for each in instance.busy(i, instance.team(i, place)):
        busy[date, each].remove((place.start_minute, place.end_minute))


def _bearable(instance: Instance, busy: Busy, i: int, place: Place) -> bool:
    """Whether the teachers keep their breaks, and have no more meetings that day than agreed."""
    date, breaks = instance.round.windows[place.window].date, instance.round.settings.breaks
    for teacher_id in instance.team(i, place).teacher_ids:
        day = busy[date, ("staff", teacher_id)]
        most = instance.round.teacher[teacher_id].max_meetings_per_day
        if most is not None and len(day) > most:
            return False
        row = 1
        for (_, end), (start, _) in pairwise(day):
            row = row + 1 if breaks is None or start - end < breaks.minutes else 1
            if breaks is not None and row > breaks.after_meetings:
                return False
    return True


def _free(instance: Instance, busy: Busy, i: int, place: Place) -> bool:
    """Whether all who are needed are free then, and nobody is there whom they are not to meet."""
    date = instance.round.windows[place.window].date
    apart = instance.round.settings.min_apart_minutes
    shunned = {other for adult_id in instance.meetings[i].adult_ids
               for other in instance.round.apart_from.get(adult_id, ())}
    walk = instance.round.settings.siblings.walk_minutes
    return all(
        _outside(busy.get((date, each), ()), place, walk if each[0] == "adult" else 0)
        for each in instance.busy(i, instance.team(i, place))
    ) and all(_outside(busy.get((date, ("adult", other)), ()), place, apart) for other in sorted(shunned))


def _outside(taken: Sequence[tuple[int, int]], place: Place, minutes: int) -> bool:
    return all(place.end_minute + minutes <= start or end + minutes <= place.start_minute for start, end in taken)
