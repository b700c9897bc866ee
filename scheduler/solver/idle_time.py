"""Idle time in the relaxed model: what its rows in time say of how long their teachers are idle, as a cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.round import MINUTES_A_DAY
from scheduler.solver.blocks import least_idle
from scheduler.solver.sums import total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ortools.sat.python import cp_model

    from scheduler.round import Settings
    from scheduler.solver.cpsat import Answer
    from scheduler.solver.names import Expression, Key


class IdleTime:
    """For how many minutes teachers are idle at least: `cost` for all of them.

    Until a row is counted that is nought; of `rows` that may be without idle time or not, the least that there can be
    where they are not chosen to be.
    """

    def __init__(self, cp: cp_model.CpModel, settings: Settings, rows: Iterable[Key] = ()) -> None:
        self._cp = cp
        self._least = least_idle(settings)
        self._gapless = {key: cp.new_bool_var("") for key in rows}
        self._of_row: dict[Key, Expression] = {}

    @property
    def cost(self) -> Expression:
        """The minutes of all rows: those that are counted, and the least there can be where one is not without any."""
        others = [self._least * ~choice for key, choice in self._gapless.items() if key not in self._of_row]
        counted = [*self._of_row.values(), *others]
        # A plain nought is nothing to search for.
        return total(counted) if counted else 0

    def none_in(self, keys: Iterable[Key]) -> list[Expression]:
        """The conditions on which nobody is idle in these rows: none where nobody ever is, or it does not matter."""
        return [self._gapless[key] for key in dict.fromkeys(keys) if key in self._gapless]

    def count(self, idle: Mapping[Key, Expression]) -> None:
        """Count these minutes of rows, a teacher and the position of a window, too: of each the most that is told."""
        for key, minutes in idle.items():
            if key not in self._of_row:
                self._of_row[key] = self._cp.new_int_var(0, MINUTES_A_DAY, "")
                if key in self._gapless:
                    self._cp.add(self._of_row[key] >= self._least * ~self._gapless[key])
            self._cp.add(self._of_row[key] >= minutes)

    def minutes(self, answer: Answer) -> dict[Key, int]:
        """The rows with idle time in an answer, which may be to the model before some of them were counted."""
        counted = {key: answer.value(each) for key, each in self._of_row.items() if each.index < answer.variables}
        others = {key: self._least * (1 - answer.value(choice)) for key, choice in self._gapless.items()
                  if key not in counted}
        return {key: minutes for key, minutes in {**others, **counted}.items() if minutes}
