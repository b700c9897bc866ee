"""More conversations than places: counts that a person can follow, and that prove that not all of them fit.

Some conversations can only be held at certain times of certain people. Where they are more than the places there, one
of them has to be left out, whatever the plan (the marriage theorem of Hall).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.explanations.capacity import most_meetings
from scheduler.explanations.matching import augment
from scheduler.explanations.pools import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.appointments import Appointment
    from scheduler.explanations.capacity import Region, Where
    from scheduler.explanations.matching import Cell, Cells
    from scheduler.explanations.pools import Pool
    from scheduler.explanations.times import Offer
    from scheduler.meetings import Meeting
    from scheduler.round import Round


@dataclass(frozen=True, slots=True)
class Lengths:
    """That meetings differ in length: how many minutes they take together, and the places for the shortest.

    `longest` is what those about `pupil_ids` take.
    """

    minutes: int
    shortest: int
    places: int
    longest: int
    pupil_ids: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many minutes there are too few."""
        return self.minutes - self.shortest * self.places


@dataclass(frozen=True, slots=True, eq=False)
class Shortage:
    """Meetings, sorted by id, that can only be held where there are fewer places than they are.

    `region` is where. `breaks` and `limit` say that the places are so few because of a teacher's breaks, or of the
    most meetings a day; `lengths` is set where they differ and a limit does not make that idle.
    """

    pool: Pool
    meeting_ids: tuple[str, ...]
    places: int
    region: Region
    breaks: bool = False
    limit: bool = False
    lengths: Lengths | None = None

    @property
    def rank(self) -> tuple[int, int, int, tuple[str, ...]]:
        """How well it explains, the least best: few meetings, few places for them, teachers rather than rooms."""
        return len(self.meeting_ids), self.places, KINDS.index(self.pool.kind), self.pool.ids

    @property
    def missing(self) -> int:
        """How many meetings stay without a place, at least."""
        return len(self.meeting_ids) - self.places


