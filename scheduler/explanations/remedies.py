"""What it would take for meetings to have a place: the changes that work, each proven by planning it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.explanations.fitting import fit
from scheduler.explanations.proposals import proposals
from scheduler.explanations.times import Times
from scheduler.language import marked, translate
from scheduler.meetings import meetings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.appointments import Appointment
    from scheduler.explanations.case import Case
    from scheduler.explanations.changes import Change
    from scheduler.explanations.effort import Effort
    from scheduler.round import Round

MOST_PLACES = 2_000
"""Of more meetings and places than this together it is not found out whether they fit."""

MOST_PROPOSALS = 80
"""Changes that are looked at, the least asking first."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change with which the meetings have these appointments; `moved` others then have another time."""

    change: Change
    placed: tuple[Appointment, ...]
    moved: tuple[Appointment, ...] = ()

    def said(self, round: Round, language: str) -> str:
        """The remedy as a clause after "if"."""
        return self.change.said(round, language)


def remedies_for(case: Case, meeting_ids: Sequence[str], effort: Effort, most: int) -> list[Remedy]:
    """The changes that place all these meetings while every appointment stays, the least asking first.

    No more than `most`, none of which is a part of another or asks the same of the same people at another time.
    """
    found: list[Remedy] = []
    seen: list[frozenset[object]] = []
    if most == 0 or not effort.left:
        return []
    for change in proposals(case.round, [case.times(each) for each in meeting_ids])[:MOST_PROPOSALS]:
        kind = frozenset(_kind(step) for step in change.steps)
        if len(found) >= most or not effort.left:
            break
        if any(before <= kind for before in seen):
            continue
        changed = change.applied(case.round)
        meetings = [case.busy.beside(times, meeting_ids) for times in _meetings(case, changed, meeting_ids)]
        places = sum(bits.bit_count() for times in meetings for _, bits in times.open)
        if any(times.none for times in meetings) or places > MOST_PLACES or not effort.spend():
            continue
        placed = fit(changed, meetings, case.kept)
        if placed is not None:
            found.append(Remedy(change.narrowed(placed), placed))
            seen.append(kind)
    return found


def remedy_sentence(round: Round, remedies: Sequence[Remedy], count: int, language: str) -> str:
    """What it would take for so many meetings, in a sentence; "" for no remedies."""
    if not remedies:
        return ""
    said = translate(marked(", or if "), language).join(remedy.said(round, language) for remedy in remedies)
    if count == 1:
        return translate(marked("It would fit if {changes}."), language, changes=said)
    return translate(marked("All {count} would fit if {changes}."), language, count=count, changes=said)


def _kind(step: object) -> tuple[object, ...]:
    """What a step asks of whom, whenever."""
    window = getattr(step, "window", None)
    late = window.evening if window is not None else None
    return type(step).__name__, getattr(step, "person_id", ""), late


def _meetings(case: Case, changed: Round, meeting_ids: Sequence[str]) -> list[Times]:
    if changed.requests == case.round.requests and changed.agreements == case.round.agreements:
        return [Times(changed, case.meetings[each]) for each in meeting_ids]
    meetings = {meeting.meeting_id: meeting for meeting in meetings_of(changed)}
    return [Times(changed, meetings[each]) for each in meeting_ids]
