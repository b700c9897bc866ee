"""Before and after: whose appointment differs from what they were last told, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.appointments import Appointment, Plan
from scheduler.constraints.table import RULES
from scheduler.costs import holds_true
from scheduler.language import marked, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.appointments import Published, Told
    from scheduler.meetings import Meeting
    from scheduler.round import Round

WHY_NOT_THEN = {
    "cutoff": marked("The old time lies outside the windows or ends after the cutoff."),
    "working_days": marked("{teacher} does not work then."),
    "teachers_of_group": marked("The group has another teacher then."),
    "availability": marked("{person} cannot come then."),
}
"""Why the time told is no longer possible, by the rule that takes it away."""


@dataclass(frozen=True, slots=True)
class Change:
    """What changes for the people of one meeting.

    `before` is None for a meeting nobody was told of yet, `after` None where it is cancelled. `adult_ids` may all
    still be told by name; `others` counts those who are not invited any more, and so are not named.
    """

    pupil_id: str
    adult_ids: tuple[str, ...]
    others: int
    before: Told | None
    after: Appointment | None
    reason: str


def changes_of(round: Round, meetings: Sequence[Meeting], plan: Plan, published: Published) -> tuple[Change, ...]:
    """Every change against what was published, by the old date and time, new ones last; () before a publication."""
    if not published:
        return ()
    by_id = {meeting.meeting_id: meeting for meeting in meetings}
    alike: dict[Told, list[str]] = {}
    for told in published:
        if not holds_true(told, plan):
            alike.setdefault(replace(told, adult_id=""), []).append(told.adult_id)
    found = [_change(round, by_id.get(told.meeting_id), plan, told, adult_ids) for told, adult_ids in alike.items()]
    found.sort(key=lambda change: _when(change.before))
    return (*found, *_new_ones(round, plan, published))


def _change(round: Round, meeting: Meeting | None, plan: Plan, before: Told, adult_ids: Sequence[str]) -> Change:
    named = tuple(sorted(set(adult_ids) & set(meeting.adult_ids))) if meeting else ()
    if meeting is None or not named:
        reason = translate("The people told are no longer invited.", round.school.language)
        return Change("", (), len(adult_ids), before, None, reason)
    after = plan.appointment.get(before.meeting_id)
    reason = _reason(round, meeting, plan, before, after)
    return Change(meeting.pupil_id, named, len(adult_ids) - len(named), before, after, reason)


def _reason(round: Round, meeting: Meeting, plan: Plan, before: Told, after: Appointment | None) -> str:
    language = round.school.language
    rooms = {team.teacher_ids: team.room for team in meeting.teams}
    if after and _moment(before) == _moment(after):
        return translate("The time stays; teacher, place or form changes.", language)
    if before.teacher_ids not in rooms:
        return translate("Other teachers hold this conversation now.", language)
    end_minute = before.start_minute + meeting.minutes
    then = Appointment(meeting.meeting_id, meeting.pupil_id, meeting.adult_ids, before.teacher_ids, before.date,
                       before.start_minute, end_minute, rooms[before.teacher_ids], before.modality)
    for rule in RULES:
        if rule.key in WHY_NOT_THEN:
            for violation in rule.violations(round, Plan((then,))):
                return translate(WHY_NOT_THEN[rule.key], language, **violation.fields)
    missing = {unplaced.meeting_id: unplaced.reason for unplaced in plan.unplaced}
    return missing.get(before.meeting_id) or translate("Makes room for another conversation.", language)


def _new_ones(round: Round, plan: Plan, published: Published) -> list[Change]:
    known = {(told.meeting_id, told.adult_id) for told in published}
    reason = translate("Has not been invited yet.", round.school.language)
    found = []
    for it in plan.appointments:
        new = tuple(adult_id for adult_id in it.adult_ids if (it.meeting_id, adult_id) not in known)
        if new:
            found.append(Change(it.pupil_id, new, 0, None, it, reason))
    return found


def _moment(entry: Told | Appointment) -> tuple[object, ...]:
    return entry.date, entry.start_minute, entry.end_minute


def _when(told: Told | None) -> tuple[object, ...]:
    return (told.date, told.start_minute, told.meeting_id) if told else ()