class Demand:
    """All the meetings that need a pool whatever the plan, with the times that each can have there."""

    def __init__(
        self, round: Round, pool: Pool, meetings: Iterable[tuple[Meeting, Sequence[tuple[Offer, int]]]]
    ) -> None:
        """Take meetings that need the pool, each with its offers and, as bits, the starts open in them."""
        self._round = round
        self._pool = pool
        self._minutes: dict[str, int] = {}
        self._pupil: dict[str, str] = {}
        self._starts: dict[str, dict[Where, int]] = {}
        for meeting, offers in meetings:
            starts = self._in_pool(meeting, offers)
            if starts:
                self._minutes[meeting.meeting_id] = meeting.minutes
                self._pupil[meeting.meeting_id] = meeting.pupil_id
                self._starts[meeting.meeting_id] = starts
        slot = round.settings.slot_minutes
        self._slots = {
            meeting_id: {key: _spread(bits, self._minutes[meeting_id] // slot) for key, bits in starts.items()}
            for meeting_id, starts in self._starts.items()
        }

    @property
    def count(self) -> int:
        """How many meetings there are that can have a time at all."""
        return len(self._starts)

    def by_meeting(self, held: Sequence[Appointment] = ()) -> dict[str, Shortage]:
        """The shortage of the fewest meetings that each belongs to; a meeting in none is absent."""
        found: dict[str, Shortage] = {}
        within = (self.shortage_within(region) for region in self.regions())
        for shortage in (*self.shortages(held), *within):
            for meeting_id in shortage.meeting_ids if shortage else ():
                before = found.get(meeting_id)
                if shortage and (before is None or shortage.rank < before.rank):
                    found[meeting_id] = shortage
        return found

    def shortages(self, held: Sequence[Appointment] = ()) -> Iterator[Shortage]:
        """Every shortage that matching meetings with places shows, each meeting in one at most.

        `held` are appointments to begin from, so that a meeting without one is in the shortage where there is any.
        """
        if self._plenty():
            return
        cells = self._cells()
        owner = self._owners(held, cells)
        matched, told = set(owner.values()), set[str]()
        for meeting_id in sorted(cells):
            if meeting_id in matched or meeting_id in told:
                continue
            stuck = augment(meeting_id, cells, owner)
            if stuck is not None:
                bound = tuple(each for each in sorted(cells) if cells[each] <= stuck)
                told.update(bound)
                region = self.union(bound)
                places = min(len(stuck), self._most(bound, region))
                yield Shortage(self._pool, bound, places, region, lengths=self._lengths(bound, region))

    def shortage_within(self, region: Region) -> Shortage | None:
        """The shortage of the meetings that can only be held in that region, breaks and limits counted, if any."""
        bound = tuple(meeting_id for meeting_id, slots in sorted(self._slots.items())
                      if all(not bits & ~region.get(key, 0) for key, bits in slots.items()))
        if not bound:
            return None
        taken = self.union(bound)
        simple = self._most(bound, taken)
        with_breaks = self._most(bound, taken, breaks=True)
        places = self._most(bound, taken, breaks=True, limit=True)
        if places >= len(bound):
            return None
        limit, breaks = places < with_breaks, with_breaks < simple
        lengths = None if limit else self._lengths(bound, taken, breaks=breaks)
        return Shortage(self._pool, bound, places, taken, breaks=breaks, limit=limit, lengths=lengths)

    def _most(self, bound: Sequence[str], region: Region, *, breaks: bool = False, limit: bool = False) -> int:
        """At most so many of these meetings can be held in the region."""
        lengths = sorted(self._minutes[meeting_id] for meeting_id in bound)
        return min(len(bound), most_meetings(self._round, self._pool, region, lengths, breaks=breaks, limit=limit))

    def _lengths(self, bound: Sequence[str], region: Region, *, breaks: bool = False) -> Lengths | None:
        lengths = [self._minutes[meeting_id] for meeting_id in bound]
        shortest, longest = min(lengths), max(lengths)
        if shortest == longest:
            return None
        minutes = sum(bits.bit_count() for bits in region.values()) * self._round.settings.slot_minutes
        many = [shortest] * (minutes // shortest + 1)
        return Lengths(
            sum(lengths), shortest,
            most_meetings(self._round, self._pool, region, many, breaks=breaks, limit=False), longest,
            tuple(dict.fromkeys(self._pupil[each] for each in bound if self._minutes[each] == longest)))

    def regions(self) -> Iterator[Region]:
        """Parts of the pool's time that are worth a count: windows and dates that some meeting must be in, and all."""
        everything = self.union(self._slots)
        windows = dict.fromkeys(window for _, window in everything)
        bound = [{window for _, window in slots} for slots in self._slots.values()]
        for each in windows:
            if {each} in bound:
                yield {key: bits for key, bits in everything.items() if key[1] == each}
        dates = dict.fromkeys(window.date for window in windows)
        if 1 < len(dates) < len(windows):
            bound_dates = [{window.date for window in each} for each in bound]
            for date in dates:
                if {date} in bound_dates:
                    yield {key: bits for key, bits in everything.items() if key[1].date == date}
        if len(windows) > 1:
            yield everything

    def union(self, meeting_ids: Iterable[str]) -> Region:
        """All the slots that these meetings could take, by window."""
        found: dict[Where, int] = {}
        for meeting_id in meeting_ids:
            for key, bits in self._slots.get(meeting_id, {}).items():
                found[key] = found.get(key, 0) | bits
        return dict(sorted(found.items(), key=lambda item: (item[0][1].date, item[0][1].start_minute, item[0][0])))

    def _in_pool(self, meeting: Meeting, offers: Sequence[tuple[Offer, int]]) -> dict[Where, int]:
        found: dict[Where, int] = {}
        for offer, bits in offers:
            if bits:
                for one in self._pool.used(meeting, offer.team):
                    found[one, offer.window] = found.get((one, offer.window), 0) | bits
        return found

    def _plenty(self) -> bool:
        """Whether it shows at once that each meeting has a place whatever places the others take."""
        size = self._cell_slots()
        fewest = min((sum(-(-bits.bit_count() // size) for bits in starts.values())
                      for starts in self._starts.values()), default=0)
        return fewest >= len(self._starts)

    def _cells(self) -> Cells:
        """Per meeting the places it can have, such that no two meetings that keep the rules ever share one.

        Two of the same person begin at least the shortest meeting apart, so a place is as long as that.
        """
        size = self._cell_slots()
        return {
            meeting_id: frozenset(
                (one, window.date.toordinal(), window.start_minute, k // size)
                for (one, window), bits in starts.items() for k in _bits(bits)
            )
            for meeting_id, starts in self._starts.items()
        }

    def _cell_slots(self) -> int:
        return min(self._minutes.values(), default=1) // self._round.settings.slot_minutes or 1

    def _owners(self, held: Sequence[Appointment], cells: Cells) -> dict[Cell, str]:
        minutes = self._cell_slots() * self._round.settings.slot_minutes
        found: dict[Cell, str] = {}
        for it in held:
            for window in self._round.windows:
                inside = window.start_minute <= it.start_minute and it.end_minute <= window.end_minute
                if window.date == it.date and inside:
                    k = (it.start_minute - window.start_minute) // minutes
                    for one in self._pool.busy(it)[:1]:
                        cell = (one, window.date.toordinal(), window.start_minute, k)
                        if cell in cells.get(it.meeting_id, ()):
                            found[cell] = it.meeting_id
        return found


def _spread(starts: int, size: int) -> int:
    """The slots that a meeting of so many slots takes from any of these starts."""
    slots = 0
    for k in range(size):
        slots |= starts << k
    return slots


def _bits(bits: int) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
