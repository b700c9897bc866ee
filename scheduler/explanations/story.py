"""Why one pupil's meetings are as they are, at length: what the rules took, who holds the rest, what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.costs import adults_apart, wishes_missed
from scheduler.explanations.apart import causes_apart
from scheduler.explanations.causes import LessImportant, StillFree
from scheduler.explanations.causes_of_costs import NoneBetter
from scheduler.explanations.clauses import names_words, person_name, sentence
from scheduler.explanations.effort import Effort
from scheduler.explanations.letting_go import remedies_of_pins
from scheduler.explanations.missed import causes_missed
from scheduler.explanations.open_times import held_by_others, taken_away
from scheduler.explanations.reasons import causes_told
from scheduler.explanations.remedies import (
    remedies_for,
    remedies_of_trade,
    remedies_together,
    remedies_with_moves,
)
from scheduler.explanations.unplaced import causes_of
from scheduler.explanations.wishes import wish_words
from scheduler.explanations.wishes_less import remedies_of_a_wish
from scheduler.language import date_short, marked, translate
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scheduler.explanations.case import Case
    from scheduler.explanations.causes import Cause
    from scheduler.explanations.remedies import Remedy
    from scheduler.meetings import Meeting

MOST_TRIES = 60
MOST_TRADES = 12
MOST_REMEDIES = 5


def story_of(case: Case, pupil_id: str, language: str) -> list[str]:
    """Everything there is to say about a pupil's meetings in this plan, line by line; [] for no meetings."""
    lines: list[str] = []
    mine = [meeting for meeting in case.meetings.values() if meeting.pupil_id == pupil_id]
    amiss = any(case.apart.intersection(meeting.adult_ids) for meeting in mine) or any(
        meeting_id == meeting.meeting_id for _, meeting_id in case.missed for meeting in mine)
    apart, missed = causes_told(case) if amiss else ({}, {})
    for meeting in mine:
        teller = _Teller(case, meeting, language, apart, missed)
        lines += [*teller.told(), ""]
    return lines[:-1]


class _Teller:
    """Tells of one meeting."""

    def __init__(
        self, case: Case, meeting: Meeting, language: str, apart: Mapping[str, Cause],
        missed: Mapping[tuple[str, str], Cause],
    ) -> None:
        """Take the meeting, and the causes that the whole plan is told with."""
        self._case = case
        self._round = case.round
        self._meeting = meeting
        self._language = language
        self._tries = Effort(MOST_TRIES)
        self._trades = Effort(MOST_TRADES)
        self._told_apart = apart
        self._told_missed = missed

    def told(self) -> Iterator[str]:
        """The meeting and, where anything is amiss, why."""
        yield self._heading()
        appointment = self._case.plan.appointment.get(self._meeting.meeting_id)
        if appointment is None:
            yield from self._unplaced()
            return
        yield translate(marked("{date} from {start} to {end}, {teachers}."), self._language,
                        date=date_short(appointment.date, self._language), start=clock(appointment.start_minute),
                        end=clock(appointment.end_minute), teachers=self._names(appointment.teacher_ids))
        amiss = [*self._apart(), *self._missed()]
        yield from amiss or [translate(marked("It adjoins what it should, and every wish is kept."), self._language)]

    def _heading(self) -> str:
        pupil = self._round.pupil[self._meeting.pupil_id]
        return translate(marked("The conversation about {pupil} ({group}) with {adults}"), self._language,
                         pupil=pupil.name, group=pupil.group, adults=self._names(self._meeting.adult_ids))

    def _unplaced(self) -> Iterator[str]:
        meeting_id = self._meeting.meeting_id
        cause = causes_of(self._case, self._tries)[meeting_id]
        yield translate(marked("It has no place. {reason}"), self._language,
                        reason=sentence(cause.sentence(self._round, self._language)))
        yield from taken_away(self._case, self._meeting, self._language)
        if isinstance(cause, LessImportant):
            remedies = remedies_of_trade(self._case, meeting_id, cause.trade) if cause.trade else []
            yield from self._helping(remedies) if remedies else ()
        if isinstance(cause, StillFree | LessImportant):
            return
        yield from held_by_others(self._case, self._meeting, self._trades, self._language)
        remedies = remedies_for(self._case, (meeting_id,), self._tries, MOST_REMEDIES)
        if len(remedies) < MOST_REMEDIES:
            known = {remedy.change for remedy in remedies}
            moving = remedies_with_moves(self._case, meeting_id, self._tries, MOST_REMEDIES)
            remedies += [remedy for remedy in moving if remedy.moved and remedy.change not in known]
        remedies = [*remedies_of_pins(self._case, meeting_id, cause), *remedies]
        yield from self._helping(sorted(remedies, key=lambda remedy: remedy.asks)[:MOST_REMEDIES])

    def _apart(self) -> Iterator[str]:
        apart = [each for each in adults_apart(self._round, self._case.plan) if each in self._meeting.adult_ids]
        if not apart:
            return
        for adult_id in apart:
            cause = self._told_apart[adult_id]
            yield translate(marked("{person}: {reason}"), self._language, person=person_name(self._round, adult_id),
                            reason=sentence(cause.sentence(self._round, self._language)))
            if isinstance(cause, NoneBetter):
                yield from self._further(causes_apart(self._case, self._trades, only=[adult_id])[adult_id])
        yield from self._helping(remedies_together(self._case, apart[0], self._tries, MOST_REMEDIES))

    def _missed(self) -> Iterator[str]:
        mine = [(adult_id, it.meeting_id) for adult_id, it in wishes_missed(self._round, self._case.plan)
                if it.meeting_id == self._meeting.meeting_id]
        for adult_id, meeting_id in mine:
            cause = self._told_missed[adult_id, meeting_id]
            yield translate(marked("{person} would rather come {wish}; {reason}"), self._language,
                            person=person_name(self._round, adult_id),
                            wish=wish_words(self._round, adult_id, self._language),
                            reason=cause.sentence(self._round, self._language))
            if isinstance(cause, NoneBetter):
                [cause] = causes_missed(self._case, self._trades, only=[(adult_id, meeting_id)]).values()
                yield from self._further(cause)
            yield from self._helping(remedies_of_a_wish(
                self._case, adult_id, meeting_id, cause, self._tries, MOST_REMEDIES))

    def _further(self, cause: Cause) -> Iterator[str]:
        """What a closer look finds where the whole plan is told no more than that none is better."""
        if not isinstance(cause, NoneBetter):
            yield sentence(cause.sentence(self._round, self._language))

    def _helping(self, remedies: Sequence[Remedy]) -> Iterator[str]:
        if not remedies:
            yield translate(marked("No single change was found that would help."), self._language)
            return
        yield translate(marked("It would work, the least asking first, if:"), self._language)
        for number, remedy in enumerate(remedies, 1):
            yield f"{number}. {remedy.said(self._round, self._language)}"

    def _names(self, ids: Sequence[str]) -> str:
        return names_words(self._round, ids, self._language)
