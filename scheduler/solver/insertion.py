"""Insertion: the weak spots of a plan, a meeting without a place or a teacher's gap, solved anew with what is near.

A neighbourhood is a few teachers' meetings with every place open to them and every rule exact; all else stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.solver.gaps import gaps_of
from scheduler.solver.lexicographic import minimize
from scheduler.solver.model import ExactModel
from scheduler.solver.neighbourhood import beside, of_teachers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.solver.clock import Clock
    from scheduler.solver.cpsat import Effort
    from scheduler.solver.instance import Instance, Place

MOST_SPOTS = 6
"""Neighbourhoods tried: a plan with more weak spots than this is one of a round that is too tight to mend."""

MOST_FREED = (60, 100)
"""Meetings in one neighbourhood: first of every spot, then of those that are left."""


def insert(
    instance: Instance, chosen: Mapping[int, Place], order: Sequence[str], unplaced: bool, effort: Effort, clock: Clock
) -> Mapping[int, Place]:
    """A plan that is no worse, cost by cost; `unplaced` where more meetings than now might have a place."""
    for most_freed in MOST_FREED:
        spots = [spot for spot in _spots(instance, chosen, order) if unplaced or spot[0] in chosen]
        for spot in spots[:MOST_SPOTS]:
            if clock.over:
                return chosen
            freed = of_teachers(instance, chosen, spot, most_freed)
            kept = beside(instance, chosen, freed)
            places = {i: instance.places[i] if i in freed else [kept[i]] for i in sorted({*freed, *kept})}
            found = minimize(ExactModel(instance, places), order, {}, effort, clock, chosen)
            if found.chosen is not None:
                chosen = {i: place for i, place in chosen.items() if i not in places} | dict(found.chosen)
    return chosen


def _spots(instance: Instance, chosen: Mapping[int, Place], order: Sequence[str]) -> Iterable[list[int]]:
    """The meetings without a place, one by one, then those of each teacher's window in which the teacher is idle."""
    yield from ([i] for i in range(len(instance.meetings)) if i not in chosen)
    if "teacher_idle_minutes" in order:
        yield from gaps_of(instance, chosen)
