"""What is found: appointments, the meetings left without one, and the plan they make."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

Status = Literal["optimal", "feasible", "infeasible", "no_answer"]


@dataclass(frozen=True, slots=True)
class Appointment:
    """A meeting that has been given teachers, a date, a start, an end and a place.

    `adult_ids` and `teacher_ids` are sorted: people stand here by id, without their names.
    Minutes count from midnight, local school time.
    """

    meeting_id: str
    pupil_id: str
    adult_ids: tuple[str, ...]
    teacher_ids: tuple[str, ...]
    date: dt.date
    start_minute: int
    end_minute: int
    room: str
    modality: str

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.end_minute - self.start_minute


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A meeting without an appointment; `reason` is one sentence for the office, "" while not yet known."""

    meeting_id: str
    pupil_id: str
    adult_ids: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True)
class Plan:
    """All appointments by date, start and meeting_id, and the meetings left unplaced by meeting_id."""

    appointments: tuple[Appointment, ...]
    unplaced: tuple[Unplaced, ...] = ()

    @staticmethod
    def of(appointments: list[Appointment], unplaced: list[Unplaced]) -> Plan:
        """The plan of these, in the order of plan.csv and unplaced.csv."""
        by_time = sorted(appointments, key=lambda a: (a.date, a.start_minute, a.meeting_id))
        return Plan(tuple(by_time), tuple(sorted(unplaced, key=lambda u: u.meeting_id)))

    @cached_property
    def rows(self) -> tuple[Appointment | Unplaced, ...]:
        """Every meeting that the plan speaks of, placed or not."""
        return (*self.appointments, *self.unplaced)

    @cached_property
    def appointment(self) -> Mapping[str, Appointment]:
        """Appointments by meeting_id."""
        return {a.meeting_id: a for a in self.appointments}

    @cached_property
    def of_adult(self) -> Mapping[str, tuple[Appointment, ...]]:
        """Each adult's appointments in order of time; an adult without any is absent."""
        return _grouped(self.appointments, "adult_ids")

    @cached_property
    def of_teacher(self) -> Mapping[str, tuple[Appointment, ...]]:
        """Each teacher's appointments in order of time; a teacher without any is absent."""
        return _grouped(self.appointments, "teacher_ids")


@dataclass(frozen=True, slots=True)
class Told:
    """What an adult was last sent about a meeting: the parts of an appointment that an invite shows."""

    adult_id: str
    meeting_id: str
    teacher_ids: tuple[str, ...]
    date: dt.date
    start_minute: int
    end_minute: int
    room: str
    modality: str


Published = tuple[Told, ...]
"""What stands in the calendars: one entry per adult and meeting with a live invite; () before publication."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an adult answered last to an invite; `comment` are words of their own with it, "" where there are none."""

    kind: Literal["accepted", "tentative", "declined"]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Bounded:
    """A cost and its proven least value given the costs before it; `bound` None where none is known."""

    cost: int
    bound: int | None

    @property
    def proven(self) -> bool:
        """Whether no plan has less."""
        return self.bound is not None and self.bound >= self.cost


@dataclass(frozen=True)
class Outcome:
    """What planning a round gave. `plan` is None exactly where `status` is infeasible or no_answer.

    `objective` has every cost key of the contract, in the contract's order; empty where there is no plan.
    """

    status: Status
    plan: Plan | None
    objective: Mapping[str, Bounded]
    seconds: float
    seed: int


def _grouped(appointments: tuple[Appointment, ...], ids: str) -> dict[str, tuple[Appointment, ...]]:
    found: dict[str, list[Appointment]] = {}
    for appointment in sorted(appointments, key=lambda a: (a.date, a.start_minute)):
        for key in getattr(appointment, ids):
            found.setdefault(key, []).append(appointment)
    return {key: tuple(value) for key, value in found.items()}
