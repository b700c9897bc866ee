"""All the ways in which one family's meetings can stand together, in given windows.

Adjacent for every adult, and with enough time between those of parents who come apart.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

from scheduler.constraints.separate_distance import keep_apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scheduler.solver.instance import Instance, Place

    Where = tuple[int, int]
    Arrangement = Mapping[int, Place]
    Time = tuple[int, int]
    """From and until when, in minutes since midnight."""

MOST_TRIES, MOST_ENDS = 20_000, 2_000
"""Partial arrangements that are looked at for one choice of windows and teams; where that does not reach all, so many
from which nothing follows any more."""

MOST_KNOWN = 500
"""Ways to arrange a family that are remembered; a school has a few dozen."""


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
        ways, complete = _ways(ties, tuple(tuple(map(_time, pool)) for _, pool in in_order))
        return [{i: pool[k] for (i, pool), k in zip(in_order, way, strict=True)} for way in ways], complete

    def wait_minutes(self, arrangement: Arrangement) -> int | None:
        """What the adults wait together; None where two meetings of one of them are not adjacent."""
        if not self._ties.visits:
            return 0
        return _wait_minutes(self._ties, [_time(arrangement[i]) for i in self._order])

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
    def _ties(self) -> _Ties:
        return self._tied(self.instance.round.settings.siblings.max_wait_minutes)

    @cached_property
    def _ties_without_waiting(self) -> _Ties:
        return self._tied(0)

    def _tied(self, wait: int) -> _Ties:
        at = {i: k for k, i in enumerate(self._order)}
        walk = self.instance.round.settings.siblings.walk_minutes
        gaps = self._gaps(walk, walk + wait)
        rows = tuple(tuple(gaps[i, j] for j in self._order[:k]) for k, i in enumerate(self._order))
        visits = Counter(tuple(at[i] for i in row) for row in self.adults.values() if len(row) > 1)
        return _Ties(rows, tuple(visits.items()), walk, wait)

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
                    found[i, j] = fewest, 24 * 60
        return found

    def _least_between(self, i: int, j: int) -> int:
        """The least minutes between the two on a date, whatever lies there; less than none where they may overlap."""
        round, mine, theirs = self.instance.round, self.instance.meetings[i], self.instance.meetings[j]
        if keep_apart(round, mine, theirs):
            return round.settings.min_apart_minutes
        return 0 if self._same_people(i, j) else -24 * 60

    def _same_people(self, i: int, j: int) -> bool:
        """Whether the two can never overlap, as some teacher is in every team of both."""
        mine, theirs = ({*team.teacher_ids} for team in (self.instance.meetings[i].teams[0],
                                                         self.instance.meetings[j].teams[0]))
        single = len(self.instance.meetings[i].teams) == len(self.instance.meetings[j].teams) == 1
        return single and not mine.isdisjoint(theirs)


@dataclass(frozen=True, slots=True)
class _Ties:
    """What ties the meetings of a family, in an order: all that tells two families apart but for their places.

    `gaps[k][j]` are the least and most minutes between the k-th meeting and the j-th, which is before it; `visits` are
    the positions of meetings that adults have, each with how many adults these are, with `walk` minutes to go from one
    to the next and at most `wait` to wait.
    """

    gaps: tuple[tuple[tuple[int, int], ...], ...]
    visits: tuple[tuple[tuple[int, ...], int], ...]
    walk: int
    wait: int


def _time(place: Place) -> Time:
    return place.start_minute, place.end_minute


@lru_cache(maxsize=MOST_KNOWN)
def _ways(ties: _Ties, pools: tuple[tuple[Time, ...], ...]) -> tuple[list[tuple[int, ...]], bool]:
    """The ways to choose a time from each pool, as positions in these; whether these are all.

    Most families of a school are tied alike, so each is found once.
    """
    found: list[tuple[int, ...]] = []
    if not all(pools) or _torn(ties, pools):
        return found, True
    beside = _Beside(ties, pools)
    left = iter(range(MOST_TRIES))
    _extend(beside, (), beside.all, left, found)
    if next(left, None) is not None:
        return found, True
    some: list[tuple[int, ...]] = []
    _spread(beside, (), beside.all, MOST_ENDS, Random(0), some)
    return some, False


def _torn(ties: _Ties, pools: tuple[tuple[Time, ...], ...]) -> bool:
    """Whether some adult has meetings that all lie before a time at which none can be, and others that all lie after.

    So it is with an afternoon and an evening; it would take long to find out by trying.
    """
    for visit, _ in ties.visits:
        until = None
        for start, end in sorted({time for at in visit for time in pools[at]}):
            if until is not None and start - until > ties.walk + ties.wait:
                before = [pools[at][0] < (start, end) for at in visit]
                after = [pools[at][-1] >= (start, end) for at in visit]
                if not all(before) and not all(after):
                    return True
            until = end if until is None else max(until, end)
    return False


class _Beside:
    """Which times of each pool may stand beside those chosen from the pools before it, as bits by their position."""

    def __init__(self, ties: _Ties, pools: tuple[tuple[Time, ...], ...]) -> None:
        self.ties = ties
        self.pools = pools
        self.all: Sequence[int] = tuple((1 << len(pool)) - 1 for pool in pools)
        self._pairs = all(len(visit) == 2 for visit, _ in ties.visits)
        self._long = [[visit for visit, _ in ties.visits if len(visit) > 2 and depth in visit]
                      for depth in range(len(pools))]
        self._longest = max(end - start for pool in pools for start, end in pool)
        self._known: dict[tuple[int, int], Sequence[tuple[int, int]]] = {}

    def adjoin(self, way: Sequence[int]) -> bool:
        """Whether each adult's meetings adjoin, where each two that may not stand beside each other were left out."""
        # What may stand beside what says it all where nobody has more than two.
        return self._pairs or _wait_minutes(
            self.ties, [pool[k] for pool, k in zip(self.pools, way, strict=True)]) is not None

    def ends(self, way: Sequence[int]) -> bool:
        """Whether a time of each pool is chosen."""
        return len(way) == len(self.pools)

    def following(
        self, way: tuple[int, ...], times: Sequence[int]
    ) -> Iterator[tuple[tuple[int, ...], Sequence[int] | None]]:
        """The way with each time of the next pool that is left, and what is left then; None where nothing can be."""
        depth = len(way)
        here = times[depth]
        while here:
            k = (here & -here).bit_length() - 1
            here &= here - 1
            further = *way, k
            yield further, self._narrowed(times, depth, k) if self._may_adjoin(further) else None

    def _may_adjoin(self, way: Sequence[int]) -> bool:
        """Whether each adult has meetings left for all that is open between these, the last of which is new."""
        depth = len(way) - 1
        most = self.ties.walk + self.ties.wait
        for visit in self._long[depth]:
            row = sorted([self.pools[at][way[at]] for at in visit if at <= depth])
            left = len(visit) - len(row)
            for (_, end), (start, _) in pairwise(row):
                if start - end > most:
                    left -= -((most - start + end) // (self._longest + most))
            if left < 0:
                return False
        return True

    def _narrowed(self, times: Sequence[int], depth: int, k: int) -> Sequence[int] | None:
        """What is left of these where the k-th time of that pool is chosen; None where a later pool has none left."""
        key = depth, k
        if key not in self._known:
            self._known[key] = [(later, self._beside(later, depth, k)) for later in range(depth + 1, len(self.pools))]
        left = list(times)
        for later, fitting in self._known[key]:
            left[later] &= fitting
            if not left[later]:
                return None
        return left

    def _beside(self, later: int, depth: int, k: int) -> int:
        least, most = self.ties.gaps[later][depth]
        other_start, other_end = self.pools[depth][k]
        times = 0
        for at, (start, end) in enumerate(self.pools[later]):
            gap = start - other_end
            if gap < 0:
                gap = other_start - end
            if least <= gap <= most:
                times |= 1 << at
        return times


def _extend(
    beside: _Beside, way: tuple[int, ...], times: Sequence[int], tries: Iterator[int], found: list[tuple[int, ...]],
) -> None:
    """Add the ways that begin so to those `found`, each further time one of those that are left."""
    if beside.ends(way):
        if beside.adjoin(way):
            found.append(way)
        return
    for further, left in beside.following(way, times):
        if next(tries, None) is None:
            return
        if left is not None:
            _extend(beside, further, left, tries, found)


def _spread(
    beside: _Beside, way: tuple[int, ...], times: Sequence[int], most: int, drawn: Random, found: list[tuple[int, ...]],
) -> int:
    """Add ways that begin so until `most` have come to their end, as many with one further time as with another, or
    with some that are `drawn`.

    Returns how many have.
    """
    if beside.ends(way):
        if beside.adjoin(way):
            found.append(way)
        return 1
    ended = 0
    following = list(beside.following(way, times))
    drawn.shuffle(following)
    for nth, (further, left) in enumerate(following):
        share = -((ended - most) // (len(following) - nth))
        if share:
            ended += 1 if left is None else _spread(beside, further, left, share, drawn, found)
    return ended


def _wait_minutes(ties: _Ties, times: Sequence[Time]) -> int | None:
    total = 0
    for visit, adults in ties.visits:
        row = sorted([times[k] for k in visit])
        for (_, end), (start, _) in pairwise(row):
            wait = start - end - ties.walk
            if not 0 <= wait <= ties.wait:
                return None
            total += adults * wait
    return total


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
