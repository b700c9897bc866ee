"""Matching meetings with places, one each: whether one more can have a place if the others move over."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    Cell = tuple[str, int, int, int]
    """A place: whose it is, the date's ordinal, the window's start, and its number in the window."""

    Cells = Mapping[str, frozenset[Cell]]
    """Per meeting the places it can have."""


def augment(meeting_id: str, cells: Cells, owner: dict[Cell, str]) -> set[Cell] | None:
    """Give the meeting a place, moving others over in `owner`, and return None.

    Where that cannot be, return the places that it and everything in its way can have: these meetings are one more
    than those places, and without any one of them the rest would fit.
    """
    came_from: dict[Cell, str] = {}
    waiting = deque([meeting_id])
    while waiting:
        one = waiting.popleft()
        unseen = cells[one] - came_from.keys()
        free = unseen - owner.keys()
        if free:
            cell = min(free)
            came_from[cell] = one
            _move_over(cell, came_from, owner)
            return None
        for cell in sorted(unseen):
            came_from[cell] = one
            waiting.append(owner[cell])
    return set(came_from)


def _move_over(cell: Cell, came_from: Mapping[Cell, str], owner: dict[Cell, str]) -> None:
    """Let each on the way take the place after its own."""
    held = {one: its for its, one in owner.items()}
    step: Cell | None = cell
    while step is not None:
        one = came_from[step]
        owner[step] = one
        step = held.get(one)
