"""What is to be solved: the meetings of a round, and every place that each may take on its own.

A place is a team, a window and a time. The rules that speak of one meeting (`forbids`) are applied here, so that
whatever comes after chooses only among places that are allowed.
"""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from scheduler.appointments import Appointment
from scheduler.constraints.table import RULES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from scheduler.appointments import Published
    from scheduler.constraints.rule import Rule, Stretch
    from scheduler.meetings import Meeting, Team
    from scheduler.round import Round, Window


GONE = -1
"""The position of a meeting that an adult was told of and that is no longer theirs."""


class Place(NamedTuple):
    """One way to hold a meeting: indices of its team and of the window, and the time in minutes since midnight.

    `missed` counts the adults of the meeting whose wishes it misses.
    """

    team: int
    window: int
    start_minute: int
    end_minute: int
    missed: int

    @property
    def where(self) -> tuple[int, int]:
        """Its team and window, whatever the time."""
        return self.team, self.window


@dataclass(frozen=True)
class Instance:
    """A round made ready for solving; `places[i]` are the places of `meetings[i]`, by window, start and team."""

    round: Round
    meetings: tuple[Meeting, ...]
    places: tuple[tuple[Place, ...], ...]
    published: Published = ()

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The position of a meeting, by meeting_id."""
        return {meeting.meeting_id: i for i, meeting in enumerate(self.meetings)}

    @cached_property
    def meetings_of_adult(self) -> Mapping[str, tuple[int, ...]]:
        """The positions of each adult's meetings, ascending; every adult has at least one."""
        found: dict[str, list[int]] = {}
        for i, meeting in enumerate(self.meetings):
            for adult_id in meeting.adult_ids:
                found.setdefault(adult_id, []).append(i)
        return {adult_id: tuple(found[adult_id]) for adult_id in sorted(found)}

    @cached_property
    def parties(self) -> Sequence[tuple[int, int]]:
        """The pairs of meetings about one pupil."""
        of_pupil: dict[str, list[int]] = {}
        for i, meeting in enumerate(self.meetings):
            of_pupil.setdefault(meeting.pupil_id, []).append(i)
        return [pair for row in of_pupil.values() for pair in combinations(row, 2)]

    @cached_property
    def kept_places(self) -> Mapping[str, tuple[tuple[int, Place | None], ...]]:
        """What each adult with a meeting was told: per meeting the place that changes nothing, None without one.

        A meeting that no longer exists for the adult has the position `GONE` and no place.
        """
        found: dict[str, list[tuple[int, Place | None]]] = {}
        for told in self.published:
            if told.adult_id not in self.meetings_of_adult:
                continue
            i = self.index.get(told.meeting_id, GONE)
            if i == GONE or told.adult_id not in self.meetings[i].adult_ids:
                found.setdefault(told.adult_id, []).append((GONE, None))
                continue
            same = [place for place in self.places[i] if place.start_minute == told.start_minute
                    and _says_the_same(self.appointment(i, place), told)]
            found.setdefault(told.adult_id, []).append((i, same[0] if same else None))
        return {adult_id: tuple(found[adult_id]) for adult_id in sorted(found)}

    @cached_property
    def places_at(self) -> Sequence[Mapping[tuple[int, int], Sequence[Place]]]:
        """Per meeting its places, by team and window."""
        found: list[dict[tuple[int, int], list[Place]]] = []
        for places in self.places:
            row: dict[tuple[int, int], list[Place]] = {}
            for place in places:
                row.setdefault(place.where, []).append(place)
            found.append(row)
        return found

    @cached_property
    def reach(self) -> Sequence[Mapping[tuple[int, int], int]]:
        """Per meeting, by team and window, all slots of the window that it could take there, as bits."""
        return [{at: self.slots_of_all(row) for at, row in places.items()} for places in self.places_at]

    @cached_property
    def adults_gone(self) -> int:
        """How many adults were told of meetings and have none any more: they must be told, whatever is planned."""
        return len({told.adult_id for told in self.published} - self.meetings_of_adult.keys())

    def team(self, i: int, place: Place) -> Team:
        """The teachers who would hold meeting `i` at that place."""
        return self.meetings[i].teams[place.team]

    def needed(self, where: Mapping[int, tuple[int, int]]) -> frozenset[tuple[str, int]]:
        """The teachers who are needed, each with the position of the window, if the meetings have these teams there."""
        return frozenset((teacher_id, window) for i, (team, window) in where.items()
                         for teacher_id in self.meetings[i].teams[team].teacher_ids)

    def parents_among(self, teachers: Collection[str]) -> frozenset[str]:
        """The adults who are one person with any of these teachers."""
        return frozenset(adult_id for one in teachers for adult_id in self._adults_of_teacher.get(one, ()))

    @cached_property
    def _adults_of_teacher(self) -> Mapping[str, list[str]]:
        """The adults who are one person with a teacher, for each teacher who is."""
        found: dict[str, list[str]] = {}
        for adult in self.round.adults:
            if adult.teacher_id is not None:
                found.setdefault(adult.teacher_id, []).append(adult.adult_id)
        return found

    def slots(self, place: Place) -> int:
        """The slots of its window that a place takes, as bits: bit k is the k-th slot."""
        return slots_of(self.round, self.round.windows[place.window], place.start_minute, place.end_minute)

    def slots_of_all(self, places: Iterable[Place]) -> int:
        """All slots that these places in one window take, as bits."""
        return functools.reduce(operator.or_, map(self.slots, places), 0)

    def busy(self, i: int, team: Team) -> frozenset[tuple[str, str]]:
        """Who and what meeting `i` keeps busy if that team holds it: staff, adults, the pupil, a room."""
        meeting = self.meetings[i]
        adults = [self.round.adult[adult_id] for adult_id in meeting.adult_ids]
        staff = {*team.teacher_ids, *(adult.teacher_id for adult in adults if adult.teacher_id is not None)}
        busy = {("staff", each) for each in staff} | {("adult", each) for each in meeting.adult_ids}
        busy.add(("pupil", meeting.pupil_id))
        return frozenset(busy | ({("room", team.room)} if team.room else set()))

    def appointment(self, i: int, place: Place) -> Appointment:
        """Meeting `i` at that place."""
        meeting, team = self.meetings[i], self.team(i, place)
        return Appointment(
            meeting.meeting_id, meeting.pupil_id, meeting.adult_ids, team.teacher_ids,
            self.round.windows[place.window].date, place.start_minute, place.end_minute, team.room, meeting.modality,
        )


