"""Taken: when teachers are busy with the meetings that stay, so that others go beside them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.solver.instance import Instance, Place


class Taken:
    """When the teachers of meetings that stay are busy with these."""

    def __init__(self, instance: Instance, kept: Mapping[int, Place]) -> None:
        self._instance = instance
        self._places = by_teacher_and_window(instance, kept)

    def leaves(self, i: int, place: Place) -> bool:
        """Whether the teachers of meeting `i` at that place are free then."""
        return not any(
            place.start_minute < other.end_minute and other.start_minute < place.end_minute
            for teacher_id in self._instance.team(i, place).teacher_ids
            for other in self._places.get((teacher_id, place.window), ())
        )


def by_teacher_and_window(instance: Instance, chosen: Mapping[int, Place]) -> Mapping[tuple[str, int], Sequence[Place]]:
    """The places of each teacher's meetings in each window, in the order of the meetings."""
    found: dict[tuple[str, int], list[Place]] = defaultdict(list)
    for i, place in chosen.items():
        for teacher_id in instance.team(i, place).teacher_ids:
            found[teacher_id, place.window].append(place)
    return found
