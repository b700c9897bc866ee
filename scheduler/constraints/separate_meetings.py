"""Only flagged pupils have a meeting per party; the parties get equal length and the same teachers."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.constraints.rule import Model
    from scheduler.meetings import Meeting


def connect(model: Model) -> None:
    """Two parties of one pupil never have different teams."""
    for one, other in _pairs(model):
        for teacher_ids in sorted({team.teacher_ids for team in one.teams}):
            with_these = [c.literal for c in model.candidates(one) if c.team.teacher_ids == teacher_ids]
            with_others = [c.literal for c in model.candidates(other) if c.team.teacher_ids != teacher_ids]
            if with_these and with_others:
                model.at_most_one([*with_these, *with_others])


def _pairs(model: Model) -> list[tuple[Meeting, Meeting]]:
    of_pupil: dict[str, list[Meeting]] = {}
    for meeting in model.meetings:
        of_pupil.setdefault(meeting.pupil_id, []).append(meeting)
    return [pair for meetings in of_pupil.values() for pair in combinations(meetings, 2)]
