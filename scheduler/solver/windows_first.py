"""Windows first: on which date, in which window and with which teachers each meeting takes place, without its time.

Everything a time decides is relaxed, by counting: what fits in a teacher's window, and in the parts of it to which some
meetings are bound. So whatever is least here bounds every plan; the order within a window comes later (`then_order`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from scheduler.solver.cpsat import Answer, Effort, solve
from scheduler.solver.options import ranked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.solver.cpsat import Clock
    from scheduler.solver.instance import Instance
    from scheduler.solver.options import Cluster, Option

    Expression = Any
    Where = tuple[int, int]

LOCAL = ("unplaced_mandatory", "unplaced_optional", "siblings_apart", "moved", "wishes_missed", "parent_wait_minutes")
"""The costs that each family has on its own."""


@dataclass(frozen=True)
class Assignment:
    """Per meeting that gets a place its team and window, and per cost the bound that holds given those before it.

    `apart` are the adults whose meetings may lie apart.
    """

    where: Mapping[int, Where]
    apart: frozenset[str]
    bounds: Mapping[str, int]


class WindowsFirst:
    """The relaxed model of a whole round.

    Where `loose` is False every cluster that can be is held together with the least of its first costs; together with
    `cap` that loses no optimal plan, if it can be done at all. Where it is True, any meeting may stay unplaced and any
    siblings lie apart.
    """

    def __init__(self, instance: Instance, clusters: Sequence[Cluster], first: Sequence[str], *, loose: bool) -> None:
        self._instance = instance
        self._cp = cp_model.CpModel()
        self._options: list[tuple[Cluster, Option, Expression]] = []
        self._holds: dict[tuple[int, Where], list[Expression]] = defaultdict(list)
        self._unplaced: dict[int, Expression] = {}
        self._apart: dict[str, Expression] = {}
        self._loose_missed: list[Expression] = []
        for cluster in clusters:
            self._offer(cluster, first, loose)
        self._used = self._teacher_windows()
        self._demand_enough_windows()
        self._same_teachers_for_parties()
        self._share_rooms()

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
        costs = [literal * option.costs[key] for _, option, literal in self._options if option.costs[key]]
        return _total([*costs, *self._loose_missed] if key == "wishes_missed" else costs)

    def cap(self, most: Mapping[str, int]) -> None:
        """Demand that these costs are no higher."""
        for key, value in most.items():
            self._cp.add(self.cost(key) <= value)

    def minimize(self, order: Sequence[str], effort: Effort, clock: Clock) -> Assignment | None:
        """The relaxation solved cost by cost; None where it has no solution, or none was found."""
        bounds: dict[str, int] = {}
        answer: Answer | None = None
        closed = True
        for key in order:
            expression = self.cost(key)
            if isinstance(expression, int):
                bounds[key] = expression
                continue
            self._cp.minimize(expression)
            found = solve(self._cp, effort, clock)
            if not found.found:
                if answer is None:
                    return None
                break
            answer = found
            bounds[key] = answer.bound if closed else 0
            closed = closed and answer.closed
            self._cp.clear_objective()
            self._cp.add(expression <= answer.objective)
            self._hint(answer)
        if answer is None:
            return None
        return self._assignment(self._spread(answer, effort, clock), bounds)

    def _spread(self, answer: Answer, effort: Effort, clock: Clock) -> Answer:
        """Of all equally good assignments one without crowded dates: they are the easier to order."""
        of_date: dict[object, list[Expression]] = defaultdict(list)
        for (_, (_, window)), literals in self._holds.items():
            of_date[self._instance.round.windows[window].date] += literals
        peak = self._cp.new_int_var(0, len(self._instance.meetings), "")
        for literals in of_date.values():
            self._cp.add(_total(literals) <= peak)
        self._cp.minimize(peak)
        found = solve(self._cp, Effort(min(2.0, effort.most), seed=effort.seed), clock)
        return found if found.found else answer

    def _offer(self, cluster: Cluster, first: Sequence[str], loose: bool) -> None:
        options = cluster.options
        loose = loose or not options
        if not loose:
            least = min(ranked(option.costs, first) for option in options)
            options = tuple(option for option in options if ranked(option.costs, first) == least)
        literals = [self._cp.new_bool_var("") for _ in options]
        for option, literal in zip(options, literals, strict=True):
            self._options.append((cluster, option, literal))
            for i, where in zip(cluster.meetings, option.where, strict=True):
                self._holds[i, where].append(literal)
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
            self._holds[i, where].append(literal)
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

    def _teacher_windows(self) -> dict[tuple[str, int], Expression]:
        """A choice per teacher and window that the teacher is needed in it, with all that must fit."""
        rows: dict[tuple[str, int], dict[int, list[Expression]]] = defaultdict(lambda: defaultdict(list))
        for (i, (team, window)), literals in self._holds.items():
            for teacher_id in self._instance.meetings[i].teams[team].teacher_ids:
                rows[teacher_id, window][i] += literals
        used: dict[tuple[str, int], Expression] = {}
        for (teacher_id, window), row in sorted(rows.items()):
            used[teacher_id, window] = self._cp.new_bool_var("")
            self._fit(teacher_id, window, row, used[teacher_id, window])
        self._bound_days(rows)
        return used

    def _fit(self, teacher_id: str, window: int, row: Mapping[int, list[Expression]], used: Expression) -> None:
        for literals in row.values():
            for literal in literals:
                self._cp.add_implication(literal, used)
        reach = self._instance.reach[teacher_id, window]
        slot = self._instance.round.settings.slot_minutes
        for slots, meetings in _parts({i: reach[i] for i in row}):
            there = used if len(meetings) == len(row) else 1
            terms = [(self._instance.meetings[i].minutes, literal) for i in meetings for literal in row[i]]
            self._cp.add(_weighted(terms) <= slots.bit_count() * slot * there)
            self._fit_breaks(terms, slots.bit_length() * slot - _first(slots) * slot, there)

    def _fit_breaks(self, terms: Sequence[tuple[int, Expression]], minutes: int, used: Expression) -> None:
        """Meetings with the breaks between them: n of them need at least (n / after − 1) breaks."""
        breaks = self._instance.round.settings.breaks
        if breaks is None:
            return
        after = breaks.after_meetings
        shortest = min(length for length, _ in terms)
        most = max(n for n in range(minutes // shortest + 1) if n == 0 or
                   n * shortest + (-(-n // after) - 1) * breaks.minutes <= minutes)
        self._cp.add(_weighted([(1, literal) for _, literal in terms]) <= most * used)
        scaled = [(after * length + breaks.minutes, literal) for length, literal in terms]
        self._cp.add(_weighted(scaled) <= after * (minutes + breaks.minutes) * used)

    def _bound_days(self, rows: Mapping[tuple[str, int], Mapping[int, list[Expression]]]) -> None:
        round = self._instance.round
        days: dict[tuple[str, object], list[Expression]] = defaultdict(list)
        for (teacher_id, window), row in rows.items():
            for literals in row.values():
                days[teacher_id, round.windows[window].date] += literals
        for (teacher_id, _), literals in days.items():
            most = round.teacher[teacher_id].max_meetings_per_day
            if most is not None:
                self._cp.add(_total(literals) <= most)

    def _demand_enough_windows(self) -> None:
        """Teachers who between them must hold so many meetings need so many windows: a packing bound, rounded up."""
        for teachers in self._teacher_groups():
            minutes = sum(
                meeting.minutes for i, meeting in enumerate(self._instance.meetings)
                if i not in self._unplaced and all(not teachers.isdisjoint(team.teacher_ids) for team in meeting.teams)
            )
            sizes = {key: self._minutes(key) for key in self._used if key[0] in teachers}
            if minutes and sizes:
                largest = max(sizes.values())
                self._cp.add(_total(self._used[key] for key in sizes) >= -(-minutes // largest))

    def _minutes(self, key: tuple[str, int]) -> int:
        """How much of a window any meetings could take of a teacher."""
        slots = 0
        for bits in self._instance.reach[key].values():
            slots |= bits
        return slots.bit_count() * self._instance.round.settings.slot_minutes

    def _teacher_groups(self) -> list[frozenset[str]]:
        """Each group's teachers and each teacher alone."""
        groups = {frozenset(member.teacher_id for member in group.teachers) for group in self._instance.round.groups}
        groups |= {frozenset((teacher_id,)) for teacher_id, _ in self._used}
        return sorted(groups, key=sorted)

    def _same_teachers_for_parties(self) -> None:
        for one, other in _parties(self._instance):
            for team in range(len(self._instance.meetings[one].teams)):
                mine = [literal for (i, where), row in self._holds.items() if i == one and where[0] == team
                        for literal in row]
                others = [literal for (i, where), row in self._holds.items() if i == other and where[0] != team
                          for literal in row]
                if mine and others:
                    self._cp.add(_total(mine) + _total(others) <= 1)

    def _share_rooms(self) -> None:
        """A room that several teachers use holds one meeting at a time."""
        rows: dict[tuple[str, int], list[tuple[int, Expression]]] = defaultdict(list)
        for (i, (team, window)), literals in self._holds.items():
            room = self._instance.meetings[i].teams[team].room
            if room:
                rows[room, window] += [(self._instance.meetings[i].minutes, literal) for literal in literals]
        users = defaultdict(set)
        for teacher in self._instance.round.teachers:
            users[teacher.room].add(teacher.teacher_id)
        for (room, window), terms in sorted(rows.items(), key=lambda item: item[0]):
            if len(users[room]) > 1:
                stretch = self._instance.round.windows[window]
                self._cp.add(_weighted(terms) <= stretch.end_minute - stretch.start_minute)

    def _hint(self, answer: Answer) -> None:
        self._cp.clear_hints()
        for variable in range(len(self._cp.proto.variables)):
            chosen = self._cp.get_bool_var_from_proto_index(variable)
            self._cp.add_hint(chosen, bool(answer.value(chosen)))

    def _assignment(self, answer: Answer, bounds: Mapping[str, int]) -> Assignment:
        where = {
            i: place for (i, place), literals in self._holds.items() if any(map(answer.value, literals))
        }
        apart = frozenset(adult_id for adult_id, literal in self._apart.items() if answer.value(literal))
        return Assignment(where, apart, bounds)


