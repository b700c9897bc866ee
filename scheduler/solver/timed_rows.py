"""Timed rows: teachers' windows that are put in time within the relaxed model, since their order was impossible.

What counting does not see (parties of one pupil far apart, a teacher who comes as a parent too, siblings at two full
teachers) is then decided exactly, for these rows only: the relaxation stays one that no plan breaks.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.round import MINUTES_A_DAY
from scheduler.solver.arrangements import Family
from scheduler.solver.blocks import LATER, forbid_idleness, least_idle
from scheduler.solver.model import ExactModel
from scheduler.solver.objective import Objective
from scheduler.solver.options import arrangements_of
from scheduler.solver.patterns import TOGETHER
from scheduler.solver.sums import total

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ortools.sat.python import cp_model

    from scheduler.solver.holding import Holding
    from scheduler.solver.instance import Instance, Place
    from scheduler.solver.names import Expression, Key, Where
    from scheduler.solver.options import Offered, Option
    from scheduler.solver.waiting import Waits

    Shape = tuple[tuple[int, Place], ...]
    """Where an arrangement puts those of the meetings that lie in the rows."""


@dataclass(frozen=True)
class Said:
    """What rows in time say of costs: for how many minutes each is `idle` at least, and how long families wait."""

    idle: Mapping[Key, Expression]
    waits: Waits


class TimedRows:
    """Rows of a relaxed model put in time: what it holds, and the options that it offers.

    The rows in `keys` (a teacher and the position of a window) are all on one date; every family is at the least of the
    costs in `first`, or of what its option may cost. `alone` are the choices to hold a meeting there whatever becomes
    of its family. `add` puts them into `cp`, which is that model or a copy of it.
    """

    def __init__(
        self, instance: Instance, holding: Holding, offered: Offered, alone: Mapping[tuple[int, Where], Expression],
        first: Sequence[str], keys: Collection[Key],
    ) -> None:
        self._instance = instance
        self._holding = holding
        self._offered = offered
        self._alone = alone
        self._first = first
        self._keys = keys
        self._dates = {instance.round.windows[window].date for _, window in keys}
        self._parents = instance.parents_among({teacher_id for teacher_id, _ in keys})

    def add(self, cp: cp_model.CpModel, idle: Mapping[Key, int] | None = None) -> Said:
        """Demand that these rows can be ordered without idle time, or with no more minutes of it."""
        model = ExactModel(self._instance, self._all_places(), without=TOGETHER | LATER, cp=cp)
        forbid_idleness(model, self._keys, most=idle)
        return Said({}, self._tie(model))

    def add_with_idle_time(self, cp: cp_model.CpModel) -> Said:
        """Demand that these rows can be ordered, at a cost where they are idle."""
        model = ExactModel(self._instance, self._all_places(), without=TOGETHER, cp=cp)
        objective = Objective(model)
        rows = objective.rows_of_teachers()
        # That nobody is idle is said by blocks where it holds, which says more than the minutes do.
        gapless = {key: model.new_choice() for key in sorted(self._keys) if key in rows}
        forbid_idleness(model, gapless, gapless)
        waits = self._tie(model)
        idle = {}
        for key, holds in gapless.items():
            idle[key] = cp.new_int_var(0, MINUTES_A_DAY, "")
            cp.add(idle[key] >= objective.idle_of(rows[key]))
            cp.add(idle[key] >= least_idle(self._instance.round.settings) * ~holds)
        return Said(idle, waits)

    def _all_places(self) -> dict[int, list[Place]]:
        return {i: row for i in range(len(self._instance.meetings)) if (row := self._places(i))}

    def _tie(self, model: ExactModel) -> Waits:
        """What is held in these windows stands there in time, of a family in one of its arrangements."""
        alone = set(model.open_places)
        waits: dict[tuple[int, ...], Sequence[tuple[int, Expression]]] = {}
        for meetings, options in self._offered.items():
            if alone.isdisjoint(meetings):
                continue
            family = Family(self._instance, meetings)
            shapes = [shapes for option, _ in options if (shapes := self._shapes(family, option)) is not None]
            if len(shapes) == len(options):
                waits[meetings] = self._join(model, meetings, shapes, [literal for _, literal in options])
                alone.difference_update(meetings)
        for i in sorted(alone):
            self._hold(model, i)
        return waits

    def _places(self, i: int) -> list[Place]:
        """Where the meeting may be within the rows, or anywhere on their date if a teacher of theirs comes to it."""
        reach: dict[Where, int] = defaultdict(int)
        for where in self._instance.reach[i]:
            if self._concerns(i, where):
                for held in self._holding.at.get(where, ()):
                    if held.i == i:
                        reach[where] |= held.reach
        if not reach:
            return []
        return [place for place in self._instance.places[i]
                if self._instance.slots(place) & ~reach.get(place.where, 0) == 0]

    def _concerns(self, i: int, where: Where) -> bool:
        team, window = where
        meeting = self._instance.meetings[i]
        if self._instance.round.windows[window].date not in self._dates:
            return False
        return not self._parents.isdisjoint(meeting.adult_ids) or any(
            (teacher_id, window) in self._keys for teacher_id in meeting.teams[team].teacher_ids)

    def _join(
        self, model: ExactModel, meetings: tuple[int, ...], options: Sequence[Mapping[Shape, int]],
        literals: Sequence[Expression],
    ) -> Sequence[tuple[int, Expression]]:
        """Each option in one of its shapes; how long the family waits with which choice."""
        at: dict[tuple[int, Place], list[Expression]] = defaultdict(list)
        waits = []
        for shapes, literal in zip(options, literals, strict=True):
            if not shapes:
                continue
            chosen = [model.new_choice() for _ in shapes]
            model.cp.add(total(chosen) == literal)
            for (shape, minutes), one in zip(shapes.items(), chosen, strict=True):
                for each in shape:
                    at[each].append(one)
                if minutes:
                    waits.append((minutes, one))
        for i in meetings:
            alone: dict[Where, list[Expression]] = defaultdict(list)
            for place, candidate in _candidates(model, i):
                where = place.where
                if (i, where) in self._alone:
                    alone[where].append(model.new_choice())
                    at[i, place].append(alone[where][-1])
                model.cp.add(total(at[i, place]) == candidate)
            for where, choices in alone.items():
                model.cp.add(total(choices) == self._alone[i, where])
        return waits

    def _shapes(self, family: Family, option: Option) -> Mapping[Shape, int] | None:
        """The shapes of the option's arrangements, with the least that the family waits in each.

        None where not all arrangements are listed.
        """
        where = dict(zip(family.meetings, option.where, strict=True))
        here = [i for i in family.meetings if self._concerns(i, where[i])]
        if not here:
            return {}
        arrangements, complete = arrangements_of(family, where, self._first, option.most)
        if not complete:
            return None
        found: dict[Shape, int] = {}
        for arrangement in arrangements:
            shape, minutes = tuple((i, arrangement[i]) for i in here), family.wait_minutes(arrangement) or 0
            found[shape] = min(minutes, found.get(shape, minutes))
        return found

    def _hold(self, model: ExactModel, i: int) -> None:
        """The meeting is in a window of the rows where it is held there."""
        of_window: dict[Where, list[Expression]] = defaultdict(list)
        for place, candidate in _candidates(model, i):
            of_window[place.where].append(candidate)
        for where, literals in of_window.items():
            held = [each.literal for each in self._holding.at[where] if each.i == i]
            model.cp.add(total(literals) == total(held))


def _candidates(model: ExactModel, i: int) -> list[tuple[Place, Expression]]:
    """The places of a meeting that are open in the model, with what chooses each."""
    places = model.open_places.get(i, ())
    candidates = model.candidates(model.instance.meetings[i]) if places else ()
    return [(place, candidate.literal) for place, candidate in zip(places, candidates, strict=True)]
