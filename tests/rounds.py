"""Small rounds for tests, built in memory: say only what the test is about, the rest has a sensible default."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from scheduler.round import (
    Adult,
    Group,
    GroupTeacher,
    Guardian,
    Pupil,
    Round,
    School,
    Settings,
    Teacher,
    Window,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

TUESDAY = dt.date(2027, 2, 2)
THURSDAY = dt.date(2027, 2, 4)
WEEK = frozenset(range(5))
SCHOOL = School("De Zandloper", "gesprekken@zandloper.example")


def minute(clock: str) -> int:
    """Minutes since midnight.

    >>> minute("14:30")
    870
    """
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def window(start: str = "14:30", end: str = "15:30", date: dt.date = TUESDAY, *, evening: bool = False) -> Window:
    """A window, by default an hour on Tuesday afternoon."""
    return Window(date, minute(start), minute(end), evening)


def teacher(teacher_id: str = "t1", days: Iterable[int] = WEEK, **more: Any) -> Teacher:
    """A teacher who works the whole week unless `days` says otherwise (0 is Monday)."""
    return Teacher(teacher_id, more.pop("name", f"Juf {teacher_id}"), frozenset(days), **more)


def group(name: str = "5A", *teacher_ids: str, level: int = 5) -> Group:
    """A group with these teachers (t1 when none is named), each on all days they work."""
    return Group(name, level, tuple(GroupTeacher(teacher_id) for teacher_id in teacher_ids or ("t1",)))


def pupil(pupil_id: str = "p1", group: str = "5A") -> Pupil:
    """A pupil named after the id."""
    return Pupil(pupil_id, pupil_id.capitalize(), "de Vries", group)


def adult(adult_id: str = "a1", **more: Any) -> Adult:
    """An adult named after the id, with an e-mail address."""
    return Adult(adult_id, more.pop("name", f"Ouder {adult_id}"), more.pop("email", f"{adult_id}@post.example"), **more)


def settings(**changed: Any) -> Settings:
    """Ten-minute conversations for everyone; name what is different."""
    usual: dict[str, Any] = {
        "round_id": "2027-february",
        "name": "Februarigesprekken 2027",
        "audience": "all",
        "mandatory": True,
        "meeting_minutes": 10,
        "slot_minutes": 10,
    }
    return Settings(**usual | changed)


def tiny_round(
    families: Mapping[str, Sequence[str]] | None = None,
    *,
    windows: Sequence[Window] | None = None,
    teachers: Sequence[Teacher] | None = None,
    groups: Sequence[Group] | None = None,
    pupils: Sequence[Pupil] | None = None,
    adults: Sequence[Adult] | None = None,
    guardians: Sequence[Guardian] | None = None,
    **more: Any,
) -> Round:
    """A round of one school; `families` gives the parents of each pupil, by default one pupil with two parents.

    Who is named by an id only is made up: pupils in the first group, adults for every id, a teacher for every id in
    the groups. A further word is a part of `Round` (separations, agreements, requests, availability) or a setting
    (slot_minutes, breaks ...).

    >>> len(tiny_round({"p1": ["a1"], "p2": ["a1", "a2"]}).adults)
    2
    """
    families = {"p1": ["a1", "a2"]} if families is None else families
    groups = groups or (group(),)
    parts = {name: more.pop(name) for name in ("separations", "agreements", "requests", "availability") if name in more}
    ties = tuple(guardians or (Guardian(pupil_id, one) for pupil_id, parents in families.items() for one in parents))
    pupil_ids = dict.fromkeys([*families, *(tie.pupil_id for tie in ties)])
    teacher_ids = dict.fromkeys(member.teacher_id for each in groups for member in each.teachers)
    return Round(
        school=SCHOOL,
        settings=settings(**more),
        windows=tuple(windows or (window(),)),
        teachers=tuple(teachers or (teacher(teacher_id) for teacher_id in teacher_ids)),
        groups=tuple(groups),
        pupils=tuple(pupils or (pupil(pupil_id, groups[0].group) for pupil_id in pupil_ids)),
        adults=tuple(adults or (adult(adult_id) for adult_id in dict.fromkeys(tie.adult_id for tie in ties))),
        guardians=ties,
        **parts,
    )
