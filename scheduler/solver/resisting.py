"""Resisting rows: which few windows of teachers are why a date cannot be ordered without idle time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from scheduler.solver.arrangements import Family
from scheduler.solver.blocks import LATER, forbid_idleness
from scheduler.solver.cpsat import Effort, core_of, counting, solve
from scheduler.solver.patterns import pattern_model, with_choices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from scheduler.solver.clock import Clock
    from scheduler.solver.instance import Instance
    from scheduler.solver.model import ExactModel
    from scheduler.solver.names import Key, Literal, Patterns


Given = TypeVar("Given")

A_ROW, A_MEETING = 0.05, 0.02
"""Deterministic seconds to order one row, and for each meeting of more rows."""

AT_FIRST = 0.25
"""The share of that in which all rows together mostly say what clashes; where not, it is a matter of counting."""


@dataclass(frozen=True)
class Core:
    """Few windows of teachers on one date that cannot all be without idle time, given who is in them.

    Where not `certain` that is so only if every family is at the least of all its costs.
    """

    keys: frozenset[Key]
    certain: bool


class Resisting:
    """The rows of one date, a teacher and the position of a window, where each family has one of its `patterns`.

    A row is without idle time also where it has no more minutes of that than `most` allows it.
    """

    def __init__(
        self, instance: Instance, patterns: Patterns, seed: int, clock: Clock, most: Mapping[Key, int] | None = None
    ) -> None:
        self._instance = instance
        self._most_idle = most or {}
        self._patterns = patterns
        self._seed = seed
        self._clock = clock
        self._counting = False
        self._rows_of: dict[int, frozenset[Key]] = {
            i: frozenset((teacher_id, place.window) for teacher_id in instance.team(i, place).teacher_ids)
            for row in patterns.values() for i, place in row[0].items()
        }

    def rows(self, but: Set[Key] = frozenset()) -> list[frozenset[Key]]:
        """Each row that cannot be without idle time on its own, else one set of rows; none where none was proven.

        In the rows of `but` a teacher may be idle.
        """
        keys = sorted(frozenset().union(*self._rows_of.values()) - but)
        together = self._clashing(keys, AT_FIRST * self._most)
        if together is None and not self._counting:
            self._counting = True
            together = self._clashing(keys, self._most)
        if together is None or self._on_their_own(sorted(together)):
            return self._on_their_own(keys)
        return [self._with_others(together, keys) if together else self._of_clashing_families(keys)]

    def _on_their_own(self, keys: Sequence[Key]) -> list[frozenset[Key]]:
        """Each of these rows that cannot be without idle time whatever the others are."""
        return [frozenset((key,)) for key in keys if self._resist({key}, A_ROW)]

    def cores(self, wider: Patterns) -> list[Core]:
        """The same with whether it is so in the `wider` patterns too, which are least in the costs before idle time."""
        return [Core(keys, self._resist(keys, self._most, wider)) for keys in self.rows()]

    def families_in(self, keys: Set[Key]) -> set[Family]:
        """The families who meet these teachers then, and those of teachers who come as parents."""
        return {family for family in self._patterns if self._here(family, keys)}

    def _here(self, family: Family, keys: Set[Key]) -> list[int]:
        """Which of the family's meetings lie in these rows, or are those of their teachers as parents."""
        parents = self._instance.parents_among({teacher_id for teacher_id, _ in keys})
        return [i for i in family.meetings if not self._rows_of[i].isdisjoint(keys)
                or not parents.isdisjoint(self._instance.meetings[i].adult_ids)]

    def _clashing(self, keys: Sequence[Key], most: float) -> frozenset[Key] | None:
        """Rows of which the solver soon says that they cannot all be without idle time; None where it does not."""
        model = pattern_model(self._instance, self._patterns, all_placed=True, without=LATER)
        given = {key: model.new_choice() for key in keys}
        forbid_idleness(model, keys, given, most=self._most_idle)
        clashing = self._core_of(model, given, most)
        return None if clashing is None else frozenset(clashing)

    def _of_clashing_families(self, keys: Sequence[Key]) -> frozenset[Key]:
        """Few rows that cannot be ordered even with idle time: at first those in which most of the families lie."""
        model, choices = with_choices(self._instance, self._patterns, all_placed=False)
        given = {family: model.new_choice() for family in choices}
        for family, literals in choices.items():
            model.cp.add_bool_or(literals).only_enforce_if(given[family])
        clashing = self._core_of(model, given, self._most)
        if clashing is None:
            return self._with_others(frozenset(), keys)
        often = Counter(key for family in clashing for i in family.meetings for key in sorted(self._rows_of[i]))
        first = [key for key, _ in often.most_common()]
        few = 1
        while few < len(first) and not self._resist(set(first[:few]), self._most):
            few += 1
        return self._with_others(frozenset(), first[:few])

    def _core_of(self, model: ExactModel, given: Mapping[Given, Literal], most: float) -> list[Given] | None:
        """Some few of what is given by these choices that cannot all hold; None where that was not proven."""
        model.cp.add_assumptions(given.values())
        core = core_of(model.cp, self._effort(most), self._clock)
        return None if core is None else [each for each, choice in given.items() if choice.index in core]

    def _with_others(self, together: frozenset[Key], keys: Sequence[Key]) -> frozenset[Key]:
        """These rows and the few others without whose meetings they would not resist."""
        if together and self._resist(together, self._most):
            return together
        others = self._enough(together, keys)
        size = len(others) // 2
        while size:
            for chunk in [others[start:start + size] for start in range(0, len(others), size)]:
                fewer = [key for key in others if key not in chunk]
                if (together or fewer) and self._resist(together.union(fewer), self._most):
                    others = fewer
            size //= 2
        return together.union(others)

    def _enough(self, together: frozenset[Key], keys: Sequence[Key]) -> list[Key]:
        """Twice as many others each time until these rows resist with them, those first who share most families."""
        among = self.families_in(together)
        shared = Counter(key for family in among for i in family.meetings for key in self._rows_of[i])
        others = sorted(set(keys) - together, key=lambda key: (-shared[key], key))
        few = 1
        while few < len(others) and not self._resist(together.union(others[:few]), self._most):
            few *= 2
        return others[:few]

    @property
    def _most(self) -> float:
        return A_MEETING * len(self._rows_of)

    def _effort(self, most: float) -> Effort:
        effort = Effort(most, seed=self._seed, linear=False, thorough=False)
        return counting(effort) if self._counting else effort

    def _resist(self, keys: Set[Key], most: float, patterns: Patterns | None = None) -> bool:
        """Whether these rows cannot all be without idle time, as far as the families lie in them."""
        within = {}
        for family, row in (patterns or self._patterns).items():
            if here := self._here(family, keys):
                listed = dict.fromkeys(tuple(arrangement[i] for i in here) for arrangement in row)
                within[Family(self._instance, tuple(here))] = [dict(zip(here, each, strict=True)) for each in listed]
        model = pattern_model(self._instance, within, all_placed=True, without=LATER)
        forbid_idleness(model, keys, most=self._most_idle)
        answer = solve(model.cp, self._effort(most), self._clock)
        return answer.closed and not answer.found
