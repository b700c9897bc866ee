"""Idle time in the relaxed model: what its rows in time say of how long their teachers are idle, as a cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.round import MINUTES_A_DAY
from scheduler.solver.blocks import least_idle
from scheduler.solver.sums import total

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ortools.sat.python import cp_model

    from scheduler.round import Settings
    from scheduler.solver.cpsat import Answer

    Expression = Any
    Key = tuple[str, int]


class IdleTime:
    """For how many minutes teachers are idle at least: `cost` for all of them.

    Nought until a row is counted; but where `compact` is a choice that holds only if nobody is idle, the least that
    there can be where it does not. `rows` is how many rows there are.
    """

    def __init__(self, cp: cp_model.CpModel, settings: Settings, rows: int, compact: Expression = None) -> None:
        self._cp = cp
        self._most = MINUTES_A_DAY * rows
        self._of_row: dict[Key, Expression] = {}
        self.cost: Expression = 0 if compact is None else least_idle(settings) * ~compact

    def count(self, idle: Mapping[Key, Expression]) -> None:
        """Count these minutes of rows, a teacher and the position of a window, too: of each the most that is told."""
        for key, minutes in idle.items():
            if key not in self._of_row:
                self._of_row[key] = self._cp.new_int_var(0, MINUTES_A_DAY, "")
            self._cp.add(self._of_row[key] >= minutes)
        in_all = self._cp.new_int_var(0, self._most, "")
        self._cp.add(in_all >= total(self._of_row.values()))
        self._cp.add(in_all >= self.cost)
        self.cost = in_all

    def minutes(self, answer: Answer) -> dict[Key, int]:
        """The rows with idle time in an answer, which may be to the model before some of them were counted."""
        return {key: minutes for key, each in self._of_row.items()
                if each.index < answer.variables and (minutes := answer.value(each))}
