"""What people choose in one round: conversations asked for, staff wanted, the evening, a teacher's day away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.round import Availability, Request

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from scheduler.demo.population import Population
    from scheduler.demo.seasons import Season

FAMILY_ASKS_SHARE = 0.5
PUPIL_OF_ASKING_SHARE = 0.9
TEACHER_ASKS_SHARE = 0.08
MANDATORY_SHARE = 0.5
COUNSELLOR_SHARE = 0.03
HEAD_SHARE = 0.005
PHONE_SHARE = 0.15
VIDEO_SHARE = 0.07
EVENING_SHARE = 0.05
TEACHER_AWAY_SHARE = 0.1
EVENING_MINUTE = 18 * 60


@dataclass(frozen=True, slots=True)
class Choices:
    """The rows of requests.csv, and those of availability.csv that hold for this round only."""

    requests: tuple[Request, ...] = ()
    availability: tuple[Availability, ...] = ()


def draw_choices(population: Population, season: Season, chance: random.Random) -> Choices:
    """What is chosen in that season: requests in November; in the other rounds only staff wanted at a conversation."""
    staff = _staff_wanted(population, chance)
    requests = _requests(population, staff, chance) if season.requested else [
        Request(pupil_id, "teacher", staff=wanted) for pupil_id, wanted in staff.items()
    ]
    return Choices(tuple(requests), (*_evening_wishes(population, season, chance), *_away(population, season, chance)))


def _requests(population: Population, staff: Mapping[str, tuple[str, ...]], chance: random.Random) -> list[Request]:
    """About half of the pupils; mostly the whole family or nobody of it asks."""
    asks: dict[str, bool] = {}
    family = _first_adult(population)
    found = []
    for pupil in population.pupils:
        key = family.get(pupil.pupil_id, pupil.pupil_id)
        if key not in asks:
            asks[key] = chance.random() < FAMILY_ASKS_SHARE
        by_parent = asks[key] and chance.random() < PUPIL_OF_ASKING_SHARE
        by_teacher = not by_parent and chance.random() < TEACHER_ASKS_SHARE
        mandatory = True if by_teacher and chance.random() < MANDATORY_SHARE else None
        way = chance.random()
        if by_parent or by_teacher:
            found.append(Request(
                pupil.pupil_id,
                "parent" if by_parent else "teacher",
                staff=staff.get(pupil.pupil_id, ()),
                modality="phone" if way < PHONE_SHARE else "video" if way < PHONE_SHARE + VIDEO_SHARE else None,
                mandatory=mandatory,
            ))
    # A round of requests has at least one, however small the school.
    return found or [Request(population.pupils[0].pupil_id)]


def _staff_wanted(population: Population, chance: random.Random) -> dict[str, tuple[str, ...]]:
    """Now and then a counsellor or the head, where no agreement and nobody's work stands in the way of a common day."""
    kept_away = {row.person_id for row in population.availability if row.kind == "unavailable"}
    bound = {tie.pupil_id for tie in population.guardians if tie.adult_id in kept_away} | set(population.agreements)
    wanted: dict[str, tuple[str, ...]] = {}
    for pupil in population.pupils:
        drawn = chance.random()
        role = "ib" if drawn < COUNSELLOR_SHARE else "head" if drawn < COUNSELLOR_SHARE + HEAD_SHARE else ""
        colleagues = [teacher.teacher_id for teacher in population.teachers if teacher.role == role]
        if colleagues and pupil.pupil_id not in bound:
            wanted[pupil.pupil_id] = (chance.choice(colleagues),)
    return wanted


def _evening_wishes(population: Population, season: Season, chance: random.Random) -> list[Availability]:
    """Parents who said nothing yet would rather come in the evening, both of them."""
    if not season.evenings:
        return []
    said = {row.person_id for row in population.availability}
    adults = _adults(population)
    rows = []
    for pupil in population.pupils:
        parents = adults.get(pupil.pupil_id, [])
        if chance.random() < EVENING_SHARE and not said.intersection(parents):
            said.update(parents)
            rows += [Availability(one, "preferred", season.evenings[0], None, EVENING_MINUTE) for one in parents]
    return rows


def _away(population: Population, season: Season, chance: random.Random) -> list[Availability]:
    """Some teachers have a course on one of the dates they work, and miss no other."""
    rows = []
    for teacher in population.teachers:
        dates = [date for date in season.dates if date.weekday() in teacher.working_days]
        if teacher.role == "teacher" and len(dates) > 2 and chance.random() < TEACHER_AWAY_SHARE:
            rows.append(Availability(teacher.teacher_id, "unavailable", chance.choice(dates)))
    return rows


def _adults(population: Population) -> dict[str, list[str]]:
    adults: dict[str, list[str]] = {}
    for tie in population.guardians:
        adults.setdefault(tie.pupil_id, []).append(tie.adult_id)
    return adults


def _first_adult(population: Population) -> dict[str, str]:
    return {pupil_id: adults[0] for pupil_id, adults in _adults(population).items()}
