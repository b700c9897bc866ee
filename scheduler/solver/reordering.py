"""Reordering: the dates of a plan once more, each with the windows that it has, so that its families cost less.

A date is ordered so that no teacher is idle, and where that is all that was found its families wait as they happen to.
Most need not: with every arrangement in the same windows to choose from that is soon seen.
"""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from scheduler.costs import adults_apart, idle_minutes
from scheduler.solver.arrangements import families_of
from scheduler.solver.best import plan_of
from scheduler.solver.blocks import LATER, forbid_idleness
from scheduler.solver.cpsat import CORES
from scheduler.solver.lexicographic import minimize
from scheduler.solver.options import FAMILY_COSTS, costs_of_family
from scheduler.solver.patterns import PatternCosts, with_choices
from scheduler.solver.taken import by_teacher_and_window
from scheduler.solver.then_order import dates_of, effort_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.solver.arrangements import Arrangement, Family
    from scheduler.solver.best import Best
    from scheduler.solver.clock import Clock
    from scheduler.solver.cpsat import Effort
    from scheduler.solver.instance import Instance, Place
    from scheduler.solver.names import Key

DATE_EFFORT = 2.0
"""Deterministic seconds for a hundred meetings of a date."""


def reorder(best: Best, workers: int, seed: int, clock: Clock) -> None:
    """Better the best plan in what families cost on their own, if it may cost less of that; several dates at once.

    Every meeting stays in its window with its teachers, no teacher is idle for longer there, and no family costs more
    of anything but what counts last. Where some may, so that others cost less, it takes long and seldom helps.

    Raises:
        Interrupted: the time was up before the search of a date began.
    """
    keys = [key for key in best.order if key in FAMILY_COSTS]
    if best.places is None or best.meets(keys) or clock.over:
        return
    instance, chosen = best.instance, best.places
    apart = frozenset(adults_apart(instance.round, plan_of(instance, chosen)))
    dates = dates_of(instance, {i: place.where for i, place in chosen.items()})

    def ordered(meetings: Sequence[int]) -> Mapping[int, Place]:
        now = {i: chosen[i] for i in meetings}
        effort = dataclasses.replace(effort_for(DATE_EFFORT, meetings, seed), way=CORES)
        return _ordered(instance, families_of(instance, meetings, apart), now, keys, effort, clock)

    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(ordered, dates.values()))
    best.keep({i: place for date in found for i, place in date.items()})


def _ordered(
    instance: Instance, families: Sequence[Family], now: Mapping[int, Place], keys: Sequence[str], effort: Effort,
    clock: Clock,
) -> Mapping[int, Place]:
    """One date, as it is `now` where its families cost nothing or nothing better was found."""
    as_is = {family: {i: now[i] for i in family.meetings} for family in families}
    costs = [costs_of_family(family, row) for family, row in as_is.items()]
    some = [key for key in keys if any(each[key] for each in costs)]
    if not some:
        return now
    capped = [key for key in keys if key not in some or key != keys[-1]]
    patterns = {family: _arrangements(family, row, capped) for family, row in as_is.items()}
    model, choices = with_choices(instance, patterns, all_placed=True, without=LATER)
    forbid_idleness(model, most=_idle(instance, now))
    return minimize(model, some, {}, effort, clock, now, PatternCosts(patterns, choices)).chosen or now


def _arrangements(family: Family, now: Arrangement, capped: Sequence[str]) -> list[Arrangement]:
    """As it is now, and every other way in these windows that costs the family no more of what is capped."""
    most = costs_of_family(family, now)
    others, _ = family.arrangements(family.pools({i: place.where for i, place in now.items()}))
    costs = ((each, costs_of_family(family, each)) for each in others if each != now)
    return [now, *(each for each, cost in costs if all(cost[key] <= most[key] for key in capped))]


def _idle(instance: Instance, chosen: Mapping[int, Place]) -> Mapping[Key, int]:
    """How many minutes teachers are idle, by teacher and window."""
    rows = by_teacher_and_window(instance, chosen)
    return {key: minutes for key, row in rows.items() if (minutes := idle_minutes(instance.round, row))}
