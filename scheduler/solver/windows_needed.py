"""How many windows each team of colleagues needs at least, whatever the others do: sharpens the bound of the whole.

For each team the relaxation of its own families alone is small and solved in milliseconds; the linear relaxation of
the whole school, blind to whole afternoons, would need a long search to find the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.solver.cpsat import Effort
from scheduler.solver.windows_first import WindowsFirst

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.round import Round
    from scheduler.solver.cpsat import Clock
    from scheduler.solver.instance import Instance
    from scheduler.solver.options import Cluster

TEAM_EFFORT = 0.5
"""Deterministic seconds for one team."""


def windows_needed(
    instance: Instance, clusters: Sequence[Cluster], first: Sequence[str], seed: int, clock: Clock
) -> Mapping[frozenset[str], int]:
    """For each team its least number of windows, where every family has the least of its first costs."""
    needed = {}
    for team in _teams(instance.round):
        mine = [cluster for cluster in clusters if cluster.options and _meets(instance, cluster, team)]
        if mine:
            model = WindowsFirst(instance, mine, first, loose=False, compact=False)
            needed[team] = model.least_windows(team, Effort(TEAM_EFFORT, seed=seed), clock)
    return needed


def _teams(round: Round) -> list[frozenset[str]]:
    """The teachers tied by the groups that they share; who has no group stands alone."""
    team = {teacher.teacher_id: frozenset([teacher.teacher_id]) for teacher in round.teachers}
    for group in round.groups:
        joined = frozenset().union(*(team[member.teacher_id] for member in group.teachers))
        team.update(dict.fromkeys(joined, joined))
    return sorted(set(team.values()), key=sorted)


def _meets(instance: Instance, cluster: Cluster, team: frozenset[str]) -> bool:
    return any(not team.isdisjoint(each.teacher_ids) for i in cluster.meetings for each in instance.meetings[i].teams)
