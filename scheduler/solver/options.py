"""What each family could have if it were alone: on which dates it can be together, and at what least cost.

The half of *windows first* that looks at one family at a time: the whole school can do no better, so it bounds the
plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from scheduler.solver.arrangements import Family, TooMany, families_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scheduler.solver.arrangements import Arrangement, Where
    from scheduler.solver.instance import Instance

FAMILY_COSTS = ("moved", "wishes_missed", "parent_wait_minutes")
"""The costs that an option has: all its meetings are placed, and together."""

MOST_OPTIONS = 2_000


@dataclass(frozen=True, slots=True)
class Option:
    """A family together on one date: per meeting its team and window, with the least costs of any such arrangement."""

    where: tuple[Where, ...]
    costs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A family's meetings, ascending by position, and the options to hold them all together.

    No options mean that not all of it can take place, or not together. `complete` is False where there were too many
    to list: then any arrangement may exist, at no cost.
    """

    meetings: tuple[int, ...]
    options: tuple[Option, ...]
    complete: bool


def clusters_of(instance: Instance, first: Sequence[str]) -> list[Cluster]:
    """Every cluster of the instance, by its first meeting.

    `first` are the costs that count before any that families share, in order: of each option only arrangements that
    are lexicographically least in these count; the other costs are least each on its own, which makes a bound.
    """
    return [_cluster(family, first) for family in families_of(instance, range(len(instance.meetings)))]


def _cluster(family: Family, first: Sequence[str]) -> Cluster:
    try:
        return Cluster(family.meetings, tuple(_options(family, first)), complete=True)
    except TooMany:
        return Cluster(family.meetings, (), complete=False)


def _options(family: Family, first: Sequence[str]) -> Iterator[Option]:
    windows = family.instance.round.windows
    known: dict[object, Mapping[str, int] | None] = {}
    told = any(adult_id in family.instance.kept_places for adult_id in family.adults)
    count = 0
    for date in family.instance.round.dates:
        choices = [[key for key in family.places[i] if windows[key[1]].date == date] for i in family.meetings]
        for where in product(*choices):
            count += 1
            if count > MOST_OPTIONS:
                raise TooMany
            at = dict(zip(family.meetings, where, strict=True))
            shape = where if told else _shape(family, at)
            if shape not in known:
                known[shape] = least_costs(family, at, first)
            costs = known[shape]
            if costs is not None:
                yield Option(where, costs)


def _shape(family: Family, where: Mapping[int, Where]) -> object:
    """All that tells two choices of windows apart for the family: the times of the places, and the wishes they miss."""
    return tuple(
        tuple((place.start_minute, place.missed) for place in family.places[i][where[i]]) for i in family.meetings
    )


def least_costs(family: Family, where: Mapping[int, Where], first: Sequence[str]) -> Mapping[str, int] | None:
    """The least that any arrangement in these windows costs the family; None where it cannot be together there.

    Raises:
        TooMany: there are more arrangements than are worth listing.
    """
    missed = sum(min(place.missed for place in family.places[i][where[i]]) for i in family.meetings)
    ideal = {"moved": 0, "wishes_missed": missed, "parent_wait_minutes": 0}
    best: Mapping[str, int] | None = None
    for arrangement in family.arrangements(where):
        costs = costs_of_family(family, arrangement)
        best = costs if best is None else _lesser(best, costs, first)
        if best == ideal:
            break
    return best


def costs_of_family(family: Family, arrangement: Arrangement) -> Mapping[str, int]:
    """What the arrangement costs this family, by key of `FAMILY_COSTS`."""
    kept = family.instance.kept_places
    return {
        "moved": sum(
            any(arrangement.get(i) != place for i, place in kept[adult_id])
            for adult_id in family.adults if adult_id in kept
        ),
        "wishes_missed": sum(place.missed for place in arrangement.values()),
        "parent_wait_minutes": family.wait_minutes(arrangement) or 0,
    }


def ranked(costs: Mapping[str, int], first: Sequence[str]) -> list[int]:
    """The costs that a family has among the first ones, in their order, for comparing options."""
    return [costs[key] for key in first if key in costs]


def _lesser(one: Mapping[str, int], other: Mapping[str, int], first: Sequence[str]) -> Mapping[str, int]:
    mine, theirs = ranked(one, first), ranked(other, first)
    if mine != theirs:
        return one if mine < theirs else other
    return {key: min(one[key], other[key]) for key in one}
