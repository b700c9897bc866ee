"""Who gets a meeting: every pupil, or exactly the pupils requested; as long and in the way asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.constraints.rule import Phrase, Rule
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.appointments import Plan
    from scheduler.constraints.rule import Violation
    from scheduler.round import Pupil, Round

KEPT = Phrase(
    "Every pupil gets a conversation in a round for all; otherwise exactly the pupils it was requested for.",
    "In een ronde voor iedereen krijgt elke leerling een gesprek; anders precies de leerlingen voor wie het is "
    "gevraagd.",
)
FORGOTTEN = Phrase(
    "{pupil} should have a conversation, but is neither in the plan nor among the unplaced.",
    "{pupil} hoort een gesprek te hebben, maar staat niet in het rooster en niet bij de niet-geplaatste gesprekken.",
)
NOT_REQUESTED = Phrase(
    "There is a conversation about {pupil}, but nobody requested one.",
    "Er is een gesprek over {pupil}, maar niemand heeft daarom gevraagd.",
)
TWICE = Phrase(
    "The conversation about {pupil} is there {count} times.",
    "Het gesprek over {pupil} staat er {count} keer.",
)
LENGTH = Phrase(
    "The conversation about {pupil} on {date} at {start} takes {minutes} minutes; it should take {asked}.",
    "Het gesprek over {pupil} op {date} om {start} duurt {minutes} minuten; het hoort er {asked} te duren.",
)
MODALITY = Phrase(
    "The conversation about {pupil} on {date} at {start} is {modality}; asked for is {asked}.",
    "Het gesprek over {pupil} op {date} om {start} is {modality}; gevraagd is {asked}.",
)
MODALITIES = {
    "school": Phrase("at school", "op school"),
    "phone": Phrase("by telephone", "telefonisch"),
    "video": Phrase("by video call", "per videogesprek"),
}


def expected(round: Round) -> tuple[Pupil, ...]:
    """The pupils who should have a meeting, in the order of pupils.csv."""
    if round.settings.audience == "all":
        return round.pupils
    return tuple(pupil for pupil in round.pupils if pupil.pupil_id in round.request)


def violations(round: Round, plan: Plan) -> Iterator[Violation]:
    """Each pupil with a meeting too few or too many, and each appointment unlike what was asked."""
    yield from _too_few_or_too_many(round, plan)
    asked = {request.pupil_id: request for request in round.requests}
    for it in plan.appointments:
        said = {"pupil": round.pupil[it.pupil_id].name, "date": it.date, "start": clock(it.start_minute)}
        request = asked.get(it.pupil_id)
        minutes, modality = round.settings.meeting_minutes, round.settings.modality
        if request is not None:
            minutes, modality = request.minutes or minutes, request.modality or modality
        if it.end_minute - it.start_minute != minutes:
            yield RULE.violation(LENGTH, it.meeting_id, minutes=it.end_minute - it.start_minute, asked=minutes, **said)
        if it.modality != modality:
            shown = MODALITIES.get(it.modality, it.modality)
            yield RULE.violation(MODALITY, it.meeting_id, modality=shown, asked=MODALITIES[modality], **said)


def _too_few_or_too_many(round: Round, plan: Plan) -> Iterator[Violation]:
    requested = {request.pupil_id for request in round.requests}
    flagged = {row.pupil_id for row in round.separations}
    ids: dict[str, list[str]] = {pupil.pupil_id: [] for pupil in round.pupils}
    for row in plan.rows:
        ids[row.pupil_id].append(row.meeting_id)
    for pupil in round.pupils:
        mine = ids[pupil.pupil_id]
        wanted = round.settings.audience == "all" or pupil.pupil_id in requested
        if wanted and not mine and _somebody_may_come(round, pupil):
            yield RULE.violation(FORGOTTEN, pupil=pupil.name)
        if mine and not wanted:
            yield RULE.violation(NOT_REQUESTED, *mine, pupil=pupil.name)
        if len(mine) > (len(set(mine)) if pupil.pupil_id in flagged else 1):
            yield RULE.violation(TWICE, *sorted(set(mine)), pupil=pupil.name, count=len(mine))


def _somebody_may_come(round: Round, pupil: Pupil) -> bool:
    ties = [tie for tie in round.guardians if tie.pupil_id == pupil.pupil_id and not tie.contact_ban]
    return any(tie.consent or (tie.authority and tie.relation == "parent") for tie in ties)


RULE = Rule("audience", KEPT, (FORGOTTEN, NOT_REQUESTED, TWICE, LENGTH, MODALITY), violations)
