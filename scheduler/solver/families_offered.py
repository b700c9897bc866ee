"""Families offered options in the relaxed model, by the teachers whom they may meet: so groups are tied."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.solver.least import Part
from scheduler.solver.options import ranked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from scheduler.solver.instance import Instance
    from scheduler.solver.names import Expression, Where
    from scheduler.solver.options import Offered
    from scheduler.solver.teacher_windows import TeacherWindows


class FamiliesOffered:
    """The families that choose among what is `offered`, least in the costs in `first`, to teachers in `windows`."""

    def __init__(
        self, instance: Instance, offered: Offered, first: Sequence[str], windows: TeacherWindows
    ) -> None:
        self._instance = instance
        self._offered = offered
        self._first = first
        self._windows = windows

    @cached_property
    def parts(self) -> list[Part]:
        """By group of the school its teachers' windows, and the families who meet any of these."""
        return [
            Part(frozenset(used.index for used in self._windows.of(teachers).values()), self.meeting(teachers))
            for group in self._instance.round.groups
            if (teachers := frozenset(member.teacher_id for member in group.teachers))
        ]

    def meeting(self, teachers: Set[str]) -> frozenset[tuple[int, ...]]:
        """Those who may meet any of these teachers, by their meetings."""
        return frozenset(
            meetings for meetings in self._offered if any(
                not teachers.isdisjoint(team.teacher_ids)
                for i in meetings for team in self._instance.meetings[i].teams))

    def choices_without(self, teachers: Set[str]) -> list[int]:
        """What chooses for families who meet none of these teachers, as variables of the model."""
        moving = self.meeting(teachers)
        return [literal.index for meetings, options in self._offered.items() if meetings not in moving
                for _, literal in options]

    def with_nearest(self, teachers: Set[str], where: Mapping[int, Where]) -> frozenset[str]:
        """These teachers and half as many more: one after another who meets most families that they meet too.

        In the assignment `where`; no more where no family meets anybody else as well.
        """
        needed = (self._instance.needed({i: where[i] for i in meetings if i in where}) for meetings in self._offered)
        rows = [{teacher_id for teacher_id, _ in row} for row in needed]
        found = set(teachers)
        for _ in range(-(-len(teachers) // 2)):
            near = Counter(each for row in rows if not found.isdisjoint(row) for each in row - found)
            if not near:
                break
            found.add(min(near, key=lambda each: (-near[each], each)))
        return frozenset(found)

    def worse_off(self, teachers: Set[str]) -> list[Expression]:
        """What puts families who may meet these teachers in an option that costs more than their least."""
        found: list[Expression] = []
        for meetings in sorted(self.meeting(teachers)):
            ranks = [(ranked(option.costs, self._first), literal) for option, literal in self._offered[meetings]]
            lowest = min(rank for rank, _ in ranks)
            found += [literal for rank, literal in ranks if rank > lowest]
        return found
