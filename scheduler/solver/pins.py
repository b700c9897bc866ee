"""Pins: published meetings that must stay as they were told, or must get another time or other teachers."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal

from scheduler.pinned import pinned_of, spot_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.solver.instance import Instance, Place

Pin = Literal["keep", "move"]
"""What must become of a published meeting: the date, start and teachers it was told with, or anything but these."""


def pinned(instance: Instance, pins: Mapping[str, Pin]) -> Instance:
    """The instance in which meetings have only the places that their pins leave; `pins` are by meeting_id.

    Nobody else may take the time of a meeting that is kept. A meeting that was not told has no place to keep, and all
    to move to.
    """
    if not pins:
        return instance
    of_meeting = {each.meeting_id: each for each in pinned_of(pins, instance.published)}
    places = [
        tuple(place for place in row if of_meeting[meeting.meeting_id].allows(spot_of(instance.appointment(i, place))))
        if meeting.meeting_id in of_meeting else row
        for i, (meeting, row) in enumerate(zip(instance.meetings, instance.places, strict=True))
    ]
    kept = [(i, place) for i, row in enumerate(places) if pins.get(instance.meetings[i].meeting_id) == "keep"
            for place in row]
    return dataclasses.replace(instance, places=tuple(_beside(instance, kept, i, row) for i, row in enumerate(places)))


def _beside(instance: Instance, kept: Sequence[tuple[int, Place]], i: int, row: Sequence[Place]) -> tuple[Place, ...]:
    """The places of a meeting that leave every kept meeting its own."""
    if any(i == j for j, _ in kept):
        return tuple(row)
    return tuple(place for place in row if not any(
        place.window == other.window and place.start_minute < other.end_minute
        and other.start_minute < place.end_minute
        and not instance.busy(i, instance.team(i, place)).isdisjoint(instance.busy(j, instance.team(j, other)))
        for j, other in kept))
