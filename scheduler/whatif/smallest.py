"""The smallest choice that is enough, where a larger choice is never worse: proven by what each failure teaches.

A choice that is not enough shows that any choice that is must have something from outside it. The next to try is a
smallest one that has something from outside every failure so far (a minimum hitting set), so the first that is enough
is a smallest of all.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Choice = frozenset[int]


def smallest(
    size: int, enough: Callable[[Choice], bool], hopeless: Callable[[Choice], bool] = lambda choice: False
) -> Choice:
    """The smallest choice from range(size) that is `enough`; of equally small ones the first in order.

    All together must be enough. `hopeless` may rule out a choice quickly, and must not where it is enough.

    >>> sorted(smallest(5, lambda choice: {1, 3} <= choice))
    [1, 3]
    """
    everything = frozenset(range(size))
    outside: list[Choice] = []
    while True:
        choice = _hits(size, outside)
        if choice == everything:
            return choice
        if hopeless(choice):
            outside.append(everything - _largest(choice, everything, hopeless))
        elif enough(choice):
            return choice
        else:
            outside.append(everything - choice)


def _largest(choice: Choice, everything: Choice, hopeless: Callable[[Choice], bool]) -> Choice:
    """More and more of everything added while it stays hopeless: the larger the failure, the more it teaches."""
    for one in sorted(everything - choice):
        if hopeless(choice | {one}):
            choice = choice | {one}
    return choice


def _hits(size: int, outside: Sequence[Choice]) -> Choice:
    """The first smallest choice that has something of each of these."""
    for count in range(size + 1):
        for some in combinations(range(size), count):
            if all(not each.isdisjoint(some) for each in outside):
                return frozenset(some)
    raise ValueError("something that nothing is outside of cannot be hit")
