"""Shared rooms: how many meetings two teachers in one room can hold in a window if neither is ever idle.

Each then holds one block of meetings, with no longer breaks than are due. The blocks lie one after the other, or a
break of the one holds what there is of the other: in 15 slots, a break of one after six meetings, 14 meetings and not
15. Which numbers can be is found by laying every two blocks beside each other.

What the two hold together is in both blocks. So is what stands between two such meetings that must lie apart, but for
breaks: while the one held a meeting there alone the other would be idle.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from typing import TYPE_CHECKING

from scheduler.solver.blocks import blocks_of
from scheduler.solver.capacity import lengths_of, reach_of, span_of
from scheduler.solver.stretches import Stretches
from scheduler.solver.sums import total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ortools.sat.python import cp_model

    from scheduler.round import Settings
    from scheduler.solver.blocks import Block
    from scheduler.solver.capacity import Held
    from scheduler.solver.idle_time import IdleTime
    from scheduler.solver.instance import Instance
    from scheduler.solver.names import Expression, Key, Where

    Shape = tuple[int, tuple[int, ...]]
    """The slots of a window that a teacher's meetings may take, as bits, and how many each of them takes."""

MOST_KNOWN = 200
"""Pairs of shapes that are remembered; a school has a few."""

MOST_TOGETHER = 3
"""Meetings that two teachers hold together in a window: where there are more nothing is said of how many they hold."""

FEW_OTHERS = 2
"""Teachers with whom one who shares a room holds something together, for it to be said when these are there: of more
the model only becomes larger."""

NONE = -1
"""At most so many meetings: that cannot be."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Where the one holds at least `one` meetings and the other `other`, no more than `most` in all; or `NONE`."""

    one: int
    other: int
    most: int


