"""The mildest cure where what was to stay is to blame: let it move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.explanations.asks import ONE_TIME
from scheduler.explanations.changes import Change
from scheduler.explanations.pins import BecauseOfPins
from scheduler.explanations.remedies import Remedy
from scheduler.explanations.trades import MOST_FREE, Goal, plan_for
from scheduler.language import marked, translate

if TYPE_CHECKING:
    from scheduler.explanations.case import Case
    from scheduler.explanations.causes import Cause
    from scheduler.round import Round


@dataclass(frozen=True)
class LetGo:
    """A meeting that was to stay may move."""

    pupil_id: str
    asks: int = ONE_TIME

    def applied(self, round: Round) -> Round:
        """The same round: the decision is none of its."""
        return round

    def said(self, round: Round, language: str) -> str:
        """The step as a clause after "if"."""
        return translate(marked("the conversation about {pupil} may move"), language,
                         pupil=round.pupil[self.pupil_id].name)


def remedies_of_pins(case: Case, meeting_id: str, cause: Cause) -> list[Remedy]:
    """A place for the meeting where those need not stay that are the cause, and no other meeting loses its place.

    [] for another cause, where none is found, and where the cause is also that a meeting had to leave its place:
    there was a reason for that.
    """
    if not isinstance(cause, BecauseOfPins) or any(pinned.pin == "move" for pinned in cause.pins):
        return []
    free = case.without_pins([pinned.meeting_id for pinned in cause.pins])
    plan = plan_for(free, Goal({meeting_id: case.times(meeting_id).open}), MOST_FREE + len(cause.pins))
    if plan is None or len(plan.unplaced) >= len(case.plan.unplaced):
        return []
    told = {meeting_id, *(pinned.meeting_id for pinned in cause.pins)}
    moved = case.changed(plan.appointments, told)
    steps = tuple(LetGo(pupil_id) for pupil_id in cause.pupil_ids)
    return [Remedy(Change(steps), (plan.appointment[meeting_id],), moved)]
