"""The sets of windows with which a team of colleagues can do, listed: there are few, since every family must fit.

Of the windows of a team of three in two weeks, 4 of 18 say, thousands of sets can be chosen; those in which each family
has an afternoon and every conversation a place are often less than a hundred. To a solver that is one choice instead of
a puzzle.
"""

from __future__ import annotations

import functools
import operator
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scheduler.solver.names import Key

    """A teacher and a window."""
    Demand = tuple[tuple[tuple[Key, ...], ...], ...]
    """What one family asks of a team: a choice of options, each with the teachers' windows that each meeting takes."""

MOST_SETS = 300
"""With more sets than this the choice among them tells a solver little."""

MOST_WINDOWS = 6
"""Of larger sets there are many."""

MOST_TRIED = 6_000
"""Sets that are looked at before the listing is given up."""


def window_sets(demands: Sequence[Demand], room: Mapping[Key, int], size: int) -> list[frozenset[Key]] | None:
    """Every set of so many of the windows in `room` in which all demands find a place; None where there are too many.

    `room` says how many meetings a window holds at most. No window set that is left out can hold all demands; of those
    listed some may turn out not to either.
    """
    bits = {key: 1 << k for k, key in enumerate(sorted(room))}
    choices = [(_Choice(demand, bits), families) for demand, families in Counter(demands).items()]
    listing = _Listing(choices, {bits[key]: most for key, most in room.items()})
    found = listing.sets(size)
    return None if found is None else [frozenset(key for key, bit in bits.items() if each & bit) for each in found]


class _Choice:
    """A demand with each window as a bit; `masks` are the windows of each option."""

    def __init__(self, demand: Demand, bits: Mapping[Key, int]) -> None:
        self._meetings = [tuple(bits[keys[0]] for keys in option) for option in demand]
        self.masks = [_union(bits[key] for keys in option for key in keys) for option in demand]

    def reach(self, windows: int) -> list[int]:
        """Per meeting those of these windows that it can be in; 0 where it can be in none."""
        inside = [each for each, mask in zip(self._meetings, self.masks, strict=True) if not mask & ~windows]
        return [_union(column) for column in zip(*inside, strict=True)] or [0]


class _Listing:
    """Sets of windows with so much `room`; each of the `choices` is that of a number of families."""

    def __init__(self, choices: Sequence[tuple[_Choice, int]], room: Mapping[int, int]) -> None:
        distinct = {tuple(sorted(set(choice.masks))) for choice, _ in choices}
        self._distinct = sorted(distinct, key=lambda masks: (len(masks), masks))
        self._choices = choices
        self._room = room

    def sets(self, size: int) -> list[int] | None:
        """Sets are built up window by window: by the options of a family that has none yet, else by any."""
        if size > MOST_WINDOWS:
            return None
        found: list[int] = []
        seen = {0}
        stack = [0]
        while stack:
            windows = stack.pop()
            if windows.bit_count() == size:
                if self._holds_all(windows):
                    found.append(windows)
                continue
            for wider in self._wider(windows):
                if wider.bit_count() <= size and wider not in seen:
                    seen.add(wider)
                    stack.append(wider)
            if len(seen) > MOST_TRIED or len(found) > MOST_SETS:
                return None
        return sorted(found)

    def _wider(self, windows: int) -> Iterator[int]:
        for masks in self._distinct:
            if all(mask & ~windows for mask in masks):
                return (windows | mask for mask in masks)
        return (windows | bit for bit in self._room if not windows & bit)

    def _holds_all(self, windows: int) -> bool:
        """Whether every meeting finds a place: in no part of the windows are more bound to it than it has room for."""
        bound = dict.fromkeys(_parts(windows), 0)
        for choice, families in self._choices:
            for reach in choice.reach(windows):
                bound[reach] += families
        if bound[0]:
            return False
        return all(
            sum(count for reach, count in bound.items() if not reach & ~part)
            <= sum(most for bit, most in self._room.items() if part & bit)
            for part in bound
        )


def _parts(windows: int) -> Iterator[int]:
    """Every subset, the empty one last."""
    part = windows
    while part:
        yield part
        part = (part - 1) & windows
    yield 0


def _union(bits: Iterable[int]) -> int:
    return functools.reduce(operator.or_, bits, 0)
