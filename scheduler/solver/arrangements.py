"""All the ways in which one family's meetings can stand together: adjacent for every adult, in given windows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import count, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scheduler.solver.instance import Instance, Place

    Where = tuple[int, int]
    Arrangement = Mapping[int, Place]

MOST_TRIES = 20_000
"""Partial arrangements that are looked at for one choice of windows and teams."""


class TooMany(Exception):
    """There are more arrangements than are worth listing; the rules alone then decide."""


@dataclass(frozen=True, eq=False)
class Family:
    """Meetings tied by shared adults, by position, and where in the round they stand now."""

    instance: Instance
    meetings: tuple[int, ...]

    @cached_property
    def adults(self) -> Mapping[str, tuple[int, ...]]:
        """Each adult's meetings within this family, ascending."""
        found: dict[str, list[int]] = {}
        for i in self.meetings:
            for adult_id in self.instance.meetings[i].adult_ids:
                found.setdefault(adult_id, []).append(i)
        return {adult_id: tuple(found[adult_id]) for adult_id in sorted(found)}

    @cached_property
    def places(self) -> Mapping[int, Mapping[Where, Sequence[Place]]]:
        """The places of each meeting, by team and window."""
        found: dict[int, dict[Where, list[Place]]] = {i: {} for i in self.meetings}
        for i in self.meetings:
            for place in self.instance.places[i]:
                found[i].setdefault((place.team, place.window), []).append(place)
        return found

    def arrangements(self, where: Mapping[int, Where]) -> Iterator[Arrangement]:
        """Every way to hold all the meetings there with each adult's adjacent; none waits for the next to be asked.

        The mapping yielded is one and the same, changed in place.

        Raises:
            TooMany: after `MOST_TRIES` attempts.
        """
        pools = [(i, self.places[i].get(where[i], ())) for i in self._order]
        if all(pool for _, pool in pools):
            yield from self._extend(pools, 0, {}, count(1))

    def wait_minutes(self, arrangement: Arrangement) -> int | None:
        """What the adults wait together; None where two meetings of one of them are not adjacent."""
        siblings = self.instance.round.settings.siblings
        walk, longest, total = siblings.walk_minutes, siblings.max_wait_minutes, 0
        for meetings in self.adults.values():
            row = sorted((arrangement[i].start_minute, arrangement[i].end_minute) for i in meetings)
            for (_, end), (start, _) in pairwise(row):
                wait = start - end - walk
                if not 0 <= wait <= longest:
                    return None
                total += wait
        return total

    def _extend(
        self, pools: Sequence[tuple[int, Sequence[Place]]], depth: int, chosen: dict[int, Place], tries: Iterator[int]
    ) -> Iterator[Arrangement]:
        if depth == len(pools):
            if self.wait_minutes(chosen) is not None:
                yield chosen
            return
        i, pool = pools[depth]
        limits = [(chosen[j], *self._gaps[i, j]) for j, _ in pools[:depth]]
        for place in pool:
            if next(tries) > MOST_TRIES:
                raise TooMany
            for other, least, most in limits:
                gap = place.start_minute - other.end_minute
                if gap < 0:
                    gap = other.start_minute - place.end_minute
                if not least <= gap <= most:
                    break
            else:
                chosen[i] = place
                yield from self._extend(pools, depth + 1, chosen, tries)
                del chosen[i]

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
    def _gaps(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        """Per pair of meetings the least and most minutes between them."""
        siblings = self.instance.round.settings.siblings
        longest_wait = siblings.walk_minutes + siblings.max_wait_minutes
        longest = max(self.instance.meetings[i].minutes for i in self.meetings)
        found = {}
        for i in self.meetings:
            for j in self.meetings:
                shared = [row for row in self.adults.values() if i in row and j in row]
                if shared:
                    between = min(len(row) for row in shared) - 2
                    found[i, j] = siblings.walk_minutes, longest_wait + between * (longest_wait + longest)
                elif self._same_people(i, j):
                    found[i, j] = 0, 24 * 60
                else:
                    found[i, j] = -24 * 60, 24 * 60
        return found

    def _same_people(self, i: int, j: int) -> bool:
        """Whether the two can never overlap, as some teacher is in every team of both."""
        mine, theirs = ({*team.teacher_ids} for team in (self.instance.meetings[i].teams[0],
                                                         self.instance.meetings[j].teams[0]))
        single = len(self.instance.meetings[i].teams) == len(self.instance.meetings[j].teams) == 1
        return single and not mine.isdisjoint(theirs)


def families_of(instance: Instance, meetings: Sequence[int]) -> list[Family]:
    """These meetings by family, in the order of their first meeting."""
    leader = {i: i for i in meetings}

    def find(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    for row in instance.meetings_of_adult.values():
        here = [i for i in row if i in leader]
        for other in here[1:]:
            one, two = sorted((find(here[0]), find(other)))
            leader[two] = one
    groups: dict[int, list[int]] = {}
    for i in sorted(meetings):
        groups.setdefault(find(i), []).append(i)
    return [Family(instance, tuple(groups[first])) for first in sorted(groups)]
