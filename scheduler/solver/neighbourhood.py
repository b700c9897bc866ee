"""Neighbourhoods of a plan: some families freed, and of all that stays only what could meet them.

What is far from the freed families adds the same costs whatever becomes of these, so it need not be in the model: the
work grows with the neighbourhood and not with the school.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.solver.instance import Instance, Place


def beside(instance: Instance, chosen: Mapping[int, Place], freed: Iterable[int]) -> dict[int, Place]:
    """The meetings with their places that are not freed, but share a person, a pupil or a room with one that is.

    And those of adults whom somebody in a freed meeting is not to meet.
    """
    freed = set(freed)
    busy = {each for i in freed for team in instance.meetings[i].teams for each in instance.busy(i, team)}
    shunned = {other for i in freed for other in instance.round.others_apart(instance.meetings[i].adult_ids)}
    return {i: place for i, place in chosen.items() if i not in freed and not (
        busy.isdisjoint(instance.busy(i, instance.team(i, place)))
        and shunned.isdisjoint(instance.meetings[i].adult_ids))}


def with_families(instance: Instance, meetings: Iterable[int]) -> list[int]:
    """These meetings and all others tied to them by shared adults, ascending."""
    found: set[int] = set()
    left = list(meetings)
    while left:
        i = left.pop()
        if i not in found:
            found.add(i)
            left += [j for adult_id in instance.meetings[i].adult_ids for j in instance.meetings_of_adult[adult_id]]
    return sorted(found)


def of_teachers(instance: Instance, chosen: Mapping[int, Place], spot: Iterable[int], most: int) -> list[int]:
    """The spot with its families, and families of the teachers who could hold these, up to so many meetings."""
    freed = dict.fromkeys(with_families(instance, spot))
    teachers = {t for i in freed for team in instance.meetings[i].teams for t in team.teacher_ids}
    for i in sorted(chosen):
        if len(freed) >= most:
            break
        if i not in freed and not teachers.isdisjoint(instance.team(i, chosen[i]).teacher_ids):
            freed.update(dict.fromkeys(with_families(instance, [i])))
    return sorted(freed)
