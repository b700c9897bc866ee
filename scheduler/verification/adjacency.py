"""Whether an adult's appointments lie apart although one of them could simply move next to the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.appointments import Plan
from scheduler.constraints.sibling_adjacency import RULE
from scheduler.constraints.table import violations_of
from scheduler.costs import adults_apart, window_of
from scheduler.meetings import meetings_of
from scheduler.verification.ledger import read_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scheduler.appointments import Appointment
    from scheduler.constraints.rule import Violation
    from scheduler.meetings import Meeting
    from scheduler.round import Round


def could_adjoin(round: Round, plan: Plan, output: Path) -> Iterator[Violation]:
    """The adults apart whom moving one appointment to a free time would bring together, every rule kept.

    Only where adjacency is a must, and nothing is published: a school may then keep a family's appointments apart.
    """
    if round.settings.siblings.level == "wish" or read_ledger(output) is not None:
        return
    meetings = {meeting.meeting_id: meeting for meeting in meetings_of(round)}
    apart = set(adults_apart(round, plan))
    for found in RULE.violations(round, plan):
        mine = [plan.appointment[meeting_id] for meeting_id in found.meeting_ids if meeting_id in meetings]
        if any(_helps(round, plan, it, meetings[it.meeting_id], apart) for it in mine):
            yield found


def _helps(round: Round, plan: Plan, it: Appointment, meeting: Meeting, apart: set[str]) -> bool:
    for elsewhere in _other_times(round, it, meeting):
        moved = Plan.of([elsewhere if one is it else one for one in plan.appointments], list(plan.unplaced))
        if len(adults_apart(round, moved)) < len(apart) and _sound(round, moved, elsewhere):
            return True
    return False


def _other_times(round: Round, it: Appointment, meeting: Meeting) -> Iterator[Appointment]:
    for window in round.windows:
        for start in range(window.start_minute, window.end_minute - meeting.minutes + 1, round.settings.slot_minutes):
            for team in meeting.teams:
                moved = replace(
                    it, date=window.date, start_minute=start, end_minute=start + meeting.minutes,
                    teacher_ids=team.teacher_ids, room=team.room,
                )
                if moved != it and window_of(round, moved):
                    yield moved


def _sound(round: Round, plan: Plan, moved: Appointment) -> bool:
    """Whether no rule is broken by the moved appointment; that day and its pupil are all that it can touch."""
    near = [it for it in plan.appointments if it.date == moved.date or it.pupil_id == moved.pupil_id]
    return not any(moved.meeting_id in found.meeting_ids for found in violations_of(round, Plan.of(near, [])))
