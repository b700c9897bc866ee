"""All times that a meeting could have, in words: what the rules take of them, and who holds the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.appointments import Appointment, Plan
from scheduler.constraints.table import violations_of
from scheduler.explanations.causes import CLASHES
from scheduler.explanations.clauses import clauses_of, names_words, together
from scheduler.explanations.pins import left
from scheduler.explanations.times import chosen
from scheduler.explanations.trades import Goal, trade_for
from scheduler.language import date_short, listed, marked, translate, translate_count
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scheduler.explanations.case import Case
    from scheduler.explanations.effort import Effort
    from scheduler.explanations.times import Offer, Part, Times
    from scheduler.meetings import Meeting

MOST_HELD = 12
"""Times in others' hands that are listed one by one."""


def taken_away(case: Case, meeting: Meeting, language: str) -> Iterator[str]:
    """Per choice of teachers how many starts there are, and what each person, rule and pin takes of them."""
    times = case.times(meeting.meeting_id)
    for team in meeting.teams:
        rows = [row for row in zip(times.offers, times.taken, strict=True) if row[0].team == team]
        starts = sum(len(offer.starts) for offer, _ in rows)
        left_over = sum(offer.open.bit_count() for offer, _ in rows)
        yield translate_count("With {teachers} there is {count} time, of which the rules leave {left}.",
                              "With {teachers} there are {count} times, of which the rules leave {left}.", starts,
                              language, teachers=names_words(case.round, team.teacher_ids, language), left=left_over)
        groups: dict[tuple[str, str, str], dict[Part, int]] = {}
        for _, taken in rows:
            for part, bits in taken.items():
                if _said_already(part, taken):
                    continue
                group = groups.setdefault((part.rule, part.person_id, part.group), {})
                group[part] = group.get(part, 0) + bits.bit_count()
        for parts in groups.values():
            yield _taken(sum(parts.values()), together(clauses_of(case.round, list(parts), language)), language)
    pinned = case.pins.get(meeting.meeting_id)
    if pinned is not None:
        lost = sum((offer.open & ~kept.open).bit_count()
                   for offer, kept in zip(times.offers, case.bound(times).offers, strict=True))
        yield _taken(lost, left(case.round, pinned, meeting.pupil_id, language), language)


def held_by_others(case: Case, meeting: Meeting, trades: Effort, language: str) -> Iterator[str]:
    """The open times that others hold, and what giving each up would cost, as far as the effort reaches."""
    times = case.bound_times(meeting.meeting_id)
    held = [(offer, start) for offer, bits in times.open for start in chosen(offer.starts, bits)]
    for offer, start in held[:MOST_HELD]:
        moment = translate(marked("{date} {start}, {teachers}"), language,
                           date=date_short(offer.window.date, language), start=clock(start),
                           teachers=names_words(case.round, offer.team.teacher_ids, language))
        yield f"- {moment}: {_held(case, times, offer, start, trades, language)}"
    if len(held) > MOST_HELD:
        yield translate_count("- and {count} more time", "- and {count} more times", len(held) - MOST_HELD, language)


def _said_already(part: Part, taken: Mapping[Part, int]) -> bool:
    """Whether a teacher does not have the group because of a day off, which is said of the teacher anyway."""
    return part.rule == "teachers_of_group" and any(
        other.rule == "working_days" and other.person_id == part.person_id and not taken[part] & ~bits
        for other, bits in taken.items())


def _taken(count: int, clauses: str, language: str) -> str:
    return translate_count("- {count} is taken: {clauses}", "- {count} are taken: {clauses}", count, language,
                           clauses=clauses)


def _held(case: Case, times: Times, offer: Offer, start: int, trades: Effort, language: str) -> str:
    others = case.busy.in_the_way(times.meeting, offer.team, offer.window.date, start)
    if not others:
        rule = _forbidding(case, times.meeting, offer, start)
        if rule is None:
            return translate(marked("nobody is busy then"), language)
        return translate(marked("nobody is busy then, but {clause}"), language, clause=translate(
            CLASHES[rule], language, minutes=case.round.settings.min_apart_minutes))
    pupil_ids = list(dict.fromkeys(it.pupil_id for it in others))
    staying = [each for each in pupil_ids if any(
        it.pupil_id == each and not case.may_move([it.meeting_id]) for it in others)]
    if staying:
        return translate_count("the conversation about {pupils}, which was to stay (--keep)",
                               "the conversations about {pupils}, which were to stay (--keep)", len(staying), language,
                               pupils=_names(case, staying, language))
    said = translate_count("the conversation about {pupils}", "the conversations about {pupils}", len(pupil_ids),
                           language, pupils=_names(case, pupil_ids, language))
    if not trades.spend():
        return said
    bit = 1 << offer.starts.index(start)
    trade = trade_for(case, Goal({times.meeting.meeting_id: [
        (each, bit if each == offer else 0) for each in times.offers]}))
    if trade is None:
        return said
    if trade.key.startswith("unplaced") and list(trade.pupil_ids) == pupil_ids and len(others) == 1:
        return translate(marked("the conversation about {pupils}, which would then have no place"), language,
                         pupils=_names(case, pupil_ids, language))
    return said + translate(marked("; it could be then, but then {consequence}"), language,
                            consequence=trade.said(case.round, language))


def _names(case: Case, pupil_ids: Sequence[str], language: str) -> str:
    return listed([case.round.pupil[pupil_id].name for pupil_id in pupil_ids], language)


def _forbidding(case: Case, meeting: Meeting, offer: Offer, start: int) -> str | None:
    """The rule that the plan would break with the meeting at that time; None where it would break none."""
    one = Appointment(meeting.meeting_id, meeting.pupil_id, meeting.adult_ids, offer.team.teacher_ids,
                      offer.window.date, start, start + meeting.minutes, offer.team.room, meeting.modality)
    rest = [row for row in case.plan.unplaced if row.meeting_id != meeting.meeting_id]
    broken = {each.rule for each in violations_of(case.round, Plan.of([*case.plan.appointments, one], rest))}
    return next((rule for rule in CLASHES if rule in broken), None)
