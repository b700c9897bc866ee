"""Who speaks by telephone or video and is at school straight before or after it: there is no time for the way."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.language import date_short, listed, marked, translate
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.appointments import Appointment, Plan
    from scheduler.round import Round

HOW = {"school": marked("at school"), "phone": marked("by telephone"), "video": marked("by video")}


def without_a_way(round: Round, plan: Plan) -> list[str]:
    """A sentence for each two such conversations, in order of time, with everyone who has both."""
    return [_said(round, people, *pair) for pair, people in _pairs(round, plan).items()]


def _pairs(round: Round, plan: Plan) -> dict[tuple[Appointment, Appointment], list[str]]:
    found: dict[tuple[Appointment, Appointment], list[str]] = {}
    for adult_id, row in sorted(plan.of_adult.items()):
        for pair in _straight_on(round, row):
            found.setdefault(pair, []).append(round.adult[adult_id].name)
    return dict(sorted(found.items(), key=lambda each: [(it.date, it.start_minute, it.meeting_id) for it in each[0]]))


def _straight_on(round: Round, row: tuple[Appointment, ...]) -> Iterator[tuple[Appointment, Appointment]]:
    """Those of one adult's appointments, in order of time, between which is no more than the walk within the school."""
    for one, other in pairwise(row):
        gap = other.start_minute - one.end_minute
        if (one.date == other.date and gap <= round.settings.siblings.walk_minutes
                and (one.modality == "school") != (other.modality == "school")):
            yield one, other


def _said(round: Round, people: list[str], one: Appointment, other: Appointment) -> str:
    language = round.school.language
    return translate(
        "{people}, {date}: {how} about {child} from {start} to {end}, and {other_how} about {other_child} from "
        "{other_start} to {other_end}. There is no time for the way.", language,
        people=listed(people, language), date=date_short(one.date, language),
        how=translate(HOW[one.modality], language), child=round.pupil[one.pupil_id].name,
        start=clock(one.start_minute), end=clock(one.end_minute),
        other_how=translate(HOW[other.modality], language), other_child=round.pupil[other.pupil_id].name,
        other_start=clock(other.start_minute), other_end=clock(other.end_minute),
    )
