"""Windows first: on which date, in which window and with which teachers each meeting takes place, without its time.

Everything a time decides is relaxed, by counting: what fits in a teacher's window, and in the parts of it to which some
meetings are bound. So whatever is least here bounds every plan; the order within a window comes later (`then_order`).
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.solver.assignment import Assignment
from scheduler.solver.capacity import Held
from scheduler.solver.cpsat import Answer, Effort, solve, solve_for_certain
from scheduler.solver.families_offered import FamiliesOffered
from scheduler.solver.holding import Holding
from scheduler.solver.idle_time import IdleTime
from scheduler.solver.loosely import Loosely
from scheduler.solver.options import least_options
from scheduler.solver.own_visits import OwnVisits
from scheduler.solver.sums import total
from scheduler.solver.teacher_windows import TeacherWindows
from scheduler.solver.timed_rows import TimedRows
from scheduler.solver.visits_in_turn import hold_visits_in_turn
from scheduler.solver.waiting import WAITING, Waiting

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from scheduler.solver.clock import Clock
    from scheduler.solver.instance import Instance
    from scheduler.solver.least import Part
    from scheduler.solver.names import Expression, Key
    from scheduler.solver.options import Cluster, Option
    from scheduler.solver.waiting import Waits
    from scheduler.solver.windows_needed import Need

MOST_LINEAR = 10_000
"""Variables, without rows in time; the linear relaxation of a larger model takes too long."""


class WindowsFirst:
    """The relaxed model of a whole round.

    Every cluster that can be is held together in one of its options: where `least`, in one with the least of its first
    costs; together with `cap` that loses no optimal plan, if it can be done at all. Where `loose`, any meeting may stay
    unplaced and any siblings lie apart. `compact` demands in each window of a teacher what one without idle time keeps,
    or counts the least that there can be. `strict` is the model of `least` in which no teacher is idle.

    `holding` says what may be held where, `rows` the same by teacher and window, `windows` which of these are needed;
    `families` are those that choose among options.
    """

    def __init__(
        self, instance: Instance, clusters: Sequence[Cluster], first: Sequence[str], *, strict: bool = False,
        compact: bool = False, least: bool = True, loose: bool = False,
    ) -> None:
        self._instance = instance
        self._cp = cp_model.CpModel()
        self.strict = strict
        self._first = first
        self._least = least
        self._loose = loose
        self._offered: dict[tuple[int, ...], list[tuple[Option, Expression]]] = {}
        self.holding = Holding(self._cp, instance)
        self._loosely = Loosely(self._cp, instance, self.holding)
        for cluster in clusters:
            self._offer(cluster, first, loose)
        hold_visits_in_turn(self._cp, instance, self._offered)
        self.rows = self.holding.rows()
        together = {i for meetings in self._offered for i in meetings} if not loose else frozenset()
        self._visits = OwnVisits(self._cp, instance, self._offered, first)
        self._idle = IdleTime(self._cp, instance.round.settings, self.rows if compact else ())
        used = self.holding.need_teachers(
            self.rows, self._visits, together, self._idle if strict or compact else None)
        self.windows = TeacherWindows(self._cp, used)
        self.families = FamiliesOffered(instance, self._offered, first, self.windows)
        self._waiting = Waiting(self._cp, {
            meetings: [(option.costs[WAITING], literal) for option, literal in options if option.costs[WAITING]]
            for meetings, options in self._offered.items()})
        self._waits_count = False
        self._timed: dict[frozenset[Key], Waits] = {}
        self.holding.join(self.rows, used, self._loosely.unplaced)
        self._own = len(self._cp.proto.variables)

    def cost(self, key: str) -> Expression:
        """What the relaxation says of a cost; costs that only times decide are 0."""
        instance = self._instance
        if key in ("unplaced_mandatory", "unplaced_optional"):
            mandatory = key == "unplaced_mandatory"
            return total(u for i, u in self._loosely.unplaced.items() if instance.meetings[i].mandatory is mandatory)
        if key == "siblings_apart":
            return total(self._loosely.apart.values())
        if key == "teacher_windows":
            return self.windows.cost
        if key == "teacher_idle_minutes":
            return self._idle.cost
        if key == WAITING:
            return self._waiting.cost
        costs = [literal * option.costs[key] for options in self._offered.values() for option, literal in options
                 if option.costs[key]]
        return total([*costs, *self._loosely.missed] if key == "wishes_missed" else costs)

    def cap(self, most: Mapping[str, int]) -> None:
        """Demand that these costs are no higher."""
        for key, value in most.items():
            self._cp.add(self.cost(key) <= value)

    def room_of(self, teachers: frozenset[str]) -> dict[Key, int]:
        """How many meetings each of their windows holds at most."""
        return {key: self.holding.most(self.rows[key]) for key in self.windows.of(teachers)}

    @property
    def linear(self) -> bool:
        """Whether the linear relaxation soon says nearly all: where a family may cost more than its least.

        Where none may, it says next to nothing beside what each team needs, which then always holds.
        """
        return not self._least and self._own <= MOST_LINEAR

    @property
    def in_time(self) -> Collection[frozenset[Key]]:
        """The windows of teachers whose order is decided here too."""
        return self._timed.keys()

    def put_in_time(self, keys: frozenset[Key]) -> None:
        """Decide the order of these windows of teachers, all on one date, here too; once.

        Where not `strict` teachers may be idle in them, which then is a cost.
        """
        if keys in self._timed:
            return
        rows = self.timed(keys, self._first)
        if self.strict:
            said = rows.add(self._cp)
        else:
            said = rows.add_with_idle_time(self._cp)
            self._idle.count(said.idle)
        self._timed[keys] = said.waits
        if self._waits_count:
            self._waiting.count(said.waits)

    def count_waiting(self) -> None:
        """Count how long families wait for own visits, and in windows in time, now and later, as a cost."""
        if self._waits_count:
            return
        self._waits_count = True
        for waits in (*self._visits.waits, *self._timed.values()):
            self._waiting.count(waits)

    def timed(self, keys: Collection[Key], first: Sequence[str]) -> TimedRows:
        """What decides the order of these windows, every family at the least of the costs in `first`."""
        return TimedRows(self._instance, self.holding, self._offered, self._loosely.alone, first, keys)

    def demand(self, needs: Mapping[frozenset[str], Need]) -> None:
        """Demand of each team what it needs, unless a family who meets it is worse off than at its least."""
        self.windows.demand(needs, self.families.worse_off)

    def impossible(self, effort: Effort, clock: Clock) -> bool:
        """Whether it is certain that nothing can be so."""
        answer = solve_for_certain(self._cp, effort, clock)
        return answer.closed and not answer.found

    def least_windows(self, teachers: frozenset[str], effort: Effort, clock: Clock) -> int:
        """In how many windows at least these teachers are needed, whatever the others do."""
        self._cp.minimize(total(self.windows.of(teachers).values()))
        return solve(self._cp, effort, clock).bound

    @property
    def parts(self) -> list[Part]:
        """The parts of the model, if it is one for them: none where any meeting may stay out and nothing is in time."""
        return [] if not self._offered or (self._loose and not self._timed) else self.families.parts

    def copy(self) -> cp_model.CpModel:
        """The model as it is now, to demand more of it."""
        return self._cp.clone()

    def no_dearer(self, cp: cp_model.CpModel, costs: Mapping[str, int]) -> None:
        """Demand of a copy that none of these costs is higher, as they are counted now."""
        for key, value in costs.items():
            if not isinstance(self.cost(key), int):
                cp.add(self.cost(key) <= value)

    def hint(self, cp: cp_model.CpModel, answer: Answer) -> None:
        """Suggest an answer to begin from, to this model or one made of it."""
        cp.clear_hints()
        for variable in range(min(len(self._cp.proto.variables), answer.variables)):
            chosen = cp.get_int_var_from_proto_index(variable)
            cp.add_hint(chosen, answer.value(chosen))

    def read(
        self, answer: Answer, costs: Mapping[str, int], bounds: Mapping[str, int], closed: bool
    ) -> Assignment:
        """The assignment of an answer to this model or one made of it."""
        idle = self._idle.minutes(answer)
        waits = self._waiting.minutes(answer)
        answer = dataclasses.replace(answer, variables=min(answer.variables, self._own))
        where = {held.i: at for at, row in self.holding.at.items() for held in row if answer.value(held.literal)}
        apart = frozenset(adult_id for adult_id, literal in self._loosely.apart.items() if answer.value(literal))
        most = {
            meetings: option.most for meetings, options in self._offered.items() for option, literal in options
            if option.most is not None and answer.value(literal)
        }
        return Assignment(where, apart, most, idle, waits, costs, bounds, closed, answer)

    def _offer(self, cluster: Cluster, first: Sequence[str], loose: bool) -> None:
        options = cluster.options
        loose = loose or not options
        if self._least and not loose:
            options = tuple(least_options(options, first))
        literals = [self._cp.new_bool_var("") for _ in options]
        for option, literal in zip(options, literals, strict=True):
            for i, where, reach in zip(cluster.meetings, option.where, option.reach, strict=True):
                self.holding.at[where].append(Held(i, literal, reach))
        if options:
            self._offered[cluster.meetings] = list(zip(options, literals, strict=True))
        if loose:
            self._loosely.offer(cluster, literals)
        else:
            self._cp.add_exactly_one(literals)
