"""In which order scenarios are made: one that builds on another comes after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.intake.values import unknown_names
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.whatif.reading import Wanted


def ordered(scenarios: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """The scenarios, each after the one it builds on; those that cannot be made are noted and left out."""
    first: dict[str, Wanted] = {}
    for one in scenarios:
        before = first.setdefault(one.name.casefold(), one)
        if before is not one and one.name:
            one.at.refuse("name", marked("The scenario in line {other} has this name too. Give each its own."),
                          other=before.at.line)
    by_name = {one.name: one for one in scenarios}
    sound = [one for one in scenarios if _can_build(one, by_name)]
    return tuple(sorted(sound, key=lambda one: _depth(one, by_name)))


def _can_build(one: Wanted, by_name: Mapping[str, Wanted]) -> bool:
    if not one.after:
        return True
    on = by_name.get(one.after)
    if on is None:
        meant = unknown_names([one.after], by_name)[one.after]
        if meant:
            one.at.refuse("after", marked('No scenario is called "{after}". Did you mean "{meant}"?'), after=one.after,
                          meant=meant)
        else:
            one.at.refuse("after", marked('No scenario is called "{after}". Choose from: {known}.'), after=one.after,
                          known=", ".join(name for name in by_name if name))
        return False
    if on.sweep:
        one.at.refuse("after", marked('"{after}" is a whole series of scenarios. Build on a scenario without sweep.'),
                      after=one.after)
        return False
    if _depth(one, by_name) > len(by_name):
        one.at.refuse("after", marked("This scenario builds on itself, by way of others or not. Take one after away."))
        return False
    return True


def _depth(one: Wanted, by_name: Mapping[str, Wanted]) -> int:
    """How many scenarios it builds on; more than there are where they go round in a circle."""
    depth = 0
    while one.after in by_name and depth <= len(by_name):
        one = by_name[one.after]
        depth += 1
    return depth
