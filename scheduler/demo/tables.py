"""People and their choices as the cells of the contract's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.round import MINUTES_A_DAY, clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.demo.choices import Choices
    from scheduler.demo.population import Population
    from scheduler.round import Availability, Guardian, Request

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Row = dict[str, str]


def tables_of(population: Population, choices: Choices) -> dict[str, list[Row]]:
    """Every table by file name, its rows with a cell for each column that says something."""
    return {
        "teachers.csv": [
            {
                "teacher_id": one.teacher_id,
                "name": one.name,
                "email": one.email,
                "working_days": _days(one.working_days),
                "room": one.room,
                "role": one.role,
                "max_meetings_per_day": str(one.max_meetings_per_day or ""),
            }
            for one in population.teachers
        ],
        "groups.csv": [
            {
                "group": group.group,
                "level": str(group.level),
                "teacher_id": member.teacher_id,
                "days": _days(member.days or ()),
            }
            for group in population.groups
            for member in group.teachers
        ],
        "pupils.csv": [
            {"pupil_id": one.pupil_id, "first_name": one.first_name, "last_name": one.last_name, "group": one.group}
            for one in population.pupils
        ],
        "adults.csv": [
            {
                "adult_id": one.adult_id,
                "name": one.name,
                "email": one.email,
                "phone": one.phone,
                "language": one.language,
                "teacher_id": one.teacher_id or "",
            }
            for one in population.adults
        ],
        "guardians.csv": [_guardian(tie) for tie in population.guardians],
        "separate.csv": [
            {"pupil_id": one.pupil_id, "adult_id": one.adult_id, "party": one.party} for one in population.separations
        ],
        "agreements.csv": [
            {"pupil_id": pupil_id, "teacher_id": ";".join(teacher_ids)}
            for pupil_id, teacher_ids in population.agreements.items()
        ],
        "requests.csv": [_request(one) for one in choices.requests],
        "availability.csv": [_availability(one) for one in (*population.availability, *choices.availability)],
    }


def _guardian(tie: Guardian) -> Row:
    return {
        "pupil_id": tie.pupil_id,
        "adult_id": tie.adult_id,
        "relation": tie.relation,
        "authority": _yes_no(tie.authority),
        "consent": _yes_no(tie.consent),
        "contact_ban": _yes_no(tie.contact_ban),
        "order_on_file": _yes_no(tie.order_on_file) if tie.contact_ban else "",
    }


def _request(request: Request) -> Row:
    return {
        "pupil_id": request.pupil_id,
        "requested_by": request.requested_by,
        "minutes": str(request.minutes or ""),
        "staff": ";".join(request.staff),
        "modality": request.modality or "",
        "mandatory": "" if request.mandatory is None else _yes_no(request.mandatory),
    }


def _availability(row: Availability) -> Row:
    return {
        "person_id": row.person_id,
        "date": row.date.isoformat() if row.date else "",
        "weekday": "" if row.weekday is None else WEEKDAYS[row.weekday],
        "start": clock(row.start_minute) if row.start_minute else "",
        "end": clock(row.end_minute) if row.end_minute < MINUTES_A_DAY else "",
        "kind": row.kind,
    }


def _days(days: Iterable[int]) -> str:
    return ";".join(WEEKDAYS[day] for day in sorted(days))


def _yes_no(yes: bool) -> str:
    return "yes" if yes else "no"
