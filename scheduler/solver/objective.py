"""Every cost of the contract as a linear expression over the exact model.

Stretches of time (a teacher's afternoon, an adult's visit) are said by two staircases over the slots, begun and ended,
both rising: a slot lies inside where it has begun and not ended. Their matrix is that of intervals, so the linear
relaxation is as good as choosing one whole block, with far fewer choices.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.round import MINUTES_A_DAY
from scheduler.solver.instance import GONE
from scheduler.solver.sums import total

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from scheduler.constraints.rule import Candidate
    from scheduler.solver.instance import Place
    from scheduler.solver.model import ExactModel
    from scheduler.solver.names import Expression, Key


@dataclass(frozen=True)
class Stretch:
    """The time from the first start to the last end of some candidates: `minutes`, and whether any is `used`."""

    minutes: Expression
    used: Expression


class Objective:
    """The costs of one exact model, each built when first asked for."""

    def __init__(self, model: ExactModel) -> None:
        self._model = model

    def cost(self, key: str) -> Expression:
        """The expression of a cost, by its key in the contract."""
        expression: Expression = getattr(self, key)
        return expression

    @cached_property
    def unplaced_mandatory(self) -> Expression:
        """Mandatory meetings left out."""
        return self._unplaced(mandatory=True)

    @cached_property
    def unplaced_optional(self) -> Expression:
        """Optional meetings left out."""
        return self._unplaced(mandatory=False)

    @cached_property
    def siblings_apart(self) -> Expression:
        """Adults allowed to have their meetings apart."""
        return total(self._model.adults_apart)

    @cached_property
    def moved(self) -> Expression:
        """Adults with meetings here who were told something that no longer holds of these, or of meetings now gone."""
        model = self._model
        told_here = ([(i, place) for i, place in told if i in model.open_places or i == GONE]
                     for told in model.instance.kept_places.values())
        return total(told_anew(model, here) for here in told_here if any(i != GONE for i, _ in here))

    @cached_property
    def wishes_missed(self) -> Expression:
        """Appointments of an adult outside all that this adult prefers."""
        model = self._model
        return total(
            candidate.literal * place.missed
            for i, places in model.open_places.items()
            for candidate, place in zip(model.candidates(model.instance.meetings[i]), places, strict=True)
            if place.missed
        )

    @cached_property
    def teacher_idle_minutes(self) -> Expression:
        """Per teacher and window, the time between first start and last end without a meeting or a demanded break."""
        return total(self.idle_minutes_each)

    @cached_property
    def idle_minutes_each(self) -> list[Expression]:
        """The same, for each teacher and window."""
        return [self._idle(row, stretch) for row, stretch in self.stretches_of_teachers]

    def idle_of(self, row: Sequence[Candidate]) -> Expression:
        """The same, for the candidates of one teacher and window."""
        return self._idle(row, _stretch(self._model, row))

    @cached_property
    def teacher_windows(self) -> Expression:
        """Windows in which a teacher has at least one appointment."""
        return total(stretch.used for _, stretch in self.stretches_of_teachers)

    @cached_property
    def parent_wait_minutes(self) -> Expression:
        """Per adult and date, the time between first start and last end without a meeting, walking apart."""
        walk = self._model.round.settings.siblings.walk_minutes
        waits: list[Expression] = []
        for row in self._visits():
            if len({candidate.meeting.meeting_id for candidate in row}) > 1:
                stretch = _stretch(self._model, row)
                walks = walk * (total(c.literal for c in row) - stretch.used)
                waits.append(stretch.minutes - _held(row) - walks)
        return total(waits)

    def _unplaced(self, *, mandatory: bool) -> Expression:
        model = self._model
        return total(1 - model.placed(meeting) for meeting in model.meetings if meeting.mandatory is mandatory)

    @cached_property
    def stretches_of_teachers(self) -> list[tuple[list[Candidate], Stretch]]:
        """The candidates of each teacher in each window, with the stretch from the first to the last of them."""
        return [(row, _stretch(self._model, row)) for row in self.rows_of_teachers().values()]

    def rows_of_teachers(self) -> dict[Key, list[Candidate]]:
        """The candidates of each teacher in each window, which is told by its position in the round."""
        model = self._model
        rows: dict[Key, list[Candidate]] = {}
        for i, places in model.open_places.items():
            for candidate, place in zip(model.candidates(model.instance.meetings[i]), places, strict=True):
                for teacher_id in candidate.team.teacher_ids:
                    rows.setdefault((teacher_id, place.window), []).append(candidate)
        return {key: rows[key] for key in sorted(rows)}

    def _visits(self) -> Iterable[list[Candidate]]:
        rows: dict[tuple[str, dt.date], list[Candidate]] = {}
        for meeting in self._model.meetings:
            for candidate in self._model.candidates(meeting):
                for adult_id in meeting.adult_ids:
                    rows.setdefault((adult_id, candidate.window.date), []).append(candidate)
        return [rows[key] for key in sorted(rows)]

    def _idle(self, row: Sequence[Candidate], stretch: Stretch) -> Expression:
        model = self._model
        breaks = model.round.settings.breaks
        most = len({candidate.meeting.meeting_id for candidate in row})
        if breaks is None or most <= breaks.after_meetings:
            return stretch.minutes - _held(row)
        count = total(candidate.literal for candidate in row)
        demanded = []
        for k in range(1, (most - 1) // breaks.after_meetings + 1):
            one_more = model.new_choice()
            model.cp.add(count >= k * breaks.after_meetings + 1).only_enforce_if(one_more)
            demanded.append(one_more)
        idle = model.cp.new_int_var(0, MINUTES_A_DAY, "")
        model.cp.add(idle >= stretch.minutes - _held(row) - breaks.minutes * total(demanded))
        return idle


def told_anew(model: ExactModel, told: Sequence[tuple[int, Place | None]]) -> Expression:
    """Whether an adult who was told of these places must hear of a change: a place is not kept, or cannot be."""
    if any(place is None or place not in model.open_places.get(i, ()) for i, place in told):
        return 1
    moved = model.new_choice()
    for i, place in told:
        assert place is not None
        kept = model.candidates(model.instance.meetings[i])[model.open_places[i].index(place)].literal
        model.cp.add_bool_or([moved, kept])
    return moved


def _stretch(model: ExactModel, row: Sequence[Candidate]) -> Stretch:
    ticks = sorted({c.start_minute for c in row} | {c.end_minute for c in row})
    begun = [model.new_choice() for _ in ticks[:-1]]
    ended = [model.new_choice() for _ in ticks[:-1]]
    for stairs in (begun, ended):
        for low, high in pairwise(stairs):
            model.cp.add_implication(low, high)
    for tick, start, stop in zip(ticks, begun, ended, strict=False):
        model.cp.add_implication(stop, start)
        # Of one person's candidates at most one covers a tick, so all of them may stand in one sum.
        covering = [c.literal for c in row if c.start_minute <= tick < c.end_minute]
        model.cp.add(total(covering) <= start - stop)
    lengths = [later - earlier for earlier, later in pairwise(ticks)]
    inside = [length * (start - stop) for length, start, stop in zip(lengths, begun, ended, strict=True)]
    return Stretch(total(inside), begun[-1])


def _held(row: Sequence[Candidate]) -> Expression:
    return total(candidate.literal * (candidate.end_minute - candidate.start_minute) for candidate in row)
