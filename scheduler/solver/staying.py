"""Staying: what was published and may stand stays, and only those who must be told of a change anyway are planned anew.

Where that moves no more adults than cannot be helped, every plan that moves so few keeps the rest as it is: then the
least of the costs that come later, found among these plans, is the least of all. Where it does not do, families near
those are freed too.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.solver.arrangements import families_of
from scheduler.solver.lexicographic import Found, minimize
from scheduler.solver.model import ExactModel
from scheduler.solver.options import choices_of_windows
from scheduler.solver.patterns import pattern_model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from scheduler.solver.arrangements import Arrangement, Family
    from scheduler.solver.cpsat import Clock, Effort
    from scheduler.solver.instance import Instance, Place

MOST_FREED = 60
"""Families near the forced ones that may move too."""


class Staying:
    """The published round of an instance: who is `forced` to hear of a change, and what all others keep.

    `order` are the costs; the plans found place every meeting and keep families together, so they are worth looking
    for where nothing counts before that but what families have on their own.
    """

    def __init__(self, instance: Instance, order: Sequence[str], effort: Effort, clock: Clock) -> None:
        self._instance = instance
        self._order = order
        self._effort = effort
        self._clock = clock
        self._families = families_of(instance, range(len(instance.meetings)))
        self.forced = forced_adults(instance)
        self.kept = kept_places(instance)

    def near(self, bounds: Mapping[str, int]) -> Found:
        """A plan that places all and keeps families together, those free to move that share a teacher with the forced.

        The bounds are those given.
        """
        forced = [family for family in self._families if any(i not in self.kept for i in family.meetings)]
        teachers = {t for family in forced for i in family.meetings
                    for team in self._instance.meetings[i].teams for t in team.teacher_ids}
        ring = [family for family in self._families if any(
            i in self.kept and not teachers.isdisjoint(self._instance.team(i, self.kept[i]).teacher_ids)
            for i in family.meetings)]
        freed = {i for family in ring[:MOST_FREED] for i in family.meetings}
        kept = {i: place for i, place in self.kept.items() if i not in freed}
        return Found(self._minimize(kept, bounds), bounds, closed=False)

    def alone(self, least: Mapping[str, int]) -> Found:
        """The best plan that moves only the forced; the bounds hold for every plan, `least` being such already.

        Some meeting is perhaps left out, or siblings lie apart: then `closed` is False.
        """
        model = ExactModel(self._instance, {
            i: [self.kept[i]] if i in self.kept else free
            for i, free in enumerate(_free_places(self._instance, self.kept))
        })
        before = self._order[: self._order.index("moved") + 1]
        # Where somebody must move, some teacher will wait: not worth asking whether all costs lie on their floors.
        asked = before if self.forced else self._order
        floors = {key: least.get(key, 0) for key in asked} | {"moved": len(self.forced)}
        found = minimize(model, self._order, floors, self._effort, self._clock, self.kept)
        if any(found.bounds.get(key) != floors[key] for key in before):
            return Found(found.chosen, {key: floors[key] for key in before}, closed=False)
        return found

    def _minimize(self, kept: Mapping[int, Place], floors: Mapping[str, int]) -> Mapping[int, Place] | None:
        free = [set(places) for places in _free_places(self._instance, kept)]
        patterns = {family: _patterns(family, kept, free) for family in self._families}
        if not all(patterns.values()):
            return None
        model = pattern_model(self._instance, patterns, all_placed=True)
        return minimize(model, self._order, floors, self._effort, self._clock, self.kept).chosen


def forced_adults(instance: Instance) -> list[str]:
    """The adults who must be told of a change whatever is planned: an appointment of theirs cannot stand."""
    return [adult_id for adult_id, row in instance.kept_places.items() if any(place is None for _, place in row)]


def kept_places(instance: Instance) -> dict[int, Place]:
    """The places of the meetings that stay because somebody who is not forced was told of them."""
    forced = set(forced_adults(instance))
    return {i: place for adult_id, row in instance.kept_places.items() if adult_id not in forced
            for i, place in row if place is not None}


def _patterns(family: Family, kept: Mapping[int, Place], free: Sequence[Set[Place]]) -> list[Arrangement]:
    """The ways to hold the family together around what stays; of a very large one only a part."""
    if all(i in kept for i in family.meetings):
        return [{i: kept[i] for i in family.meetings}]
    found: list[Arrangement] = []
    for where in choices_of_windows(family):
        found += family.arrangements({
            i: [place for place in family.places[i][at] if (place == kept[i] if i in kept else place in free[i])]
            for i, at in zip(family.meetings, where, strict=True)
        })[0]
    return found


def _free_places(instance: Instance, kept: Mapping[int, Place]) -> list[Sequence[Place]]:
    """Per meeting the places at which no teacher of it holds a meeting that stays."""
    taken: dict[tuple[str, int], list[tuple[int, Place]]] = defaultdict(list)
    for i, place in kept.items():
        for teacher_id in instance.team(i, place).teacher_ids:
            taken[teacher_id, place.window].append((i, place))

    def free(i: int, place: Place) -> bool:
        return not any(
            j != i and place.start_minute < other.end_minute and other.start_minute < place.end_minute
            for teacher_id in instance.team(i, place).teacher_ids
            for j, other in taken.get((teacher_id, place.window), ())
        )

    return [[place for place in places if free(i, place)] for i, places in enumerate(instance.places)]
