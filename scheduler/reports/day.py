"""A teacher's time in one window: meetings, the breaks between them, and what is merely empty."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from scheduler.costs import window_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.appointments import Appointment, Plan
    from scheduler.round import Breaks, Round, Window

Kind = Literal["meeting", "break", "idle"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a teacher's window, from the first meeting's start to the last one's end.

    `appointment` is None in a break (which the teacher needs after so many meetings) and in idle time.
    """

    kind: Kind
    start_minute: int
    end_minute: int
    appointment: Appointment | None = None

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.end_minute - self.start_minute


def stretches_of(round: Round, plan: Plan, teacher_id: str, window: Window) -> tuple[Stretch, ...]:
    """The teacher's stretches in the window in order of time; () where the teacher holds nothing in it."""
    row = [a for a in plan.of_teacher.get(teacher_id, ()) if window_of(round, a) == window]
    if not row:
        return ()
    breaks = round.settings.breaks
    rests = _breaks_taken(row, breaks) if breaks else set()
    found = [_meeting(row[0])]
    for earlier, later in pairwise(row):
        reached = earlier.end_minute
        if breaks and later in rests:
            found.append(Stretch("break", reached, reached + breaks.minutes))
            reached += breaks.minutes
        if reached < later.start_minute:
            found.append(Stretch("idle", reached, later.start_minute))
        found.append(_meeting(later))
    return tuple(found)


def _meeting(appointment: Appointment) -> Stretch:
    return Stretch("meeting", appointment.start_minute, appointment.end_minute, appointment)


def _breaks_taken(row: Sequence[Appointment], breaks: Breaks) -> set[Appointment]:
    """The appointments before which the teacher has a break: each time the last gap that is long enough and in time."""
    taken: set[Appointment] = set()
    since_break = 0
    last_gap: tuple[Appointment, int] | None = None
    for position, later in _gaps(row, breaks):
        if last_gap and position - since_break > breaks.after_meetings:
            taken.add(last_gap[0])
            since_break = last_gap[1]
        last_gap = later, position
    if last_gap and len(row) - since_break > breaks.after_meetings:
        taken.add(last_gap[0])
    return taken


def _gaps(row: Sequence[Appointment], breaks: Breaks) -> Iterator[tuple[int, Appointment]]:
    """Each gap long enough for a break: how many meetings come before it, and the one after it."""
    for position, (earlier, later) in enumerate(pairwise(row), 1):
        if later.start_minute - earlier.end_minute >= breaks.minutes:
            yield position, later
