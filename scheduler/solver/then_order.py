"""Then order: each date on its own, its meetings put in time with no teacher idle; then the dates that resist.

Dates are independent of one another, so several are ordered at once.
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from itertools import takewhile
from typing import TYPE_CHECKING, TypeVar

from scheduler.solver.arrangements import families_of
from scheduler.solver.cpsat import Effort
from scheduler.solver.options import SHARED
from scheduler.solver.patterns import idle_less, order_all, order_most, patterns_of
from scheduler.solver.resisting import Core, Resisting
from scheduler.solver.waiting import WAITING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from scheduler.solver.arrangements import Arrangement, Family
    from scheduler.solver.assignment import Assignment
    from scheduler.solver.clock import Clock
    from scheduler.solver.instance import Instance, Place
    from scheduler.solver.names import Key, Patterns, Where


Answered = TypeVar("Answered")

DATE_EFFORT, ROUGH_EFFORT = 3.0, 0.8
"""Deterministic seconds for a hundred meetings: what is not found in these seldom is in more."""

FEW = 4
"""How often a date that resists is tried with teachers idle in more of its windows."""

MOST = 250
"""For dates with more meetings more effort seldom finds an order."""

NEARLY = 0.9
"""The share of a date's meetings that must have a place for it to be nearly ordered."""

LARGE = 150
"""For dates with more meetings more effort seldom finds who is left out without idle time."""


