"""Then order: each date on its own, the meetings assigned to it put in time, every rule exact."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.solver.arrangements import TooMany, families_of
from scheduler.solver.lexicographic import minimize
from scheduler.solver.model import ExactModel
from scheduler.solver.options import least_costs
from scheduler.solver.patterns import strict_order

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from scheduler.solver.cpsat import Clock, Effort
    from scheduler.solver.instance import Instance, Place
    from scheduler.solver.windows_first import Where


def dates_of(instance: Instance, where: Mapping[int, Where]) -> dict[dt.date, list[int]]:
    """The positions of the meetings assigned to each date, ascending."""
    found: dict[dt.date, list[int]] = defaultdict(list)
    for i, (_, window) in sorted(where.items()):
        found[instance.round.windows[window].date].append(i)
    return {date: found[date] for date in sorted(found)}


def order_strictly(
    instance: Instance, meetings: Sequence[int], where: Mapping[int, Where], first: Sequence[str],
    effort: Effort, clock: Clock,
) -> Mapping[int, Place] | None:
    """The meetings of one date in time, each family at its least cost there, no teacher idle; None where not found."""
    choices = {}
    try:
        for family in families_of(instance, meetings):
            at = {i: where[i] for i in family.meetings}
            costs = least_costs(family, at, first)
            if costs is None:
                return None
            choices[family] = [(at, costs)]
    except TooMany:
        return None
    return strict_order(instance, choices, effort, clock)


def order_at_all(
    instance: Instance, meetings: Sequence[int], where: Mapping[int, Where], order: Sequence[str],
    effort: Effort, clock: Clock,
) -> Mapping[int, Place]:
    """The meetings of one date in time as well as they go: some may wait, stay unplaced or lie apart."""
    places = {i: [p for p in instance.places[i] if (p.team, p.window) == where[i]] for i in meetings}
    found = minimize(ExactModel(instance, places), order, {}, effort, clock)
    return found.chosen or {}
