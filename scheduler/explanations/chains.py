"""Whether one adult's meetings can follow each other at all, were they the only ones of the school."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scheduler.explanations.times import chosen

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from scheduler.explanations.times import Offer, Times
    from scheduler.meetings import Team
    from scheduler.round import Round

    Offers = Sequence[tuple[Offer, int]]
    """Offers with the starts open in them, as bits."""

    Moments = Mapping[dt.date, Mapping[int, Collection[tuple[str, ...]]]]
    """Per date the starts that are open, each with the teachers bound by rules in the teams who can hold it."""

    Day = tuple[tuple[str, int, int, int], ...]
    """Teachers bound by rules who have met: how often, how often in a row, and until when."""


@dataclass(frozen=True, slots=True)
class DayRule:
    """A teacher's breaks, or the most meetings that the teacher has a day."""

    kind: Literal["breaks", "limit"]
    teacher_id: str


def day_rules(round: Round, meetings: Sequence[Times]) -> tuple[DayRule, ...]:
    """The breaks and limits that these meetings alone could come up against."""
    breaks = round.settings.breaks
    held: dict[str, int] = {}
    for times in meetings:
        for teacher_id in {each for team in times.meeting.teams for each in team.teacher_ids}:
            held[teacher_id] = held.get(teacher_id, 0) + 1
    found = []
    for teacher_id, count in sorted(held.items()):
        most = round.teacher[teacher_id].max_meetings_per_day
        if breaks is not None and count > breaks.after_meetings:
            found.append(DayRule("breaks", teacher_id))
        if most is not None and count > most:
            found.append(DayRule("limit", teacher_id))
    return tuple(found)


def no_chain(round: Round, meetings: Sequence[tuple[Times, Offers]], rules: Collection[DayRule]) -> bool:
    """Whether there is no date on which all these meetings can be adjacent, given their open starts and these rules."""
    chains = _Chains(round, meetings, rules)
    return not any(chains.on(date) for date in round.dates)


def in_chains(
    round: Round, meetings: Sequence[tuple[Times, Offers]], rules: Collection[DayRule]
) -> list[Offers]:
    """Per meeting those of its open starts at which all of them can be adjacent."""
    chains = _Chains(round, meetings, rules, every=True)
    for date in round.dates:
        chains.on(date)
    return [chains.found(k, offers) for k, (_, offers) in enumerate(meetings)]


class _Chains:
    """A search through all orders; what follows from the same point is searched once."""

    def __init__(
        self, round: Round, meetings: Sequence[tuple[Times, Offers]], rules: Collection[DayRule], *,
        every: bool = False,
    ) -> None:
        self._siblings = round.settings.siblings
        self._breaks = round.settings.breaks
        self._most = {rule.teacher_id: round.teacher[rule.teacher_id].max_meetings_per_day
                      for rule in rules if rule.kind == "limit"}
        self._resting = {rule.teacher_id for rule in rules if rule.kind == "breaks"}
        self._minutes = [times.meeting.minutes for times, _ in meetings]
        self._moments = [self._moments_of(offers) for _, offers in meetings]
        self._every = every
        self._known: dict[tuple[dt.date, frozenset[int], int | None, Day], bool] = {}
        self._marked: set[tuple[int, dt.date, int, tuple[str, ...]]] = set()

    def on(self, date: dt.date) -> bool:
        """Whether all can be adjacent on that date."""
        return all(date in each for each in self._moments) and self._follow(
            date, frozenset(range(len(self._moments))), None, ())

    def found(self, k: int, offers: Offers) -> Offers:
        """Of the k-th meeting's starts those of the chains that were found."""
        return [
            (offer, sum(1 << offer.starts.index(start) for start in chosen(offer.starts, bits)
                        if (k, offer.window.date, start, self._bound(offer.team)) in self._marked))
            for offer, bits in offers
        ]

    def _moments_of(self, offers: Offers) -> Moments:
        found: dict[dt.date, dict[int, set[tuple[str, ...]]]] = {}
        for offer, bits in offers:
            for start in chosen(offer.starts, bits):
                found.setdefault(offer.window.date, {}).setdefault(start, set()).add(self._bound(offer.team))
        return found

    def _bound(self, team: Team) -> tuple[str, ...]:
        return tuple(each for each in team.teacher_ids if each in self._most or each in self._resting)

    def _follow(self, date: dt.date, rest: frozenset[int], end: int | None, day: Day) -> bool:
        if not rest:
            return True
        point = (date, rest, end, day)
        if point not in self._known:
            self._known[point] = False
            for step, after in self._steps(date, rest, end, day):
                k, _, start, _ = step
                if self._follow(date, rest - {k}, start + self._minutes[k], after):
                    self._known[point] = True
                    if not self._every:
                        break
                    self._marked.add(step)
        return self._known[point]

    def _steps(
        self, date: dt.date, rest: frozenset[int], end: int | None, day: Day
    ) -> Iterator[tuple[tuple[int, dt.date, int, tuple[str, ...]], Day]]:
        """Each meeting that can come next, with the teachers' day after it."""
        for k in sorted(rest):
            moments = self._moments[k][date]
            if end is None:
                near = list(moments)
            else:
                soonest = end + self._siblings.walk_minutes
                near = [start for start in range(soonest, soonest + self._siblings.max_wait_minutes + 1)
                        if start in moments]
            for start in near:
                for teachers in sorted(moments[start]):
                    after = self._after(day, teachers, start, start + self._minutes[k])
                    if after is not None:
                        yield (k, date, start, teachers), after

    def _after(self, day: Day, teachers: tuple[str, ...], start: int, end: int) -> Day | None:
        """The teachers' day with one more meeting; None where a rule forbids it."""
        if not teachers:
            return day
        held = {row[0]: row for row in day}
        for teacher_id in teachers:
            _, count, in_a_row, until = held.get(teacher_id, (teacher_id, 0, 0, 0))
            most, breaks = self._most.get(teacher_id), self._breaks if teacher_id in self._resting else None
            in_a_row = 1 if breaks is None or start - until >= breaks.minutes else in_a_row + 1
            if (most is not None and count >= most) or (breaks is not None and in_a_row > breaks.after_meetings):
                return None
            held[teacher_id] = (teacher_id, count + 1, in_a_row, end)
        return tuple(sorted(held.values()))
