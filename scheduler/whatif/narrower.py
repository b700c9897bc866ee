"""Scenarios that only take away: what is proven of the round as it is then holds for them too.

Whoever keeps the rules of a narrower round keeps those of the round as it is, at the same costs. So no plan of it is
better than the best one as it is; and where that one is still allowed, it is the best one here, without any search.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.appointments import Bounded
from scheduler.constraints.table import violations_of

if TYPE_CHECKING:
    from scheduler.appointments import Outcome
    from scheduler.round import Round


def still_best(base: Round, baseline: Outcome, round: Round) -> Outcome | None:
    """The proven outcome of the round as it is, where it is that of a narrower round too; else None."""
    if baseline.plan is None or baseline.status != "optimal" or not narrower(round, base):
        return None
    return None if violations_of(round, baseline.plan) else replace(baseline, seconds=0.0)


def with_known_bounds(base: Round, baseline: Outcome, round: Round, outcome: Outcome) -> Outcome:
    """The outcome with the bounds of the round as it is, where the round is narrower and these say more.

    A bound holds given the costs before it: so only as long as these are what they are at best as it is.
    """
    from scheduler.solver import effective_order

    if baseline.status != "optimal" or outcome.plan is None or not narrower(round, base):
        return outcome
    objective, order = dict(outcome.objective), effective_order(round)
    for key in order:
        least, found = baseline.objective[key].cost, objective[key]
        objective[key] = Bounded(found.cost, max(least, found.bound or 0))
        if found.cost != least:
            break
    proven = all(objective[key].proven for key in order)
    return replace(outcome, objective=objective, status="optimal" if proven else outcome.status)


def narrower(round: Round, base: Round) -> bool:
    """Whether every plan of the round is one of the base too, at the same costs: it has fewer times, nothing else."""
    rows = set(base.availability)
    more = [row for row in round.availability if row not in rows]
    as_base = replace(
        round, windows=base.windows, availability=base.availability,
        settings=replace(round.settings, cutoff_minute=base.settings.cutoff_minute),
    )
    return (
        as_base == base
        and set(round.windows) <= set(base.windows)
        and round.settings.cutoff_minute <= base.settings.cutoff_minute
        and rows <= set(round.availability)
        and all(row.kind == "unavailable" for row in more)
    )
