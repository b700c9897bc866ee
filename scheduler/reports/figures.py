"""The few numbers that a head looks at first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.costs import window_of
from scheduler.meetings import families_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.appointments import Plan
    from scheduler.meetings import Meeting
    from scheduler.round import Round


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over a whole plan; `in_the_evening` are appointments in evening windows, `families` those invited."""

    meetings: int
    placed: int
    families: int
    windows: int
    windows_used: int
    in_the_evening: int
    teachers: int

    @property
    def unplaced(self) -> int:
        """Meetings without an appointment."""
        return self.meetings - self.placed


def figures_of(round: Round, meetings: Sequence[Meeting], plan: Plan) -> Figures:
    """The figures of a plan for these meetings."""
    windows = [window_of(round, appointment) for appointment in plan.appointments]
    return Figures(
        meetings=len(meetings),
        placed=len(plan.appointments),
        families=len(families_of(meetings)),
        windows=len(round.windows),
        windows_used=len({window for window in windows if window}),
        in_the_evening=sum(1 for window in windows if window and window.evening),
        teachers=len(plan.of_teacher),
    )
