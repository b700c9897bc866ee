"""Visits apart: parents who come apart to the same teachers, and what must lie between them where nobody is idle.

Each teacher's meetings reach from the one visit to the other; how far, over all the teachers together, depends on how
many children there are: the last of the first visit and the first of the second are the least apart.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING

from scheduler.solver.capacity import longest
from scheduler.solver.sums import total
from scheduler.solver.visits_in_turn import may_come_amid

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from ortools.sat.python import cp_model

    from scheduler.solver.capacity import Held
    from scheduler.solver.idle_time import IdleTime
    from scheduler.solver.instance import Instance
    from scheduler.solver.names import Key, Where

    Pair = tuple[int, int]


def keep_visits_apart(
    cp: cp_model.CpModel, instance: Instance, at: Mapping[Where, Sequence[Held]], rows: Mapping[Key, Sequence[Held]],
    together: Container[int], idle: IdleTime,
) -> None:
    """Demand that the teachers of two visits in one window have enough between them, over all the children.

    Of meetings that are not surely held `together` with those of their siblings nothing is said, nor where a teacher is
    `idle`.
    """
    for pairs in _visits(instance):
        if not all(i in together for pair in pairs for i in pair):
            continue
        for window in range(len(instance.round.windows)):
            for teams in _teams(instance, at, pairs, window):
                both = [total(held.literal for held in at[team, window] if held.i in pair)
                        for team, pair in zip(teams, pairs, strict=True)]
                all_here = cp.new_bool_var("")
                cp.add(total(both) <= 2 * len(pairs) - 1 + all_here)
                for teachers in product(*(instance.meetings[pair[0]].teams[team].teacher_ids
                                          for team, pair in zip(teams, pairs, strict=True))):
                    keys = [(teacher_id, window) for teacher_id in teachers]
                    lasting = total(longest(instance, rows[key]) for key in keys)
                    enough = cp.add(lasting >= _between(instance, pairs))
                    enough.only_enforce_if(all_here, *idle.none_in(keys))


def _between(instance: Instance, pairs: Sequence[Pair]) -> int:
    """What the teachers' meetings last at least from the one visit to the other together, said as by `longest`.

    Of k children with meetings of m minutes the starts of the second visit are together k · apart + k² · m after those
    of the first; and each teacher's last meeting lasts m more.
    """
    breaks = instance.round.settings.breaks
    count, shortest = len(pairs), _shortest(instance, pairs)
    minutes = count * (instance.round.settings.min_apart_minutes + (count + 1) * shortest)
    return minutes * (1 if breaks is None else breaks.after_meetings)


def _shortest(instance: Instance, pairs: Sequence[Pair]) -> int:
    return min(instance.meetings[i].minutes for pair in pairs for i in pair)


def _visits(instance: Instance) -> Iterator[list[Pair]]:
    """The pairs of meetings of two parties with more than one child, where neither can come amid the other's visit."""
    found: dict[object, list[Pair]] = defaultdict(list)
    for pair in instance.parties:
        found[frozenset(instance.meetings[i].adult_ids for i in pair)].append(pair)
    for pairs in found.values():
        if len(pairs) > 1 and not may_come_amid(instance.round.settings, _shortest(instance, pairs)):
            yield pairs


def _teams(
    instance: Instance, at: Mapping[Where, Sequence[Held]], pairs: Sequence[Pair], window: int
) -> Iterator[tuple[int, ...]]:
    """Which team may hold each pair in that window, in every combination."""
    yield from product(*(
        [team for team in range(len(instance.meetings[pair[0]].teams))
         if set(pair) <= {held.i for held in at.get((team, window), ())}]
        for pair in pairs
    ))
