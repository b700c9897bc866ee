"""Who and what meetings have to share: teachers who can stand in for each other, an adult, a room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.appointments import Appointment
    from scheduler.meetings import Meeting, Team

Kind = Literal["teacher", "adult", "room"]
KINDS = ("teacher", "adult", "room")


@dataclass(frozen=True, slots=True)
class Pool:
    """People of one kind (or rooms) of whom a meeting needs any one; `ids` are sorted."""

    kind: Kind
    ids: tuple[str, ...]

    def used(self, meeting: Meeting, team: Team) -> list[str]:
        """Those of the pool who are busy while that team holds the meeting."""
        ids: Iterable[str]
        if self.kind == "teacher":
            ids = team.teacher_ids
        elif self.kind == "adult":
            ids = meeting.adult_ids
        else:
            ids = (team.room,)
        return [each for each in ids if each in self.ids]

    def busy(self, appointment: Appointment) -> list[str]:
        """Those of the pool who are busy with the appointment."""
        ids: Iterable[str]
        if self.kind == "teacher":
            ids = appointment.teacher_ids
        elif self.kind == "adult":
            ids = appointment.adult_ids
        else:
            ids = (appointment.room,)
        return [each for each in ids if each in self.ids]


def pools_of(meetings: Sequence[Meeting], least: int = 2) -> list[tuple[Pool, list[Meeting]]]:
    """Every pool that `least` or more of the meetings need, with these: a teacher, teachers together, an adult, a room.

    Teachers who can stand in for each other are one pool, and so on with whoever can stand in for one of them.
    """
    found: dict[Pool, list[Meeting]] = {}
    sets = _stand_ins(meetings)
    for meeting in meetings:
        for pool in _needed_by(meeting, sets):
            found.setdefault(pool, []).append(meeting)
    ranked = sorted(found, key=lambda pool: (KINDS.index(pool.kind), len(pool.ids), pool.ids))
    return [(pool, found[pool]) for pool in ranked if len(found[pool]) >= least]


def _needed_by(meeting: Meeting, sets: Sequence[tuple[str, ...]]) -> Iterator[Pool]:
    for teacher_id in sorted(set.intersection(*({*team.teacher_ids} for team in meeting.teams))):
        yield Pool("teacher", (teacher_id,))
    for together in sets:
        if all(not set(together).isdisjoint(team.teacher_ids) for team in meeting.teams):
            yield Pool("teacher", together)
    for adult_id in meeting.adult_ids:
        yield Pool("adult", (adult_id,))
    rooms = {team.room for team in meeting.teams}
    if len(rooms) == 1 and rooms != {""}:
        yield Pool("room", (*rooms,))


def _stand_ins(meetings: Sequence[Meeting]) -> list[tuple[str, ...]]:
    """The sets of two or more teachers that are tied by meetings which any of them can hold."""
    leader: dict[str, str] = {}

    def find(one: str) -> str:
        leader.setdefault(one, one)
        while leader[one] != one:
            one = leader[one]
        return one

    for meeting in meetings:
        holders = [team.holder for team in meeting.teams if team.holder is not None]
        for other in holders[1:]:
            first, second = sorted((find(holders[0]), find(other)))
            leader[second] = first
    sets: dict[str, list[str]] = {}
    for one in sorted(leader):
        sets.setdefault(find(one), []).append(one)
    return [tuple(each) for each in sets.values() if len(each) > 1]
