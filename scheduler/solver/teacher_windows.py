"""Teacher windows in the relaxed model: in which windows teachers are needed, and how many that are, as a cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.solver.sums import total

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence, Set

    from ortools.sat.python import cp_model

    from scheduler.solver.names import Expression, Key
    from scheduler.solver.windows_needed import Need


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

    def demand(
        self, needs: Mapping[frozenset[str], Need], worse_off: Callable[[Set[str]], Sequence[Expression]]
    ) -> None:
        """Demand that these teachers are needed in so many windows, and if in no more, in a set that can do.

        Their cost is then said by how many more there are: so a search for the least begins where each team, if it were
        alone, would end, and what it has to find is only what teams cost each other. `worse_off` gives by teachers what
        puts families who meet them in more than their least: where any of these holds they need what they do anyhow.
        """
        for teachers, need in needs.items():
            used = self.of(teachers)
            more = self._cp.new_int_var(0, max(0, len(used) - need.anyhow), "")
            self._cp.add(total(used.values()) == need.anyhow + more)
            self._counted = {key: one for key, one in self._counted.items() if key not in used}
            self._needed.append(need.anyhow + more)
            self._need(used, more, need, self._any_of(worse_off(teachers)))

    def _any_of(self, choices: Sequence[Expression]) -> list[Expression]:
        """What holds only where some of these choices does; nothing where there are none."""
        if not choices:
            return []
        some = self._cp.new_bool_var("")
        self._cp.add_bool_or([~some, *choices])
        return [some]

    def _need(
        self, used: Mapping[Key, Expression], more: Expression, need: Need, otherwise: Sequence[Expression]
    ) -> None:
        """Of the windows `used`, which are `more` than needed anyhow, so many, in a set; or what is `otherwise`."""
        least = need.windows - need.anyhow
        if least:
            self._cp.add(more >= least * (1 - total(otherwise)))
        if need.sets is None:
            return
        any_more = self._cp.new_bool_var("")
        chosen = [self._cp.new_bool_var("") for _ in need.sets]
        self._cp.add_exactly_one([*chosen, any_more, *otherwise])
        self._cp.add(more >= (least + 1) * any_more)
        self._cp.add(more <= least + len(used) * total([any_more, *otherwise]))
        for key, one in used.items():
            within = [literal for literal, each in zip(chosen, need.sets, strict=True) if key in each]
            if within:
                self._cp.add(total(within) <= one)
