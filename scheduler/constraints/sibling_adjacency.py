"""An adult's meetings are on one date and adjacent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.constraints.rule import Candidate, Literal, Model
    from scheduler.meetings import Meeting


def connect(model: Model) -> None:
    """Unless the adult's meetings may lie apart, all but the last have another one soon after."""
    of_adult: dict[str, list[Meeting]] = {}
    for meeting in model.meetings:
        for adult_id in meeting.adult_ids:
            of_adult.setdefault(adult_id, []).append(meeting)
    for adult_id, meetings in of_adult.items():
        if len(meetings) == 2:
            _keep_two_adjacent(model, adult_id, meetings[0], meetings[1])
        elif len(meetings) > 2:
            _keep_chain_adjacent(model, adult_id, meetings)


def _keep_two_adjacent(model: Model, adult_id: str, one: Meeting, other: Meeting) -> None:
    together = ~model.apart(adult_id)
    for mine, theirs in ((one, other), (other, one)):
        for candidate in model.candidates(mine):
            near = [c.literal for c in model.candidates(theirs) if _soon_after(model, candidate, c)]
            near += [c.literal for c in model.candidates(theirs) if _soon_after(model, c, candidate)]
            model.implies_any([candidate.literal, together, model.placed(theirs)], near)


def _keep_chain_adjacent(model: Model, adult_id: str, meetings: Sequence[Meeting]) -> None:
    together = ~model.apart(adult_id)
    last: dict[str, Literal] = {meeting.meeting_id: model.new_choice() for meeting in meetings}
    model.at_most_one(list(last.values()))
    for mine in meetings:
        others = [c for meeting in meetings if meeting is not mine for c in model.candidates(meeting)]
        for candidate in model.candidates(mine):
            next_ones = [c.literal for c in others if _soon_after(model, candidate, c)]
            model.implies_any([candidate.literal, together, ~last[mine.meeting_id]], next_ones)


def _soon_after(model: Model, earlier: Candidate, later: Candidate) -> bool:
    siblings = model.round.settings.siblings
    gap = later.start_minute - earlier.end_minute
    near = siblings.walk_minutes <= gap <= siblings.walk_minutes + siblings.max_wait_minutes
    return near and later.window.date == earlier.window.date
