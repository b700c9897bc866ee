"""What teachers are called where no names may stand: after their group or their part in the school."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scheduler.language import listed, marked, translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.round import Round, Teacher

ROLES = {
    "teacher": marked("teacher without a group"),
    "ib": marked("internal counsellor"),
    "head": marked("head"),
}


def called(rounds: Iterable[Round], language: str) -> Mapping[str, str]:
    """What each teacher of these rounds is called, by teacher_id, in the order of the first round and its groups.

    Teachers who would be called the same, such as those of a duo group, are numbered.
    """
    names: dict[str, str] = {}
    for round in rounds:
        for teacher in _by_group(round):
            names.setdefault(teacher.teacher_id, _name(round, teacher, language))
    several = Counter(names.values())
    seen: Counter[str] = Counter()
    numbered = {}
    for teacher_id, name in names.items():
        seen[name] += 1
        numbered[teacher_id] = f"{name} ({seen[name]})" if several[name] > 1 else name
    return numbered


def _by_group(round: Round) -> Iterable[Teacher]:
    with_group = [round.teacher[member.teacher_id] for group in round.groups for member in group.teachers]
    return dict.fromkeys([*with_group, *round.teachers])


def _name(round: Round, teacher: Teacher, language: str) -> str:
    groups = [group.group for group in round.groups
              if teacher.teacher_id in {member.teacher_id for member in group.teachers}]
    if groups:
        return translate("group {groups}", language, groups=listed(groups, language))
    return translate(ROLES[teacher.role], language)
