"""A meeting's own times: every slot it could start at, and which part of which rule takes it away."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.constraints.table import RULES
from scheduler.meetings import Team

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from scheduler.constraints.rule import Rule, Stretch
    from scheduler.meetings import Meeting
    from scheduler.round import Round, Window

FORBIDDING = tuple(rule for rule in RULES if rule.forbids is not None)
NOBODY = Team((), None, "")


@dataclass(frozen=True, slots=True)
class Part:
    """What one rule forbids on one date because of one person: stretches of that date, in minutes since midnight.

    `person_id` is an adult or a teacher (an adult who works here is the teacher), "" where the rule speaks of nobody in
    particular; `group` is set where a teacher is bound as a teacher of that group.
    """

    rule: str
    person_id: str
    date: dt.date
    stretches: tuple[Stretch, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A team in a window: bit k of `open` says that the rules leave the meeting the start `starts[k]`."""

    team: Team
    window: Window
    starts: range
    open: int

    @property
    def everything(self) -> int:
        """All the starts, as bits."""
        return (1 << len(self.starts)) - 1


@dataclass(frozen=True)
class Times:
    """All that one meeting could have: its offers, in the order of windows and teams."""

    round: Round
    meeting: Meeting

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Every team in every window that is long enough."""
        return tuple(self._offers())

    @cached_property
    def open(self) -> tuple[tuple[Offer, int], ...]:
        """The offers with the starts that the rules leave, as bits."""
        return tuple((offer, offer.open) for offer in self.offers)

    @cached_property
    def none(self) -> bool:
        """Whether the rules leave the meeting no time at all."""
        return not any(offer.open for offer in self.offers)

    @cached_property
    def taken(self) -> tuple[Mapping[Part, int], ...]:
        """Per offer what each part takes of its starts, as bits."""
        return tuple(self._taken(offer) for offer in self.offers)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """All the parts that take a time, in the order of the rules, people and dates."""
        return tuple(dict.fromkeys(
            part for rule in FORBIDDING for row in self.taken for part in row if part.rule == rule.key
        ))

    def only(self, offers: Sequence[tuple[Offer, int]]) -> Times:
        """The same meeting with no more than these starts, as bits in its offers."""
        fewer = Times(self.round, self.meeting)
        fewer.__dict__["offers"] = tuple(dataclasses.replace(offer, open=offer.open & bits) for offer, bits in offers)
        return fewer

    def left(self, parts: Collection[Part]) -> Iterator[tuple[Offer, int]]:
        """The offers with the starts that would be open if only these parts took any away."""
        for offer, row in zip(self.offers, self.taken, strict=True):
            bits = offer.everything
            for part, mask in row.items():
                if part in parts:
                    bits &= ~mask
            yield offer, bits

    def _offers(self) -> Iterator[Offer]:
        slot, minutes = self.round.settings.slot_minutes, self.meeting.minutes
        for window in self.round.windows:
            starts = range(window.start_minute, window.end_minute - minutes + 1, slot)
            if not starts:
                continue
            for team in self.meeting.teams:
                bits = (1 << len(starts)) - 1
                for rule in FORBIDDING:
                    bits &= ~_mask(starts, minutes, _forbidden(rule, self.round, self.meeting, team, window))
                yield Offer(team, window, starts, bits)

    def _taken(self, offer: Offer) -> dict[Part, int]:
        found: dict[Part, int] = {}
        for part in self._parts_on(offer):
            mask = _mask(offer.starts, self.meeting.minutes, part.stretches)
            if mask:
                found[part] = found.get(part, 0) | mask
        return found

    def _parts_on(self, offer: Offer) -> Iterator[Part]:
        """What each rule forbids, asked for each person alone; what none of them explains is nobody's."""
        alone = dataclasses.replace(self.meeting, adult_ids=())
        group = self.round.pupil[self.meeting.pupil_id].group
        for rule in FORBIDDING:
            whole = _forbidden(rule, self.round, self.meeting, offer.team, offer.window)
            general = _forbidden(rule, self.round, alone, NOBODY, offer.window)
            explained = list(general)
            if general:
                yield Part(rule.key, "", offer.window.date, _joined(general))
            for person_id, meeting, team in self._each_alone(alone, offer.team):
                mine = [each for each in _forbidden(rule, self.round, meeting, team, offer.window)
                        if each not in general]
                if mine:
                    held = group if team.holder else ""
                    yield Part(rule.key, person_id, offer.window.date, _joined(mine), held)
                explained += mine
            rest = _joined([stretch for stretch in whole if stretch not in explained])
            if rest:
                yield Part(rule.key, "", offer.window.date, rest)

    def _each_alone(self, alone: Meeting, team: Team) -> Iterator[tuple[str, Meeting, Team]]:
        for teacher_id in team.teacher_ids:
            yield teacher_id, alone, Team((teacher_id,), None, "")
        if team.holder is not None:
            yield team.holder, alone, Team((), team.holder, "")
        for adult_id in self.meeting.adult_ids:
            works_here = self.round.adult[adult_id].teacher_id
            yield works_here or adult_id, dataclasses.replace(self.meeting, adult_ids=(adult_id,)), NOBODY


def chosen(starts: range, bits: int) -> Iterator[int]:
    """The starts whose bits are set, ascending.

    >>> list(chosen(range(870, 900, 10), 0b101))
    [870, 890]
    """
    while bits:
        low = bits & -bits
        yield starts[low.bit_length() - 1]
        bits ^= low


def _joined(stretches: Collection[Stretch]) -> tuple[Stretch, ...]:
    """The stretches in order, as one where they touch."""
    joined: list[Stretch] = []
    for begin, end in sorted(stretches):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(joined)


def _forbidden(rule: Rule, round: Round, meeting: Meeting, team: Team, window: Window) -> list[Stretch]:
    assert rule.forbids is not None
    return list(rule.forbids(round, meeting, team, window))


def _mask(starts: range, minutes: int, stretches: Collection[Stretch]) -> int:
    """The starts of which some minute lies in a stretch, as bits."""
    bits = 0
    for begin, end in stretches:
        low = max(0, (begin - minutes - starts.start) // starts.step + 1)
        high = min(len(starts), -((starts.start - end) // starts.step))
        if high > low:
            bits |= (1 << high) - (1 << low)
    return bits
