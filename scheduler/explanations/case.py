"""A plan whose gaps are to be explained, with all that reasons are looked up in."""

from __future__ import annotations

import copy
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.costs import adults_apart, costs_of, wishes_missed
from scheduler.explanations.busy import Busy
from scheduler.explanations.pools import pools_of
from scheduler.explanations.times import Times, chosen
from scheduler.meetings import meetings_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from scheduler.appointments import Appointment, Bounded, Plan, Published
    from scheduler.explanations.pools import Pool
    from scheduler.meetings import Meeting
    from scheduler.pinned import Pinned
    from scheduler.round import Round


class Case:
    """One plan of one round; what is looked up once is kept."""

    def __init__(
        self, round: Round, plan: Plan, published: Published = (), objective: Mapping[str, Bounded] | None = None,
        pins: Sequence[Pinned] = (),
    ) -> None:
        """Take a plan and what was published before it; `pins` are those that it had to keep to."""
        self.round = round
        self.plan = plan
        self.published = published
        self.pins: Mapping[str, Pinned] = {pinned.meeting_id: pinned for pinned in pins}
        self._objective = objective or {}
        self._times: dict[str, Times] = {}

    def without_pins(self, meeting_ids: Collection[str]) -> Case:
        """The same plan, had the pins of these meetings not been set; what was looked up is shared."""
        other = copy.copy(self)
        other.pins = {meeting_id: pinned for meeting_id, pinned in self.pins.items() if meeting_id not in meeting_ids}
        return other

    @cached_property
    def meetings(self) -> Mapping[str, Meeting]:
        """The round's meetings by id."""
        return {meeting.meeting_id: meeting for meeting in meetings_of(self.round)}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The costs in the order in which they count."""
        from scheduler.solver import effective_order

        return effective_order(self.round)

    @cached_property
    def kept(self) -> Sequence[tuple[Meeting, Appointment]]:
        """The plan's appointments with their meetings."""
        return [(self.meetings[it.meeting_id], it) for it in self.plan.appointments]

    @cached_property
    def costs(self) -> Mapping[str, int]:
        """What the plan costs, by key."""
        return self.costs_of(self.plan)

    @cached_property
    def apart(self) -> frozenset[str]:
        """The adults whose meetings lie apart in the plan."""
        return frozenset(adults_apart(self.round, self.plan))

    @cached_property
    def missed(self) -> frozenset[tuple[str, str]]:
        """The wishes that the plan misses, by adult_id and meeting_id."""
        return frozenset((adult_id, it.meeting_id) for adult_id, it in wishes_missed(self.round, self.plan))

    def costs_of(self, plan: Plan) -> Mapping[str, int]:
        """What another plan of the round costs, by key."""
        return costs_of(self.round, list(self.meetings.values()), plan, self.published)

    def changed(self, appointments: Iterable[Appointment], but: Collection[str]) -> tuple[Appointment, ...]:
        """Those of these appointments that are otherwise in the plan, `but` for those of these meetings."""
        return tuple(it for it in appointments
                     if it.meeting_id not in but and it != self.plan.appointment.get(it.meeting_id))

    @cached_property
    def busy(self) -> Busy:
        """Who is busy when in the plan."""
        return Busy(self.round, self.plan)

    @cached_property
    def pools(self) -> Mapping[Pool, list[Meeting]]:
        """Whom and what meetings have to share, with these meetings."""
        return dict(pools_of(list(self.meetings.values())))

    @cached_property
    def pools_needed_by(self) -> Mapping[str, list[Pool]]:
        """The pools that each meeting needs, by meeting_id; [] for none that it shares."""
        found: dict[str, list[Pool]] = {meeting_id: [] for meeting_id in self.meetings}
        for pool, meetings in self.pools.items():
            for meeting in meetings:
                found[meeting.meeting_id].append(pool)
        return found

    def family(self, meeting_id: str) -> list[str]:
        """The meetings that share a pupil or an adult with this one, or whose adults must not meet its own; sorted."""
        mine = self.meetings[meeting_id]
        near = set(mine.adult_ids) | self.round.others_apart(mine.adult_ids)
        return [each.meeting_id for each in self.meetings.values()
                if each.pupil_id == mine.pupil_id or not near.isdisjoint(each.adult_ids)]

    def siblings(self, meeting_id: str) -> list[str]:
        """The other placed meetings of the adults of this one, sorted."""
        found = {it.meeting_id for adult_id in self.meetings[meeting_id].adult_ids
                 for it in self.plan.of_adult.get(adult_id, ())}
        return sorted(found - {meeting_id})

    def in_the_way(self, times: Times, most: int) -> list[str]:
        """The meetings that hold the open times of this one and may move, those of times with the fewest first.

        Siblings of each follow it.
        """
        return self.may_move(self.holders(times))[:most]

    def may_move(self, meeting_ids: Iterable[str]) -> list[str]:
        """Those of these meetings that need not stay where they are."""
        return [each for each in meeting_ids if each not in self.pins or self.pins[each].pin == "move"]

    def holders(self, times: Times) -> list[str]:
        """The meetings that hold the open times of this one, whether they may move or not, in the same order."""
        held = sorted(
            (len(them), offer.window.date, start, [it.meeting_id for it in them])
            for offer, bits in times.open for start in chosen(offer.starts, bits)
            if (them := self.busy.in_the_way(times.meeting, offer.team, offer.window.date, start))
        )
        first = dict.fromkeys(each for *_, ids in held for each in ids)
        found = dict.fromkeys(other for each in first for other in (each, *self.siblings(each)))
        return [each for each in found if each != times.meeting.meeting_id]

    def times(self, meeting_id: str) -> Times:
        """What a meeting could have on its own, by the rules; see `bound` for what its pin leaves of that."""
        if meeting_id not in self._times:
            self._times[meeting_id] = Times(self.round, self.meetings[meeting_id])
        return self._times[meeting_id]

    def bound(self, times: Times) -> Times:
        """The meeting with the starts that its pin leaves it; the same where it has none."""
        pinned = self.pins.get(times.meeting.meeting_id)
        if pinned is None:
            return times
        return times.only([
            (offer, sum(1 << k for k, start in enumerate(offer.starts)
                        if pinned.allows((offer.window.date, start, offer.team.teacher_ids))))
            for offer in times.offers
        ])

    def bound_times(self, meeting_id: str) -> Times:
        """What rules and pin leave a meeting on its own."""
        return self.bound(self.times(meeting_id))

    def proven(self, key: str) -> bool:
        """Whether no plan has less of this cost, given that it has as little of those before it."""
        if key not in self.order:
            return False
        upto = self.order[: self.order.index(key) + 1]
        return all(each in self._objective and self._objective[each].proven for each in upto)
