"""Visits in turn: of two adults who come apart on one date the one has left long enough before the other comes.

Where both can come in the same part of an afternoon only, that part must hold both visits and the time between them.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from scheduler.solver.sums import total

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from ortools.sat.python import cp_model

    from scheduler.solver.instance import Instance
    from scheduler.solver.options import Offered, Option

    Expression = Any
    Meetings = tuple[int, ...]


class Visit(NamedTuple):
    """When one adult leaves at the earliest, and comes at the latest, in minutes since midnight."""

    first_leaves: int
    last_comes: int


def hold_visits_in_turn(cp: cp_model.CpModel, instance: Instance, offered: Offered) -> None:
    """Demand of the families in the options that they are `offered` that no two adults who come apart meet.

    Of adults who both come to some meeting nothing is said: what lies between theirs their family knows.
    """
    apart = instance.round.settings.min_apart_minutes
    visits = {adult_id: _visits(instance, offered, adult_id) for adult_id in instance.round.apart_from}
    for one, other in _adults_apart(instance, offered):
        for date in sorted(visits[one].keys() & visits[other].keys()):
            for (mine, choices), (theirs, others) in product(visits[one][date].items(), visits[other][date].items()):
                if mine.first_leaves + apart > theirs.last_comes and theirs.first_leaves + apart > mine.last_comes:
                    cp.add(total([*choices, *others]) <= 1)


def _adults_apart(instance: Instance, offered: Offered) -> Iterator[tuple[str, str]]:
    """The adults of two families who come apart, where neither can come amid the other's visit."""
    settings = instance.round.settings
    longest_gap = settings.siblings.walk_minutes + settings.siblings.max_wait_minutes
    shortest = min((meeting.minutes for meeting in instance.meetings), default=0)
    if longest_gap >= 2 * settings.min_apart_minutes + shortest:
        return
    family = {
        adult_id: meetings for meetings in offered for i in meetings for adult_id in instance.meetings[i].adult_ids}
    for one, others in instance.round.apart_from.items():
        for other in sorted(others):
            if one < other and one in family and other in family and family[one] != family[other]:
                yield one, other


def _visits(
    instance: Instance, offered: Offered, adult_id: str
) -> Mapping[dt.date, Mapping[Visit, Sequence[Expression]]]:
    """By date the visits of the adult, with the options in which they are so."""
    found: dict[dt.date, dict[Visit, list[Expression]]] = defaultdict(lambda: defaultdict(list))
    own = set(instance.meetings_of_adult.get(adult_id, ()))
    for meetings, options in offered.items():
        if own.isdisjoint(meetings):
            continue
        for option, literal in options:
            window = instance.round.windows[option.where[0][1]]
            found[window.date][_visit(instance, meetings, option, own)].append(literal)
    return found


def _visit(instance: Instance, meetings: Meetings, option: Option, own: set[int]) -> Visit:
    """The visit to their `own` of these meetings: these follow on each other, whichever is first."""
    settings, here = instance.round.settings, [k for k, i in enumerate(meetings) if i in own]
    starts, ends, minutes = [], [], []
    for k in here:
        start = instance.round.windows[option.where[k][1]].start_minute
        reach, slot = option.reach[k], settings.slot_minutes
        starts.append(start + ((reach & -reach).bit_length() - 1) * slot)
        ends.append(start + reach.bit_length() * slot)
        minutes.append(instance.meetings[meetings[k]].minutes)
    lasting = sum(minutes) + (len(here) - 1) * settings.siblings.walk_minutes
    return Visit(min(starts) + lasting, max(ends) - lasting)