def _parts(reach: Mapping[int, int]) -> list[tuple[int, list[int]]]:
    """The parts of a window to which some meetings are bound: their slots together, and those meetings; whole last."""
    firsts = sorted({_first(bits) for bits in reach.values()})
    lasts = sorted({bits.bit_length() for bits in reach.values()})
    parts = {}
    for first in firsts:
        for last in lasts:
            inside = [i for i, bits in reach.items() if first <= _first(bits) and bits.bit_length() <= last]
            slots = 0
            for i in inside:
                slots |= reach[i]
            if inside and slots not in parts:
                parts[slots] = inside
    return sorted(parts.items(), key=lambda part: len(part[1]))


def _first(bits: int) -> int:
    """The number of the first slot."""
    return (bits & -bits).bit_length() - 1


def _parties(instance: Instance) -> list[tuple[int, int]]:
    """The pairs of meetings about one pupil."""
    of_pupil: dict[str, list[int]] = {}
    for i, meeting in enumerate(instance.meetings):
        of_pupil.setdefault(meeting.pupil_id, []).append(i)
    return [(one, other) for row in of_pupil.values() for k, one in enumerate(row) for other in row[k + 1:]]


def _total(terms: Iterable[Expression]) -> Expression:
    return cp_model.LinearExpr.sum(list(terms))


def _weighted(terms: Sequence[tuple[int, Expression]]) -> Expression:
    return cp_model.LinearExpr.weighted_sum([literal for _, literal in terms], [weight for weight, _ in terms])
