"""Insertion: each meeting without a place solved anew with what is near it.

A neighbourhood is a few teachers' meetings with every place open to them and every rule exact; all else stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.solver.lexicographic import minimize
from scheduler.solver.model import ExactModel
from scheduler.solver.neighbourhood import beside, of_teachers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.solver.clock import Clock
    from scheduler.solver.cpsat import Effort
    from scheduler.solver.instance import Instance, Place

MOST_SPOTS = 6
"""Neighbourhoods tried: a plan that leaves more out than this is one of a round that is too tight to mend."""

MOST_FREED = (60, 100)
"""Meetings in one neighbourhood: first of every spot, then of those that are left."""


def insert(
    instance: Instance, chosen: Mapping[int, Place], order: Sequence[str], effort: Effort, clock: Clock
) -> Mapping[int, Place]:
    """A plan that is no worse, cost by cost."""
    for most_freed in MOST_FREED:
        left_out = [i for i in range(len(instance.meetings)) if i not in chosen]
        for i in left_out[:MOST_SPOTS]:
            if clock.over:
                return chosen
            freed = of_teachers(instance, chosen, [i], most_freed)
            kept = beside(instance, chosen, freed)
            places = {j: instance.places[j] if j in freed else [kept[j]] for j in sorted({*freed, *kept})}
            found = minimize(ExactModel(instance, places), order, {}, effort, clock, chosen)
            if found.chosen is not None:
                chosen = {j: place for j, place in chosen.items() if j not in places} | dict(found.chosen)
    return chosen
