"""A quick proof that not everyone fits, by counting minutes: no solver, a fraction of a second.

Each conversation needs its minutes from a teacher in a window in which it may be held; what a teacher has in a window
is counted with the breaks that the rules demand. Where even the minutes do not fit, spread as one likes, no plan does.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from scheduler.meetings import meetings_of
from scheduler.solver.instance import instance_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.round import Round

Teacher = str
Shift = tuple[Teacher, int]
"""A teacher in a window, by its place in the round."""


@dataclass(frozen=True)
class Minutes:
    """What is needed and what there is: `needed` minutes by the shifts that may give them, `there` by shift.

    `homeless` counts the meetings that no window has a place for, whatever else happens.
    """

    needed: Mapping[frozenset[Shift], int]
    there: Mapping[Shift, int]
    homeless: int

    def lacking(self, windows: Iterable[int]) -> int:
        """The minutes that certainly find no place where only these windows are used; 0 proves nothing."""
        open_windows = frozenset(windows)
        needed: dict[frozenset[Shift], int] = defaultdict(int)
        for shifts, minutes in self.needed.items():
            needed[frozenset(shift for shift in shifts if shift[1] in open_windows)] += minutes
        return sum(needed.values()) - _most_given(needed, self.there)


def minutes_of(round: Round) -> Minutes:
    """The minutes of a round; meetings that have no place at all are left out of them."""
    meetings = meetings_of(round)
    instance = instance_of(round, meetings)
    needed: dict[frozenset[Shift], int] = defaultdict(int)
    stretches: dict[Shift, set[tuple[int, int]]] = defaultdict(set)
    longest: dict[Shift, int] = defaultdict(int)
    for meeting, places in zip(meetings, instance.places, strict=True):
        # One teacher of a team is counted for all: the others may only make it harder.
        shifts = [(meeting.teams[place.team].teacher_ids[0], place.window) for place in places]
        if shifts:
            needed[frozenset(shifts)] += meeting.minutes
        for shift, place in zip(shifts, places, strict=True):
            stretches[shift].add((place.start_minute, place.end_minute))
            longest[shift] = max(longest[shift], meeting.minutes)
    there = {shift: _room(round, stretches[shift], longest[shift]) for shift in stretches}
    return Minutes(dict(needed), there, sum(not places for places in instance.places))


def _room(round: Round, stretches: set[tuple[int, int]], longest: int) -> int:
    """The most minutes of meetings that fit in these stretches, if no meeting is longer than `longest`."""
    total, last, gaps = 0, -1, 0
    for start, end in sorted(stretches):
        gaps += last >= 0 and start > last
        total += max(0, end - max(start, last))
        last = max(last, end)
    breaks = round.settings.breaks
    if breaks is None or gaps:
        return total
    room = total
    while room > 0 and room + (ceil(ceil(room / longest) / breaks.after_meetings) - 1) * breaks.minutes > total:
        room -= 1
    return room


def _most_given(needed: Mapping[frozenset[Shift], int], there: Mapping[Shift, int]) -> int:
    """The most minutes that can be given: a maximum flow, by shortest paths on which more can be given."""
    wants = list(needed.items())
    left = dict(there)
    given: dict[Shift, dict[int, int]] = defaultdict(dict)
    total = 0
    for at, (_, minutes) in enumerate(wants):
        rest = minutes
        while rest and (path := _path(at, wants, left, given)):
            amount = min(rest, left[path[-1][1]], *(given[shift][to] for shift, to in _taken(path)))
            for want, shift in path:
                given[shift][want] = given[shift].get(want, 0) + amount
            for shift, want in _taken(path):
                given[shift][want] -= amount
            left[path[-1][1]] -= amount
            rest -= amount
            total += amount
    return total


Path = list[tuple[int, Shift]]


def _taken(path: Path) -> list[tuple[Shift, int]]:
    """What is taken back along the path: each shift but the last gives less to the one that moves on."""
    return [(shift, path[at + 1][0]) for at, (_, shift) in enumerate(path[:-1])]


def _path(
    at: int, wants: list[tuple[frozenset[Shift], int]], left: Mapping[Shift, int],
    given: Mapping[Shift, Mapping[int, int]],
) -> Path | None:
    """The way from who wants to a shift that has minutes left, by way of others who move on."""
    came: dict[Shift, tuple[int, Shift | None]] = {}
    queue: deque[tuple[int, Shift | None]] = deque([(at, None)])
    seen = {at}
    while queue:
        want, through = queue.popleft()
        for shift in sorted(wants[want][0] - came.keys()):
            came[shift] = (want, through)
            if left[shift] > 0:
                return _back(shift, came)
            for other, amount in given.get(shift, {}).items():
                if amount > 0 and other not in seen:
                    seen.add(other)
                    queue.append((other, shift))
    return None


def _back(shift: Shift, came: Mapping[Shift, tuple[int, Shift | None]]) -> Path:
    path: Path = []
    at: Shift | None = shift
    while at is not None:
        want, before = came[at]
        path.append((want, at))
        at = before
    return path[::-1]
