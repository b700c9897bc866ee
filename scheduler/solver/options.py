"""What each family could have if it were alone: on which dates it can be together, and at what least cost.

The half of *windows first* that looks at one family at a time: the whole school can do no better, so it bounds the
plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from scheduler.solver.arrangements import Family, families_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scheduler.solver.arrangements import Arrangement
    from scheduler.solver.instance import Instance, Place
    from scheduler.solver.names import Where

    Costs = Mapping[str, int]
    Graded = tuple[Costs, tuple[int, ...], Costs | None]
    """The costs of an option, what it reaches, and what it may cost where that is more than the least."""
    Offered = Mapping[tuple[int, ...], Sequence[tuple["Option", Any]]]
    """The options of each cluster in a model, by its meetings, with what chooses them."""
    Listing = Callable[[Family, Mapping[int, Where], Sequence[str]], Sequence[Graded]]

FAMILY_COSTS = ("moved", "wishes_missed", "parent_wait_minutes")
"""The costs that an option has: all its meetings are placed, and together."""

HELD = ("unplaced_mandatory", "unplaced_optional", "siblings_apart")
"""The costs of not holding all of a family's meetings together: only where they come first does that never pay."""

SHARED = ("teacher_idle_minutes", "teacher_windows")
"""The costs that families share; those before the first of them each family has on its own."""

MOST_OPTIONS = 2_000

KINDS = 8
"""How many kinds of arrangements that are not least are told apart by who misses a wish, in the same windows."""


@dataclass(frozen=True, slots=True)
class Option:
    """A family together on one date: per meeting its team and window, with the least costs of any such arrangement.

    `reach[k]` are the slots of its window, as bits, that the k-th meeting takes in any arrangement that is least in
    the costs that come first; or, where it may cost `most` of these, in arrangements that are not, `costs` being the
    least of them.
    """

    where: tuple[Where, ...]
    costs: Costs
    reach: tuple[int, ...]
    most: Costs | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """A family's meetings, ascending by position, and the options to hold them all together.

    No options mean that not all of it can take place, or not together. `complete` is False where there were too many
    to list: then any arrangement may exist, at no cost.
    """

    meetings: tuple[int, ...]
    options: tuple[Option, ...]
    complete: bool


def clusters_of(instance: Instance, first: Sequence[str], *, beyond: bool = False) -> list[Cluster]:
    """Every cluster of the instance, by its first meeting.

    `first` are the costs that count before any that families share, in order: of each option only arrangements that
    are lexicographically least in these count; the other costs are least each on its own, which makes a bound. With
    `beyond` the other arrangements there are options too.
    """
    listed = _all_graded if beyond else _least
    known: dict[object, Sequence[Graded]] = {}
    return [_cluster(family, first, listed, known) for family in families_of(instance, range(len(instance.meetings)))]


def _cluster(
    family: Family, first: Sequence[str], listed: Listing, known: dict[object, Sequence[Graded]]
) -> Cluster:
    """The cluster of a family; what is `known` of other families holds for one of the same shape too."""
    options: list[Option] = []
    choices = list(islice(choices_of_windows(family), MOST_OPTIONS + 1))
    if len(choices) > MOST_OPTIONS:
        return Cluster(family.meetings, (), complete=False)
    for where in choices:
        at = dict(zip(family.meetings, where, strict=True))
        shape = (family.meetings, where) if family.told else (family.kind, _shape(family, at))
        if shape not in known:
            known[shape] = listed(family, at, first)
        options += [Option(where, *graded) for graded in known[shape]]
    return Cluster(family.meetings, tuple(options), complete=True)


def choices_of_windows(family: Family) -> Iterator[tuple[Where, ...]]:
    """Every choice of a team and a window for each of its meetings, in their order, all on one date."""
    windows = family.instance.round.windows
    for date in family.instance.round.dates:
        yield from product(*([at for at in family.places[i] if windows[at[1]].date == date] for i in family.meetings))


def _shape(family: Family, where: Mapping[int, Where]) -> object:
    """All that tells two choices of windows apart for families of one kind: the times of the places, and what these
    miss of the wishes."""
    windows = family.instance.round.windows
    return tuple(
        (windows[where[i][1]].start_minute,
         *((place.start_minute, place.missed) for place in family.places[i][where[i]])) for i in family.meetings
    )


