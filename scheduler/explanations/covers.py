"""The fewest parts of the rules that make something impossible: none of them can be missed."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from scheduler.explanations.times import Part, Times

MOST_GROUPS = 10
"""Of more people and rules than this the smallest choice is not looked for, only one without excess."""


def least_parts(parts: Sequence[Part], impossible: Callable[[Collection[Part]], bool]) -> tuple[Part, ...] | None:
    """The parts that are enough to make it impossible, of as few people and rules as can be.

    With any one of them left out it would be possible, as far as the others go. None where all parts together leave
    it possible; () where it is impossible whatever the parts.
    """
    if not impossible(parts):
        return None
    groups: dict[tuple[str, str, str], list[Part]] = {}
    for part in parts:
        groups.setdefault((part.rule, part.person_id, part.group), []).append(part)
    if len(groups) <= MOST_GROUPS:
        for size in range(len(groups)):
            for some in combinations(groups.values(), size):
                enough = [part for group in some for part in group]
                if impossible(enough):
                    return _without_excess(enough, impossible)
    return _without_excess(parts, impossible)


def no_time(times: Times, parts: Collection[Part]) -> bool:
    """Whether these parts alone leave the meeting no time."""
    return not any(bits for _, bits in times.left(parts))


def _without_excess(parts: Sequence[Part], impossible: Callable[[Collection[Part]], bool]) -> tuple[Part, ...]:
    kept = list(parts)
    for part in reversed(parts):
        fewer = [each for each in kept if each is not part]
        if impossible(fewer):
            kept = fewer
    return tuple(kept)
