"""What fits in a teacher's window, as rows of the relaxed model: no plan that keeps the rules breaks one of them.

What stands together holds only for plans in which no teacher is ever idle.
"""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.solver.sums import total, weighted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ortools.sat.python import cp_model

    from scheduler.round import Breaks, Settings
    from scheduler.solver.instance import Instance
    from scheduler.solver.names import Expression


@dataclass(frozen=True, slots=True)
class Held:
    """Meeting `i` held in a window of a teacher where `literal` holds, within the slots `reach` (as bits)."""

    i: int
    literal: Expression
    reach: int


class Capacity:
    """One window of one teacher, or of one room: `used` tells whether it is needed at all."""

    def __init__(self, cp: cp_model.CpModel, instance: Instance, held: Sequence[Held], used: Expression) -> None:
        self._cp = cp
        self._instance = instance
        self._held = held
        self._used = used
        self._slot = instance.round.settings.slot_minutes
        for each in held:
            cp.add_implication(each.literal, used)

    def fit(self, *, breaks: bool = True) -> None:
        """The meetings fit in the window, and in each part of it to which some are bound (Hall's condition)."""
        for slots, inside in parts_of(self._held):
            room = slots.bit_count() * self._slot
            whole = len(inside) == len(self._held)
            if whole or self._last(inside) > room:
                self._cp.add(self._minutes_in(inside) <= room * (self._used if whole else 1))
            if breaks:
                self._fit_breaks(inside, slots, whole=whole)

    def _last(self, inside: Sequence[Held]) -> int:
        """How long all of these meetings would last."""
        return sum({each.i: self._minutes(each) for each in inside}.values())

    def stand_together(self, parties: Iterable[tuple[int, int]], conditions: Sequence[Expression] = ()) -> None:
        """Without idle time others fill all between those bound early and those bound late.

        The same between two `parties` of one pupil, who must be apart: others then stand between them. So it is where
        the `conditions` hold.
        """
        self._have_no_break_that_leaves_idle(conditions)
        ends = {each: each.reach.bit_length() for each in self._held}
        starts = {each: first_of(each.reach) for each in self._held}
        early, late = self._bound_by(ends, rising=True), self._bound_by(starts, rising=False)
        for end, is_early in early:
            for start, is_late in late:
                if start > end:
                    between = [each for each in self._held if ends[each] > end and starts[each] < start]
                    self._fill((start - end) * self._slot, between, (is_early, is_late), conditions)
        apart = self._instance.round.settings.min_apart_minutes
        for one, other in parties:
            mine, theirs = ([each for each in self._held if each.i == i] for i in (one, other))
            if mine and theirs:
                both = total(e.literal for e in mine), total(e.literal for e in theirs)
                amid = self._amid([*mine, *theirs])
                between = [each for each in self._held if each.i not in (one, other) and each.reach & amid]
                self._fill(apart, between, both, conditions)

    def _have_no_break_that_leaves_idle(self, conditions: Sequence[Expression]) -> None:
        """A break that ends amid a slot leaves the rest of it idle: then no meeting may follow one."""
        breaks = self._instance.round.settings.breaks
        if breaks is not None and breaks.minutes % self._slot:
            count = total(each.literal for each in self._held)
            self._cp.add(count <= breaks.after_meetings).only_enforce_if(*conditions)

    def _amid(self, ends: Sequence[Held]) -> int:
        """The slots in which something can stand between two of these."""
        slots, shortest = reach_of(ends), min(self._minutes(each) for each in ends) // self._slot
        first, last = first_of(slots) + shortest, slots.bit_length() - shortest
        return (1 << last) - (1 << first) if first < last else 0

    def _fill(
        self, minutes: int, between: Sequence[Held], both: tuple[Expression, Expression],
        conditions: Sequence[Expression],
    ) -> None:
        """Where `both` hold, what stands `between` and the breaks last so long."""
        breaks = self._instance.round.settings.breaks
        scaled = minutes * (1 if breaks is None else breaks.after_meetings)
        lasting = self._cp.add(longest(self._instance, self._held, between) >= scaled * (total(both) - 1))
        lasting.only_enforce_if(*conditions, *([] if breaks is None else [self._used]))

    def _bound_by(self, limits: dict[Held, int], *, rising: bool) -> list[tuple[int, Expression]]:
        """For each limit that occurs, whether any meeting held has it or a stricter one."""
        found: list[tuple[int, Expression]] = []
        for limit in sorted(set(limits.values()), reverse=not rising):
            holds = self._cp.new_bool_var("")
            for each, its_limit in limits.items():
                if its_limit == limit:
                    self._cp.add_implication(each.literal, holds)
            if found:
                self._cp.add_implication(found[-1][1], holds)
            found.append((limit, holds))
        return found

    def _fit_breaks(self, held: Sequence[Held], slots: int, *, whole: bool) -> None:
        """Meetings with the breaks between them: n of them need at least n / after − 1 breaks.

        Of a part of the window only what all who are bound to it might break.
        """
        breaks = self._instance.round.settings.breaks
        if breaks is None:
            return
        used = self._used if whole else 1
        after, minutes = breaks.after_meetings, span_of(slots) * self._slot
        shortest, count = min(self._minutes(each) for each in held), len({each.i for each in held})
        most = most_meetings(slots, shortest, self._instance.round.settings)
        if whole or count > most:
            self._cp.add(total(each.literal for each in held) <= most * used)
        if whole or after * self._last(held) + breaks.minutes * count > after * (minutes + breaks.minutes):
            lasting = with_breaks(self._instance, held, breaks)
            self._cp.add(lasting <= after * (minutes + breaks.minutes) * used)

    def _minutes_in(self, held: Sequence[Held]) -> Expression:
        return weighted([(self._minutes(each), each.literal) for each in held])

    def _minutes(self, each: Held) -> int:
        return self._instance.meetings[each.i].minutes


