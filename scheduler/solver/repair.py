"""Repair: families put elsewhere, wherever their teachers are needed anyway, beside what stays.

So the plan costs no more than the relaxation said: each family keeps the least of the costs that come first, and no
teacher is needed in another window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.solver.arrangements import families_of
from scheduler.solver.neighbourhood import Taken
from scheduler.solver.options import least_options
from scheduler.solver.patterns import patterns_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence, Set

    from scheduler.solver.arrangements import Arrangement, Family, Where
    from scheduler.solver.instance import Instance, Place
    from scheduler.solver.options import Cluster
    from scheduler.solver.windows_first import Assignment

    Key = tuple[str, int]
    """A teacher and a window."""


class Repair:
    """What is open to families that must go elsewhere: `clusters` by their meetings, and the costs that come first.

    Who is apart and who may cost more is so in the `assignment`.
    """

    def __init__(
        self, instance: Instance, clusters: Mapping[tuple[int, ...], Cluster], first: Sequence[str],
        assignment: Assignment,
    ) -> None:
        self._instance = instance
        self._clusters = clusters
        self._first = first
        self._assignment = assignment

    def patterns(
        self, where: Mapping[int, Where], kept: Mapping[int, Place]
    ) -> dict[Family, Sequence[Arrangement]]:
        """Per family what is open to it: its place in time if it is kept, else any least arrangement beside those.

        `where` are all the meetings, those that are kept among them, in windows in which their teachers are needed.
        """
        taken = Taken(self._instance, kept)
        needed = self._instance.needed(where)
        dates = {self._date(at[1]) for at in where.values()}
        found: dict[Family, Sequence[Arrangement]] = {}
        for family in families_of(self._instance, sorted(where), self._assignment.apart):
            if all(i in kept for i in family.meetings):
                found[family] = [{i: kept[i] for i in family.meetings}]
                continue
            choices = self._choices(family, needed, dates) or [{i: where[i] for i in family.meetings}]
            listed = patterns_of(family, choices, self._first, self._assignment.most.get(family.meetings))
            found[family] = [pattern for pattern in listed
                             if all(taken.leaves(i, place) for i, place in pattern.items())]
        return found

    def _choices(self, family: Family, needed: Set[Key], dates: Set[dt.date]) -> list[Mapping[int, Where]]:
        """The family's options, the least or what it may cost, in windows where its teachers are needed anyway."""
        cluster = self._clusters.get(family.meetings)
        if cluster is None or not cluster.options:
            return []
        may_cost_more = family.meetings in self._assignment.most
        options = cluster.options if may_cost_more else least_options(cluster.options, self._first)
        choices = [dict(zip(family.meetings, option.where, strict=True)) for option in options
                   if self._date(option.where[0][1]) in dates]
        return [where for where in choices if self._instance.needed(where) <= needed]

    def _date(self, window: int) -> dt.date:
        return self._instance.round.windows[window].date