def instance_of(round: Round, meetings: Sequence[Meeting], published: Published = ()) -> Instance:
    """The instance of these meetings of the round, with every place that the rules allow each on its own."""
    rules = [rule for rule in RULES if rule.forbids is not None]
    known: dict[object, Sequence[Place]] = {}
    places = tuple(tuple(_places(round, meeting, rules, known)) for meeting in meetings)
    return Instance(round, tuple(meetings), places, tuple(published))


def starts(round: Round, window: Window, minutes: int) -> range:
    """The slots of a window at which a meeting of that length may start, in minutes since midnight."""
    return range(window.start_minute, window.end_minute - minutes + 1, round.settings.slot_minutes)


def slots_of(round: Round, window: Window, start_minute: int, end_minute: int) -> int:
    """The slots of a window that a stretch of it takes, as bits: bit k is the k-th slot."""
    slot = round.settings.slot_minutes
    return ((1 << (end_minute - start_minute) // slot) - 1) << (start_minute - window.start_minute) // slot


def _places(
    round: Round, meeting: Meeting, rules: Sequence[Rule], known: dict[object, Sequence[Place]]
) -> Iterator[Place]:
    """The places of a meeting; in most windows they are `known`, as they are those of another one."""
    for w, window in enumerate(round.windows):
        stretches = tuple(tuple(_forbidden(round, meeting, team, window, rules)) for team in meeting.teams)
        wishes = tuple(_wishes(round, meeting, window))
        likeness = w, meeting.minutes, stretches, wishes
        if likeness not in known:
            known[likeness] = list(_places_in(round, w, meeting.minutes, stretches, wishes))
        yield from known[likeness]


def _places_in(
    round: Round, w: int, minutes: int, stretches: Sequence[Sequence[Stretch]], wishes: Sequence[Sequence[Stretch]]
) -> Iterator[Place]:
    """Those in the w-th window, by start and team, but for the forbidden `stretches` of each team."""
    window = round.windows[w]
    for start in starts(round, window, minutes):
        end = start + minutes
        missed = sum(not any(a <= start and end <= b for a, b in preferred) for preferred in wishes)
        for t, row in enumerate(stretches):
            if not any(start < b and a < end for a, b in row):
                yield Place(t, w, start, end, missed)


def _forbidden(
    round: Round, meeting: Meeting, team: Team, window: Window, rules: Sequence[Rule]
) -> list[Stretch]:
    return [stretch for rule in rules if rule.forbids for stretch in rule.forbids(round, meeting, team, window)]


def _wishes(round: Round, meeting: Meeting, window: Window) -> Iterator[tuple[Stretch, ...]]:
    """Per adult who has wishes at all, the stretches preferred on that date."""
    for adult_id in meeting.adult_ids:
        rows = [row for row in round.availability_of.get(adult_id, ()) if row.kind == "preferred"]
        if rows:
            yield tuple((row.start_minute, row.end_minute) for row in rows if row.on(window.date))


def _says_the_same(appointment: Appointment, told: object) -> bool:
    parts = ("teacher_ids", "date", "start_minute", "end_minute", "room", "modality")
    return all(getattr(appointment, part) == getattr(told, part) for part in parts)
