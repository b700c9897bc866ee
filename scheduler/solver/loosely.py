"""Meetings of the relaxed model offered one by one: any may stay unplaced, and any adult's may lie on two dates."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.solver.capacity import Held
from scheduler.solver.sums import total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ortools.sat.python import cp_model

    from scheduler.solver.holding import Holding
    from scheduler.solver.instance import Instance
    from scheduler.solver.names import Expression, Where
    from scheduler.solver.options import Cluster


class Loosely:
    """What is so offered: per meeting whether it is `unplaced`, per adult whether theirs lie `apart`.

    `alone` is what chooses where a meeting is held on its own; `missed` are the wishes missed where each meeting may be
    held. All are empty where nothing was offered so.
    """

    def __init__(self, cp: cp_model.CpModel, instance: Instance, holding: Holding) -> None:
        self._cp = cp
        self._instance = instance
        self._holding = holding
        self.alone: dict[tuple[int, Where], Expression] = {}
        self.unplaced: dict[int, Expression] = {}
        self.apart: dict[str, Expression] = {}
        self.missed: list[Expression] = []

    def offer(self, cluster: Cluster, literals: Sequence[Expression]) -> None:
        """Where none of these options of the cluster is chosen, each meeting on its own."""
        whole = self._cp.new_bool_var("")
        self._cp.add_exactly_one([*literals, ~whole])
        of_date: dict[int, dict[object, list[Expression]]] = {}
        for i in cluster.meetings:
            of_date[i] = self._offer_meeting(i, whole)
        broken: list[Expression] = [self.unplaced[i] for i in cluster.meetings]
        for adult_id in self._adults_with_more(cluster):
            self.apart[adult_id] = self._cp.new_bool_var("")
            broken.append(self.apart[adult_id])
            mine = self._instance.meetings_of_adult[adult_id]
            for i in mine:
                for j in mine:
                    if i != j:
                        self._tie_dates(adult_id, of_date[i], of_date[j])
        if cluster.complete:
            self._cp.add_bool_or([whole, *broken])

    def _offer_meeting(self, i: int, whole: Expression) -> dict[object, list[Expression]]:
        windows = self._instance.round.windows
        of_date: dict[object, list[Expression]] = defaultdict(list)
        missed: dict[Where, int] = {}
        for place in self._instance.places[i]:
            where = place.where
            missed[where] = min(place.missed, missed.get(where, place.missed))
        for where, wishes in missed.items():
            literal = self._cp.new_bool_var("")
            self.alone[i, where] = literal
            self._holding.at[where].append(Held(i, literal, self._instance.reach[i][where]))
            of_date[windows[where[1]].date].append(literal)
            if wishes:
                self.missed.append(wishes * literal)
        self.unplaced[i] = self._cp.new_bool_var("")
        everywhere = [literal for literals in of_date.values() for literal in literals]
        self._cp.add_exactly_one([whole, self.unplaced[i], *everywhere])
        return of_date

    def _tie_dates(
        self, adult_id: str, mine: Mapping[object, list[Expression]], theirs: Mapping[object, list[Expression]]
    ) -> None:
        for date, literals in mine.items():
            elsewhere = [literal for other, others in theirs.items() if other != date for literal in others]
            if elsewhere:
                self._cp.add(total(literals) + total(elsewhere) <= 1 + self.apart[adult_id])

    def _adults_with_more(self, cluster: Cluster) -> list[str]:
        adults = {adult_id for i in cluster.meetings for adult_id in self._instance.meetings[i].adult_ids}
        return sorted(adult_id for adult_id in adults if len(self._instance.meetings_of_adult[adult_id]) > 1)
