"""Rounds of one window in which people meet at their teachers only: when each meeting starts, as a number.

The exact model has a choice per meeting and slot. Where many meetings want several teachers at once, as in the graphs
that the literature on edge colourings is about, numbers that differ from one another prove in seconds what those
choices do not in minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.round import MINUTES_A_DAY
from scheduler.solver.cpsat import solve, solve_for_certain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.solver.clock import Clock
    from scheduler.solver.cpsat import Effort
    from scheduler.solver.instance import Instance, Place
    from scheduler.solver.names import Expression

MOST_PLACES = 2_000
"""Rounds with more places than this are left to the other ways."""


@dataclass(frozen=True)
class Started:
    """The least minutes that teachers are idle in any plan of all meetings, and places, by position, with no more.

    None for no places where none were found in time.
    """

    idle_minutes: int
    places: Mapping[int, Place] | None


def by_starts(instance: Instance, effort: Effort, clock: Clock) -> Started | None:
    """The least idle time with every meeting placed: none at all, or a slot, or two, until it can be.

    That less cannot be counts only where other settings of the solver say so too. None where not all can be placed, or
    the round is not of this kind: one window, one choice of teachers a meeting, one meeting an adult, and nothing that
    binds but teachers' time.

    Raises:
        Interrupted: the time was up before the search began.
    """
    if not _is_of_this_kind(instance):
        return None
    slot = instance.round.settings.slot_minutes
    cp = cp_model.CpModel()
    start = [cp.new_int_var_from_domain(cp_model.Domain.from_values([_slot(instance, place) for place in places]), "")
             for places in instance.places]
    idle = cp_model.LinearExpr.sum([_idle(cp, instance, {i: start[i] for i in row}) for row in _of_teachers(instance)])
    if not solve(cp, effort, clock).found:
        return None
    least = 0
    while True:
        asked = cp.clone()
        asked.add(idle <= least)
        answer = solve_for_certain(asked, effort, clock)
        if answer.found:
            return Started(least * slot, {
                i: next(place for place in places if _slot(instance, place) == answer.value(start[i]))
                for i, places in enumerate(instance.places)
            })
        if not answer.closed:
            return Started(least * slot, None)
        effort = effort.less(answer.spent)
        least += 1


def _is_of_this_kind(instance: Instance) -> bool:
    round = instance.round
    places = [place for row in instance.places for place in row]
    rooms = [room for row in _teams(instance) if (room := row[1])]
    return (
        0 < len(places) <= MOST_PLACES and all(instance.places)
        and len({place.window for place in places}) == 1
        and all(len({place.team for place in row}) == 1 for row in instance.places)
        and len({meeting.pupil_id for meeting in instance.meetings}) == len(instance.meetings)
        and all(len(row) == 1 for row in instance.meetings_of_adult.values())
        and not any(adult.teacher_id for adult in round.adults) and not rooms and not round.separations
        and round.settings.breaks is None and all(each.max_meetings_per_day is None for each in round.teachers)
    )


def _teams(instance: Instance) -> Iterator[tuple[tuple[str, ...], str]]:
    """Who holds each meeting, and where."""
    for i, row in enumerate(instance.places):
        for place in row[:1]:
            team = instance.team(i, place)
            yield team.teacher_ids, team.room


def _of_teachers(instance: Instance) -> list[list[int]]:
    """The positions of each teacher's meetings."""
    found: dict[str, list[int]] = {}
    for i, (teacher_ids, _) in enumerate(_teams(instance)):
        for teacher_id in teacher_ids:
            found.setdefault(teacher_id, []).append(i)
    return [found[teacher_id] for teacher_id in sorted(found)]


def _slot(instance: Instance, place: Place) -> int:
    """The number of the slot in its window at which the place begins."""
    window = instance.round.windows[place.window]
    return (place.start_minute - window.start_minute) // instance.round.settings.slot_minutes


def _idle(cp: cp_model.CpModel, instance: Instance, start: Mapping[int, Expression]) -> Expression:
    """The slots from a teacher's first start to the last end, less those in meetings, which are one at a time."""
    size = instance.round.settings.slot_minutes
    slots = {i: instance.meetings[i].minutes // size for i in start}
    if set(slots.values()) == {1}:
        cp.add_all_different(start.values())
    else:
        cp.add_no_overlap([cp.new_fixed_size_interval_var(start[i], slots[i], "") for i in start])
    first, end, idle = (cp.new_int_var(0, MINUTES_A_DAY // size, "") for _ in range(3))
    cp.add_min_equality(first, list(start.values()))
    cp.add_max_equality(end, [start[i] + slots[i] for i in start])
    # Said as a number of its own, for it is never below zero: from that the proof comes.
    cp.add(idle == end - first - sum(slots.values()))
    return idle
