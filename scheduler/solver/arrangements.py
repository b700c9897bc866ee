"""All the ways in which one family's meetings can stand together, in given windows.

Adjacent for every adult, and with enough time between those of parents who come apart.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.constraints.separate_distance import keep_apart
from scheduler.round import MINUTES_A_DAY
from scheduler.solver.ways import Ties, wait_minutes, ways_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.solver.instance import Instance, Place
    from scheduler.solver.names import Where
    from scheduler.solver.ways import Time

    Arrangement = Mapping[int, Place]


@dataclass(frozen=True, eq=False)
class Family:
    """Meetings tied by shared adults, by position; `apart` are adults who do not tie them, as they will lie apart."""

    instance: Instance
    meetings: tuple[int, ...]
    apart: frozenset[str] = frozenset()

    @cached_property
    def adults(self) -> Mapping[str, tuple[int, ...]]:
        """Each adult's meetings within this family, ascending, but for the adults apart."""
        found: dict[str, list[int]] = {}
        for i in self.meetings:
            for adult_id in self.instance.meetings[i].adult_ids:
                if adult_id not in self.apart:
                    found.setdefault(adult_id, []).append(i)
        return {adult_id: tuple(found[adult_id]) for adult_id in sorted(found)}

    @cached_property
    def places(self) -> Mapping[int, Mapping[Where, Sequence[Place]]]:
        """The places of each meeting, by team and window."""
        return {i: self.instance.places_at[i] for i in self.meetings}

    @cached_property
    def told(self) -> bool:
        """Whether any of the adults was told of appointments before."""
        return any(adult_id in self.instance.kept_places for adult_id in self.adults)

    @cached_property
    def kind(self) -> object:
        """All that tells it apart from other families but the times of its places and what it was told."""
        minutes = tuple(self.instance.meetings[i].minutes for i in self.meetings)
        return self._ties, tuple(map(self.meetings.index, self._order)), minutes

    def pools(self, where: Mapping[int, Where]) -> Mapping[int, Sequence[Place]]:
        """The places of each meeting in the team and window given for it; none where it cannot be there."""
        return {i: self.places[i].get(where[i], ()) for i in self.meetings}

    def arrangements(
        self, pools: Mapping[int, Sequence[Place]], *, waiting: bool = True
    ) -> tuple[list[Arrangement], bool]:
        """The ways to hold each meeting at a place of its pool with each adult's adjacent; whether these are all.

        Without `waiting` only those in which no adult waits. Where they are too many, some of all kinds: those that
        begin in one way are no more than those that begin in another.
        """
        in_order = [(i, pools[i]) for i in self._order]
        ties = self._ties if waiting else self._ties_without_waiting
        ways, complete = ways_of(ties, tuple(tuple(map(_time, pool)) for _, pool in in_order))
        return [{i: pool[k] for (i, pool), k in zip(in_order, way, strict=True)} for way in ways], complete

    def wait_minutes(self, arrangement: Arrangement) -> int | None:
        """What the adults wait together; None where two meetings of one of them are not adjacent."""
        if not self._ties.visits:
            return 0
        return wait_minutes(self._ties, [_time(arrangement[i]) for i in self._order])

    @cached_property
    def _order(self) -> list[int]:
        """Each meeting after one that it shares an adult with, so that few starts fit."""
        order, left = [self.meetings[0]], list(self.meetings[1:])
        while left:
            known = {adult_id for i in order for adult_id in self.instance.meetings[i].adult_ids}
            tied = (i for i in left if not known.isdisjoint(self.instance.meetings[i].adult_ids))
            following = next(tied, left[0])
            order.append(following)
            left.remove(following)
        return order

    @cached_property
    def _ties(self) -> Ties:
        return self._tied(self.instance.round.settings.siblings.max_wait_minutes)

    @cached_property
    def _ties_without_waiting(self) -> Ties:
        return self._tied(0)

    def _tied(self, wait: int) -> Ties:
        at = {i: k for k, i in enumerate(self._order)}
        walk = self.instance.round.settings.siblings.walk_minutes
        gaps = self._gaps(walk, walk + wait)
        rows = tuple(tuple(gaps[i, j] for j in self._order[:k]) for k, i in enumerate(self._order))
        visits = Counter(tuple(at[i] for i in row) for row in self.adults.values() if len(row) > 1)
        return Ties(rows, tuple(visits.items()), walk, wait)

    def _gaps(self, least: int, most: int) -> Mapping[tuple[int, int], tuple[int, int]]:
        """Per pair of meetings the least and most minutes between them; `least` and `most` between neighbours."""
        longest = max(self.instance.meetings[i].minutes for i in self.meetings)
        found = {}
        for i in self.meetings:
            for j in self.meetings:
                shared = [row for row in self.adults.values() if i in row and j in row]
                fewest = self._least_between(i, j)
                if shared:
                    between = min(len(row) for row in shared) - 2
                    found[i, j] = max(least, fewest), most + between * (most + longest)
                else:
                    found[i, j] = fewest, MINUTES_A_DAY
        return found

    def _least_between(self, i: int, j: int) -> int:
        """The least minutes between the two on a date, whatever lies there; less than none where they may overlap."""
        round, mine, theirs = self.instance.round, self.instance.meetings[i], self.instance.meetings[j]
        if keep_apart(round, mine, theirs):
            return round.settings.min_apart_minutes
        return 0 if self._same_people(i, j) else -MINUTES_A_DAY

    def _same_people(self, i: int, j: int) -> bool:
        """Whether the two can never overlap, as some teacher is in every team of both."""
        mine, theirs = ({*team.teacher_ids} for team in (self.instance.meetings[i].teams[0],
                                                         self.instance.meetings[j].teams[0]))
        single = len(self.instance.meetings[i].teams) == len(self.instance.meetings[j].teams) == 1
        return single and not mine.isdisjoint(theirs)


def _time(place: Place) -> Time:
    return place.start_minute, place.end_minute


def families_of(instance: Instance, meetings: Sequence[int], apart: frozenset[str] = frozenset()) -> list[Family]:
    """These meetings by family, in the order of their first meeting; adults apart tie nothing."""
    leader = {i: i for i in meetings}

    def find(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    for adult_id, row in instance.meetings_of_adult.items():
        here = [i for i in row if i in leader and adult_id not in apart]
        for other in here[1:]:
            one, two = sorted((find(here[0]), find(other)))
            leader[two] = one
    groups: dict[int, list[int]] = {}
    for i in sorted(meetings):
        groups.setdefault(find(i), []).append(i)
    return [Family(instance, tuple(groups[first]), apart) for first in sorted(groups)]
