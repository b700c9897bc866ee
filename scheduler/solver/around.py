"""Around what stays: the families that may move, each in one of its arrangements, and everybody else where they are.

What stays takes most choices away, so that each family's arrangements can all be listed; the linear relaxation over
these then says nearly always what the least costs are, and a plan that meets them is proven at once.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from scheduler.solver.arrangements import families_of
from scheduler.solver.cpsat import NEARBY, Effort, solve
from scheduler.solver.model import ExactModel
from scheduler.solver.objective import Objective
from scheduler.solver.options import FAMILY_COSTS, choices_of_windows, costs_of_family, least_of
from scheduler.solver.patterns import TOGETHER, choose_one, places_of
from scheduler.solver.taken import Taken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.solver.arrangements import Arrangement, Family
    from scheduler.solver.clock import Clock
    from scheduler.solver.cpsat import Answer
    from scheduler.solver.instance import Instance, Place
    from scheduler.solver.names import Patterns

MOST_PATTERNS = 30_000
"""Arrangements of all families together; with more, only each family's least are looked at, and nothing is proven."""

FIRST = 0.25
"""The share of the effort for the bound among each family's least arrangements, and for a plan that meets it."""


class Around:
    """The meetings given, all placed and together but for the adults `apart`, those in `kept` where they are.

    `keys` are the costs to look at, in the order in which they count.
    """

    def __init__(
        self, instance: Instance, meetings: Sequence[int], kept: Mapping[int, Place], apart: frozenset[str],
        keys: Sequence[str],
    ) -> None:
        self._instance = instance
        self._keys = keys
        self._complete = True
        self._kept = kept
        taken = Taken(instance, kept)
        free = {i: [kept[i]] if i in kept else [place for place in instance.places[i] if taken.leaves(i, place)]
                for i in meetings}
        self._patterns = {family: self._listed(family, free) for family in families_of(instance, meetings, apart)}

    @cached_property
    def _least(self) -> Patterns:
        """Each family's arrangements that cost it the least of what it has on its own."""
        mine = [key for key in self._keys if key in FAMILY_COSTS]
        return {family: least_of(family, row, mine) for family, row in self._patterns.items()}

    def minimize(
        self, effort: Effort, clock: Clock, *, quick: bool
    ) -> tuple[Mapping[int, Place] | None, Mapping[str, int]]:
        """The best plan found, None where there is none, and the least that each cost can be, given those before it.

        If `quick`, None too where the bound of the relaxation cannot be met at once.
        """
        if not all(self._patterns.values()):
            return None, {}
        least = self._least
        chosen, spent = self._among(least, effort, clock, quick)
        if chosen is None and quick:
            return None, {}
        if not self._complete:
            return chosen, {}
        listed = sum(len(row) for row in self._patterns.values())
        if listed > MOST_PATTERNS or (chosen is not None and spent >= effort.most):
            # What families cost alone, before anything that they share, bounds their sum.
            first = takewhile(FAMILY_COSTS.__contains__, self._keys)
            return chosen, {key: sum(costs_of_family(family, row[0])[key] for family, row in least.items())
                            for key in first}
        effort = effort.less(spent)
        patterns = self._patterns if chosen is None else self._as_good(chosen, least)
        model = Moving(self._instance, patterns, self._keys)
        if chosen is not None:
            model.begin(chosen, effort, clock)
        model.minimize()
        answer = solve(model.cp, Effort(effort.most, seed=effort.seed, thorough=False, relaxed=True, at_once=True),
                       clock)
        return (model.chosen(answer.value) if answer.found else chosen), model.bounds(answer)

    def better(self, start: Mapping[int, Place], effort: Effort, clock: Clock) -> Mapping[int, Place]:
        """A plan that is no worse than the one to start from, with each family as there or in a least arrangement."""
        patterns = {}
        for family, row in self._least.items():
            now = {i: start[i] for i in family.meetings}
            patterns[family] = [now, *(pattern for pattern in row if pattern != now)]
        model = Moving(self._instance, patterns, self._keys)
        model.begin(start, effort, clock)
        model.minimize()
        answer = solve(model.cp, Effort(effort.most, seed=effort.seed, thorough=False, way=NEARBY), clock)
        return model.chosen(answer.value) if answer.found else start

    def _among(
        self, patterns: Patterns, effort: Effort, clock: Clock, quick: bool
    ) -> tuple[Mapping[int, Place] | None, float]:
        """A good plan with each family in one of these, and the deterministic seconds spent."""
        model = Moving(self._instance, patterns, self._keys)
        model.minimize()
        glance = Effort(FIRST * effort.most, seed=effort.seed, thorough=False, relaxed=True, at_once=True, glance=True)
        relaxed = solve(model.cp, glance, clock)
        if relaxed.closed:
            return (model.chosen(relaxed.value) if relaxed.found else None), relaxed.spent
        on_floors = solve(model.on_floors(model.bounds(relaxed)),
                          Effort(FIRST * effort.most, seed=effort.seed, linear=False, thorough=False), clock)
        spent = relaxed.spent + on_floors.spent
        if on_floors.found or quick:
            return (model.chosen(on_floors.value) if on_floors.found else None), spent
        answer = solve(model.cp, Effort(effort.less(spent).most, seed=effort.seed, thorough=False, relaxed=True), clock)
        return (model.chosen(answer.value) if answer.found else None), spent + answer.spent

    def _as_good(self, chosen: Mapping[int, Place], least: Patterns) -> Patterns:
        """The arrangements that a plan as good as the chosen one may have: where it has the least, only those."""
        first = []
        for key in self._keys:
            if key not in FAMILY_COSTS:
                break
            had = sum(costs_of_family(family, {i: chosen[i] for i in family.meetings})[key] for family in least)
            if had > sum(costs_of_family(family, row[0])[key] for family, row in least.items()):
                break
            first.append(key)
        return {family: least_of(family, row, first) for family, row in self._patterns.items()}

    def _listed(self, family: Family, free: Mapping[int, Sequence[Place]]) -> list[Arrangement]:
        """The ways to hold the family together around what stays; of a very large one only a part."""
        if all(i in self._kept for i in family.meetings):
            return [{i: self._kept[i] for i in family.meetings}]
        found: list[Arrangement] = []
        for where in choices_of_windows(family):
            some, complete = family.arrangements({
                i: [place for place in free[i] if place.where == at]
                for i, at in zip(family.meetings, where, strict=True)
            })
            found += some
            self._complete = self._complete and complete
        return found


