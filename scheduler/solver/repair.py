"""Repair: a date that could not be ordered strictly, together with another, so that families change between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.solver.arrangements import families_of
from scheduler.solver.options import ranked
from scheduler.solver.patterns import strict_order

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from scheduler.solver.arrangements import Family
    from scheduler.solver.cpsat import Clock, Effort
    from scheduler.solver.instance import Instance, Place
    from scheduler.solver.options import Cluster
    from scheduler.solver.patterns import Choice


def join_dates(
    instance: Instance, clusters: Sequence[Cluster], first: Sequence[str], chosen: Mapping[int, Place],
    date: dt.date, effort: Effort, clock: Clock,
) -> Iterator[Mapping[int, Place]]:
    """Plans in which this date and one other are ordered strictly together, within the teachers' windows in use.

    First the other date with most teachers in common; families that are apart, or not wholly placed, stay out of it.
    """
    windows = instance.round.windows
    on = {i: windows[place.window].date for i, place in chosen.items()}
    of_date: dict[dt.date, set[str]] = {}
    for i, place in chosen.items():
        of_date.setdefault(on[i], set()).update(instance.team(i, place).teacher_ids)
    others = sorted((d for d in of_date if d != date), key=lambda d: (-len(of_date[d] & of_date.get(date, set())), d))
    options = {cluster.meetings: cluster for cluster in clusters}
    for other in others:
        meetings = [i for i in chosen if on[i] in (date, other)]
        choices = _choices(instance, options, first, chosen, meetings, (date, other))
        if choices is None:
            continue
        found = strict_order(instance, choices, effort, clock)
        if found is not None:
            yield {**chosen, **found}


def _choices(
    instance: Instance, clusters: Mapping[tuple[int, ...], Cluster], first: Sequence[str],
    chosen: Mapping[int, Place], meetings: Sequence[int], dates: tuple[dt.date, dt.date],
) -> dict[Family, Sequence[Choice]] | None:
    windows = instance.round.windows
    used = {(t, chosen[i].window) for i in meetings for t in instance.team(i, chosen[i]).teacher_ids}
    found: dict[Family, Sequence[Choice]] = {}
    for family in families_of(instance, meetings):
        cluster = clusters.get(family.meetings)
        if cluster is None or not cluster.options:
            return None
        least = min(ranked(option.costs, first) for option in cluster.options)
        row: list[Choice] = []
        for option in cluster.options:
            at = dict(zip(family.meetings, option.where, strict=True))
            inside = all(windows[w].date in dates and (t, w) in used
                         for i, (k, w) in at.items() for t in instance.meetings[i].teams[k].teacher_ids)
            if inside and ranked(option.costs, first) == least:
                row.append((at, option.costs))
        found[family] = row
    return found
