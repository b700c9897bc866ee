"""Teacher windows in the relaxed model: in which windows teachers are needed, and how many that are, as a cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.solver.sums import total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from ortools.sat.python import cp_model

    from scheduler.solver.windows_needed import Need

    Expression = Any
    Key = tuple[str, int]


class TeacherWindows:
    """The choices whether teachers are needed in their windows, `used`, by teacher and position of the window."""

    def __init__(self, cp: cp_model.CpModel, used: Mapping[Key, Expression]) -> None:
        self._cp = cp
        self._used = used
        self._counted = used
        self._needed: list[Expression] = []

    @property
    def cost(self) -> Expression:
        """In how many windows teachers are needed."""
        return total([*self._counted.values(), *self._needed])

    def of(self, teachers: Set[str]) -> dict[Key, Expression]:
        """The choices of these teachers' windows."""
        return {key: used for key, used in self._used.items() if key[0] in teachers}

    def demand(self, needs: Mapping[frozenset[str], Need]) -> None:
        """Demand that these teachers are needed in so many windows, and if in no more, in a set that can do.

        Their cost is then said by how many more there are: so a search for the least begins where each team, if it were
        alone, would end, and what it has to find is only what teams cost each other.
        """
        for teachers, need in needs.items():
            used = self.of(teachers)
            more = self._cp.new_int_var(0, max(0, len(used) - need.windows), "")
            self._cp.add(total(used.values()) == need.windows + more)
            self._counted = {key: one for key, one in self._counted.items() if key not in used}
            self._needed.append(need.windows + more)
            if need.sets is not None:
                self._choose_set(used, more, need.sets)

    def _choose_set(self, used: Mapping[Key, Expression], more: Expression, sets: Sequence[frozenset[Key]]) -> None:
        any_more = self._cp.new_bool_var("")
        chosen = [self._cp.new_bool_var("") for _ in sets]
        self._cp.add_exactly_one([*chosen, any_more])
        self._cp.add(more >= any_more)
        self._cp.add(more <= len(used) * any_more)
        for key, one in used.items():
            within = [literal for literal, each in zip(chosen, sets, strict=True) if key in each]
            if within:
                self._cp.add(total(within) <= one)