class Moving(ExactModel):
    """The exact model of these families, each in one of its patterns; `total` ranks the costs of `keys` in one sum."""

    def __init__(self, instance: Instance, patterns: Patterns, keys: Sequence[str]) -> None:
        super().__init__(instance, places_of(patterns), all_placed=True, without=TOGETHER)
        self._keys = keys
        self._literals = [(self._choices(row), row, family) for family, row in patterns.items()]
        objective = Objective(self)
        self._say_windows(objective)
        self._costs = {key: self._of_families(key) if key in FAMILY_COSTS else objective.cost(key) for key in keys}
        self._weights = self._weigh()
        self.total = cp_model.LinearExpr.sum([self._costs[key] * self._weights[key] for key in keys])

    def minimize(self) -> None:
        """Ask for the least total."""
        self.cp.minimize(self.total)

    def on_floors(self, floors: Mapping[str, int]) -> cp_model.CpModel:
        """The question whether each of these costs can be no more than this."""
        asked = self.cp.clone()
        asked.clear_objective()
        for key, floor in floors.items():
            asked.add(self._costs[key] <= floor)
        return asked

    def begin(self, chosen: Mapping[int, Place], effort: Effort, clock: Clock) -> None:
        """Begin from a plan: with every value that it implies, as one that is missing costs the hint its worth."""
        asked = self.cp.clone()
        for i, places in self.open_places.items():
            for candidate, place in zip(self.candidates(self.instance.meetings[i]), places, strict=True):
                asked.add(candidate.literal == (chosen[i] == place))
        answer = solve(asked, Effort(effort.most, seed=effort.seed, linear=False, thorough=False), clock)
        if answer.found:
            for index in range(len(self.cp.proto.variables)):
                variable = self.cp.get_int_var_from_proto_index(index)
                self.cp.add_hint(variable, answer.value(variable))

    def bounds(self, answer: Answer) -> dict[str, int]:
        """The least that each cost can be, given those before it, as an answer to the least total tells."""
        if answer.found and answer.closed:
            return {key: answer.value(self._costs[key]) for key in self._keys}
        left = max(0, answer.bound) if not answer.closed else 0
        found = {}
        for key in self._keys:
            found[key], left = divmod(left, self._weights[key])
        return found

    def _weigh(self) -> dict[str, int]:
        """Per cost a weight that is more than all later costs together can be."""
        weights: dict[str, int] = {}
        behind = 1
        for key in reversed(self._keys):
            weights[key] = behind
            behind += behind * self._most(key)
        return weights

    def _most(self, key: str) -> int:
        if key in FAMILY_COSTS:
            return sum(max(costs_of_family(family, pattern)[key] for pattern in row)
                       for _, row, family in self._literals)
        windows = {(teacher_id, place.window) for _, row, _ in self._literals for pattern in row
                   for i, place in pattern.items() for teacher_id in self.instance.team(i, place).teacher_ids}
        if key == "teacher_windows":
            return len(windows)
        lengths = [window.end_minute - window.start_minute for window in self.round.windows]
        return sum(lengths[window] for _, window in windows)

    def _of_families(self, key: str) -> Any:
        terms = [(literal, costs_of_family(family, pattern)[key])
                 for literals, row, family in self._literals for literal, pattern in zip(literals, row, strict=True)]
        return cp_model.LinearExpr.weighted_sum([literal for literal, _ in terms], [cost for _, cost in terms])

    def _choices(self, patterns: Sequence[Arrangement]) -> list[object]:
        """A literal per pattern, exactly one of which holds."""
        if len(patterns[0]) == 1:
            i = next(iter(patterns[0]))
            at = dict(zip(self.open_places[i], self.candidates(self.instance.meetings[i]), strict=True))
            return [at[pattern[i]].literal for pattern in patterns]
        return choose_one(self, patterns[0], patterns, all_placed=True)

    def _say_windows(self, objective: Objective) -> None:
        """A meeting that is anywhere in a teacher's window makes it used: implied, but not by the relaxation."""
        for row, stretch in objective.stretches_of_teachers:
            of_meeting: dict[str, list[object]] = defaultdict(list)
            for candidate in row:
                of_meeting[candidate.meeting.meeting_id].append(candidate.literal)
            for literals in of_meeting.values():
                if len(literals) > 1:
                    self.cp.add(cp_model.LinearExpr.sum(literals) <= stretch.used)
