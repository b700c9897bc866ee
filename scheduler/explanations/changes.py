"""What a school could do so that something fits after all: each change as a sentence, a price and a changed round."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from scheduler.explanations.measures import Longer
from scheduler.explanations.people import Comes, Holds, Works, same_person
from scheduler.explanations.times import Times
from scheduler.language import listed
from scheduler.meetings import meetings_of
from scheduler.round import MINUTES_A_DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.appointments import Appointment
    from scheduler.explanations.times import Part
    from scheduler.round import Round


class Step(Protocol):
    """One thing that somebody does differently."""

    @property
    def asks(self) -> int:
        """How much it asks, see `ONE_TIME` and on."""

    def applied(self, round: Round) -> Round:
        """The round in which it is so."""

    def said(self, round: Round, language: str) -> str:
        """The step as a clause after "if"."""


@dataclass(frozen=True)
class Change:
    """Steps that are taken together."""

    steps: tuple[Step, ...]

    @property
    def asks(self) -> int:
        """How much it asks of everybody together."""
        return sum(step.asks for step in self.steps)

    def applied(self, round: Round) -> Round:
        """The round with all its steps taken."""
        for step in self.steps:
            round = step.applied(round)
        return round

    def with_step(self, number: int, step: Step) -> Change:
        """The change with another step in the place of one."""
        return Change((*self.steps[:number], step, *self.steps[number + 1 :]))

    def narrowed(self, round: Round, placed: Sequence[Appointment]) -> Change:
        """The change that asks no more time of people than these appointments take."""
        return Change(tuple(_narrowed(round, step, placed) for step in self.steps))

    def said(self, round: Round, language: str) -> str:
        """The change as a clause after "if"."""
        comes = {(step.person_id, step.date.weekday()) for step in self.steps if isinstance(step, Works)}
        alike: dict[object, list[Step]] = {}
        for step in self.steps:
            if not (isinstance(step, Holds) and (step.person_id, step.weekday) in comes):
                alike.setdefault(_alike(step), []).append(step)
        said = dict.fromkeys(_said(steps, round, language) for steps in alike.values())
        return listed(list(said), language)


def lifting(part: Part, start_minute: int = 0, end_minute: int = MINUTES_A_DAY) -> Step | None:
    """The step that gives back what a part of a rule takes, within that time; None where the school cannot."""
    if part.rule == "availability" and part.person_id:
        return Comes(part.person_id, part.date, start_minute, end_minute)
    if part.rule == "working_days" and part.person_id:
        return Works(part.person_id, part.date, start_minute, end_minute)
    if part.rule == "teachers_of_group":
        return Holds(part.person_id, part.group, part.date.weekday())
    return None


def renewed(before: Round, changed: Round, meetings: Sequence[Times]) -> list[Times]:
    """The same meetings in a changed round."""
    if (changed.requests, changed.agreements) == (before.requests, before.agreements):
        return [Times(changed, times.meeting) for times in meetings]
    anew = {meeting.meeting_id: meeting for meeting in meetings_of(changed)}
    return [Times(changed, anew[times.meeting.meeting_id]) for times in meetings]


def _alike(step: Step) -> object:
    """What steps have in common that are said in one clause; the step itself where it goes with no other."""
    if isinstance(step, Works):
        return step.person_id, step.start_minute, step.end_minute
    if isinstance(step, Comes):
        return step.date, step.start_minute, step.end_minute
    if isinstance(step, Longer):
        return step.window.start_minute, step.end_minute
    return step


def _said(steps: Sequence[Step], round: Round, language: str) -> str:
    first, *others = steps
    if isinstance(first, Works):
        return first.said_with(round, [each for each in others if isinstance(each, Works)], language)
    if isinstance(first, Comes):
        return first.said_with(round, [each for each in others if isinstance(each, Comes)], language)
    if isinstance(first, Longer):
        return first.said_with([each for each in others if isinstance(each, Longer)], language)
    return first.said(round, language)


def _narrowed(round: Round, step: Step, placed: Sequence[Appointment]) -> Step:
    if not isinstance(step, Comes | Works):
        return step
    ids = same_person(round, step.person_id)
    mine = [it for it in placed if it.date == step.date and not ids.isdisjoint((*it.adult_ids, *it.teacher_ids))]
    if not mine:
        return step
    start, end = min(it.start_minute for it in mine), max(it.end_minute for it in mine)
    return dataclasses.replace(step, start_minute=start, end_minute=end)
