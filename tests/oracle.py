"""The brute-force planner: the best plan of a tiny round, found by trying every plan there is.

It knows nothing of the solver. What may be comes from the rules' checks, what it costs from `scheduler.costs`.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING

from scheduler.appointments import Appointment, Plan, Unplaced
from scheduler.constraints.table import RULES
from scheduler.costs import costs_of
from scheduler.meetings import meetings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scheduler.appointments import Published
    from scheduler.constraints.rule import Rule
    from scheduler.meetings import Meeting
    from scheduler.round import Round


def effective_order(round: Round) -> tuple[str, ...]:
    """The costs in the order in which they count.

    Adjacency that is a must yields to a meeting's place and to nothing else, so `siblings_apart` then stands no later
    than right after the unplaced; a cost that the round leaves out does not count, unless it is that one.
    """
    order = list(round.settings.objective)
    if round.settings.siblings.level == "wish":
        return tuple(order)
    behind = max((order.index(key) for key in order if key.startswith("unplaced")), default=-1) + 1
    if "siblings_apart" not in order[:behind]:
        order = [key for key in order if key != "siblings_apart"]
        order.insert(behind, "siblings_apart")
    return tuple(order)


def best_plan(
    round: Round, published: Published = (), *, without: str = "", allowed: Callable[[Plan], bool] = lambda plan: True
) -> tuple[dict[str, int], Plan]:
    """The least costs, in effective order, and a plan that has them, of the `allowed` ones.

    The rule with the key `without` may be broken.
    """
    meetings, order = meetings_of(round), effective_order(round)
    rules = [rule for rule in RULES if not rule.cost and rule.key != without]
    sound = _Sound(round, meetings, rules)
    best: tuple[tuple[int, ...], Plan] | None = None
    for placed in _by_fewest_unplaced(meetings, order):
        if best is not None and _at_least(meetings, placed, order) > best[0]:
            break
        for plan in _plans(meetings, placed, sound):
            costs = costs_of(round, meetings, plan, published)
            total = tuple(costs[key] for key in order)
            if (best is None or total < best[0]) and allowed(plan) and _keeps(rules, round, plan):
                best = total, plan
    assert best is not None, "a plan that places nothing breaks no rule"
    return dict(zip(order, best[0], strict=True)), best[1]


def _by_fewest_unplaced(meetings: Sequence[Meeting], order: Sequence[str]) -> list[tuple[Meeting, ...]]:
    subsets = [subset for size in range(len(meetings) + 1) for subset in combinations(meetings, size)]
    return sorted(subsets, key=lambda placed: _at_least(meetings, placed, order))


def _at_least(meetings: Sequence[Meeting], placed: Sequence[Meeting], order: Sequence[str]) -> tuple[int, ...]:
    """What a plan of these meetings costs for the others' missing places; the other costs are at least nothing."""
    left_out = [meeting.mandatory for meeting in meetings if meeting not in placed]
    unplaced = {"unplaced_mandatory": sum(left_out), "unplaced_optional": len(left_out) - sum(left_out)}
    return tuple(unplaced.get(key, 0) for key in order)


def _plans(meetings: Sequence[Meeting], placed: Sequence[Meeting], sound: _Sound) -> Iterator[Plan]:
    """Every plan of exactly these meetings in which each appointment, and each two, keep the rules.

    More appointments never mend what two have broken, so nothing that may be delivered is passed over.
    """
    left_out = [Unplaced(m.meeting_id, m.pupil_id, m.adult_ids) for m in meetings if m not in placed]
    for chosen in _chosen(placed, sound):
        yield Plan.of(list(chosen), left_out)


def _chosen(
    placed: Sequence[Meeting], sound: _Sound, before: tuple[Appointment, ...] = ()
) -> Iterator[tuple[Appointment, ...]]:
    """A way for each of these meetings, beside those chosen `before`."""
    if not placed:
        yield before
        return
    for way in sound.ways(placed[0]):
        if all(sound.together(each, way) for each in before):
            yield from _chosen(placed[1:], sound, (*before, way))


class _Sound:
    """What keeps the rules on its own, whoever else has a place; each question is answered once."""

    def __init__(self, round: Round, meetings: Sequence[Meeting], rules: Sequence[Rule]) -> None:
        self._round = round
        self._left_out = {m.meeting_id: Unplaced(m.meeting_id, m.pupil_id, m.adult_ids) for m in meetings}
        self._rules = rules
        self.ways = cache(self._ways)
        self.together = cache(self._keep)

    def _ways(self, meeting: Meeting) -> list[Appointment]:
        return [way for way in ways(self._round, meeting) if self._keep(way)]

    def _keep(self, *appointments: Appointment) -> bool:
        placed = {appointment.meeting_id for appointment in appointments}
        others = [row for meeting_id, row in self._left_out.items() if meeting_id not in placed]
        return _keeps(self._rules, self._round, Plan.of(list(appointments), others))


def _keeps(rules: Sequence[Rule], round: Round, plan: Plan) -> bool:
    return not any(True for rule in rules for _ in rule.violations(round, plan))


def ways(round: Round, meeting: Meeting) -> Iterator[Appointment]:
    """Every team at every slot of every window, allowed or not."""
    for window, team in product(round.windows, meeting.teams):
        last = window.end_minute - meeting.minutes
        for start in range(window.start_minute, last + 1, round.settings.slot_minutes):
            yield Appointment(
                meeting.meeting_id, meeting.pupil_id, meeting.adult_ids, team.teacher_ids,
                window.date, start, start + meeting.minutes, team.room, meeting.modality,
            )
