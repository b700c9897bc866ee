"""No adult, teacher, pupil or room is in two appointments at once; an adult has time to walk between two."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.constraints.rule import Candidate, Literal, Model


def connect(model: Model) -> None:
    """At every start time, at most one of the candidates that keep somebody (or a room) busy then."""
    walk = model.round.settings.siblings.walk_minutes
    busy: dict[tuple[str, str], list[Candidate]] = {}
    for meeting in model.meetings:
        for candidate in model.candidates(meeting):
            for whom in _occupied(model, candidate):
                busy.setdefault(whom, []).append(candidate)
    for (kind, _), candidates in busy.items():
        _never_two(model, candidates, walk if kind == "adult" else 0)


def _occupied(model: Model, candidate: Candidate) -> Iterator[tuple[str, str]]:
    """Who and what a candidate keeps busy; an adult who works here is one person with the teacher."""
    people = {("staff", teacher_id) for teacher_id in candidate.team.teacher_ids}
    for adult_id in candidate.meeting.adult_ids:
        yield "adult", adult_id
        works_here = model.round.adult[adult_id].teacher_id
        if works_here is not None:
            people.add(("staff", works_here))
    yield from sorted(people)
    yield "pupil", candidate.meeting.pupil_id
    if candidate.team.room:
        yield "room", candidate.team.room


def _never_two(model: Model, candidates: Sequence[Candidate], walk_minutes: int) -> None:
    if len({candidate.meeting.meeting_id for candidate in candidates}) < 2:
        return
    starts: dict[object, set[int]] = {}
    for candidate in candidates:
        starts.setdefault(candidate.window.date, set()).add(candidate.start_minute)
    at: dict[tuple[object, int], list[Literal]] = {}
    for candidate in candidates:
        date = candidate.window.date
        for start in starts[date]:
            if candidate.start_minute <= start < candidate.end_minute + walk_minutes:
                at.setdefault((date, start), []).append(candidate.literal)
    for moment in sorted(at):  # type: ignore[type-var]
        if len(at[moment]) > 1:
            model.at_most_one(at[moment])
