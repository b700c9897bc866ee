"""What is held where in the relaxed model, and all that joins it there: rows that no plan breaks."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from scheduler.solver.capacity import Capacity, most_meetings, reach_of, shortest_of
from scheduler.solver.shared_rooms import SharedRooms
from scheduler.solver.sums import total
from scheduler.solver.visits_apart import keep_visits_apart

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from ortools.sat.python import cp_model

    from scheduler.solver.capacity import Held
    from scheduler.solver.idle_time import IdleTime
    from scheduler.solver.instance import Instance
    from scheduler.solver.names import Expression, Key, Where
    from scheduler.solver.own_visits import OwnVisits

    Rows = Mapping[Key, Sequence[Held]]


class Holding:
    """What may be held `at` each team and window; to be filled before anything is asked of it."""

    def __init__(self, cp: cp_model.CpModel, instance: Instance) -> None:
        self._cp = cp
        self._instance = instance
        self.at: dict[Where, list[Held]] = defaultdict(list)

    def rows(self) -> Rows:
        """The same by teacher and window."""
        rows: dict[Key, list[Held]] = defaultdict(list)
        for (team, window), row in self.at.items():
            for held in row:
                for teacher_id in self._instance.meetings[held.i].teams[team].teacher_ids:
                    rows[teacher_id, window].append(held)
        return {key: rows[key] for key in sorted(rows)}

    def need_teachers(
        self, rows: Rows, own: OwnVisits, together: Container[int], idle: IdleTime | None
    ) -> dict[Key, Expression]:
        """A choice per teacher and window that the teacher is needed in it, with all that must fit.

        Where nobody is `idle` what only rows without idle time keep is demanded too; None: nothing is said of that.
        `together` are meetings that are surely held together with those of their siblings, `own` what teachers come to
        as parents.
        """
        used: dict[Key, Expression] = {}
        for key, row in rows.items():
            used[key] = self._cp.new_bool_var("")
            capacity = Capacity(self._cp, self._instance, row, used[key])
            capacity.fit()
            own.leave_time(key, row)
            if idle is not None:
                capacity.stand_together(self._instance.parties, idle.none_in([key]))
                own.stay_outside(key, row, idle.none_in([key]))
        if idle is not None:
            keep_visits_apart(self._cp, self._instance, self.at, rows, together, idle)
            SharedRooms(self._cp, self._instance, self.at, rows, idle).keep_blocks_apart()
        return used

    def join(self, rows: Rows, used: Mapping[Key, Expression], unplaced: Mapping[int, Expression]) -> None:
        """Demand all that holds between the meetings; those `unplaced` may get no place at all."""
        self._bound_days(rows)
        self._demand_enough_windows(rows, used, unplaced)
        self._same_teachers_for_parties()
        self._share_rooms()

    def most(self, row: Sequence[Held]) -> int:
        """How many of these a window of a teacher can hold at most."""
        shortest = shortest_of(self._instance, row)
        return most_meetings(reach_of(row), shortest, self._instance.round.settings)

    def minutes(self, row: Sequence[Held]) -> int:
        """How much of a window these could take of a teacher between them."""
        return reach_of(row).bit_count() * self._instance.round.settings.slot_minutes

    def _bound_days(self, rows: Rows) -> None:
        round = self._instance.round
        days: dict[tuple[str, object], list[Expression]] = defaultdict(list)
        for (teacher_id, window), row in rows.items():
            days[teacher_id, round.windows[window].date] += [held.literal for held in row]
        for (teacher_id, _), literals in days.items():
            most = round.teacher[teacher_id].max_meetings_per_day
            if most is not None:
                self._cp.add(total(literals) <= most)

    def _demand_enough_windows(
        self, rows: Rows, used: Mapping[Key, Expression], unplaced: Mapping[int, Expression]
    ) -> None:
        """Teachers who between them must hold so many meetings need so many windows: a packing bound, rounded up.

        What may stay unplaced need not be held; but what all their windows cannot hold must stay so.
        """
        held = {held.i for row in self.at.values() for held in row}
        for teachers in self._teacher_groups(used):
            theirs = [i for i in sorted(held) if all(
                not teachers.isdisjoint(team.teacher_ids) for team in self._instance.meetings[i].teams)]
            sizes = {key: self.most(row) for key, row in rows.items() if key[0] in teachers}
            if not (theirs and sizes):
                continue
            windows, largest = total(used[key] for key in sizes), max(sizes.values())
            out = [unplaced[i] for i in theirs if i in unplaced]
            if not out:
                minutes = sum(self._instance.meetings[i].minutes for i in theirs)
                most_minutes = max(self.minutes(rows[key]) for key in sizes)
                # By number says more where breaks take time, by minutes where some meetings are longer.
                self._cp.add(windows >= max(-(-len(theirs) // largest), -(-minutes // most_minutes)))
                continue
            self._cp.add(largest * windows + total(out) >= len(theirs))
            if len(theirs) > sum(sizes.values()):
                self._cp.add(total(out) >= len(theirs) - sum(sizes.values()))

    def _teacher_groups(self, used: Mapping[Key, Expression]) -> list[frozenset[str]]:
        """Each group's teachers and each teacher alone."""
        groups = {frozenset(member.teacher_id for member in group.teachers) for group in self._instance.round.groups}
        groups |= {frozenset((teacher_id,)) for teacher_id, _ in used}
        return sorted(groups, key=sorted)

    def _same_teachers_for_parties(self) -> None:
        of_meeting: dict[int, dict[int, list[Expression]]] = defaultdict(lambda: defaultdict(list))
        for (team, _), row in self.at.items():
            for held in row:
                of_meeting[held.i][team].append(held.literal)
        for one, other in self._instance.parties:
            for team, mine in of_meeting[one].items():
                others = [literal for t, row in of_meeting[other].items() if t != team for literal in row]
                if others:
                    self._cp.add(total(mine) + total(others) <= 1)

    def _share_rooms(self) -> None:
        """A room that several teachers use holds one meeting at a time."""
        users = Counter(teacher.room for teacher in self._instance.round.teachers)
        rows: dict[Key, list[Held]] = defaultdict(list)
        for (team, window), row in self.at.items():
            for held in row:
                room = self._instance.meetings[held.i].teams[team].room
                if room and users[room] > 1:
                    rows[room, window].append(held)
        for _, row in sorted(rows.items(), key=lambda item: item[0]):
            Capacity(self._cp, self._instance, row, 1).fit(breaks=False)

