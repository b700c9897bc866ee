"""A meeting ends by the cutoff, evenings excepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.round import MINUTES_A_DAY

if TYPE_CHECKING:
    from scheduler.constraints.rule import Stretch
    from scheduler.meetings import Meeting, Team
    from scheduler.round import Round, Window


def forbids(round: Round, meeting: Meeting, team: Team, window: Window) -> list[Stretch]:
    """Everything after the cutoff, unless the window is an evening."""
    return [] if window.evening else [(round.settings.cutoff_minute, MINUTES_A_DAY)]
