"""Who gets a meeting: every pupil, or exactly the pupils requested."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.round import Pupil, Round


def expected(round: Round) -> tuple[Pupil, ...]:
    """The pupils who should have a meeting, in the order of pupils.csv."""
    if round.settings.audience == "all":
        return round.pupils
    return tuple(pupil for pupil in round.pupils if pupil.pupil_id in round.request)
