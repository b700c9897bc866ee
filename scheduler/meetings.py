"""From a round to the meetings to hold: who attends with whom, for how long, with which teachers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.constraints import audience, consent, contact_ban

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.round import Group, Guardian, Modality, Pupil, Request, Round


@dataclass(frozen=True, slots=True)
class Team:
    """The teachers who hold a meeting together, sorted.

    `holder` is the one who does so as the group's teacher, bound by the days of that group;
    None where the teachers are agreed for this pupil. `room` is where it is held, "" for nowhere in particular.
    """

    teacher_ids: tuple[str, ...]
    holder: str | None
    room: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A conversation to be held: one pupil × one party.

    `party` is "" unless the pupil is flagged; `adult_ids` are sorted and never empty; `teams` are the choices
    of teachers, never empty. `pupil_attends` says that the child comes along.
    """

    meeting_id: str
    pupil_id: str
    party: str
    adult_ids: tuple[str, ...]
    minutes: int
    teams: tuple[Team, ...]
    mandatory: bool
    modality: Modality
    pupil_attends: bool


def meetings_of(round: Round) -> tuple[Meeting, ...]:
    """All meetings the round must hold, sorted by meeting_id.

    A pupil whom nobody may be invited for has none: see `pupils_without_party`.
    """
    found = [
        _meeting(round, pupil, party, adult_ids)
        for pupil in audience.expected(round)
        for party, adult_ids in parties_of(round, pupil.pupil_id).items()
    ]
    return tuple(sorted(found, key=lambda meeting: meeting.meeting_id))


def pupils_without_party(round: Round) -> tuple[Pupil, ...]:
    """The pupils who should have a meeting, but for whom nobody may be invited."""
    return tuple(pupil for pupil in audience.expected(round) if not invited_adults(round, pupil.pupil_id))


def invited_adults(round: Round, pupil_id: str) -> tuple[str, ...]:
    """The adults who may be invited about this pupil, sorted; () where there are none."""
    ties = round.guardians_of.get(pupil_id, ())
    return tuple(sorted({tie.adult_id for tie in ties if _may_be_invited(tie)}))


def parties_of(round: Round, pupil_id: str) -> dict[str, tuple[str, ...]]:
    """The parties of a pupil by name, each with its adults, sorted: one named "" unless the pupil is flagged."""
    invited = invited_adults(round, pupil_id)
    named = {row.adult_id: row.party for row in round.separations if row.pupil_id == pupil_id}
    parties: dict[str, list[str]] = {}
    for adult_id in invited:
        parties.setdefault(named.get(adult_id, ""), []).append(adult_id)
    return {party: tuple(parties[party]) for party in sorted(parties)}


def pupil_attends(round: Round, pupil: Pupil) -> bool:
    """Whether the pupil is invited too: from the year group that the round names on."""
    present_from = round.settings.child_present_from_level
    return present_from is not None and round.group[pupil.group].level >= present_from


def meeting_id_of(pupil_id: str, party: str) -> str:
    """The id of a pupil's meeting with a party, the same in every run.

    It tells neither pupil nor party: a parent sees it as a file name, and whether it is the only one must not show.
    """
    return "m" + hashlib.sha256(f"{pupil_id}/{party}".encode()).hexdigest()[:12]


def families_of(meetings: Iterable[Meeting]) -> list[set[str]]:
    """The ids of pupils and adults by family: sets of people invited who share no child, not even through others."""
    family_of: dict[str, set[str]] = {}
    for meeting in meetings:
        people = {meeting.pupil_id, *meeting.adult_ids}
        together = people.union(*(family_of.get(person, set()) for person in people))
        family_of.update(dict.fromkeys(together, together))
    return list({id(family): family for family in family_of.values()}.values())


def _may_be_invited(tie: Guardian) -> bool:
    return consent.may_be_invited(tie) and contact_ban.may_be_invited(tie)


def _meeting(round: Round, pupil: Pupil, party: str, adult_ids: tuple[str, ...]) -> Meeting:
    settings = round.settings
    request = round.request.get(pupil.pupil_id)
    group = round.group[pupil.group]
    mandatory = settings.mandatory if request is None or request.mandatory is None else request.mandatory
    return Meeting(
        meeting_id=meeting_id_of(pupil.pupil_id, party),
        pupil_id=pupil.pupil_id,
        party=party,
        adult_ids=adult_ids,
        minutes=(request.minutes if request else None) or settings.meeting_minutes,
        teams=_teams(round, pupil, group, request),
        mandatory=mandatory,
        modality=(request.modality if request else None) or settings.modality,
        pupil_attends=pupil_attends(round, pupil),
    )


def _teams(round: Round, pupil: Pupil, group: Group, request: Request | None) -> tuple[Team, ...]:
    staff = request.staff if request else ()
    agreed = round.agreements.get(pupil.pupil_id, ())
    if agreed:
        return (Team(_sorted(agreed, staff), None, round.teacher[agreed[0]].room),)
    asked = [member for member in group.teachers if member.teacher_id in staff]
    # Where one asked for by name has the group every day, any other teacher of it would always be one too many.
    holders = asked if any(member.days is None for member in asked) else group.teachers
    return tuple(Team(_sorted((member.teacher_id,), staff), member.teacher_id, round.teacher[member.teacher_id].room)
                 for member in holders)


def _sorted(teacher_ids: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*teacher_ids, *more}))
