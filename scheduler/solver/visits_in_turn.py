"""Visits in turn: of two adults who come apart on one date the one has left long enough before the other comes.

Where both can come in the same part of an afternoon only, that part must hold both visits and the time between them.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from scheduler.solver.capacity import first_of
from scheduler.solver.sums import total

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from ortools.sat.python import cp_model

    from scheduler.round import Settings
    from scheduler.solver.instance import Instance
    from scheduler.solver.names import Expression
    from scheduler.solver.options import Offered, Option

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
    shortest = min((meeting.minutes for meeting in instance.meetings), default=0)
    if may_come_amid(instance.round.settings, shortest):
        return
    family = {adult_id: meetings for meetings in offered for i in meetings
              for adult_id in instance.meetings[i].adult_ids if adult_id in instance.round.apart_from}
    visits = {adult_id: _visits(instance, meetings, offered[meetings], adult_id)
              for adult_id, meetings in family.items()}
    for one, other in _of_two_families(instance, family):
        for date in sorted(visits[one].keys() & visits[other].keys()):
            for (mine, choices), (theirs, others) in product(visits[one][date].items(), visits[other][date].items()):
                if mine.first_leaves + apart > theirs.last_comes and theirs.first_leaves + apart > mine.last_comes:
                    cp.add(total([*choices, *others]) <= 1)


def may_come_amid(settings: Settings, shortest: int) -> bool:
    """Whether of two who come apart one may come, for so many minutes, amid the other's visit: while that one waits."""
    longest_gap = settings.siblings.walk_minutes + settings.siblings.max_wait_minutes
    return longest_gap >= 2 * settings.min_apart_minutes + shortest


def _of_two_families(instance: Instance, family: Mapping[str, Meetings]) -> Iterator[tuple[str, str]]:
    """Every two adults of different families who come apart."""
    for one, others in instance.round.apart_from.items():
        for other in sorted(others):
            if one < other and one in family and other in family and family[one] != family[other]:
                yield one, other


def _visits(
    instance: Instance, meetings: Meetings, options: Sequence[tuple[Option, Expression]], adult_id: str
) -> Mapping[dt.date, Mapping[Visit, Sequence[Expression]]]:
    """By date the visits of an adult of this family, with the options in which they are so."""
    found: dict[dt.date, dict[Visit, list[Expression]]] = defaultdict(lambda: defaultdict(list))
    own = [k for k, i in enumerate(meetings) if adult_id in instance.meetings[i].adult_ids]
    for option, literal in options:
        date = instance.round.windows[option.where[0][1]].date
        found[date][_visit(instance, meetings, option, own)].append(literal)
    return found


def _visit(instance: Instance, meetings: Meetings, option: Option, own: Sequence[int]) -> Visit:
    """The visit to those of these meetings, by position: they follow on each other, whichever is first."""
    settings = instance.round.settings
    starts, ends, lasting = [], [], (len(own) - 1) * settings.siblings.walk_minutes
    for k in own:
        start = instance.round.windows[option.where[k][1]].start_minute
        starts.append(start + first_of(option.reach[k]) * settings.slot_minutes)
        ends.append(start + option.reach[k].bit_length() * settings.slot_minutes)
        lasting += instance.meetings[meetings[k]].minutes
    return Visit(min(starts) + lasting, max(ends) - lasting)
