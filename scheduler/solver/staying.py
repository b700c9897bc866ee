"""Staying: what was published and may stand stays, and only those who must be told of a change anyway are planned anew.

Where that moves no more adults than cannot be helped, every plan that moves so few keeps the rest as it is: then the
least of the costs that come later, found among these plans, is the least of all.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.solver.lexicographic import Found, minimize
from scheduler.solver.model import ExactModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.solver.cpsat import Clock, Effort
    from scheduler.solver.instance import Instance, Place


def stay(
    instance: Instance, order: Sequence[str], least: Mapping[str, int], effort: Effort, clock: Clock
) -> Found | None:
    """The best plan in which every adult who can keep all appointments does; None where they stand in each other's way.

    `least` are proven bounds of the costs that families have on their own; the bounds returned hold for every plan.
    """
    if "moved" not in order:
        return None
    kept = _kept(instance)
    if kept is None:
        return None
    model = ExactModel(instance, _open_places(instance, kept))
    before = order[: order.index("moved") + 1]
    floors = {key: least.get(key, 0) for key in before} | {"moved": len(forced_adults(instance))}
    found = minimize(model, order, floors, effort, clock, kept)
    if any(found.bounds.get(key) != floors[key] for key in before):
        return Found(found.chosen, floors, closed=False)
    return found


def forced_adults(instance: Instance) -> list[str]:
    """The adults who must be told of a change whatever is planned: an appointment of theirs cannot stand."""
    return [adult_id for adult_id, row in instance.kept_places.items() if any(place is None for _, place in row)]


def _kept(instance: Instance) -> dict[int, Place] | None:
    forced = set(forced_adults(instance))
    kept: dict[int, Place] = {}
    for adult_id, row in instance.kept_places.items():
        for i, place in row:
            if adult_id not in forced and place is not None and kept.setdefault(i, place) != place:
                return None
    return kept


def _open_places(instance: Instance, kept: Mapping[int, Place]) -> dict[int, Sequence[Place]]:
    """Its place for a meeting that stays; for any other all places at which its teachers have none that stays."""
    taken: dict[tuple[str, int], list[Place]] = defaultdict(list)
    for i, place in kept.items():
        for teacher_id in instance.team(i, place).teacher_ids:
            taken[teacher_id, place.window].append(place)

    def free(i: int, place: Place) -> bool:
        return not any(
            place.start_minute < other.end_minute and other.start_minute < place.end_minute
            for teacher_id in instance.team(i, place).teacher_ids for other in taken.get((teacher_id, place.window), ())
        )

    return {
        i: [kept[i]] if i in kept else [place for place in instance.places[i] if free(i, place)]
        for i in range(len(instance.meetings))
    }
