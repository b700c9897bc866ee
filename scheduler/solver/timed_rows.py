"""Timed rows: teachers' windows that are put in time within the relaxed model, since their order was impossible.

What counting does not see (parties of one pupil far apart, a teacher who comes as a parent too, siblings at two full
teachers) is then decided exactly, for these rows only: the relaxation stays one that no plan breaks.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

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
    from scheduler.solver.options import Option

    Expression = Any
    Key = tuple[str, int]
    Where = tuple[int, int]
    Offered = Mapping[tuple[int, ...], Sequence[tuple[Option, Expression]]]
    """The options of each cluster, by its meetings, with what chooses them."""


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

    def add(self, cp: cp_model.CpModel, idle: Mapping[Key, int] | None = None) -> None:
        """Demand that these rows can be ordered without idle time, or with no more minutes of it."""
        model = ExactModel(self._instance, self._all_places(), without=TOGETHER | LATER, cp=cp)
        forbid_idleness(model, self._keys, most=idle)
        self._tie(model)

    def add_with_idle_time(self, cp: cp_model.CpModel) -> Mapping[Key, Expression]:
        """Demand that these rows can be ordered; for how many minutes each is idle at least."""
        model = ExactModel(self._instance, self._all_places(), without=TOGETHER, cp=cp)
        objective = Objective(model)
        rows = objective.rows_of_teachers()
        # That nobody is idle is said by blocks where it holds, which says more than the minutes do.
        gapless = {key: model.new_choice() for key in sorted(self._keys) if key in rows}
        forbid_idleness(model, gapless, gapless)
        self._tie(model)
        idle = {}
        for key, holds in gapless.items():
            idle[key] = cp.new_int_var(0, MINUTES_A_DAY, "")
            cp.add(idle[key] >= objective.idle_of(rows[key]))
            cp.add(idle[key] >= least_idle(self._instance.round.settings) * ~holds)
        return idle

    def _all_places(self) -> dict[int, list[Place]]:
        return {i: row for i in range(len(self._instance.meetings)) if (row := self._places(i))}

    def _tie(self, model: ExactModel) -> None:
        """What is held in these windows stands there in time, of a family in one of its arrangements."""
        places = model.open_places
        alone = set(places)
        for meetings, options in self._offered.items():
            if not alone.isdisjoint(meetings) and self._join(model, meetings, options):
                alone.difference_update(meetings)
        for i in sorted(alone):
            self._hold(model, i)

    def _places(self, i: int) -> list[Place]:
        """Where the meeting may be within the rows, or anywhere on their date if a teacher of theirs comes to it."""
        reach: dict[Where, int] = defaultdict(int)
        for where in self._instance.reach[i]:
            if self._concerns(i, where):
                for held in self._holding.at.get(where, ()):
                    if held.i == i:
                        reach[where] |= held.reach
        return [place for place in self._instance.places[i]
                if self._instance.slots(place) & ~reach.get((place.team, place.window), 0) == 0]

    def _concerns(self, i: int, where: Where) -> bool:
        team, window = where
        meeting = self._instance.meetings[i]
        if self._instance.round.windows[window].date not in self._dates:
            return False
        return not self._parents.isdisjoint(meeting.adult_ids) or any(
            (teacher_id, window) in self._keys for teacher_id in meeting.teams[team].teacher_ids)

    def _join(
        self, model: ExactModel, meetings: tuple[int, ...], options: Sequence[tuple[Option, Expression]]
    ) -> bool:
        """Each option in one of its arrangements, as far as these lie in the rows; False where not all are listed."""
        family = Family(self._instance, meetings)
        shapes = [(literal, *self._shapes(family, option)) for option, literal in options]
        if not all(complete for _, _, complete in shapes):
            return False
        at: dict[tuple[int, Place], list[Expression]] = defaultdict(list)
        for literal, listed, _ in shapes:
            if not listed:
                continue
            chosen = [model.new_choice() for _ in listed]
            model.cp.add(total(chosen) == literal)
            for shape, one in zip(listed, chosen, strict=True):
                for each in shape:
                    at[each].append(one)
        for i in meetings:
            alone: dict[Where, list[Expression]] = defaultdict(list)
            for place, candidate in _candidates(model, i):
                where = place.team, place.window
                if (i, where) in self._alone:
                    alone[where].append(model.new_choice())
                    at[i, place].append(alone[where][-1])
                model.cp.add(total(at[i, place]) == candidate)
            for where, choices in alone.items():
                model.cp.add(total(choices) == self._alone[i, where])
        return True

    def _shapes(self, family: Family, option: Option) -> tuple[list[tuple[tuple[int, Place], ...]], bool]:
        """Where the option's arrangements put those of its meetings that lie in the rows; whether these are all."""
        where = dict(zip(family.meetings, option.where, strict=True))
        here = [i for i in family.meetings if self._concerns(i, where[i])]
        if not here:
            return [], True
        listed, complete = arrangements_of(family, where, self._first, option.most)
        return list(dict.fromkeys(tuple((i, arrangement[i]) for i in here) for arrangement in listed)), complete

    def _hold(self, model: ExactModel, i: int) -> None:
        """The meeting is in a window of the rows where it is held there."""
        of_window: dict[Where, list[Expression]] = defaultdict(list)
        for place, candidate in _candidates(model, i):
            of_window[place.team, place.window].append(candidate)
        for where, literals in of_window.items():
            held = [each.literal for each in self._holding.at[where] if each.i == i]
            model.cp.add(total(literals) == total(held))


def _candidates(model: ExactModel, i: int) -> list[tuple[Place, Expression]]:
    """The places of a meeting that are open in the model, with what chooses each."""
    places = model.open_places.get(i, ())
    candidates = model.candidates(model.instance.meetings[i]) if places else ()
    return [(place, candidate.literal) for place, candidate in zip(places, candidates, strict=True)]
