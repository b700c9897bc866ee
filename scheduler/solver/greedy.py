"""Greedy: each family in turn where it first fits, as who plans by hand would do it; anew where somebody has no place.

So there is a plan even where a search was stopped before it found one; it takes some seconds for a large school.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.solver.arrangements import Family, families_of
from scheduler.solver.options import choices_of_windows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scheduler.solver.arrangements import Arrangement
    from scheduler.solver.instance import Instance, Place

    Taken = tuple[int, int]
    """From and until when, in minutes since midnight."""

MOST_LOOKED_AT = 30
"""Arrangements of a family in given windows."""

PASSES = 4
"""How often all are fitted in anew while others than before are left out."""


def fit_in(instance: Instance, chosen: Mapping[int, Place]) -> dict[int, Place]:
    """The plan with every family that still fits together somewhere, those of most meetings first; then one by one.

    Whoever has no place then is among the first of the next pass, until nobody new is left out; the pass that leaves
    out the fewest meetings counts (Joslin and Clements, "Squeaky wheel" optimization, 1999). Whatever rule is not
    looked at, what breaks it is for the caller to take out again.
    """
    families = families_of(instance, [i for i in range(len(instance.meetings)) if i not in chosen])
    families.sort(key=lambda family: (-len(family.meetings), family.meetings))
    most: dict[int, Place] = {}
    first: set[Family] = set()
    for _ in range(PASSES):
        found = _in_turn(instance, chosen, sorted(families, key=lambda family: family not in first))
        if len(found) > len(most):
            most = found
        out = {family for family in families if not found.keys() >= set(family.meetings)}
        if out <= first:
            break
        first |= out
    return most


def _in_turn(instance: Instance, chosen: Mapping[int, Place], families: Sequence[Family]) -> dict[int, Place]:
    """One pass: each family where it fits together, then who is left one by one."""
    fitting = _Fitting(instance, chosen)
    for family in families:
        fitting.fit(family)
    for family in families:
        for i in family.meetings:
            if i not in fitting.found:
                fitting.fit(Family(instance, (i,)))
    return fitting.found


class _Fitting:
    """A plan that grows: what was `found`, and by date and person, pupil or room when they are taken."""

    def __init__(self, instance: Instance, chosen: Mapping[int, Place]) -> None:
        self._instance = instance
        self.found: dict[int, Place] = {}
        self._others: dict[int, list[int]] = defaultdict(list)
        for one, other in instance.parties:
            self._others[one].append(other)
            self._others[other].append(one)
        self._busy: dict[tuple[object, object], list[Taken]] = defaultdict(list)
        self._take(chosen)

    def fit(self, family: Family) -> None:
        """Put the family where it first fits, unless nothing that is looked at does."""
        for where in choices_of_windows(family):
            pools = {
                i: [place for place in family.places[i][at] if self._free(i, place)]
                for i, at in zip(family.meetings, where, strict=True)
            }
            for arrangement in family.arrangements(pools)[0][:MOST_LOOKED_AT]:
                if self._fits(arrangement):
                    return

    def _fits(self, arrangement: Arrangement) -> bool:
        """Take the arrangement, unless two of its meetings need somebody at once or a teacher has too many that day."""
        taken: dict[int, Place] = {}
        for i, place in arrangement.items():
            if self._free(i, place):
                self._take({i: place})
                taken[i] = place
        if len(taken) == len(arrangement) and all(self._bearable(i, place) for i, place in taken.items()):
            return True
        self._give_back(taken)
        return False

    def _take(self, places: Mapping[int, Place]) -> None:
        self.found.update(places)
        for i, place in places.items():
            for row in self._rows(i, place):
                insort(row, (place.start_minute, place.end_minute))

    def _give_back(self, places: Mapping[int, Place]) -> None:
        for i, place in places.items():
            del self.found[i]
            for row in self._rows(i, place):
                row.remove((place.start_minute, place.end_minute))

    def _rows(self, i: int, place: Place) -> Iterator[list[Taken]]:
        """When all who are needed there are taken that day."""
        date = self._instance.round.windows[place.window].date
        return (self._busy[date, each] for each in self._instance.busy(i, self._instance.team(i, place)))

    def _bearable(self, i: int, place: Place) -> bool:
        """Whether the teachers keep their breaks, and have no more meetings that day than agreed."""
        round = self._instance.round
        date, breaks = round.windows[place.window].date, round.settings.breaks
        for teacher_id in self._instance.team(i, place).teacher_ids:
            day = self._busy[date, ("staff", teacher_id)]
            most = round.teacher[teacher_id].max_meetings_per_day
            if most is not None and len(day) > most:
                return False
            row = 1
            for (_, end), (start, _) in pairwise(day):
                row = row + 1 if breaks is None or start - end < breaks.minutes else 1
                if breaks is not None and row > breaks.after_meetings:
                    return False
        return True

    def _free(self, i: int, place: Place) -> bool:
        """Whether all who are needed are free then, and nobody is there whom they are not to meet.

        Another party of the pupil has the same teachers.
        """
        instance = self._instance
        if any(self.found[other].team != place.team for other in self._others[i] if other in self.found):
            return False
        date = instance.round.windows[place.window].date
        apart, walk = instance.round.settings.min_apart_minutes, instance.round.settings.siblings.walk_minutes
        return all(
            _outside(self._busy.get((date, each), ()), place, walk if each[0] == "adult" else 0)
            for each in instance.busy(i, instance.team(i, place))
        ) and all(
            _outside(self._without(date, adult_id, other), place, apart)
            for adult_id in instance.meetings[i].adult_ids for other in instance.round.apart_from.get(adult_id, ())
        )

    def _without(self, date: object, adult_id: str, other: str) -> list[Taken]:
        """When another adult is taken that day without this one: to what is about both of them both come."""
        own = self._busy.get((date, ("adult", adult_id)), ())
        return [taken for taken in self._busy.get((date, ("adult", other)), ()) if taken not in own]


def _outside(taken: Iterable[Taken], place: Place, minutes: int) -> bool:
    return all(place.end_minute + minutes <= start or end + minutes <= place.start_minute for start, end in taken)
