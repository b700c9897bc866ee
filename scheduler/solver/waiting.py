"""Waiting in the relaxed model: what its rows in time say of how long families wait, as a cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scheduler.solver.sums import total, weighted

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.solver.cpsat import Answer
    from scheduler.solver.names import Expression

WAITING = "parent_wait_minutes"

FOREVER = 1_000_000
"""More minutes than all adults of a family can wait together."""

Meetings = tuple[int, ...]
Waits = Mapping[Meetings, Sequence[tuple[int, Any]]]
"""Of families, by their meetings, what makes them wait: minutes, and the choice with which they do."""


class Waiting:
    """For how many minutes families wait at least: `cost` for all of them.

    Until rows are counted that is what the options that are chosen cost on their own.
    """

    def __init__(self, cp: cp_model.CpModel, of_options: Waits) -> None:
        self._cp = cp
        self._of_options = of_options
        self._of_family: dict[Meetings, Expression] = {}

    @property
    def cost(self) -> Expression:
        """The minutes of all families: what rows say of one, else what the option costs that is chosen for it."""
        others = [minutes * choice for meetings, row in self._of_options.items() if meetings not in self._of_family
                  for minutes, choice in row]
        return total([*self._of_family.values(), *others])

    def count(self, waits: Waits) -> None:
        """Count what rows say of these families, too: of each the most that is said."""
        for meetings, row in waits.items():
            if not row:
                continue
            if meetings not in self._of_family:
                self._of_family[meetings] = self._cp.new_int_var(0, FOREVER, "")
                self._cp.add(self._of_family[meetings] >= weighted(self._of_options.get(meetings, ())))
            self._cp.add(self._of_family[meetings] >= weighted(row))

    def minutes(self, answer: Answer) -> dict[Meetings, int]:
        """The families who wait, in an answer, which may be to the model before some of them were counted."""
        return {meetings: minutes for meetings, each in self._of_family.items()
                if each.index < answer.variables and (minutes := answer.value(each))}
