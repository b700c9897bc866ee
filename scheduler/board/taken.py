"""When people who are at two schools of the board are taken at one, as times at which they cannot come to the other."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.appointments import Plan
from scheduler.delivery import read_plan
from scheduler.problems import BadInput
from scheduler.round import MINUTES_A_DAY, Availability

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from scheduler.appointments import Appointment
    from scheduler.board.survey import Surveyed

Stretch = tuple["dt.date", int, int]
"""A date, and minutes since midnight from and until."""


def taken_elsewhere(
    school: Surveyed, earlier: Sequence[Surveyed], outputs: Mapping[str, Path], travel_minutes: int
) -> tuple[Availability, ...]:
    """When people of this school are at the earlier ones or on their way, as far as its windows are concerned.

    Only ids of this school stand in it. A school without a plan takes nobody's time. Sorted.
    """
    stretches: dict[str, set[Stretch]] = {}
    for other in earlier:
        plan = _plan_in(outputs[other.path])
        for address in school.people.keys() & other.people.keys():
            found = {_with_travel(each, travel_minutes) for each in _appointments(plan, other.people[address])}
            for person_id in school.people[address]:
                stretches.setdefault(person_id, set()).update(found)
    return tuple(
        Availability(person_id, "unavailable", date, None, start, end)
        for person_id in sorted(stretches)
        for date, start, end in _joined(stretches[person_id])
        if any(date == window.date and start < window.end_minute and window.start_minute < end
               for window in school.windows)
    )


def double_bookings(schools: Sequence[Surveyed], outputs: Mapping[str, Path]) -> dict[tuple[str, str], int]:
    """How many people have appointments at once at two schools, by the paths of the two; {} is as it should be."""
    at: dict[str, list[Surveyed]] = {}
    for school in schools:
        for address in school.people:
            at.setdefault(address, []).append(school)
    shared = {address: together for address, together in at.items() if len(together) > 1}
    plans = {school.path: _plan_in(outputs[school.path]) for together in shared.values() for school in together}
    found: dict[tuple[str, str], int] = {}
    for address, together in shared.items():
        appointments = sorted(
            (each.date, each.start_minute, each.end_minute, school.path)
            for school in together for each in _appointments(plans[school.path], school.people[address])
        )
        for pair in {
            (min(one[3], other[3]), max(one[3], other[3])) for one, other in combinations(appointments, 2)
            if one[0] == other[0] and other[1] < one[2] and one[3] != other[3]
        }:
            found[pair] = found.get(pair, 0) + 1
    return dict(sorted(found.items()))


def _plan_in(output: Path) -> Plan:
    try:
        return read_plan(output)
    except BadInput:
        return Plan(())


def _appointments(plan: Plan, person_ids: Iterable[str]) -> Iterator[Appointment]:
    for person_id in person_ids:
        yield from plan.of_adult.get(person_id, ())
        yield from plan.of_teacher.get(person_id, ())


def _with_travel(appointment: Appointment, travel_minutes: int) -> Stretch:
    return (appointment.date, max(0, appointment.start_minute - travel_minutes),
            min(MINUTES_A_DAY, appointment.end_minute + travel_minutes))


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches in order, those that touch made one: how many appointments there are is nobody's business."""
    joined: list[Stretch] = []
    for date, start, end in sorted(stretches):
        if joined and joined[-1][0] == date and start <= joined[-1][2]:
            joined[-1] = (date, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((date, start, end))
    return joined
