"""All the ways in which one family's meetings can stand together: adjacent for every adult, in given windows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scheduler.solver.instance import Instance, Place

    Where = tuple[int, int]
    Arrangement = Mapping[int, Place]

MOST_TRIES = 20_000
"""Partial arrangements that are looked at for one choice of windows and teams."""


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
        found: dict[int, dict[Where, list[Place]]] = {i: {} for i in self.meetings}
        for i in self.meetings:
            for place in self.instance.places[i]:
                found[i].setdefault((place.team, place.window), []).append(place)
        return found

    def arrangements(self, pools: Mapping[int, Sequence[Place]]) -> tuple[list[Arrangement], bool]:
        """The ways to hold each meeting at a place of its pool with each adult's adjacent; whether these are all.

        Where so many tries do not reach them all, each place of the first meeting has had an equal share of the tries.
        """
        in_order = [(i, pools[i]) for i in self._order]
        found: list[Arrangement] = []
        if not all(pool for _, pool in in_order):
            return found, True
        i, starts = in_order[0]
        complete = True
        for start in starts:
            left = iter(range(MOST_TRIES // len(starts)))
            found += [dict(chosen) for chosen in self._extend(in_order, 1, {i: start}, left)]
            complete = complete and next(left, None) is not None
        return found, complete

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
            if next(tries, None) is None:
                return
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
