"""Ways to choose a time for each of a family's meetings, all of them or, where they are too many, some of every kind.

It knows minutes only: what ties the meetings is said beforehand, and families who are tied alike have the same ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Time = tuple[int, int]
    """From and until when, in minutes since midnight."""
    Way = tuple[int, ...]
    """A time of each pool, or of the first ones, as positions in these."""

MOST_TRIES, MOST_ENDS = 20_000, 2_000
"""Ways begun that are looked at for the same pools; where that does not reach all, so many are followed to their
end."""

MOST_KNOWN = 500
"""Ways to arrange a family that are remembered; a school has a few dozen."""


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties the meetings of a family, in an order: all that tells two families apart but for their places.

    `gaps[k][j]` are the least and most minutes between the k-th meeting and the j-th, which is before it; `visits` are
    the positions of meetings that adults have, each with how many adults these are, with `walk` minutes to go from one
    to the next and at most `wait` to wait.
    """

    gaps: tuple[tuple[tuple[int, int], ...], ...]
    visits: tuple[tuple[tuple[int, ...], int], ...]
    walk: int
    wait: int

    @property
    def most_between(self) -> int:
        """The most minutes from one meeting of a visit to the next."""
        return self.walk + self.wait


@lru_cache(maxsize=MOST_KNOWN)
def ways_of(ties: Ties, pools: tuple[tuple[Time, ...], ...]) -> tuple[list[Way], bool]:
    """The ways to choose a time from each pool, as positions in these; whether these are all.

    Most families of a school are tied alike, so each is found once.
    """
    found: list[Way] = []
    if not all(pools) or _torn(ties, pools):
        return found, True
    beside = _Beside(ties, pools)
    left = iter(range(MOST_TRIES))
    _extend(beside, (), beside.all, left, found)
    if next(left, None) is not None:
        return found, True
    some: list[Way] = []
    _spread(beside, (), beside.all, MOST_ENDS, Random(0), some)
    return some, False


def _torn(ties: Ties, pools: tuple[tuple[Time, ...], ...]) -> bool:
    """Whether some adult has meetings that all lie before a time at which none can be, and others that all lie after.

    So it is with an afternoon and an evening; it would take long to find out by trying.
    """
    for visit, _ in ties.visits:
        until = None
        for start, end in sorted({time for at in visit for time in pools[at]}):
            if until is not None and start - until > ties.most_between:
                before = [pools[at][0] < (start, end) for at in visit]
                after = [pools[at][-1] >= (start, end) for at in visit]
                if not all(before) and not all(after):
                    return True
            until = end if until is None else max(until, end)
    return False


class _Beside:
    """Which times of each pool may stand beside those chosen from the pools before it, as bits by their position."""

    def __init__(self, ties: Ties, pools: tuple[tuple[Time, ...], ...]) -> None:
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
        return self._pairs or wait_minutes(
            self.ties, [pool[k] for pool, k in zip(self.pools, way, strict=True)]) is not None

    def following(
        self, way: Way, times: Sequence[int]
    ) -> Iterator[tuple[Way, Sequence[int] | None]]:
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
        most = self.ties.most_between
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
    beside: _Beside, way: Way, times: Sequence[int], tries: Iterator[int], found: list[Way],
) -> None:
    """Add the ways that begin so to those `found`, each further time one of those that are left."""
    if _ended(beside, way, found):
        return
    for further, left in beside.following(way, times):
        if next(tries, None) is None:
            return
        if left is not None:
            _extend(beside, further, left, tries, found)


def _spread(
    beside: _Beside, way: Way, times: Sequence[int], most: int, drawn: Random, found: list[Way],
) -> int:
    """Add ways that begin so until `most` have come to their end, as many with one further time as with another, or
    with some that are `drawn`.

    Returns how many have.
    """
    if _ended(beside, way, found):
        return 1
    ended = 0
    following = list(beside.following(way, times))
    drawn.shuffle(following)
    for nth, (further, left) in enumerate(following):
        share = -((ended - most) // (len(following) - nth))
        if share:
            ended += 1 if left is None else _spread(beside, further, left, share, drawn, found)
    return ended


def _ended(beside: _Beside, way: Way, found: list[Way]) -> bool:
    """Whether a time of each pool is chosen; where each adult's meetings adjoin it is added to those `found`."""
    if len(way) < len(beside.pools):
        return False
    if beside.adjoin(way):
        found.append(way)
    return True


def wait_minutes(ties: Ties, times: Sequence[Time]) -> int | None:
    """What the adults wait together at these times; None where two meetings of one of them are not adjacent."""
    total = 0
    for visit, adults in ties.visits:
        row = sorted([times[k] for k in visit])
        for (_, end), (start, _) in pairwise(row):
            wait = start - end - ties.walk
            if not 0 <= wait <= ties.wait:
                return None
            total += adults * wait
    return total
