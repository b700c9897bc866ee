"""Stretches: from when to when a teacher's meetings last in a window, where that of another depends on it.

Two teachers in one room of whom neither is ever idle hold theirs one after the other, but for a few in a break of the
other's. So while the one has families who can only come late the other must be early; and whoever holds a meeting
together with either of them is there then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.solver.capacity import first_of, longest, shortest_of, with_breaks
from scheduler.solver.sums import total, weighted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.solver.capacity import Held
    from scheduler.solver.idle_time import IdleTime
    from scheduler.solver.instance import Instance
    from scheduler.solver.names import Expression, Key


@dataclass(frozen=True, slots=True)
class Stretch:
    """The slots of the window between which all meetings of a row lie; both anywhere where there are none."""

    start: Expression
    end: Expression


class Stretches:
    """The stretches of `rows`, each made when it is first asked for, of teachers who are not `idle`."""

    def __init__(
        self, cp: cp_model.CpModel, instance: Instance, rows: Mapping[Key, Sequence[Held]], idle: IdleTime
    ) -> None:
        self._cp = cp
        self._instance = instance
        self._rows = rows
        self._idle = idle
        self._slot = instance.round.settings.slot_minutes
        self._known: dict[Key, Stretch] = {}

    def known(self, key: Key) -> bool:
        """Whether the row takes turns with another."""
        return key in self._known

    def take_turns(self, one: Key, other: Key, together: Iterable[Held], of_two: Sequence[Expression]) -> None:
        """Demand that of these two in one room one is there after the other, or in a break.

        Only where they hold nothing `together`. `of_two` are the choices of families who go from the one to the other.
        """
        mine, theirs = self._of(one), self._of(other)
        before, after = self._cp.new_bool_var(""), self._cp.new_bool_var("")
        conditions = [*(~held.literal for held in together), *self._idle.none_in((one, other))]
        self._cp.add(mine.end <= theirs.start).only_enforce_if(before, *conditions)
        self._cp.add(theirs.end <= mine.start).only_enforce_if(after, *conditions)
        if of_two:
            few = total(of_two) <= self._most_at_once(one, other)
            for turn in before, after:
                self._cp.add(few).only_enforce_if(turn, *conditions)
        amid = [*self._amid(one), *self._amid(other)]
        self._cp.add_bool_or(before, after, *amid)

    def meet(self, one: Key, other: Key, together: Iterable[Held]) -> None:
        """Demand that both are there for what they hold together."""
        mine, theirs = self._of(one), self._of(other)
        for held in together:
            slots = self._instance.meetings[held.i].minutes // self._slot
            self._cp.add(mine.start + slots <= theirs.end).only_enforce_if(held.literal)
            self._cp.add(theirs.start + slots <= mine.end).only_enforce_if(held.literal)

    def _most_at_once(self, one: Key, other: Key) -> int:
        """How many families can go from the one to the other when these take turns.

        The k-th of the one's last meetings ends k meetings before the end, and so with the other's first: of n families
        all together wait for n (n − 1) meetings at least, and each for no longer than families may.
        """
        siblings = self._instance.round.settings.siblings
        shortest = shortest_of(self._instance, [*self._rows[one], *self._rows[other]])
        return 1 + (siblings.walk_minutes + siblings.max_wait_minutes) // shortest

    def _amid(self, key: Key) -> list[Expression]:
        """That few enough of the row follow one another for a break of the other's; nothing where none is so long.

        Whether the other has a break is not asked.
        """
        breaks = self._instance.round.settings.breaks
        if breaks is None:
            return []
        few = breaks.minutes // shortest_of(self._instance, self._rows[key])
        after, most = breaks.after_meetings, len({each.i for each in self._rows[key]})
        # The last run has at least these, if the others have as many as they may.
        numbers = [number for number in range(1, most + 1) if (number - 1) % after + 1 <= few]
        if not numbers:
            return []
        amid = self._cp.new_bool_var("")
        held = total(each.literal for each in self._rows[key])
        self._cp.add_linear_expression_in_domain(held, cp_model.Domain.from_values(numbers)).only_enforce_if(amid)
        return [amid]

    def _of(self, key: Key) -> Stretch:
        if key not in self._known:
            window = self._instance.round.windows[key[1]]
            slots = (window.end_minute - window.start_minute) // self._slot
            stretch = Stretch(self._cp.new_int_var(0, slots, ""), self._cp.new_int_var(0, slots, ""))
            self._known[key] = stretch
            self._cp.add(stretch.start <= stretch.end)
            self._last(key, stretch)
            self._bound(key, stretch)
        return self._known[key]

    def _last(self, key: Key, stretch: Stretch) -> None:
        """It lasts as long as the meetings with the breaks between them, if there are any."""
        row = self._rows[key]
        any_held = self._cp.new_bool_var("")
        self._cp.add(total(each.literal for each in row) >= 1).only_enforce_if(any_held)
        self._cp.add(total(each.literal for each in row) == 0).only_enforce_if(~any_held)
        breaks = self._instance.round.settings.breaks
        after = 1 if breaks is None else breaks.after_meetings
        lasting = after * self._slot * (stretch.end - stretch.start)
        self._cp.add(lasting >= self._at_least(row))
        self._cp.add(lasting <= longest(self._instance, row)).only_enforce_if(any_held, *self._idle.none_in((key,)))

    def _at_least(self, row: Sequence[Held]) -> Expression:
        """How long these last at least: n of them have at least n / after − 1 breaks; scaled as by `longest`."""
        breaks = self._instance.round.settings.breaks
        if breaks is None:
            return weighted([(self._instance.meetings[each.i].minutes, each.literal) for each in row])
        return with_breaks(self._instance, row, breaks) - breaks.after_meetings * breaks.minutes

    def _bound(self, key: Key, stretch: Stretch) -> None:
        """Those who can only come late end late, all of them one after another; and so those bound early."""
        row = self._rows[key]
        for first in sorted({first_of(each.reach) for each in row} - {0}):
            self._lie_in(stretch.end - first, [each for each in row if first_of(each.reach) >= first])
        for last in sorted({each.reach.bit_length() for each in row}):
            self._lie_in(last - stretch.start, [each for each in row if each.reach.bit_length() <= last])

    def _lie_in(self, slots: Expression, inside: Sequence[Held]) -> None:
        """If any of these are held they lie in so many slots."""
        held = self._cp.new_bool_var("")
        for each in inside:
            self._cp.add_implication(each.literal, held)
        breaks = self._instance.round.settings.breaks
        after = 1 if breaks is None else breaks.after_meetings
        self._cp.add(after * self._slot * slots >= self._at_least(inside)).only_enforce_if(held)
