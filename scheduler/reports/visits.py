"""Visits worth tracing: those on which an adult has two or more appointments, siblings' talks say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from scheduler.appointments import Appointment, Plan


@dataclass(frozen=True, slots=True)
class Visit:
    """The appointments that these adults all have on one date, in order of time; numbered from 1 through the plan."""

    number: int
    date: dt.date
    adult_ids: tuple[str, ...]
    appointments: tuple[Appointment, ...]


def visits_of(plan: Plan) -> tuple[Visit, ...]:
    """Every visit of two or more appointments by date and start; adults with the very same ones share a visit."""
    adults: dict[tuple[Appointment, ...], list[str]] = {}
    for adult_id, appointments in sorted(plan.of_adult.items()):
        for date in sorted({a.date for a in appointments}):
            on_date = tuple(a for a in appointments if a.date == date)
            if len(on_date) > 1:
                adults.setdefault(on_date, []).append(adult_id)
    in_order = sorted(adults.items(), key=lambda item: (item[0][0].date, item[0][0].start_minute, item[1]))
    return tuple(
        Visit(number, appointments[0].date, tuple(adult_ids), appointments)
        for number, (appointments, adult_ids) in enumerate(in_order, 1)
    )


def visits_by_meeting(visits: Sequence[Visit]) -> dict[str, tuple[Visit, ...]]:
    """The visits that each meeting is part of, by meeting_id; a meeting of none is absent."""
    found: dict[str, tuple[Visit, ...]] = {}
    for visit in visits:
        for appointment in visit.appointments:
            found[appointment.meeting_id] = (*found.get(appointment.meeting_id, ()), visit)
    return found
