"""Staying: what was published and may stand stays, and the fewest others move, which is proven.

Where only those move who must be told of a change anyway, every plan that moves so few keeps the rest as it is: then
the least of the costs that come later, found among these plans, is the least of all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.costs import adjacent
from scheduler.solver.around import Around
from scheduler.solver.arrangements import families_of
from scheduler.solver.cpsat import Effort
from scheduler.solver.leaving import Leaving
from scheduler.solver.lexicographic import Found
from scheduler.solver.options import HELD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from scheduler.solver.arrangements import Family
    from scheduler.solver.clock import Clock
    from scheduler.solver.instance import Instance, Place

AROUND, LEAVING, REFINING = 0.7, 4.0, 0.3
"""Deterministic seconds for the costs that come after `moved`, for each proof of who else must move, and then for a
better plan that moves the same people."""

MOST_ROUNDS = 6
"""How often further families may be found to move before the search for the fewest stops."""


class Staying:
    """The published round of an instance: who is `forced` to hear of a change, and what all others keep.

    `order` are the costs. Who else must move is asked only where all `HELD` costs come before `moved`, and no others.
    """

    def __init__(self, instance: Instance, order: Sequence[str], seed: int, clock: Clock) -> None:
        self._instance = instance
        self._seed = seed
        self._clock = clock
        at = order.index("moved") + 1
        self._before, self._behind = order[:at], order[at:]
        self._later = [key for key in self._behind if key not in HELD]
        held = frozenset(HELD)
        self._bounded = held.issuperset(self._before[:-1])
        self._provable = self._bounded and held.isdisjoint(self._behind)
        # Where leaving a meeting out or siblings apart may still buy another cost, no bound of that one holds here.
        self._complete = {*self._before, *self._behind[:len(HELD) + 1 - at]} == held | {"moved"}
        self._listed: tuple[object, Around] | None = None
        self._open = [i for i, places in enumerate(instance.places) if places]
        self.forced = forced_adults(instance)
        self.kept = kept_places(instance, set(self.forced))
        # Told one thing to one adult and another to the next, a meeting stays for one of them at most.
        self._unsure = {i for row in instance.kept_places.values() for i, place in row
                        if place is not None and self.kept.get(i, place) != place}

    @property
    def floors(self) -> Mapping[str, int]:
        """What the costs up to `moved` are at least: of meetings without any place, and of the adults forced."""
        hopeless = [m.mandatory for m, places in zip(self._instance.meetings, self._instance.places, strict=True)
                    if not places]
        known = {"unplaced_mandatory": sum(hopeless), "unplaced_optional": len(hopeless) - sum(hopeless),
                 "siblings_apart": 0, "moved": len(self.forced)}
        return {key: known[key] for key in self._before} if self._bounded else {}

    def plans(self) -> Iterator[Found]:
        """Ever better plans, each with the bounds that are proven by then; none where nothing was found in time.

        A plan is `closed` where the costs up to `moved` are proven least.
        """
        if not any(self._apart_as_told(family) for family in self._families()):
            around = self._around(self._open, self.kept, frozenset())
            effort = Effort(AROUND, seed=self._seed)
            chosen, bounds = around.minimize(effort, self._clock, quick=self._provable)
            if chosen is not None:
                together = dict.fromkeys((key for key in HELD if key in self._behind), 0)
                later = {key: {**together, **bounds}.get(key, 0) for key in self._behind} if self._complete else {}
                yield Found(chosen, {**self.floors, **later}, closed=self._bounded)
                return
        if self._provable:
            yield from self._least()

    def _least(self) -> Iterator[Found]:
        """The fewest who must be told where those who are forced do not do, then the best among such plans."""
        leaving = Leaving(self._instance, self._before, self.floors, self.kept, Effort(LEAVING, seed=self._seed),
                          self._clock)
        moving = [family for family in self._families() if not self._stays(family) or self._apart_as_told(family)]
        for _ in range(MOST_ROUNDS):
            found, left = leaving.least(moving)
            yield Found(None, found.bounds, closed=False)
            if found.chosen is None:
                return
            if not left:
                yield found
                yield from self._refined(found)
                return
            if not found.closed:
                return
            moving = [*moving, *left]

    def _refined(self, found: Found) -> Iterator[Found]:
        """The same adults told and apart, the same meetings placed, the costs that come later better."""
        assert found.chosen is not None
        moved = {adult_id for adult_id, row in self._instance.kept_places.items()
                 if any(place is None or found.chosen.get(i) != place for i, place in row)}
        kept = kept_places(self._instance, moved)
        apart = frozenset(adult_id for family in families_of(self._instance, sorted(found.chosen))
                          for adult_id in adults_apart(family, found.chosen))
        around = self._around(sorted(found.chosen), kept, apart)
        better = around.better(found.chosen, Effort(REFINING, seed=self._seed), self._clock)
        yield Found(better, found.bounds, found.closed)

    def _around(self, meetings: Sequence[int], kept: Mapping[int, Place], apart: frozenset[str]) -> Around:
        """All arrangements around what stays; listed once where it is asked for twice."""
        asked = meetings, kept, apart
        if self._listed is None or self._listed[0] != asked:
            self._listed = asked, Around(self._instance, meetings, kept, apart, self._later)
        return self._listed[1]

    def _families(self) -> list[Family]:
        return families_of(self._instance, self._open)

    def _stays(self, family: Family) -> bool:
        return all(i in self.kept and i not in self._unsure for i in family.meetings)

    def _apart_as_told(self, family: Family) -> bool:
        return self._stays(family) and bool(adults_apart(family, self.kept))


def forced_adults(instance: Instance) -> list[str]:
    """The adults who must be told of a change whatever is planned: an appointment of theirs cannot stand."""
    return [adult_id for adult_id, row in instance.kept_places.items() if any(place is None for _, place in row)]


def kept_places(instance: Instance, moved: Collection[str]) -> dict[int, Place]:
    """The places of the meetings that stay because somebody who is not `moved` was told of them."""
    return {i: place for adult_id, row in instance.kept_places.items() if adult_id not in moved
            for i, place in row if place is not None}


def adults_apart(family: Family, arrangement: Mapping[int, Place]) -> list[str]:
    """The adults of the family whose meetings there are not all adjacent on one date."""
    instance = family.instance
    rows = {adult_id: sorted((instance.appointment(i, arrangement[i]) for i in meetings),
                             key=lambda it: (it.date, it.start_minute, it.end_minute))
            for adult_id, meetings in family.adults.items()}
    return [adult_id for adult_id, row in rows.items() if not adjacent(instance.round, row)]
