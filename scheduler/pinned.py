"""What was decided of a published meeting when its plan was made: it was to stay, or to leave its place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.appointments import Appointment, Published
    from scheduler.solver.pins import Pin

    Spot = tuple[dt.date, int, tuple[str, ...]]
    """A date, a start in minutes since midnight, and who holds the meeting."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A meeting that was to stay at (`keep`) or to leave (`move`) the places it was told with, sorted."""

    meeting_id: str
    pin: Pin
    spots: tuple[Spot, ...]

    def allows(self, spot: Spot) -> bool:
        """Whether the meeting may be there."""
        return (spot in self.spots) == (self.pin == "keep")


def pinned_of(pins: Mapping[str, Pin], published: Published) -> tuple[Pinned, ...]:
    """The pins with the places they are about, sorted by meeting_id."""
    spots: dict[str, set[Spot]] = {meeting_id: set() for meeting_id in pins}
    for told in published:
        if told.meeting_id in spots:
            spots[told.meeting_id].add((told.date, told.start_minute, told.teacher_ids))
    return tuple(Pinned(meeting_id, pins[meeting_id], tuple(sorted(spots[meeting_id]))) for meeting_id in sorted(pins))


def spot_of(it: Appointment) -> Spot:
    """Where the appointment is."""
    return it.date, it.start_minute, it.teacher_ids


def stored(pins: Sequence[Pinned]) -> list[dict[str, Any]]:
    """The pins as JSON."""
    return [
        {"meeting_id": each.meeting_id, "pin": each.pin, "spots": [
            {"date": date.isoformat(), "start_minute": start, "teacher_ids": list(teacher_ids)}
            for date, start, teacher_ids in each.spots
        ]}
        for each in pins
    ]


def restored(rows: Sequence[Mapping[str, Any]]) -> tuple[Pinned, ...]:
    """The pins from what `stored` gave.

    Raises:
        KeyError, TypeError, ValueError: it is not that.
    """
    return tuple(
        Pinned(row["meeting_id"], row["pin"], tuple(
            (dt.date.fromisoformat(spot["date"]), int(spot["start_minute"]), tuple(spot["teacher_ids"]))
            for spot in row["spots"]
        ))
        for row in rows
    )
