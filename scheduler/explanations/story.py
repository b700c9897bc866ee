"""Why one pupil's meetings are as they are, at length: what the rules took, who holds the rest, what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.appointments import Appointment, Plan
from scheduler.constraints.table import violations_of
from scheduler.costs import adults_apart, wishes_missed
from scheduler.explanations.apart import causes_apart
from scheduler.explanations.causes import CLASHES, StillFree
from scheduler.explanations.clauses import clauses_of, person_name
from scheduler.explanations.effort import Effort
from scheduler.explanations.missed import causes_missed
from scheduler.explanations.remedies import remedies_for, remedies_together, remedies_with_moves
from scheduler.explanations.times import chosen
from scheduler.explanations.trades import Goal, trade_for
from scheduler.explanations.unplaced import causes_of
from scheduler.language import date_short, listed, marked, translate, translate_count
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.explanations.case import Case
    from scheduler.explanations.remedies import Remedy
    from scheduler.explanations.times import Offer, Part, Times
    from scheduler.meetings import Meeting

MOST_TRIES = 60
MOST_TRADES = 12
MOST_REMEDIES = 5
MOST_HELD = 12
"""Times in others' hands that are listed one by one."""


def story_of(case: Case, pupil_id: str, language: str) -> list[str]:
    """Everything there is to say about a pupil's meetings in this plan, line by line; [] for no meetings."""
    lines: list[str] = []
    for meeting in case.meetings.values():
        if meeting.pupil_id == pupil_id:
            teller = _Teller(case, meeting, language)
            lines += [*teller.told(), ""]
    return lines[:-1]


