"""Gaps: what is missing in an ordered date filled in bit by bit, a few teachers' families at a time.

A date too large to be ordered without idle time at once often can be so nearly; then each family that found no place
and each gap of a teacher is solved anew with what is near it. The work grows with these and not with the school.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.costs import idle_minutes
from scheduler.solver.cpsat import Effort, solve
from scheduler.solver.neighbourhood import beside, of_teachers, with_families
from scheduler.solver.objective import Objective
from scheduler.solver.patterns import pattern_model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scheduler.solver.arrangements import Where
    from scheduler.solver.clock import Clock
    from scheduler.solver.instance import Instance, Place
    from scheduler.solver.repair import Repair

SIZES = (30, 60, 120)
"""Meetings freed around a gap: first few, then more."""

SHARE = 0.01
"""Deterministic seconds for each meeting freed."""

FILLED_AT_ONCE = 40
"""Meetings that are filled in together."""

UNPLACED = 10_000
"""What a meeting without a place weighs against a minute of idle time."""


class Gaps:
    """The gaps of an assignment: `where` says in which window a meeting is to be, `repair` where else it could be."""

    def __init__(
        self, instance: Instance, where: Mapping[int, Where], repair: Repair, effort: Effort, clock: Clock
    ) -> None:
        self._instance = instance
        self._where = where
        self._repair = repair
        self._left = effort.most
        self._seed = effort.seed
        self._clock = clock

    def fill(self, chosen: Mapping[int, Place]) -> Mapping[int, Place]:
        """Meetings without a place put beside the others, those of the same teachers together, as many as can be."""
        for freed in self._chunks([i for i in sorted(self._where) if i not in chosen]):
            chosen = self._better(chosen, freed) or chosen
        return chosen

    def close(self, chosen: Mapping[int, Place]) -> Mapping[int, Place]:
        """The plan with as few meetings left out, then as little idle time, as was found; all else costs the same."""
        tried: set[object] = set()
        better: Mapping[int, Place] | None = chosen
        while better is not None:
            chosen = better
            better = next((found for freed in self._spots(chosen, tried)
                           if (found := self._better(chosen, freed)) is not None), None)
        return chosen

    @property
    def _spent(self) -> bool:
        return self._clock.over or self._left <= 0

    def _spots(self, chosen: Mapping[int, Place], tried: set[object]) -> Iterator[Sequence[int]]:
        """What to free: around every gap a few meetings, then around every gap more."""
        without = [with_families(self._instance, [i]) for i in sorted(self._where) if i not in chosen]
        for size in SIZES:
            for spot in [*without, *gaps_of(self._instance, chosen)]:
                freed = of_teachers(self._instance, chosen, spot, size)
                key = hash(tuple((i, chosen.get(i)) for i in freed))
                if key not in tried:
                    tried.add(key)
                    yield freed

    def _chunks(self, meetings: Sequence[int]) -> Iterator[Sequence[int]]:
        left = dict.fromkeys(sorted(meetings, key=lambda i: (self._teachers(i), i)))
        while left:
            chunk: dict[int, None] = {}
            for i in left:
                chunk.update(dict.fromkeys(with_families(self._instance, [i])))
                if len(chunk) >= FILLED_AT_ONCE:
                    break
            for i in chunk:
                left.pop(i, None)
            yield sorted(chunk)

    def _teachers(self, i: int) -> tuple[object, ...]:
        team, window = self._where[i]
        return window, self._instance.meetings[i].teams[team].teacher_ids

    def _better(self, chosen: Mapping[int, Place], freed: Sequence[int]) -> Mapping[int, Place] | None:
        """A plan with less missing around these, None where none was found."""
        if self._spent:
            return None
        freed = [i for i in freed if i in self._where]
        kept = beside(self._instance, chosen, freed)
        where = {i: self._where[i] for i in freed} | {
            i: (chosen[i].team, chosen[i].window) for i in [*freed, *kept] if i in chosen}
        patterns = {family: row for family, row in self._repair.patterns(where, kept).items() if row}
        if not patterns:
            return None
        model = pattern_model(self._instance, patterns, all_placed=False)
        now = {i: chosen[i] for i in where if i in chosen}
        model.hint(now)
        for i in kept:
            model.cp.add(model.placed(self._instance.meetings[i]) == 1)
        objective = Objective(model)
        missing = UNPLACED * (objective.unplaced_mandatory + objective.unplaced_optional)
        missing += objective.teacher_idle_minutes
        left_out = sum(i not in chosen for i in model.open_places)
        idle = sum(idle_minutes(self._instance.round, [now[i] for i in row])
                   for row in _rows(self._instance, now).values())
        model.cp.add(missing < UNPLACED * left_out + idle)
        model.cp.minimize(missing)
        answer = solve(model.cp, Effort(SHARE * len(freed), seed=self._seed, linear=False), self._clock)
        self._left -= max(answer.spent, SHARE)
        if not answer.found:
            return None
        return {i: place for i, place in chosen.items() if i not in now} | model.chosen(answer.value)


def gaps_of(instance: Instance, chosen: Mapping[int, Place]) -> list[list[int]]:
    """The meetings of each teacher's window in which the teacher is idle, the longest idle time first."""
    rows = _rows(instance, chosen)
    found = [(idle_minutes(instance.round, [chosen[i] for i in row]), key) for key, row in rows.items()]
    return [rows[key] for idle, key in sorted(found, key=lambda each: (-each[0], each[1])) if idle > 0]


def _rows(instance: Instance, chosen: Mapping[int, Place]) -> dict[tuple[str, int], list[int]]:
    """The meetings by teacher and window."""
    rows: dict[tuple[str, int], list[int]] = defaultdict(list)
    for i, place in chosen.items():
        for teacher_id in instance.team(i, place).teacher_ids:
            rows[teacher_id, place.window].append(i)
    return rows
