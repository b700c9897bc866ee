"""No more than it takes: the steps of a change that works, each as small as it can be while the change still works."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from scheduler.explanations.measures import Longer, Shorter
from scheduler.explanations.people import Comes, OneMore, Works

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scheduler.explanations.changes import Change, Step
    from scheduler.round import Round


def least(round: Round, change: Change, works: Callable[[Change], bool]) -> Change:
    """A change that works with less of each step: with any one of these a slot, minute or meeting less it does not.

    More of a step never stands in the way, so halving finds the least of it.
    """
    for number in range(len(change.steps)):
        for smaller in (_amounts, _from_the_end, _from_the_start):
            options = [change.with_step(number, step) for step in smaller(round, change.steps[number])]
            change = _first_that_works(options, works) or change
    return change


def _first_that_works(options: Sequence[Change], works: Callable[[Change], bool]) -> Change | None:
    """The first of options of which each asks more than the one before it; None where none works."""
    low, high = 0, len(options)
    while low < high:
        middle = (low + high) // 2
        if works(options[middle]):
            high = middle
        else:
            low = middle + 1
    return options[low] if low < len(options) else None


def _amounts(round: Round, step: Step) -> Iterator[Step]:
    """Fewer more meetings a day, or a conversation that is not that much shorter."""
    if isinstance(step, OneMore):
        now = round.teacher[step.person_id].max_meetings_per_day
        for most in range((now or 0) + 1, step.most):
            yield dataclasses.replace(step, most=most)
    if isinstance(step, Shorter):
        now = round.request[step.pupil_id].minutes
        slot = round.settings.slot_minutes
        for minutes in range((now or 0) - slot, step.minutes, -slot):
            yield dataclasses.replace(step, minutes=minutes)


def _from_the_end(round: Round, step: Step) -> Iterator[Step]:
    """An earlier end."""
    slot = round.settings.slot_minutes
    if isinstance(step, Longer):
        for end in range(step.window.start_minute + slot, step.end_minute, slot):
            if end > step.window.end_minute:
                yield dataclasses.replace(step, end_minute=end)
    if isinstance(step, Comes | Works):
        for end in range(step.start_minute + slot, step.end_minute, slot):
            yield dataclasses.replace(step, end_minute=end)


def _from_the_start(round: Round, step: Step) -> Iterator[Step]:
    """A later start."""
    slot = round.settings.slot_minutes
    if isinstance(step, Comes | Works):
        for start in reversed(range(step.start_minute + slot, step.end_minute, slot)):
            yield dataclasses.replace(step, start_minute=start)
