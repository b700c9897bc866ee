"""The staff of a fictional school: groups, their duo and full-time teachers, counsellors and the head."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from string import ascii_lowercase
from typing import TYPE_CHECKING

from scheduler.demo.names import Names, mailbox
from scheduler.round import Group, GroupTeacher, Teacher

if TYPE_CHECKING:
    import random

    from scheduler.round import Role

PUPILS_A_GROUP = 22.3
GROUPS_A_COUNSELLOR = 10
LEVELS = 8
WHOLE_WEEK = frozenset(range(5))
FOUR_DAYS_SHARE = 0.4
LIMITED_SHARE = 0.05
MOST_A_DAY = 12

SPLITS = (
    ((0, 1), (2, 3, 4)),
    ((0, 1, 2), (3, 4)),
    ((0, 1, 2), (2, 3, 4)),
    ((0, 1, 3), (2, 3, 4)),
    ((1, 3), (0, 2, 4)),
)
"""How the two teachers of a duo group divide the week; some see each other on a day."""


def draw_staff(pupils: int, chance: random.Random, domain: str) -> tuple[list[Teacher], list[Group]]:
    """Teachers and groups for so many pupils: three teachers for every two groups, and who helps them all."""
    names = group_names(max(1, round(pupils / PUPILS_A_GROUP)))
    room = _Staffroom(chance, domain, digits=len(str(2 * len(names) + 2)))
    groups: list[Group] = []
    for index, (name, level) in enumerate(names):
        duo = index % 2 == 0
        members = room.duo(name) if duo else room.alone(name, groups[-1])
        groups.append(Group(name, level, members))
    for number in range(round(len(names) / GROUPS_A_COUNSELLOR) or 1):
        room.enter(frozenset((0, 1, 3)), f"IB-kamer {number + 1}", "ib")
    room.enter(frozenset((0, 1, 2, 3)), "Directiekamer", "head")
    return room.teachers, groups


def group_names(count: int) -> list[tuple[str, int]]:
    """So many groups as (name, level), spread evenly over the levels.

    >>> group_names(10)[:4]
    [('1', 1), ('2', 2), ('3a', 3), ('3b', 3)]
    """
    levels = [1 + (2 * index + 1) * LEVELS // (2 * count) for index in range(count)]
    size, seen, names = Counter(levels), Counter[int](), []
    for level in levels:
        letter = ascii_lowercase[seen[level]] if size[level] > 1 else ""
        seen[level] += 1
        names.append((f"{level}{letter}", level))
    return names


class _Staffroom:
    """Enters teachers one by one, each with a name of their own."""

    def __init__(self, chance: random.Random, domain: str, digits: int) -> None:
        self.teachers: list[Teacher] = []
        self._chance = chance
        self._names = Names(chance)
        self._domain = domain
        self._digits = max(2, digits)
        self._mailboxes: Counter[str] = Counter()

    def enter(self, days: frozenset[int], room: str, role: Role = "teacher") -> Teacher:
        first, last = self._names.adult()
        box = mailbox(f"{first} {last}")
        self._mailboxes[box] += 1
        address = f"{box}{self._mailboxes[box] if self._mailboxes[box] > 1 else ''}@{self._domain}"
        limit = MOST_A_DAY if role == "teacher" and self._chance.random() < LIMITED_SHARE else None
        teacher_id = f"t{len(self.teachers) + 1:0{self._digits}d}"
        self.teachers.append(Teacher(teacher_id, f"{first} {last}", days, address, room, role, limit))
        return self.teachers[-1]

    def duo(self, group: str) -> tuple[GroupTeacher, ...]:
        halves = [frozenset(days) for days in self._chance.choice(SPLITS)]
        pair = [self.enter(days, f"Lokaal {group}") for days in halves]
        return tuple(GroupTeacher(one.teacher_id, days) for one, days in zip(pair, halves, strict=True))

    def alone(self, group: str, neighbours: Group) -> tuple[GroupTeacher, ...]:
        """One teacher for the group: five days, or four with a neighbouring duo's teacher on the fifth."""
        off = self._chance.choice((0, 2, 4))
        stand_in = self._stand_in(neighbours, off) if self._chance.random() < FOUR_DAYS_SHARE else None
        if stand_in is None:
            return (GroupTeacher(self.enter(WHOLE_WEEK, f"Lokaal {group}").teacher_id),)
        index = self.teachers.index(stand_in)
        self.teachers[index] = replace(stand_in, working_days=stand_in.working_days | {off})
        own = self.enter(WHOLE_WEEK - {off}, f"Lokaal {group}")
        return GroupTeacher(own.teacher_id), GroupTeacher(stand_in.teacher_id, frozenset((off,)))

    def _stand_in(self, neighbours: Group, off: int) -> Teacher | None:
        known = {teacher.teacher_id: teacher for teacher in self.teachers}
        pair = [known[member.teacher_id] for member in neighbours.teachers]
        free = [one for one in pair if len(one.working_days) == 2 and off not in one.working_days]
        return free[0] if free else None
