"""Own visits: what a teacher can hold in a window in which the same person comes to conversations as a parent."""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.solver.arrangements import Family
from scheduler.solver.blocks import blocks_of
from scheduler.solver.capacity import lengths_of, parts_of, reach_of
from scheduler.solver.options import arrangements_of
from scheduler.solver.sums import weighted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from ortools.sat.python import cp_model

    from scheduler.solver.blocks import Block
    from scheduler.solver.capacity import Held
    from scheduler.solver.instance import Instance
    from scheduler.solver.names import Expression, Key
    from scheduler.solver.options import Offered, Option
    from scheduler.solver.waiting import Waits

    Ways = tuple[tuple[int, int], ...]
    """The slots of a window that a visit may take, as bits, each with how long the family then waits at least."""


@dataclass(frozen=True, slots=True)
class Visit:
    """An option of the family of these `meetings`, chosen by `literal`, with the ways in which a parent then comes."""

    meetings: tuple[int, ...]
    literal: Expression
    ways: Ways


class OwnVisits:
    """The visits of teachers as parents, in the options that their families are `offered`.

    Every family is at the least of the costs in `first`, or of what its option may cost. Of families of which only some
    meetings are offered nothing is said.
    """

    def __init__(self, cp: cp_model.CpModel, instance: Instance, offered: Offered, first: Sequence[str]) -> None:
        self._cp = cp
        self._instance = instance
        self._first = first
        self._visits: dict[Key, list[Visit]] = defaultdict(list)
        self.waits: list[Waits] = []
        for meetings, options in offered.items():
            family = Family(instance, meetings)
            for teacher_id, visited in self._visited_in(family).items():
                for option, literal in options:
                    for window, ways in self._ways(family, teacher_id, visited, option).items():
                        self._visits[teacher_id, window].append(Visit(meetings, literal, ways))

    def leave_time(self, key: Key, row: Sequence[Held]) -> None:
        """Demand that what the teacher holds then leaves time for the visits, and so in each part of the window."""
        if key not in self._visits:
            return
        slot = self._instance.round.settings.slot_minutes
        for slots, inside in parts_of(row):
            held = [(self._instance.meetings[each.i].minutes, each.literal) for each in inside]
            taken = [(slot * min((slots & way).bit_count() for way, _ in visit.ways), visit.literal)
                     for visit in self._visits[key]]
            if any(minutes for minutes, _ in taken):
                self._cp.add(weighted([*held, *taken]) <= slot * slots.bit_count())

    def stay_outside(self, key: Key, row: Sequence[Held], conditions: Sequence[Expression]) -> None:
        """Demand no more meetings than a block without idle time has that leaves the visits outside, or in its breaks.

        So it is where the `conditions` hold.
        """
        if key not in self._visits:
            return
        blocks = blocks_of(self._instance.round.settings, reach_of(row), lengths_of(self._instance, row))
        if blocks is None:
            return
        tiers = functools.cache(functools.partial(_tiers, blocks))
        most = max(block.meetings for block in blocks)
        # Of one family at a time: what those of two take of a block may be the same.
        fewer: dict[tuple[int, ...], list[tuple[int, Expression]]] = defaultdict(list)
        for visit in self._visits[key]:
            fewer[visit.meetings] += self._fewer(visit, most, tiers(visit.ways))
        held = [(1, each.literal) for each in row]
        for of_family in fewer.values():
            self._cp.add(weighted([*held, *of_family]) <= most).only_enforce_if(*conditions)

    def _fewer(self, visit: Visit, most: int, tiers: Sequence[tuple[int, int]]) -> list[tuple[int, Expression]]:
        """By how many fewer than `most` meetings that makes it, with what chooses it; more where the family waits."""
        (minutes, meetings), *longer = tiers
        fewer, waits = [(most - meetings, visit.literal)], [(minutes, visit.literal)]
        choice = visit.literal
        for more_minutes, more_meetings in longer:
            waiting = self._cp.new_bool_var("")
            self._cp.add_implication(waiting, choice)
            fewer.append((meetings - more_meetings, waiting))
            waits.append((more_minutes - minutes, waiting))
            choice, minutes, meetings = waiting, more_minutes, more_meetings
        if longer:
            self.waits.append({visit.meetings: waits})
        return fewer

    def _visited_in(self, family: Family) -> Mapping[str, Set[int]]:
        """By teacher who is a parent in this family the meetings that they come to; nothing where it is not whole."""
        visited: dict[str, set[int]] = defaultdict(set)
        for adult_id, row in family.adults.items():
            if len(row) < len(self._instance.meetings_of_adult[adult_id]):
                return {}
            teacher_id = self._instance.round.adult[adult_id].teacher_id
            if teacher_id is not None:
                visited[teacher_id].update(row)
        return visited

    def _ways(self, family: Family, teacher_id: str, visited: Set[int], option: Option) -> Mapping[int, Ways]:
        """What the visits of the teacher take of each window in this option; none where that is too much to list."""
        where = dict(zip(family.meetings, option.where, strict=True))
        visits: dict[int, list[int]] = defaultdict(list)
        for i in visited:
            team, window = where[i]
            if teacher_id not in self._instance.meetings[i].teams[team].teacher_ids:
                visits[window].append(i)
        if not visits:
            return {}
        found, complete = arrangements_of(family, where, self._first, option.most)
        if not (found and complete):
            return {}
        taken: dict[int, dict[int, int]] = {window: {} for window in visits}
        for each in found:
            minutes = family.wait_minutes(each) or 0
            for window, row in visits.items():
                slots = self._instance.slots_of_all(each[i] for i in row)
                taken[window][slots] = min(minutes, taken[window].get(slots, minutes))
        return {window: tuple(sorted(ways.items())) for window, ways in taken.items()}


def _tiers(blocks: Sequence[Block], ways: Ways) -> Sequence[tuple[int, int]]:
    """For how long the family waits, ascending, with the most meetings that a block has which the visit leaves whole.

    Only where that is more than with less waiting.
    """
    tiers: list[tuple[int, int]] = []
    for minutes in sorted({minutes for _, minutes in ways}):
        free = [slots for slots, its_minutes in ways if its_minutes <= minutes]
        most = max(block.meetings for block in blocks if any(not block.slots & slots for slots in free))
        if not tiers or most > tiers[-1][1]:
            tiers.append((minutes, most))
    return tiers
