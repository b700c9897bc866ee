"""Windows first: on which date, in which window and with which teachers each meeting takes place, without its time.

Everything a time decides is relaxed, by counting: what fits in a teacher's window, and in the parts of it to which some
meetings are bound. So whatever is least here bounds every plan; the order within a window comes later (`then_order`).
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from scheduler.solver.capacity import Held
from scheduler.solver.cpsat import AROUND, CORES, Answer, Effort, least, solve
from scheduler.solver.holding import Holding
from scheduler.solver.options import least_options

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.solver.cpsat import Clock
    from scheduler.solver.instance import Instance
    from scheduler.solver.options import Cluster, Option
    from scheduler.solver.windows_needed import Need

    Expression = Any
    Key = tuple[str, int]
    Where = tuple[int, int]

ROOMY = 0.8
"""The share of a window that may be filled before its order gets hard to find."""


@dataclass(frozen=True)
class Assignment:
    """Per meeting that gets a place its team and window, and per cost the bound that holds given those before it.

    `apart` are the adults whose meetings may lie apart; `costs` are those of the relaxation; `closed` where all bounds
    are met by them. `answer` is what the solver found.
    """

    where: Mapping[int, Where]
    apart: frozenset[str]
    costs: Mapping[str, int]
    bounds: Mapping[str, int]
    closed: bool
    answer: Answer


class WindowsFirst:
    """The relaxed model of a whole round.

    Where `loose` is False every cluster that can be is held together with the least of its first costs; together with
    `cap` that loses no optimal plan, if it can be done at all. Where it is True, any meeting may stay unplaced and any
    siblings lie apart. `compact` demands what only plans without idle teachers keep.
    """

    def __init__(
        self, instance: Instance, clusters: Sequence[Cluster], first: Sequence[str], *, loose: bool, compact: bool
    ) -> None:
        self._instance = instance
        self._cp = cp_model.CpModel()
        self._options: list[tuple[Option, Expression]] = []
        self._holding = Holding(self._cp, instance)
        self._unplaced: dict[int, Expression] = {}
        self._apart: dict[str, Expression] = {}
        self._loose_missed: list[Expression] = []
        for cluster in clusters:
            self._offer(cluster, first, loose)
        self._rows = self._holding.rows()
        self._used = self._holding.need_teachers(self._rows, compact)
        self._holding.join(self._rows, self._used, self._unplaced)

    def cost(self, key: str) -> Expression:
        """What the relaxation says of a cost; costs that only times decide are 0."""
        instance = self._instance
        if key in ("unplaced_mandatory", "unplaced_optional"):
            mandatory = key == "unplaced_mandatory"
            return _total(u for i, u in self._unplaced.items() if instance.meetings[i].mandatory is mandatory)
        if key == "siblings_apart":
            return _total(self._apart.values())
        if key == "teacher_windows":
            return _total(self._used.values())
        if key == "teacher_idle_minutes":
            return 0
        costs = [literal * option.costs[key] for option, literal in self._options if option.costs[key]]
        return _total([*costs, *self._loose_missed] if key == "wishes_missed" else costs)

    def cap(self, most: Mapping[str, int]) -> None:
        """Demand that these costs are no higher."""
        for key, value in most.items():
            self._cp.add(self.cost(key) <= value)

    def windows_of(self, teachers: frozenset[str]) -> Expression:
        """In how many windows these teachers are needed."""
        return _total(self._used_by(teachers).values())

    def room_of(self, teachers: frozenset[str]) -> dict[Key, int]:
        """How many meetings each of their windows holds at most."""
        return {key: self._holding.most(self._rows[key]) for key in self._used_by(teachers)}

    def demand_windows(self, needs: Mapping[frozenset[str], Need]) -> None:
        """Demand that these teachers are needed in so many windows, and if in no more, in a set that can do."""
        for teachers, need in needs.items():
            self._cp.add(self.windows_of(teachers) >= need.windows)
            if need.sets is not None:
                self._choose_set(teachers, need.windows, need.sets)

    def _choose_set(self, teachers: frozenset[str], windows: int, sets: Sequence[frozenset[Key]]) -> None:
        more = self._cp.new_bool_var("")
        chosen = [self._cp.new_bool_var("") for _ in sets]
        self._cp.add_exactly_one([*chosen, more])
        self._cp.add(self.windows_of(teachers) >= windows + more)
        for key, used in self._used_by(teachers).items():
            within = [literal for literal, each in zip(chosen, sets, strict=True) if key in each]
            if within:
                self._cp.add(_total(within) <= used)

    def _used_by(self, teachers: frozenset[str]) -> dict[Key, Expression]:
        return {key: used for key, used in self._used.items() if key[0] in teachers}

    def least_windows(self, teachers: frozenset[str], effort: Effort, clock: Clock) -> int:
        """In how many windows at least these teachers are needed, whatever the others do."""
        self._cp.minimize(self.windows_of(teachers))
        return solve(self._cp, effort, clock).bound

    def minimize(
        self, order: Sequence[str], known: Mapping[str, int], effort: Effort, clock: Clock,
        begin: Assignment | None = None,
    ) -> Assignment | None:
        """The relaxation solved cost by cost, all within one effort; None where no solution was found.

        `known` are costs that are capped at what they must at least be: nothing is left to solve in them. `begin` is an
        assignment to better.
        """
        cp = self._cp.clone()
        if begin is not None:
            self._hint(cp, begin.answer)
        costs: dict[str, int] = {}
        bounds: dict[str, int] = {}
        answer: Answer | None = None
        closed = True
        for key in order:
            expression: Expression = known[key] if key in known else self.cost(key)
            if isinstance(expression, int):
                costs[key] = bounds[key] = expression
                continue
            if answer is None or answer.value(expression) > 0:
                cp.minimize(expression)
                found = least(cp, effort, clock)
                cp.clear_objective()
                effort = effort.less(found.spent)
                if not found.found and answer is None:
                    return None
                if not found.found:
                    closed = False
                    break
                answer = found
                self._hint(cp, answer)
            costs[key] = answer.value(expression)
            bounds[key] = max(0, min(answer.bound, costs[key])) if closed and costs[key] else 0
            closed = closed and bounds[key] == costs[key]
            cp.add(expression <= costs[key])
        if answer is None:
            answer = solve(cp, effort, clock)
        if not answer.found:
            return None
        return self._assignment(answer, costs, bounds, closed)

    def relieve(
        self, assignment: Assignment, resisted: Mapping[dt.date, int], effort: Effort, clock: Clock
    ) -> Assignment | None:
        """Another assignment to the same windows that fills fewer to the brim, above all on dates that resisted.

        `resisted` tells how often a date did. None where no other is found; it costs the same.
        """
        cp = self._no_dearer(assignment)
        cp.minimize(self._brimming(cp, resisted))
        needed = self._instance.needed(assignment.where)
        for at, used in self._used.items():
            cp.add(used == (at in needed))
        return self._another(assignment, solve(cp, effort, clock))

    def roomiest(self, assignment: Assignment, effort: Effort, clock: Clock) -> Assignment | None:
        """Another assignment that costs no more and fills fewer windows to the brim, whichever these are."""
        cp = self._no_dearer(assignment)
        cp.minimize(self._brimming(cp, {}))
        self._hint(cp, assignment.answer)
        return self._another(assignment, solve(cp, dataclasses.replace(effort, way=AROUND), clock))

    def elsewhere(
        self, assignment: Assignment, barred: Iterable[frozenset[Key]], effort: Effort, clock: Clock
    ) -> Assignment | None:
        """Another assignment that costs no more and does not need all the windows of any of the `barred` sets."""
        cp = self._no_dearer(assignment)
        for keys in barred:
            cp.add(_total(self._used[key] for key in sorted(keys)) <= len(keys) - 1)
        cp.minimize(self.cost("teacher_windows"))
        return self._another(assignment, solve(cp, dataclasses.replace(effort, way=CORES), clock))

    def _no_dearer(self, assignment: Assignment, but: str | None = None) -> cp_model.CpModel:
        """The model in which no cost `but` one is higher than here."""
        cp = self._cp.clone()
        for key, value in assignment.costs.items():
            if key != but and not isinstance(self.cost(key), int):
                cp.add(self.cost(key) <= value)
        return cp

    def _another(self, assignment: Assignment, answer: Answer) -> Assignment | None:
        if not answer.found:
            return None
        found = self._assignment(answer, assignment.costs, assignment.bounds, assignment.closed)
        return None if found.where == assignment.where else found

    def _brimming(self, cp: cp_model.CpModel, resisted: Mapping[dt.date, int]) -> Expression:
        """How many minutes of meetings lie in windows beyond what leaves a teacher room to shift."""
        over: list[Expression] = []
        for key, row in self._rows.items():
            weight = 1 + 2 * resisted.get(self._instance.round.windows[key[1]].date, 0)
            minutes = self._holding.minutes(self._rows[key])
            beyond = cp.new_int_var(0, minutes, "")
            held = [self._instance.meetings[each.i].minutes * each.literal for each in row]
            cp.add(beyond >= _total(held) - int(ROOMY * minutes))
            over.append(weight * beyond)
        return _total(over)

    def ease(
        self, assignment: Assignment, most: int, effort: Effort, clock: Clock
    ) -> Assignment | None:
        """Another assignment with at most so many meetings on a date, at the least more windows for it that is found.

        None where no other is found; the bounds stay those of the given assignment.
        """
        cp = self._no_dearer(assignment, but="teacher_windows")
        for literals in self._of_date().values():
            cp.add(_total(literals) <= most)
        cp.minimize(self.cost("teacher_windows"))
        answer = solve(cp, dataclasses.replace(effort, way=AROUND), clock)
        return self._assignment(answer, assignment.costs, assignment.bounds, closed=False) if answer.found else None

    def _of_date(self) -> Mapping[dt.date, list[Expression]]:
        """What may be held on each date."""
        found: dict[dt.date, list[Expression]] = defaultdict(list)
        for (_, window), row in self._holding.at.items():
            found[self._instance.round.windows[window].date] += [held.literal for held in row]
        return found

    def _offer(self, cluster: Cluster, first: Sequence[str], loose: bool) -> None:
        options = cluster.options
        loose = loose or not options
        if not loose:
            options = tuple(least_options(options, first))
        literals = [self._cp.new_bool_var("") for _ in options]
        for option, literal in zip(options, literals, strict=True):
            self._options.append((option, literal))
            for i, where, reach in zip(cluster.meetings, option.where, option.reach, strict=True):
                # Only where all families are at their least is each bound to what it then reaches.
                self._holding.at[where].append(Held(i, literal, self._instance.reach[i][where] if loose else reach))
        if not loose:
            self._cp.add_exactly_one(literals)
            return
        self._offer_loose(cluster, literals)

    def _offer_loose(self, cluster: Cluster, literals: Sequence[Expression]) -> None:
        """The same meetings, each on its own: some unplaced, or some adult's apart."""
        whole = self._cp.new_bool_var("")
        self._cp.add_exactly_one([*literals, ~whole])
        of_date: dict[int, dict[object, list[Expression]]] = {}
        for i in cluster.meetings:
            of_date[i] = self._offer_meeting(i, whole)
        broken: list[Expression] = [self._unplaced[i] for i in cluster.meetings]
        for adult_id in self._adults_with_more(cluster):
            self._apart[adult_id] = self._cp.new_bool_var("")
            broken.append(self._apart[adult_id])
            mine = self._instance.meetings_of_adult[adult_id]
            for i in mine:
                for j in mine:
                    if i != j:
                        self._tie_dates(adult_id, of_date[i], of_date[j])
        if cluster.complete:
            self._cp.add_bool_or([whole, *broken])

    def _offer_meeting(self, i: int, whole: Expression) -> dict[object, list[Expression]]:
        windows = self._instance.round.windows
        of_date: dict[object, list[Expression]] = defaultdict(list)
        missed: dict[Where, int] = {}
        for place in self._instance.places[i]:
            where = place.team, place.window
            missed[where] = min(place.missed, missed.get(where, place.missed))
        for where, wishes in missed.items():
            literal = self._cp.new_bool_var("")
            self._holding.at[where].append(Held(i, literal, self._instance.reach[i][where]))
            of_date[windows[where[1]].date].append(literal)
            if wishes:
                self._loose_missed.append(wishes * literal)
        self._unplaced[i] = self._cp.new_bool_var("")
        everywhere = [literal for literals in of_date.values() for literal in literals]
        self._cp.add_exactly_one([whole, self._unplaced[i], *everywhere])
        return of_date

    def _tie_dates(
        self, adult_id: str, mine: Mapping[object, list[Expression]], theirs: Mapping[object, list[Expression]]
    ) -> None:
        for date, literals in mine.items():
            elsewhere = [literal for other, others in theirs.items() if other != date for literal in others]
            if elsewhere:
                self._cp.add(_total(literals) + _total(elsewhere) <= 1 + self._apart[adult_id])

    def _adults_with_more(self, cluster: Cluster) -> list[str]:
        adults = {adult_id for i in cluster.meetings for adult_id in self._instance.meetings[i].adult_ids}
        return sorted(adult_id for adult_id in adults if len(self._instance.meetings_of_adult[adult_id]) > 1)

    def _hint(self, cp: cp_model.CpModel, answer: Answer) -> None:
        cp.clear_hints()
        for variable in range(len(self._cp.proto.variables)):
            chosen = cp.get_bool_var_from_proto_index(variable)
            cp.add_hint(chosen, bool(answer.value(chosen)))

    def _assignment(
        self, answer: Answer, costs: Mapping[str, int], bounds: Mapping[str, int], closed: bool
    ) -> Assignment:
        where = {held.i: at for at, row in self._holding.at.items() for held in row if answer.value(held.literal)}
        apart = frozenset(adult_id for adult_id, literal in self._apart.items() if answer.value(literal))
        return Assignment(where, apart, costs, bounds, closed, answer)


def _total(terms: Iterable[Expression]) -> Expression:
    return cp_model.LinearExpr.sum(list(terms))