class _Teller:
    """Tells of one meeting."""

    def __init__(self, case: Case, meeting: Meeting, language: str) -> None:
        self._case = case
        self._round = case.round
        self._meeting = meeting
        self._language = language
        self._tries = Effort(MOST_TRIES)
        self._trades = Effort(MOST_TRADES)

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
                        reason=cause.sentence(self._round, self._language))
        yield from self._taken_away()
        if isinstance(cause, StillFree):
            return
        yield from self._held_by_others()
        remedies = remedies_for(self._case, (meeting_id,), self._tries, MOST_REMEDIES)
        if len(remedies) < MOST_REMEDIES:
            known = {remedy.change for remedy in remedies}
            moving = remedies_with_moves(self._case, meeting_id, self._tries, MOST_REMEDIES)
            remedies += [remedy for remedy in moving if remedy.moved and remedy.change not in known]
        yield from self._helping(remedies[:MOST_REMEDIES])

    def _taken_away(self) -> Iterator[str]:
        """Per choice of teachers how many starts there are, and what each person and rule takes of them."""
        times = self._case.times(self._meeting.meeting_id)
        for team in self._meeting.teams:
            rows = [row for row in zip(times.offers, times.taken, strict=True) if row[0].team == team]
            starts = sum(len(offer.starts) for offer, _ in rows)
            left = sum(offer.open.bit_count() for offer, _ in rows)
            yield translate_count("With {teachers} there is {count} time, of which {left} is left.",
                                  "With {teachers} there are {count} times, of which {left} are left.", starts,
                                  self._language, teachers=self._names(team.teacher_ids), left=left)
            groups: dict[tuple[str, str, str], dict[Part, int]] = {}
            for _, taken in rows:
                for part, bits in taken.items():
                    group = groups.setdefault((part.rule, part.person_id, part.group), {})
                    group[part] = group.get(part, 0) + bits.bit_count()
            for parts in groups.values():
                clauses = "; ".join(clauses_of(self._round, list(parts), self._language))
                yield translate(marked("- {count} taken: {clauses}"), self._language, count=sum(parts.values()),
                                clauses=clauses)

    def _held_by_others(self) -> Iterator[str]:
        """The open times that others hold, and what giving each up would cost."""
        times = self._case.times(self._meeting.meeting_id)
        held = [(offer, start) for offer, bits in times.open for start in chosen(offer.starts, bits)]
        for offer, start in held[:MOST_HELD]:
            yield "- " + self._held(times, offer, start)
        if len(held) > MOST_HELD:
            yield translate_count("- and {count} more time", "- and {count} more times", len(held) - MOST_HELD,
                                  self._language)

    def _held(self, times: Times, offer: Offer, start: int) -> str:
        others = self._case.busy.in_the_way(self._meeting, offer.team, offer.window.date, start)
        fields = {"date": date_short(offer.window.date, self._language), "start": clock(start),
                  "teachers": self._names(offer.team.teacher_ids)}
        if not others:
            rule = self._forbidding(offer, start)
            if rule is None:
                return translate(marked("{date} {start}, {teachers}: nobody is busy then"), self._language, **fields)
            clause = translate(CLASHES[rule], self._language, minutes=self._round.settings.min_apart_minutes)
            return translate(marked("{date} {start}, {teachers}: nobody is busy then, but {clause}"), self._language,
                             clause=clause, **fields)
        pupils = listed([self._round.pupil[it.pupil_id].name for it in others], self._language)
        said = translate(marked("{date} {start}, {teachers}: held by {pupils}"), self._language, pupils=pupils,
                         **fields)
        if not self._trades.spend():
            return said
        bit = 1 << offer.starts.index(start)
        goal = Goal({times.meeting.meeting_id: [(each, bit if each == offer else 0) for each in times.offers]})
        trade = trade_for(self._case, goal)
        if trade is None:
            return said
        return said + translate(marked("; it could be then, but then {consequence}"), self._language,
                                consequence=trade.said(self._round, self._language))

    def _forbidding(self, offer: Offer, start: int) -> str | None:
        """The rule that the plan would break with the meeting at that time; None where it would break none."""
        plan, meeting = self._case.plan, self._meeting
        one = Appointment(meeting.meeting_id, meeting.pupil_id, meeting.adult_ids, offer.team.teacher_ids,
                          offer.window.date, start, start + meeting.minutes, offer.team.room, meeting.modality)
        rest = [row for row in plan.unplaced if row.meeting_id != meeting.meeting_id]
        broken = {each.rule for each in violations_of(self._round, Plan.of([*plan.appointments, one], rest))}
        return next((rule for rule in CLASHES if rule in broken), None)

    def _apart(self) -> Iterator[str]:
        apart = [each for each in adults_apart(self._round, self._case.plan) if each in self._meeting.adult_ids]
        if not apart:
            return
        causes = causes_apart(self._case, self._trades, only=apart)
        for adult_id, cause in causes.items():
            yield translate(marked("{person}: {reason}"), self._language, person=person_name(self._round, adult_id),
                            reason=cause.sentence(self._round, self._language))
        yield from self._helping(remedies_together(self._case, apart[0], self._tries, MOST_REMEDIES))

    def _missed(self) -> Iterator[str]:
        mine = [(adult_id, it.meeting_id) for adult_id, it in wishes_missed(self._round, self._case.plan)
                if it.meeting_id == self._meeting.meeting_id]
        for (adult_id, _), cause in causes_missed(self._case, self._trades, only=mine).items():
            yield translate(marked("{person} would rather come at another time. {reason}"), self._language,
                            person=person_name(self._round, adult_id),
                            reason=cause.sentence(self._round, self._language))

    def _helping(self, remedies: Sequence[Remedy]) -> Iterator[str]:
        if not remedies:
            yield translate(marked("No single change was found that would help."), self._language)
            return
        yield translate(marked("It would work, the least asking first, if:"), self._language)
        for number, remedy in enumerate(remedies, 1):
            yield f"{number}. {remedy.said(self._round, self._language)}"

    def _names(self, ids: Sequence[str]) -> str:
        return listed([person_name(self._round, each) for each in ids], self._language)
