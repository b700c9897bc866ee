"""What a plan costs, counted from its appointments in plain code: the numbers that the solver's are compared with."""

from __future__ import annotations

from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scheduler.appointments import Appointment, Plan, Published, Told
    from scheduler.meetings import Meeting
    from scheduler.round import Availability, Round, Window


class Timed(Protocol):
    """What lasts from one minute of a day to another: an appointment, or a place for one."""

    @property
    def start_minute(self) -> int:
        """When it starts, in minutes since midnight."""

    @property
    def end_minute(self) -> int:
        """When it ends, in minutes since midnight."""


def costs_of(
    round: Round, meetings: Sequence[Meeting], plan: Plan, published: Published = ()
) -> dict[str, int]:
    """Every cost of the contract, by key, in the contract's order.

    `published` is what the adults were last told; without it `moved` is 0.
    """
    mandatory = {meeting.meeting_id: meeting.mandatory for meeting in meetings}
    missing = [mandatory[unplaced.meeting_id] for unplaced in plan.unplaced]
    return {
        "unplaced_mandatory": sum(missing),
        "unplaced_optional": len(missing) - sum(missing),
        "siblings_apart": len(adults_apart(round, plan)),
        "moved": len(adults_moved(plan, published)),
        "wishes_missed": sum(1 for _ in wishes_missed(round, plan)),
        "teacher_idle_minutes": sum(idle_minutes(round, row) for row in _by_teacher_and_window(round, plan)),
        "teacher_windows": sum(1 for _ in _by_teacher_and_window(round, plan)),
        "parent_wait_minutes": sum(_wait_minutes(round, row) for row in _by_adult_and_date(plan)),
    }


def adults_apart(round: Round, plan: Plan) -> tuple[str, ...]:
    """The adults with two or more appointments of whom not all are adjacent on one date, sorted."""
    return tuple(sorted(adult_id for adult_id, row in plan.of_adult.items() if not adjacent(round, row)))


def adjacent(round: Round, row: Sequence[Appointment]) -> bool:
    """Whether one adult's appointments, in order of time, are on one date with no long wait between any two."""
    siblings = round.settings.siblings
    longest = siblings.walk_minutes + siblings.max_wait_minutes
    return all(
        later.date == earlier.date and later.start_minute - earlier.end_minute <= longest
        for earlier, later in pairwise(row)
    )


def adults_moved(plan: Plan, published: Published) -> tuple[str, ...]:
    """The adults who were sent an invite and must be told of a change or a cancel, sorted."""
    return tuple(sorted({told.adult_id for told in published if not holds_true(told, plan)}))


def holds_true(told: Told, plan: Plan) -> bool:
    """Whether the plan still has, for that adult, what the adult was last told."""
    now = plan.appointment.get(told.meeting_id)
    return now is not None and told.adult_id in now.adult_ids and _shown(told) == _shown(now)


def wishes_missed(round: Round, plan: Plan) -> Iterator[tuple[str, Appointment]]:
    """Each adult with an appointment that lies wholly or partly outside all that this adult prefers."""
    for appointment in plan.appointments:
        for adult_id in appointment.adult_ids:
            preferred = [row for row in round.availability_of.get(adult_id, ()) if row.kind == "preferred"]
            if preferred and not any(_holds(row, appointment) for row in preferred):
                yield adult_id, appointment


def window_of(round: Round, appointment: Appointment) -> Window | None:
    """The window that holds the appointment; None where it lies in none."""
    for window in round.windows:
        if (
            window.date == appointment.date
            and window.start_minute <= appointment.start_minute
            and appointment.end_minute <= window.end_minute
        ):
            return window
    return None


def demanded_break_minutes(round: Round, meetings: int) -> int:
    """The minutes of break that the rules demand of a teacher with so many meetings in a window."""
    breaks = round.settings.breaks
    if breaks is None or meetings == 0:
        return 0
    return (ceil(meetings / breaks.after_meetings) - 1) * breaks.minutes


def idle_minutes(round: Round, row: Sequence[Timed]) -> int:
    """A teacher's time from the first start to the last end in one window, less meetings and demanded breaks."""
    span = max(each.end_minute for each in row) - min(each.start_minute for each in row)
    held = sum(each.end_minute - each.start_minute for each in row)
    return max(0, span - held - demanded_break_minutes(round, len(row)))


def _shown(entry: object) -> tuple[object, ...]:
    parts = ("teacher_ids", "date", "start_minute", "end_minute", "room", "modality")
    return tuple(getattr(entry, part) for part in parts)


def _holds(row: Availability, appointment: Appointment) -> bool:
    return (
        row.on(appointment.date)
        and row.start_minute <= appointment.start_minute
        and appointment.end_minute <= row.end_minute
    )


def _by_teacher_and_window(round: Round, plan: Plan) -> Iterator[list[Appointment]]:
    for row in plan.of_teacher.values():
        yield from _grouped(row, lambda appointment: window_of(round, appointment)).values()


def _by_adult_and_date(plan: Plan) -> Iterator[list[Appointment]]:
    for row in plan.of_adult.values():
        yield from _grouped(row, lambda appointment: appointment.date).values()


def _grouped(row: Sequence[Appointment], key: object) -> Mapping[object, list[Appointment]]:
    found: dict[object, list[Appointment]] = {}
    for appointment in row:
        found.setdefault(key(appointment), []).append(appointment)  # type: ignore[operator]
    return found


def _span_minutes(row: Sequence[Appointment]) -> int:
    return max(a.end_minute for a in row) - min(a.start_minute for a in row)


def _wait_minutes(round: Round, row: Sequence[Appointment]) -> int:
    held = sum(appointment.minutes for appointment in row)
    walks = round.settings.siblings.walk_minutes * (len(row) - 1)
    return _span_minutes(row) - held - walks
