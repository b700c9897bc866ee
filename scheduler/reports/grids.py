"""The timetable as grids: one per window, teachers down, slots across."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scheduler.reports.day import stretches_of
from scheduler.round import MINUTES_A_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.appointments import Appointment, Plan
    from scheduler.round import Round, Teacher, Window

Kind = Literal["meeting", "break", "idle", "free", "away"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A teacher's time over one or more slots: `free` before, after or without meetings, `away` when not at work."""

    kind: Kind
    slots: int
    start_minute: int
    end_minute: int
    appointment: Appointment | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A teacher's cells, which fill the window; `meetings` is how many there are."""

    teacher: Teacher
    cells: tuple[Cell, ...]
    meetings: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A window as the plan fills it. `starts` are its slots; `cut` says that the cutoff ends it before its own end."""

    number: int
    window: Window
    end_minute: int
    starts: tuple[int, ...]
    rows: tuple[Row, ...]

    @property
    def cut(self) -> bool:
        """Whether the cutoff ends it early."""
        return self.end_minute < self.window.end_minute

    @property
    def meetings(self) -> int:
        """How many different meetings it holds."""
        cells = (cell for row in self.rows for cell in row.cells)
        return len({cell.appointment.meeting_id for cell in cells if cell.appointment})


def grids_of(round: Round, plan: Plan) -> tuple[Grid, ...]:
    """A grid per window in order of time, each with every teacher who has an appointment anywhere in the plan.

    A window that lies wholly after the cutoff has none.
    """
    teachers = teachers_with_appointments(round, plan)
    windows = sorted(round.windows, key=lambda window: (window.date, window.start_minute))
    grids = (_grid(round, plan, number, window, teachers) for number, window in enumerate(windows, 1))
    return tuple(grid for grid in grids if grid.starts)


def teachers_with_appointments(round: Round, plan: Plan) -> tuple[Teacher, ...]:
    """Those who hold or attend a meeting, in the order of the groups they teach; others after them, as in the file."""
    of_groups = [member.teacher_id for group in round.groups for member in group.teachers]
    in_order = dict.fromkeys([*of_groups, *(teacher.teacher_id for teacher in round.teachers)])
    return tuple(round.teacher[teacher_id] for teacher_id in in_order if teacher_id in plan.of_teacher)


def _grid(round: Round, plan: Plan, number: int, window: Window, teachers: tuple[Teacher, ...]) -> Grid:
    end = window.end_minute if window.evening else min(window.end_minute, round.settings.cutoff_minute)
    starts = tuple(range(window.start_minute, end, round.settings.slot_minutes))
    rows = tuple(_row(round, plan, window, starts, teacher) for teacher in teachers)
    return Grid(number, window, end, starts, rows)


def _row(round: Round, plan: Plan, window: Window, starts: tuple[int, ...], teacher: Teacher) -> Row:
    slot = round.settings.slot_minutes
    stretches = stretches_of(round, plan, teacher.teacher_id, window)
    cells: list[Cell] = []
    reached = 0

    def fill(upto: int) -> None:
        cells.extend(_empty(round, window, teacher, starts[reached:upto], slot))

    for stretch in stretches:
        # Where a length is no multiple of the slots, the rest of its last slot can hold nothing else.
        first = max(reached, (stretch.start_minute - window.start_minute) // slot)
        after = min(len(starts), max(first, -(-(stretch.end_minute - window.start_minute) // slot)))
        if first == after:
            continue
        fill(first)
        cells.append(Cell(stretch.kind, after - first, stretch.start_minute, stretch.end_minute, stretch.appointment))
        reached = after
    fill(len(starts))
    return Row(teacher, tuple(cells), sum(stretch.kind == "meeting" for stretch in stretches))


def _empty(round: Round, window: Window, teacher: Teacher, starts: tuple[int, ...], slot: int) -> Iterator[Cell]:
    """The slots without a meeting as few cells as there are changes between being there and not."""
    away = [_away(round, teacher, window, start, start + slot) for start in starts]
    begin = 0
    for i in range(1, len(starts) + 1):
        if i == len(starts) or away[i] != away[begin]:
            kind: Kind = "away" if away[begin] else "free"
            yield Cell(kind, i - begin, starts[begin], starts[i - 1] + slot)
            begin = i


def _away(round: Round, teacher: Teacher, window: Window, start: int, end: int) -> bool:
    rows = [row for row in round.availability_of.get(teacher.teacher_id, ()) if row.on(window.date)]
    if any(row.kind == "unavailable" and row.start_minute < end and start < row.end_minute for row in rows):
        return True
    works = window.date.weekday() in teacher.working_days
    come = [(row.start_minute, row.end_minute) for row in rows if row.kind == "available"]
    return not any(since <= start and end <= to for since, to in [*come, *([(0, MINUTES_A_DAY)] if works else [])])