def _least(family: Family, where: Mapping[int, Where], first: Sequence[str]) -> Sequence[Graded]:
    """The least costs of the family in these windows, and what its meetings then reach; none where it cannot be."""
    best, complete = least_arrangements(family, where, first)
    if not complete:
        pools = list(family.pools(where).values())
        wished = [_wished(pool) for pool in pools]
        all_wished = bool(best) and all(best[0][i] in pool for i, pool in zip(family.meetings, wished, strict=True))
        reach = tuple(_reach(family, pool) for pool in (wished if all_wished else pools))
        return [(_ideal(family, wished), reach, None)]
    return [_graded(family, best)] if best else []


def _all_graded(family: Family, where: Mapping[int, Where], first: Sequence[str]) -> Sequence[Graded]:
    """The same, then what comes next in the costs that come first, and last all that is left."""
    graded = list(_least(family, where, first))
    pools = family.pools(where)
    reach = tuple(_reach(family, pool) for pool in pools.values())
    if not graded or (graded[0][1] == reach and not _may_differ(family, pools, first)):
        return graded
    found, complete = family.arrangements(pools)
    if not complete:
        more = {"wishes_missed": graded[0][0]["wishes_missed"] + 1}
        return [*graded, ({**dict.fromkeys(FAMILY_COSTS, 0), **more}, reach, more)]
    best = tuple(ranked(graded[0][0], first))
    kinds: dict[tuple[int, ...], list[Arrangement]] = {}
    for arrangement in found:
        rank = ranked(costs_of_family(family, arrangement), first)
        kinds.setdefault((*rank, *(arrangement[i].missed for i in family.meetings)), []).append(arrangement)
    worse = [kinds[kind] for kind in sorted(kinds) if kind[:len(best)] > best]
    if len(worse) > KINDS:
        # Told apart by what they cost only: an option whose arrangements cost different things would say too little.
        of_rank: dict[tuple[int, ...], list[Arrangement]] = {}
        for kind in sorted(kinds):
            of_rank.setdefault(kind[:len(best)], []).extend(kinds[kind])
        worse = [row for rank, row in of_rank.items() if rank > best]
    return [*graded, *(_graded(family, row, first) for row in worse)]


def _graded(family: Family, arrangements: Sequence[Arrangement], first: Sequence[str] | None = None) -> Graded:
    """What these arrangements cost at least, and what they reach; the first is least in `first`, if that is given."""
    costs = [costs_of_family(family, arrangement) for arrangement in arrangements]
    least = {key: min(each[key] for each in costs) for key in FAMILY_COSTS}
    most = None if first is None else {key: costs[0][key] for key in first if key in costs[0]}
    return least, tuple(_reach(family, [each[i] for each in arrangements]) for i in family.meetings), most


def _ideal(family: Family, wished: Sequence[Sequence[Place]]) -> Costs:
    """What a family costs at least if as many of its meetings as fit are at one of these places."""
    missed = sum(pool[0].missed for pool in wished) + _left_over(family, wished)
    return {"moved": 0, "wishes_missed": missed, "parent_wait_minutes": 0}