def parts_of(row: Sequence[Held]) -> list[tuple[int, list[Held]]]:
    """The parts of a window to which some are bound: their slots together, and those meetings; the whole last."""
    parts = {}
    for first in sorted({first_of(each.reach) for each in row}):
        for last in sorted({each.reach.bit_length() for each in row}):
            inside = [each for each in row if first <= first_of(each.reach) and each.reach.bit_length() <= last]
            parts[reach_of(inside)] = inside
    parts.pop(0, None)
    return sorted(parts.items(), key=lambda part: len(part[1]))


def reach_of(row: Iterable[Held]) -> int:
    """All slots of the window that any of these may take, as bits."""
    return functools.reduce(operator.or_, (each.reach for each in row), 0)


def lengths_of(instance: Instance, row: Iterable[Held]) -> tuple[int, ...]:
    """How many slots each of their meetings takes, ascending."""
    meetings = {each.i: instance.meetings[each.i].minutes for each in row}
    return tuple(sorted(minutes // instance.round.settings.slot_minutes for minutes in meetings.values()))


def with_breaks(instance: Instance, row: Iterable[Held], breaks: Breaks) -> Expression:
    """How long these last with n / after breaks, as n meetings and one more do at least; scaled as by `longest`."""
    return weighted([(breaks.after_meetings * instance.meetings[each.i].minutes + breaks.minutes, each.literal)
                     for each in row])


def shortest_of(instance: Instance, row: Iterable[Held]) -> int:
    """The minutes of the shortest of their meetings."""
    return min(instance.meetings[each.i].minutes for each in row)


def longest(instance: Instance, row: Sequence[Held], among: Sequence[Held] | None = None) -> Expression:
    """How long those `among` a teacher's meetings (None: all) with all breaks between any last, if there are any.

    At most, in minutes times the meetings after which a break is due: n meetings have at most (n − 1) / after breaks.
    """
    breaks = instance.round.settings.breaks
    load = weighted([(instance.meetings[each.i].minutes, each.literal) for each in (row if among is None else among)])
    if breaks is None:
        return load
    return breaks.after_meetings * load + breaks.minutes * (total(each.literal for each in row) - 1)


def most_meetings(slots: int, shortest: int, settings: Settings) -> int:
    """How many meetings, none shorter than that, fit in these slots with the breaks between them."""
    most = slots.bit_count() * settings.slot_minutes // shortest
    if settings.breaks is None:
        return most
    minutes, breaks = span_of(slots) * settings.slot_minutes, settings.breaks
    return max(n for n in range(most + 1) if n == 0 or
               n * shortest + (-(-n // breaks.after_meetings) - 1) * breaks.minutes <= minutes)


def span_of(slots: int) -> int:
    """From the first slot to the last, with those between them."""
    return slots.bit_length() - first_of(slots) if slots else 0


def first_of(bits: int) -> int:
    """The number of the first slot."""
    return (bits & -bits).bit_length() - 1
