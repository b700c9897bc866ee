"""Which schools share people at times that are close, and who is planned before whom.

Schools that share nobody are all planned at once. Of two that do, the later is planned once the earlier has its plan,
around the times at which these people are there; so nobody is booked twice, and never both ways round.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.board.survey import Surveyed
    from scheduler.round import Window


@dataclass(frozen=True)
class Order:
    """Waves of schools, by path: each is planned once the one before is done, and shares nobody within itself.

    `earlier` gives the schools whose people a school minds, sorted; a school that minds none is absent.
    """

    waves: tuple[tuple[str, ...], ...]
    earlier: Mapping[str, tuple[str, ...]]


def order_of(schools: Sequence[Surveyed], travel_minutes: int) -> Order:
    """The order of the schools, the same whatever was planned before; those that stay as they are go before all.

    Each school, by path, takes the first wave in which it shares nobody: so waves are few, however long the chain.
    """
    tied = _tied(schools, travel_minutes)
    wave_of = {school.path: -1 for school in schools if school.fixed}
    for school in sorted(schools, key=lambda school: school.path):
        if not school.fixed:
            taken = {wave_of.get(other) for other in tied.get(school.path, ())}
            wave_of[school.path] = next(wave for wave in range(len(schools)) if wave not in taken)
    waves = [
        tuple(sorted(path for path, mine in wave_of.items() if mine == wave))
        for wave in range(max(wave_of.values(), default=-1) + 1)
    ]
    earlier = {
        path: tuple(sorted(other for other in tied.get(path, ()) if wave_of[other] < wave_of[path]))
        for wave in waves for path in wave
    }
    return Order(tuple(waves), {path: others for path, others in earlier.items() if others})


def close(one: Iterable[Window], other: Iterable[Window], travel_minutes: int) -> bool:
    """Whether somebody who is at both may come too late, or at the same time, for one of the two."""
    others = tuple(other)
    return any(
        mine.date == theirs.date
        and mine.start_minute < theirs.end_minute + travel_minutes
        and theirs.start_minute < mine.end_minute + travel_minutes
        for mine in one for theirs in others
    )


def _tied(schools: Sequence[Surveyed], travel_minutes: int) -> dict[str, set[str]]:
    at: dict[str, list[Surveyed]] = {}
    for school in schools:
        for address in school.people:
            at.setdefault(address, []).append(school)
    pairs = {
        (one.path, other.path): (one, other)
        for together in at.values() for one, other in combinations(together, 2)
    }
    tied: dict[str, set[str]] = {}
    for one, other in pairs.values():
        if close(one.windows, other.windows, travel_minutes):
            tied.setdefault(one.path, set()).add(other.path)
            tied.setdefault(other.path, set()).add(one.path)
    return tied