def _left_over(family: Family, wished: Sequence[Sequence[Place]]) -> int:
    """How many meetings of an adult do not fit in the times of these places, if the others take all of them."""
    at, slot = dict(zip(family.meetings, wished, strict=True)), family.instance.round.settings.slot_minutes
    left = 0
    for row in family.adults.values():
        times = {time for i in row for place in at[i] for time in range(place.start_minute, place.end_minute, slot)}
        shortest = min(family.instance.meetings[i].minutes for i in row)
        left = max(left, len(row) - len(times) * slot // shortest)
    return left


def least_arrangements(
    family: Family, where: Mapping[int, Where], first: Sequence[str]
) -> tuple[list[Arrangement], bool]:
    """The arrangements there that are lexicographically least in the costs that come first; whether these are all.

    Of a very large family only a part, spread over the window; none where it cannot be together there.
    """
    own = _own(family, first)
    for within, waiting, settled in _narrowest_first(family.pools(where), own):
        found, complete = family.arrangements(within, waiting=waiting)
        if found:
            return least_of(family, found, own[settled:]), complete
    return [], complete


def arrangements_of(
    family: Family, where: Mapping[int, Where], first: Sequence[str], most: Costs | None
) -> tuple[list[Arrangement], bool]:
    """The same; where the family may cost `most` of these, those that cost no more and are least in the others."""
    if most is None:
        return least_arrangements(family, where, first)
    found, complete = family.arrangements(family.pools(where))
    within = [arrangement for arrangement in found if _within(costs_of_family(family, arrangement), most)]
    return least_of(family, within, [key for key in first if key not in most]), complete


def _within(costs: Costs, most: Costs) -> bool:
    return all(costs[key] <= value for key, value in most.items())


def _narrowest_first(
    pools: Mapping[int, Sequence[Place]], own: Sequence[str]
) -> Iterator[tuple[Mapping[int, Sequence[Place]], bool, int]]:
    """Pools, and whether anybody may wait: where there is an arrangement, none of those that follow is as good.

    Where all can be within their wishes, or nobody need wait, no others are listed: of a large family they are many.
    And how many of the costs of its `own`, from the first on, are least in all of these alike.
    """
    if own[:1] == ["wishes_missed"] and all(pools.values()):
        wished = {i: _wished(pool) for i, pool in pools.items()}
        if own[1:2] == ["parent_wait_minutes"]:
            yield wished, False, 2
        yield wished, True, 1
    if own[:1] == ["parent_wait_minutes"]:
        yield pools, False, 1
    yield pools, True, 0


def _may_differ(family: Family, pools: Mapping[int, Sequence[Place]], first: Sequence[str]) -> bool:
    """Whether one arrangement of these places may cost more than another in what comes first."""
    wishes = any(place.missed for pool in pools.values() for place in pool)
    return wishes or any(key != "wishes_missed" for key in _own(family, first))


def _own(family: Family, first: Sequence[str]) -> list[str]:
    """The costs among these that the family can have."""
    return [key for key in first if key in FAMILY_COSTS and (family.told or key != "moved")]


def _wished(pool: Sequence[Place]) -> list[Place]:
    least = min(place.missed for place in pool)
    return [place for place in pool if place.missed == least]


def _reach(family: Family, places: Sequence[Place]) -> int:
    return family.instance.slots_of_all(set(places))


def least_of(family: Family, arrangements: Sequence[Arrangement], first: Sequence[str]) -> list[Arrangement]:
    """Those of a family's arrangements that are lexicographically least in the costs that come first."""
    own = _own(family, first)
    if len(arrangements) == 1 or not own:
        return list(arrangements)
    ranks = [[COST[key](family, arrangement) for key in own] for arrangement in arrangements]
    least = min(ranks, default=None)
    return [arrangement for arrangement, rank in zip(arrangements, ranks, strict=True) if rank == least]


def costs_of_family(family: Family, arrangement: Arrangement) -> Costs:
    """What the arrangement costs this family, by key of `FAMILY_COSTS`."""
    return {key: cost(family, arrangement) for key, cost in COST.items()}


def _moved(family: Family, arrangement: Arrangement) -> int:
    if not family.told:
        return 0
    kept = family.instance.kept_places
    return sum(
        any(place is None or arrangement.get(i) != place for i, place in kept[adult_id])
        for adult_id in family.adults if adult_id in kept
    )


def _wishes_missed(family: Family, arrangement: Arrangement) -> int:
    return sum([place.missed for place in arrangement.values()])


def _parent_wait_minutes(family: Family, arrangement: Arrangement) -> int:
    return family.wait_minutes(arrangement) or 0


COST = dict(zip(FAMILY_COSTS, (_moved, _wishes_missed, _parent_wait_minutes), strict=True))
"""What counts each of these costs of a family's arrangement."""


def least_options(options: Sequence[Option], first: Sequence[str]) -> list[Option]:
    """Those of a cluster's options that are lexicographically least in the costs that come first."""
    ranks = [ranked(option.costs, first) for option in options]
    least = min(ranks, default=None)
    return [option for option, rank in zip(options, ranks, strict=True) if rank == least]


def ranked(costs: Costs, first: Sequence[str]) -> list[int]:
    """The costs that a family has among the first ones, in their order, for comparing options."""
    return [costs[key] for key in first if key in costs]
