"""How many windows each team of colleagues needs at least, and which, whatever the others do.

For each team the relaxation of its own families alone is small and solved in milliseconds; the linear relaxation of
the whole school, blind to whole afternoons, would need a long search to find the same.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from scheduler.solver.cpsat import LINEAR, Effort
from scheduler.solver.options import FAMILY_COSTS, Cluster, Option, least_options
from scheduler.solver.window_sets import window_sets
from scheduler.solver.windows_first import WindowsFirst

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scheduler.round import Round
    from scheduler.solver.clock import Clock
    from scheduler.solver.instance import Instance
    from scheduler.solver.names import Key
    from scheduler.solver.window_sets import Demand

TEAM_EFFORT = 0.5
"""Deterministic seconds for one team."""

NO_COSTS = dict.fromkeys(FAMILY_COSTS, 0)
"""What a family costs is no matter here: any of the options that are given will do."""


@dataclass(frozen=True, slots=True)
class Need:
    """The least number of `windows` of a team, and all `sets` of so many that may do; None where these are too many.

    Each set has teachers with the position of a window. `anyhow` is the least where families may cost more than their
    least, to whom the rest does not apply.
    """

    windows: int
    sets: Sequence[frozenset[Key]] | None
    anyhow: int


def windows_needed(
    instance: Instance, clusters: Sequence[Cluster], first: Sequence[str], seed: int, clock: Clock
) -> Mapping[frozenset[str], Need]:
    """What each team needs, where every family has the least of its first costs."""
    needs = {}
    for team in _teams(instance.round):
        mine = _parts(instance, clusters, team, lambda cluster: least_options(cluster.options, first))
        if mine:
            model, windows = _least_windows(instance, mine, first, team, seed, clock)
            demands = [demand for part in mine if (demand := _demand(instance, part, team))]
            needs[team] = Need(windows, window_sets(demands, model.room_of(team), windows), windows)
    return needs


def needed_anyhow(
    needs: Mapping[frozenset[str], Need], instance: Instance, clusters: Sequence[Cluster], first: Sequence[str],
    seed: int, clock: Clock,
) -> Mapping[frozenset[str], Need]:
    """The same needs with what each team needs where families may be in any option of these `clusters`."""
    return {
        team: dataclasses.replace(need, anyhow=_least_windows(
            instance, _parts(instance, clusters, team, attrgetter("options")), first, team, seed, clock)[1])
        for team, need in needs.items()
    }


def _least_windows(
    instance: Instance, parts: Sequence[Cluster], first: Sequence[str], team: frozenset[str], seed: int, clock: Clock
) -> tuple[WindowsFirst, int]:
    """In how many windows at least the team is needed, each family in some option, and the model that says so."""
    model = WindowsFirst(instance, parts, first)
    return model, model.least_windows(team, Effort(TEAM_EFFORT, LINEAR, seed, thorough=False), clock)


def _parts(
    instance: Instance, clusters: Sequence[Cluster], team: frozenset[str],
    options: Callable[[Cluster], Sequence[Option]],
) -> list[Cluster]:
    """Of each family the meetings that the team may hold, in these of its `options`.

    The others say next to nothing of the team's windows, and without them many options are the same.
    """
    found = []
    for cluster in clusters:
        mine = [k for k, i in enumerate(cluster.meetings) if _may_hold(instance, i, team)]
        if not (mine and cluster.options):
            continue
        parts: dict[object, Option] = {}
        for option in options(cluster):
            where, reach = tuple(option.where[k] for k in mine), tuple(option.reach[k] for k in mine)
            parts[where, reach] = Option(where, NO_COSTS, reach)
        found.append(Cluster(tuple(cluster.meetings[k] for k in mine), tuple(parts.values()), cluster.complete))
    return found


def _demand(instance: Instance, part: Cluster, team: frozenset[str]) -> Demand:
    """What a family asks of the team; a meeting that others could hold as well is not counted."""
    rows = dict.fromkeys(
        tuple(tuple((teacher_id, window) for teacher_id in instance.meetings[i].teams[chosen].teacher_ids
                    if teacher_id in team) for i, (chosen, window) in zip(part.meetings, option.where, strict=True))
        for option in part.options
    )
    always = [k for k in range(len(part.meetings)) if all(row[k] for row in rows)]
    return tuple(tuple(row[k] for k in always) for row in rows) if always else ()


def _teams(round: Round) -> list[frozenset[str]]:
    """The teachers tied by the groups that they share; who has no group stands alone."""
    team = {teacher.teacher_id: frozenset([teacher.teacher_id]) for teacher in round.teachers}
    for group in round.groups:
        joined = frozenset().union(*(team[member.teacher_id] for member in group.teachers))
        team.update(dict.fromkeys(joined, joined))
    return sorted(set(team.values()), key=sorted)


def _may_hold(instance: Instance, i: int, team: frozenset[str]) -> bool:
    return any(not team.isdisjoint(each.teacher_ids) for each in instance.meetings[i].teams)