class SharedRooms:
    """The rooms of a model in which teachers have `rows` of what is held `at` each team and window.

    What is demanded of two teachers is so only of windows that they spend in one room, and where neither is `idle`.
    """

    def __init__(
        self, cp: cp_model.CpModel, instance: Instance, at: Mapping[Where, Sequence[Held]],
        rows: Mapping[Key, Sequence[Held]], idle: IdleTime,
    ) -> None:
        self._cp = cp
        self._instance = instance
        self._rows = rows
        self._idle = idle
        self._rooms: dict[Key, set[str]] = defaultdict(set)
        self._together: dict[tuple[str, str, int], list[Held]] = defaultdict(list)
        for (team, window), row in at.items():
            for held in row:
                its_team = instance.meetings[held.i].teams[team]
                for teacher_id in its_team.teacher_ids:
                    self._rooms[teacher_id, window].add(its_team.room)
                for one, other in combinations(sorted(its_team.teacher_ids), 2):
                    self._together[one, other, window].append(held)
        self._size = Counter(held.literal.index for row in at.values() for held in row)
        self._known: dict[tuple[Key, int], Expression] = {}
        self._stretches = Stretches(cp, instance, rows, idle)

    def keep_blocks_apart(self) -> None:
        """Demand of every two who share a room that neither is in the way of the other's block."""
        users: dict[tuple[str, int], list[str]] = defaultdict(list)
        for (teacher_id, window), rooms in sorted(self._rooms.items()):
            if len(rooms) == 1 and "" not in rooms:
                users[min(rooms), window].append(teacher_id)
        for (_, window), teachers in users.items():
            for one, other in combinations(teachers, 2):
                self._share(one, other, window)
                self._keep_parties_apart(one, other, window)
                mine, theirs = (one, window), (other, window)
                together = self._together.get((one, other, window), ())
                self._stretches.take_turns(mine, theirs, together, self._of_two(mine, theirs))
        self._let_meet()

    def _of_two(self, one: Key, other: Key) -> list[Expression]:
        """The choices of families with two meetings to hold one of them here and one there."""
        mine, theirs = (Counter(held.literal.index for held in self._rows[key]) for key in (one, other))
        return [held.literal for held in self._rows[other] if self._size[held.literal.index] == 2
                and mine[held.literal.index] == theirs[held.literal.index] == 1]

    def _let_meet(self) -> None:
        """Demand that whoever holds something together with one who takes turns is there then."""
        with_whom: dict[Key, set[Key]] = defaultdict(set)
        for one, other, window in self._together:
            with_whom[one, window].add((other, window))
            with_whom[other, window].add((one, window))
        told = {key for key in with_whom if self._stretches.known(key)}
        told.update(*(with_whom[key] for key in told if len(with_whom[key]) <= FEW_OTHERS))
        for (one, other, window), together in self._together.items():
            if told.issuperset([(one, window), (other, window)]):
                self._stretches.meet((one, window), (other, window), together)

    def _share(self, one: str, other: str, window: int) -> None:
        mine, theirs = (one, window), (other, window)
        shapes, neither_idle = (self._shape(mine), self._shape(theirs)), self._idle.none_in((mine, theirs))
        held = total(each.literal for each in (*self._rows[mine], *self._rows[theirs]))
        together = self._together.get((one, other, window), ())
        all_of_them = len({each.i for each in together})
        for count in range(min(all_of_them, MOST_TOGETHER) + 1):
            limits = _limits(self._instance.round.settings, *shapes, count)
            if not limits:
                continue
            few = [] if count == all_of_them else [self._at_most(together, count)]
            for limit in limits:
                so_many = [*self._at_least(mine, limit.one), *self._at_least(theirs, limit.other)]
                self._cp.add(held <= limit.most).only_enforce_if(*so_many, *few, *neither_idle)

    def _keep_parties_apart(self, one: str, other: str, window: int) -> None:
        """Demand of two parties of a pupil whom both teachers meet what fills the time between in both blocks."""
        together = self._together.get((one, other, window), ())
        mine, theirs = (one, window), (other, window)
        settings = self._instance.round.settings
        for pair in self._instance.parties:
            both = [held.literal for held in together if held.i in pair]
            if not both:
                continue
            minutes = settings.min_apart_minutes + sum(self._instance.meetings[i].minutes for i in pair)
            fewest = _fewest_together(
                settings, self._shape(mine), self._shape(theirs), -(-minutes // settings.slot_minutes))
            held = total(each.literal for each in together)
            demanded = total(both) <= 1 if fewest == NONE else held >= fewest * (total(both) - 1)
            self._cp.add(demanded).only_enforce_if(*self._idle.none_in((mine, theirs)))

    def _at_most(self, together: Sequence[Held], count: int) -> Expression:
        """That no more than so many of these are held."""
        few = self._cp.new_bool_var("")
        self._cp.add(total(held.literal for held in together) >= (count + 1) * ~few)
        return few

    def _at_least(self, key: Key, count: int) -> list[Expression]:
        """That the teacher holds so many meetings then."""
        if count == 0:
            return []
        if (key, count) not in self._known:
            self._known[key, count] = self._cp.new_bool_var("")
            row = self._rows[key]
            self._cp.add(total(held.literal for held in row) <= count - 1 + len(row) * self._known[key, count])
        return [self._known[key, count]]

    def _shape(self, key: Key) -> Shape:
        row = self._rows[key]
        return reach_of(row), lengths_of(self._instance, row)


@lru_cache(maxsize=MOST_KNOWN)
def _limits(settings: Settings, one: Shape, other: Shape, together: int) -> Sequence[Limit]:
    """What the blocks of two teachers of these shapes demand beyond that all fits; nothing where they are too many.

    They hold no more than so many meetings together, each of which counts for both.
    """
    mine, theirs = blocks_of(settings, *one), blocks_of(settings, *other)
    if mine is None or theirs is None:
        return ()
    beside = _most_beside(mine, theirs, together * max(*one[1], *other[1]))
    shortest = min(*one[1], *other[1])
    room = (one[0] | other[0]).bit_count() // shortest + together
    limits: list[Limit] = []
    for few, many in product(
            _steps(settings, shortest, max(beside), together), _steps(settings, shortest, beside[0], together)):
        most = max((count + beside[count] for count in beside if count >= few and beside[count] >= many), default=NONE)
        said = [limit.most for limit in limits if limit.one <= few and limit.other <= many]
        if most < min(said, default=room):
            limits.append(Limit(few, many, most))
    return limits


def _most_beside(mine: Sequence[Block], theirs: Sequence[Block], common: int) -> Mapping[int, int]:
    """By the number of meetings in one's block, how many the other's has at most that lies beside such a one.

    They have no more than so many slots in common.
    """
    largest_first = sorted(theirs, key=lambda block: block.meetings, reverse=True)
    found: dict[int, int] = {}
    for block in mine:
        beside = next(each.meetings for each in largest_first if (each.slots & block.slots).bit_count() <= common)
        found[block.meetings] = max(beside, found.get(block.meetings, 0))
    return found


@lru_cache(maxsize=MOST_KNOWN)
def _fewest_together(settings: Settings, one: Shape, other: Shape, span: int) -> int:
    """How many meetings the two at least hold together where those reach over so many slots; `NONE` if that cannot be.

    Nought where the blocks are too many to list.
    """
    mine, theirs = blocks_of(settings, *one), blocks_of(settings, *other)
    if mine is None or theirs is None:
        return 0
    common = {block.slots & each.slots for block in mine for each in theirs}
    fewest = min((slots.bit_count() for slots in common if span_of(slots) >= span), default=NONE)
    return fewest if fewest == NONE else -(-fewest // max(*one[1], *other[1]))


def _steps(settings: Settings, shortest: int, most: int, together: int) -> Iterable[int]:
    """Numbers of meetings, up to `most`, from which on they need more: no longer fit in a break, have a further one.

    Where some are held `together` that may be any number.
    """
    if settings.breaks is None or together:
        return range(most + 1 if together else 1)
    after = settings.breaks.after_meetings
    in_a_break = settings.breaks.minutes // (shortest * settings.slot_minutes)
    return sorted({0, *(count for count in (in_a_break + 1, *range(after + 1, most + 1, after)) if count <= most)})
