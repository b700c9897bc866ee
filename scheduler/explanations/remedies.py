"""What it would take for meetings to have a place: the changes that work, each proven by planning it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.explanations.fitting import fit
from scheduler.explanations.proposals import proposals
from scheduler.explanations.times import Times, chosen
from scheduler.language import marked, translate
from scheduler.meetings import meetings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.appointments import Appointment
    from scheduler.explanations.case import Case
    from scheduler.explanations.changes import Change
    from scheduler.meetings import Meeting
    from scheduler.round import Round


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change with which the meetings have these appointments; `moved` others then have another time."""

    change: Change
    placed: tuple[Appointment, ...]
    moved: tuple[Appointment, ...] = ()

    def said(self, round: Round, language: str) -> str:
        """The remedy as a clause after "if"."""
        return self.change.said(round, language)


class Effort:
    """How many changes may still be tried by planning them: a bound that is the same on every machine."""

    def __init__(self, tries: int) -> None:
        self.tries = tries

    def spend(self) -> bool:
        """Take one try, if there is any left."""
        self.tries -= 1
        return self.tries >= 0


def remedies_for(case: Case, meeting_ids: Sequence[str], effort: Effort, most: int) -> list[Remedy]:
    """The changes that place all these meetings while every appointment stays, the least asking first.

    No more than `most`, none of which is a part of another or asks the same of the same people at another time.
    """
    found: list[Remedy] = []
    seen: list[frozenset[object]] = []
    for change in proposals(case.round, [case.times(each) for each in meeting_ids]):
        kind = frozenset(_kind(step) for step in change.steps)
        if len(found) == most:
            break
        if any(before <= kind for before in seen):
            continue
        changed = change.applied(case.round)
        meetings = _meetings(case, changed, meeting_ids)
        if not all(_some_time_free(case, times) for times in meetings) or not effort.spend():
            continue
        placed = fit(changed, meetings, kept_of(case))
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


def kept_of(case: Case) -> list[tuple[Meeting, Appointment]]:
    """The plan's appointments with their meetings."""
    return [(case.meetings[it.meeting_id], it) for it in case.plan.appointments]


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


def _some_time_free(case: Case, times: Times) -> bool:
    """Whether the meeting could have a time at which nobody in it is busy."""
    return any(
        not case.busy.in_the_way(times.meeting, offer.team, offer.window.date, start)
        for offer in times.offers for start in chosen(offer.starts, offer.open)
    )
