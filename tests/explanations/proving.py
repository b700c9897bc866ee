"""Plain ways to put a reason to the test: rounds without some parts of rules, and every time tried by the checks."""

from __future__ import annotations

import dataclasses
from itertools import pairwise, product
from typing import TYPE_CHECKING

from scheduler.appointments import Appointment, Plan
from scheduler.constraints import breaks
from scheduler.constraints.separate_meetings import TAKES_PART
from scheduler.constraints.table import violations_of
from scheduler.costs import adjacent, costs_of
from scheduler.explanations.changes import lifting
from scheduler.meetings import meetings_of
from tests.oracle import effective_order

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from scheduler.constraints.rule import Violation
    from scheduler.explanations.case import Case
    from scheduler.explanations.remedies import Remedy
    from scheduler.explanations.times import Part
    from scheduler.explanations.trades import Trade
    from scheduler.meetings import Meeting
    from scheduler.round import Round

NOT_OF_ONE_ALONE = {"audience", "separate_meetings"}
"""Rules that a plan of a single appointment may break: they miss the others."""

NOT_AT_ALL = {"contact_ban", "separate_meetings"}
"""Rules on who may attend as a teacher on no date whatever."""


def without(round: Round, parts: Iterable[Part]) -> Round:
    """The round in which none of these parts takes anything."""
    for part in parts:
        if part.rule == "cutoff":
            round = dataclasses.replace(round, windows=tuple(
                dataclasses.replace(window, evening=window.evening or window.date == part.date)
                for window in round.windows
            ))
        elif part.rule in NOT_AT_ALL:
            round = _nobody_s_parent(round, part.person_id)
        else:
            step = lifting(part)
            assert step is not None
            round = step.applied(round)
    return round


def unnamed(parts: Iterable[Part], named: Collection[Part]) -> list[Part]:
    """The parts that are not named; who may not attend at all may not on any date."""
    barred = {(part.rule, part.person_id) for part in named if part.rule in NOT_AT_ALL}
    return [part for part in parts if part not in named and (part.rule, part.person_id) not in barred]


def _nobody_s_parent(round: Round, teacher_id: str) -> Round:
    """The round in which this teacher is another person than the parent, and both are away as often as before."""
    alike = {adult.adult_id: teacher_id for adult in round.adults if adult.teacher_id == teacher_id}
    alike |= {other: one for one, other in alike.items()}
    return dataclasses.replace(
        round, adults=tuple(dataclasses.replace(adult, teacher_id=None) if adult.adult_id in alike else adult
                            for adult in round.adults),
        availability=(*round.availability, *(dataclasses.replace(row, person_id=alike[row.person_id])
                                             for row in round.availability if row.person_id in alike)),
    )


def ways(round: Round, meeting_id: str) -> list[Appointment]:
    """Every appointment that this meeting could have by the checks, were it the only one."""
    meeting = next(each for each in meetings_of(round) if each.meeting_id == meeting_id)
    found = []
    for window, team in product(round.windows, meeting.teams):
        for start in range(window.start_minute, window.end_minute - meeting.minutes + 1, round.settings.slot_minutes):
            one = Appointment(
                meeting.meeting_id, meeting.pupil_id, meeting.adult_ids, team.teacher_ids, window.date, start,
                start + meeting.minutes, team.room, meeting.modality,
            )
            if all(_of_others(each) for each in violations_of(round, Plan.of([one], []))):
                found.append(one)
    return found


def _of_others(violation: Violation) -> bool:
    return violation.rule in NOT_OF_ONE_ALONE and violation.phrase is not TAKES_PART


def can_adjoin(round: Round, meeting_ids: Iterable[str]) -> bool:
    """Whether these meetings of one adult can be adjacent, breaks and limits kept, every combination of times tried."""
    walk = round.settings.siblings.walk_minutes
    for chosen in product(*(ways(round, meeting_id) for meeting_id in sorted(meeting_ids))):
        row = sorted(chosen, key=lambda it: (it.date, it.start_minute))
        at_once = any(later.date == earlier.date and later.start_minute < earlier.end_minute + walk
                      for earlier, later in pairwise(row))
        if not at_once and adjacent(round, row) and not any(breaks.RULE.violations(round, Plan.of(row, []))):
            return True
    return False


def keeps_wish(round: Round, adult_id: str, it: Appointment) -> bool:
    """Whether the appointment lies in something that the adult prefers."""
    rows = [row for row in round.availability_of.get(adult_id, ()) if row.kind == "preferred" and row.on(it.date)]
    return any(row.start_minute <= it.start_minute and it.end_minute <= row.end_minute for row in rows)


def only_these(round: Round, meetings: Collection[Meeting]) -> Round:
    """The round with the pupils of these meetings alone, where nothing counts but that they have a place.

    Who comes apart for another pupil still does.
    """
    kept = {meeting.pupil_id for meeting in meetings}
    return dataclasses.replace(
        round, settings=dataclasses.replace(round.settings, objective=("unplaced_mandatory", "unplaced_optional")),
        pupils=tuple(pupil for pupil in round.pupils if pupil.pupil_id in kept),
        guardians=tuple(tie for tie in round.guardians if tie.pupil_id in kept),
        requests=tuple(row for row in round.requests if row.pupil_id in kept),
        agreements={pupil_id: row for pupil_id, row in round.agreements.items() if pupil_id in kept},
    )


def assert_works(case: Case, remedy: Remedy, meeting_ids: Sequence[str]) -> Plan:
    """Demand that in the changed round the plan with these appointments keeps every rule and places the meetings."""
    changed = remedy.change.applied(case.round)
    new = {it.meeting_id: it for it in (*remedy.placed, *remedy.moved)}
    assert {it.meeting_id for it in remedy.placed} == set(meeting_ids)
    kept = [it for it in case.plan.appointments if it.meeting_id not in new]
    plan = Plan.of([*kept, *new.values()], [row for row in case.plan.unplaced if row.meeting_id not in new])
    assert violations_of(changed, plan) == ()
    return plan


def assert_trade(case: Case, trade: Trade) -> None:
    """Demand that the plan of the trade keeps every rule, and that what is said is the first it costs others."""
    assert violations_of(case.round, trade.plan) == ()
    meetings = meetings_of(case.round)
    before = costs_of(case.round, meetings, case.plan, case.published)
    after = costs_of(case.round, meetings, trade.plan, case.published)
    order = effective_order(case.round)
    upto = order[: order.index(trade.key)]
    assert [after[key] for key in upto] == [before[key] for key in upto]
    assert trade.more == after[trade.key] - before[trade.key]
    assert trade.more > 0 or (trade.more == 0 and trade.pupil_ids)
