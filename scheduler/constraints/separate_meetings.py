"""Only flagged pupils have a meeting per party, of equal length and with the same teachers, who are in none of them."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from scheduler.constraints.rule import Phrase, Rule
from scheduler.round import MINUTES_A_DAY, clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.appointments import Appointment, Plan
    from scheduler.constraints.rule import Model, Stretch, Violation
    from scheduler.meetings import Meeting, Team
    from scheduler.round import Round, Window

KEPT = Phrase(
    "Only flagged pupils have a meeting per party; the parties get equal length and the same teachers, none of whom "
    "is in one of the parties.",
    "Alleen leerlingen met een aantekening hebben een gesprek per gezelschap; "
    "de gezelschappen krijgen evenveel tijd en dezelfde leerkrachten, van wie niemand zelf in een gezelschap zit.",
)
NOT_FLAGGED = Phrase(
    "{pupil} has separate conversations with {adults}, but is not flagged for that.",
    "Over {pupil} zijn er aparte gesprekken met {adults}, maar daar is geen aantekening voor.",
)
NO_PARTY = Phrase(
    "{adults} have a conversation about {pupil} together, but are not one party.",
    "Er is één gesprek over {pupil} met {adults}, maar dat is niet één gezelschap.",
)
COUNT = Phrase(
    "There should be one conversation about {pupil} with {adults}; there are {count}.",
    "Er hoort één gesprek over {pupil} met {adults} te zijn; het zijn er {count}.",
)
LENGTH = Phrase(
    "The parties of {pupil} should get equal time; they get {minutes} minutes.",
    "De gezelschappen van {pupil} horen evenveel tijd te krijgen; het zijn {minutes} minuten.",
)
TEACHERS = Phrase(
    "The parties of {pupil} should meet the same teachers; one meets {these}, another {others}.",
    "De gezelschappen van {pupil} horen dezelfde leerkrachten te spreken; de een spreekt {these}, de ander {others}.",
)
TAKES_PART = Phrase(
    "{teacher} attends the conversation about {pupil} on {date} at {start} as a teacher, but is in one of the parties.",
    "{teacher} is als leerkracht bij het gesprek over {pupil} op {date} om {start}, maar zit zelf in een van de "
    "gezelschappen.",
)


def forbids(round: Round, meeting: Meeting, team: Team, window: Window) -> list[Stretch]:
    """The whole day where a teacher is in a party of this pupil: opposite the others, or the one to judge their own."""
    if not meeting.party:
        return []
    in_parties = {round.adult[row.adult_id].teacher_id for row in round.separations if row.pupil_id == meeting.pupil_id}
    return [] if in_parties.isdisjoint(team.teacher_ids) else [(0, MINUTES_A_DAY)]


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


def violations(round: Round, plan: Plan) -> Iterator[Violation]:
    """Whatever is wrong with who meets apart, and each difference between the parties of one pupil."""
    parties: dict[str, dict[str, set[str]]] = {}
    for row in round.separations:
        parties.setdefault(row.pupil_id, {}).setdefault(row.party, set()).add(row.adult_id)
    held: dict[str, list[tuple[str, set[str]]]] = {}
    for meeting in plan.rows:
        held.setdefault(meeting.pupil_id, []).append((meeting.meeting_id, set(meeting.adult_ids)))
    for pupil_id, meetings in held.items():
        yield from _wrong_company(round, pupil_id, list(parties.get(pupil_id, {}).values()), meetings)
    for pupil_id in parties:
        yield from _differences(round, [a for a in plan.appointments if a.pupil_id == pupil_id])
    for it in plan.appointments:
        yield from _own_teachers(round, it, set().union(*parties.get(it.pupil_id, {}).values()))


def _wrong_company(
    round: Round, pupil_id: str, parties: list[set[str]], meetings: list[tuple[str, set[str]]]
) -> Iterator[Violation]:
    def names(adult_ids: set[str]) -> tuple[str, ...]:
        return tuple(sorted(round.adult[adult_id].name for adult_id in adult_ids))

    pupil = round.pupil[pupil_id].name
    if not parties:
        if any(earlier != later for (_, earlier), (_, later) in pairwise(meetings)):
            everyone = set().union(*(adult_ids for _, adult_ids in meetings))
            meeting_ids = [meeting_id for meeting_id, _ in meetings]
            yield RULE.violation(NOT_FLAGGED, *meeting_ids, pupil=pupil, adults=names(everyone))
        return
    for meeting_id, adult_ids in meetings:
        if adult_ids not in parties:
            yield RULE.violation(NO_PARTY, meeting_id, pupil=pupil, adults=names(adult_ids))
    for party in parties:
        ids = [meeting_id for meeting_id, adult_ids in meetings if adult_ids == party]
        if len(ids) != 1:
            yield RULE.violation(COUNT, *ids, pupil=pupil, adults=names(party), count=len(ids))


def _differences(round: Round, appointments: list[Appointment]) -> Iterator[Violation]:
    for one, other in pairwise(appointments):
        ids, pupil = (one.meeting_id, other.meeting_id), round.pupil[one.pupil_id].name
        if one.minutes != other.minutes:
            yield RULE.violation(LENGTH, *ids, pupil=pupil, minutes=(one.minutes, other.minutes))
        if set(one.teacher_ids) != set(other.teacher_ids):
            these, others = (tuple(round.teacher[t].name for t in it.teacher_ids) for it in (one, other))
            yield RULE.violation(TEACHERS, *ids, pupil=pupil, these=these, others=others)


def _own_teachers(round: Round, it: Appointment, coming_apart: set[str]) -> Iterator[Violation]:
    for adult_id in sorted(coming_apart):
        teacher_id = round.adult[adult_id].teacher_id
        if teacher_id is not None and teacher_id in it.teacher_ids:
            yield RULE.violation(
                TAKES_PART, it.meeting_id, teacher=round.teacher[teacher_id].name, pupil=round.pupil[it.pupil_id].name,
                date=it.date, start=clock(it.start_minute),
            )


RULE = Rule(
    "separate_meetings", KEPT, (NOT_FLAGGED, NO_PARTY, COUNT, LENGTH, TEACHERS, TAKES_PART), violations,
    forbids=forbids, connect=connect,
)