class Order:
    """Puts an assignment in time: every family in its least arrangements of the costs in `first`, `order` being all.

    With `waiting` a date on which that cannot be is ordered so that only the costs before idle time are least.
    """

    def __init__(
        self, instance: Instance, first: Sequence[str], order: Sequence[str], workers: int, seed: int, clock: Clock,
    ) -> None:
        self._instance = instance
        self._first = first
        self._before = list(takewhile(lambda key: key not in SHARED, order))
        self._after = [key for key in first if key not in self._before]
        self._workers = workers
        self._seed = seed
        self._clock = clock
        self.waiting = "wishes_missed" in self._after
        self._known: dict[object, Mapping[int, Place] | None] = {}
        self._rough: dict[object, Mapping[int, Place]] = {}
        self._certain: dict[object, Sequence[Core]] = {}
        self._known_cores: dict[object, Sequence[Core]] = {}

    @property
    def kept(self) -> Sequence[str]:
        """The costs at whose least every family is to be."""
        return self._before if self.waiting else self._first

    def roughly(self, assignment: Assignment) -> Mapping[int, Place]:
        """All dates in time, those that cannot be without idle time as they go."""
        dates, found = dates_of(self._instance, assignment.where), self._dates(assignment)
        places = _of_all(found)
        for date, meetings in dates.items():
            if found[date] is None:
                places |= self._as_it_goes(meetings, assignment)
        return places

    def ordered(self, assignment: Assignment) -> Mapping[int, Place]:
        """The meetings of all dates that can be ordered without idle time."""
        return _of_all(self._dates(assignment))

    def cores(self, assignment: Assignment) -> list[Core]:
        """Of each date that cannot be ordered, rows of teachers that resist."""
        return [core for found in self._each_date(self._resisting, assignment).values() for core in found]

    def _dates(self, assignment: Assignment) -> Mapping[dt.date, Mapping[int, Place] | None]:
        """Each date in time without idle time, None where none was found."""
        return self._each_date(self._gapless, assignment)

    def _each_date(
        self, ask: Callable[[Sequence[int], Assignment], Answered], assignment: Assignment
    ) -> Mapping[dt.date, Answered]:
        """What is answered of the meetings of each date."""
        dates = dates_of(self._instance, assignment.where)
        with ThreadPoolExecutor(self._workers) as pool:
            answered = pool.map(lambda meetings: ask(meetings, assignment), dates.values())
            return dict(zip(dates, answered, strict=True))

    def _resisting(self, meetings: Sequence[int], assignment: Assignment) -> Sequence[Core]:
        """Rows of these meetings' teachers that resist; none where they can be ordered, or where none are known."""
        if self._gapless(meetings, assignment) is not None:
            return ()
        if self.waiting and (certain := self._certain.get(self._told(meetings, assignment))) is not None:
            return certain
        patterns, wider = (self._patterns(meetings, assignment, row) for row in (self.kept, self._before))
        return self._cores(meetings, assignment, patterns, wider) if all(patterns.values()) else ()

    def _cores(
        self, meetings: Sequence[int], assignment: Assignment, patterns: Patterns, wider: Patterns
    ) -> Sequence[Core]:
        """Rows that resist in these patterns, and whether in the wider ones too; looked for once."""
        # The more costs a family is least in the fewer patterns it has of its wider ones: so their number tells them.
        key = self._told(meetings, assignment), tuple(map(len, patterns.values()))
        if key not in self._known_cores:
            resisting = Resisting(self._instance, patterns, self._seed, self._clock, assignment.idle)
            self._known_cores[key] = resisting.cores(wider)
        return self._known_cores[key]

    def _gapless(self, meetings: Sequence[int], assignment: Assignment) -> Mapping[int, Place] | None:
        told = self._told(meetings, assignment)
        found = None
        for waiting, order in (False, self._at_least), (True, self._waiting_in_few):
            if found is None and waiting <= self.waiting:
                if (waiting, told) not in self._known:
                    self._known[waiting, told] = order(meetings, assignment)
                found = self._known[waiting, told]
        return found

    def _at_least(self, meetings: Sequence[int], assignment: Assignment) -> Mapping[int, Place] | None:
        """No teacher idle, and every family at the least of all its costs."""
        patterns = self._patterns(meetings, assignment, self._first)
        return self._order_all(meetings, assignment, patterns)

    def _waiting_in_few(self, meetings: Sequence[int], assignment: Assignment) -> Mapping[int, Place] | None:
        """No teacher idle, and only those wait who meet teachers that resist else; if that cannot be, anybody."""
        at_least, wider = (self._patterns(meetings, assignment, row) for row in (self._first, self._before))
        anyhow = {family.meetings: row for family, row in wider.items()}
        patterns = {family: row or anyhow[family.meetings] for family, row in at_least.items()}
        waiting: set[tuple[int, ...]] = set()
        for _ in range(FEW):
            if self._clock.over or not all(patterns.values()):
                break
            cores = self._cores(meetings, assignment, patterns, wider)
            certain = [core for core in cores if core.certain]
            if certain:
                # Whoever waits, these rows resist.
                self._certain[self._told(meetings, assignment)] = certain
                return None
            resisting = Resisting(self._instance, patterns, self._seed, self._clock)
            among = resisting.families_in(frozenset().union(*(core.keys for core in cores)))
            if waiting.issuperset(family.meetings for family in among):
                # None of them wait that have not been let already: it would be the same question.
                break
            waiting.update(family.meetings for family in among)
            patterns |= {family: anyhow[family.meetings] for family in among}
            found = self._order_all(meetings, assignment, patterns, self._after)
            if found is not None:
                return found
        return self._order_all(meetings, assignment, wider, self._after)

    def _order_all(
        self, meetings: Sequence[int], assignment: Assignment, patterns: Patterns, least: Sequence[str] = ()
    ) -> Mapping[int, Place] | None:
        effort = self._effort(DATE_EFFORT, meetings[:MOST])
        return order_all(
            self._instance, patterns, effort, self._clock, gapless=True, most=assignment.idle, least=least)

    def _told(self, meetings: Sequence[int], assignment: Assignment) -> object:
        """All that the assignment says of these meetings."""
        mine = set(meetings)
        most = tuple((row, tuple(costs.items())) for row, costs in assignment.most.items() if not mine.isdisjoint(row))
        where = tuple((i, assignment.where[i]) for i in meetings)
        windows = {window for _, (_, window) in where}
        idle = tuple((key, minutes) for key, minutes in assignment.idle.items() if key[1] in windows)
        waits = tuple((row, minutes) for row, minutes in assignment.waits.items() if not mine.isdisjoint(row))
        return where, most, idle, waits

    def _as_it_goes(self, meetings: Sequence[int], assignment: Assignment) -> Mapping[int, Place]:
        """All placed and teachers idle in few windows; else nobody idle and few families left out; else as it goes."""
        key = self.waiting, self._told(meetings, assignment)
        if key not in self._rough:
            self._rough[key] = (
                self._idle_in_few(meetings, assignment)
                or self._without_few(meetings, assignment, gapless=True)
                or self._without_few(meetings, assignment, gapless=False)
                or {})
        return self._rough[key]

    def _without_few(
        self, meetings: Sequence[int], assignment: Assignment, *, gapless: bool
    ) -> Mapping[int, Place] | None:
        """Few families left out; where `gapless` nobody idle, and none if that leaves out more than few."""
        if self._clock.over:
            return None
        patterns = self._patterns(meetings, assignment, self._before)
        effort = self._effort(DATE_EFFORT, meetings[:LARGE] if gapless else meetings)
        found = order_most(self._instance, patterns, effort, self._clock, gapless=gapless, most=assignment.idle)
        return None if found is None or (gapless and len(found) < NEARLY * len(meetings)) else found

    def _idle_in_few(self, meetings: Sequence[int], assignment: Assignment) -> Mapping[int, Place] | None:
        """All placed and no teacher idle but in the windows that resist, few if it can be; None if none was found."""
        for first in dict.fromkeys((tuple(self.kept), tuple(self._before))):
            patterns = self._patterns(meetings, assignment, first)
            glance = self._effort(ROUGH_EFFORT, meetings)
            found = order_all(self._instance, patterns, glance, self._clock, gapless=False)
            if found is None or self._clock.over:
                continue
            idle: frozenset[Key] = frozenset()
            resisting = Resisting(self._instance, patterns, self._seed, self._clock)
            for _ in range(FEW):
                rows = [] if self._clock.over else resisting.rows(idle)
                idle = idle.union(*rows)
                fewer = None if not rows else order_all(
                    self._instance, patterns, glance, self._clock, gapless=True, but=idle)
                if fewer is not None or not rows:
                    break
            if fewer is None:
                fewer, idle = found, self._instance.needed({i: p.where for i, p in found.items()})
            return idle_less(self._instance, patterns, fewer, idle, self._effort(DATE_EFFORT, meetings), self._clock)
        return None

    def _patterns(
        self, meetings: Sequence[int], assignment: Assignment, first: Sequence[str]
    ) -> dict[Family, Sequence[Arrangement]]:
        return {
            family: patterns_of(family, [{i: assignment.where[i] for i in family.meetings}], first,
                                _most_of(family, assignment, first))
            for family in families_of(self._instance, meetings, assignment.apart)
        }

    def _effort(self, most: float, meetings: Sequence[int]) -> Effort:
        return effort_for(most, meetings, self._seed)


def _most_of(family: Family, assignment: Assignment, first: Sequence[str]) -> Mapping[str, int] | None:
    """What the family may cost where that is more than its least."""
    most = assignment.most.get(family.meetings)
    if family.meetings in assignment.waits and WAITING in first:
        return {**(most or {}), WAITING: assignment.waits[family.meetings]}
    return most


def _of_all(dates: Mapping[dt.date, Mapping[int, Place] | None]) -> dict[int, Place]:
    """The meetings of these dates, but for those that could not be ordered."""
    return {i: place for chosen in dates.values() for i, place in (chosen or {}).items()}


def effort_for(most: float, meetings: Sequence[int], seed: int) -> Effort:
    """So many deterministic seconds for each hundred of a date's meetings, and no fewer for fewer."""
    return Effort(most * max(1.0, len(meetings) / 100), seed=seed)


def dates_of(instance: Instance, where: Mapping[int, Where]) -> dict[dt.date, list[int]]:
    """The positions of the meetings assigned to each date, ascending."""
    found: dict[dt.date, list[int]] = defaultdict(list)
    for i, (_, window) in sorted(where.items()):
        found[instance.round.windows[window].date].append(i)
    return {date: found[date] for date in sorted(found)}
