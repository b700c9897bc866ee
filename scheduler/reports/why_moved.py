"""Why an appointment is not where people were told: what forbids its old place, on its own or in the new plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.appointments import Plan
from scheduler.constraints.table import RULES
from scheduler.costs import adults_apart
from scheduler.language import date_short, listed, marked, translate
from scheduler.reports.old_places import old_place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from scheduler.appointments import Appointment, Told
    from scheduler.constraints.rule import Violation
    from scheduler.meetings import Meeting
    from scheduler.reports.old_places import OldPlaces
    from scheduler.round import Round

ALONE = {
    "cutoff": marked("The old time lies outside the windows or ends after the cutoff."),
    "working_days": marked("{teacher} does not work then."),
    "teachers_of_group": marked("The group has another teacher then."),
    "availability": marked("{person} cannot come then."),
}
"""Why the old place is no longer possible on its own, by the rule that takes it away."""

BESIDE = {
    "separate_distance": marked("Otherwise parents who come apart would meet each other."),
    "separate_meetings": marked("Both parties get the same teachers and as much time."),
    "breaks": marked("{teacher} would have too many conversations then, or too many in a row."),
}
"""Why the old place does not go together with the new plan, by the rule that it would break."""


def why_moved(
    round: Round, meeting: Meeting, plan: Plan, old: OldPlaces, before: Told, after: Appointment | None
) -> str:
    """One sentence for the office, in its language, on why this meeting does not stay as it was told.

    `old` are the places that all meetings were told of, `before` is this one's; `after` is its appointment in the
    plan, None where it has none.
    """
    language = round.school.language
    if after and (before.date, before.start_minute, before.end_minute) == (
        after.date, after.start_minute, after.end_minute
    ):
        return translate("The time stays; what changes: {what}.", language, what=_differences(before, after, language))
    if meeting.minutes != before.end_minute - before.start_minute:
        return translate("The conversation now lasts {minutes} minutes.", language, minutes=meeting.minutes)
    then = old_place(meeting, before)
    if then is None:
        return translate("Other teachers hold this conversation now.", language)
    if not any(window.date == before.date for window in round.windows):
        return translate("No conversations are held on {date} any more.", language,
                         date=date_short(before.date, language))
    return _forbidden(round, then) or _unplaced(plan, meeting) or _in_the_way(round, plan, old, then) or translate(
        "Fits better with the other conversations.", language)


def _differences(before: Told, after: Appointment, language: str) -> str:
    parts = {
        translate("the teachers", language): before.teacher_ids != after.teacher_ids,
        translate("the room", language): before.room != after.room,
        translate("whether it is at school, by telephone or by video", language): before.modality != after.modality,
    }
    return listed([words for words, differs in parts.items() if differs], language)


def _forbidden(round: Round, then: Appointment) -> str:
    """Why the old place is impossible whatever else is planned, "" where it is not."""
    for violation in _violations(round, Plan((then,)), ALONE):
        return translate(ALONE[violation.rule], round.school.language, **violation.fields)
    return ""


def _unplaced(plan: Plan, meeting: Meeting) -> str:
    return next((row.reason for row in plan.unplaced if row.meeting_id == meeting.meeting_id), "")


def _in_the_way(round: Round, plan: Plan, old: OldPlaces, then: Appointment) -> str:
    """What of the new plan does not go together with the old place, "" where nothing is.

    Who has the place now made this family move only where the family could stay without them, on its own or with all
    its meetings back: else they took what fell free, and what keeps the family from staying is the reason.
    """
    takers = _at_once(round, plan, then)
    if not takers:
        return _otherwise(round, plan, plan, then)
    rest = _without(plan, takers)
    family = [it for it in old.of_family(then.meeting_id) if not _forbidden(round, it)]
    of_its_own = _otherwise(round, plan, rest, then)
    if of_its_own:
        back = _back(round, rest, then, family)
        if _waiting(round, plan, back) or _otherwise(round, plan, back, then):
            return of_its_own
    child = round.pupil[plan.appointment[takers[0]].pupil_id].name
    return translate("Makes room for {child}.", round.school.language, child=child)


def _otherwise(round: Round, plan: Plan, rest: Plan, then: Appointment) -> str:
    """What keeps the old place from going together with the rest of the plan, but for who has it now."""
    language = round.school.language
    now, near = _near(round, rest, then)
    for violation in _violations(near, now, BESIDE):
        if then.meeting_id in violation.meeting_ids:
            return translate(BESIDE[violation.rule], language, **violation.fields)
    waiting = _waiting(round, plan, _with(rest, then))
    names = [round.adult[adult_id].name for adult_id in waiting if adult_id in then.adult_ids]
    if names:
        return translate("So that the conversations of {people} follow each other.", language,
                         people=listed(names, language))
    return ""


def _waiting(round: Round, plan: Plan, other: Plan) -> list[str]:
    """The adults whose meetings adjoin in the plan and not in that other one, sorted."""
    return sorted(set(adults_apart(round, other)) - set(adults_apart(round, plan)))


def _at_once(round: Round, plan: Plan, then: Appointment) -> list[str]:
    """The meetings that somebody or something is needed for while the old place would be held."""
    now, near = _near(round, plan, then)
    return [
        each for violation in _violations(near, now, ("one_at_a_time",)) if then.meeting_id in violation.meeting_ids
        for each in violation.meeting_ids if each != then.meeting_id
    ]


def _back(round: Round, plan: Plan, then: Appointment, family: list[Appointment]) -> Plan:
    """The plan with the meeting and all of its family where they were told, as far as nobody else is there now."""
    plan = _with(plan, then)
    for it in family:
        if not _at_once(round, plan, it):
            plan = _with(plan, it)
    return plan


def _with(plan: Plan, then: Appointment) -> Plan:
    return Plan.of([*_without(plan, (then.meeting_id,)).appointments, then], [])


def _without(plan: Plan, meeting_ids: Collection[str]) -> Plan:
    return Plan(tuple(it for it in plan.appointments if it.meeting_id not in meeting_ids))


def _near(round: Round, plan: Plan, then: Appointment) -> tuple[Plan, Round]:
    """The plan with the old place in it, and the round, both cut down to those who may be in its way."""
    apart = {row.adult_id for row in round.separations}
    mine = set(then.adult_ids)

    def close(it: Appointment) -> bool:
        if it.meeting_id == then.meeting_id:
            return False
        on_that_day = it.date == then.date and (
            not set(it.teacher_ids).isdisjoint(then.teacher_ids) or (it.room and it.room == then.room)
            or (mine & apart and not apart.isdisjoint(it.adult_ids)) or _works_here(round, it, then)
        )
        return bool(on_that_day or it.pupil_id == then.pupil_id or mine & set(it.adult_ids))

    found = Plan.of([*filter(close, plan.appointments), then], [])
    people = {one for it in found.appointments for one in (*it.adult_ids, *it.teacher_ids)} | apart
    pupils = {it.pupil_id for it in found.appointments}
    return found, replace(
        round,
        teachers=tuple(each for each in round.teachers if each.teacher_id in people),
        adults=tuple(each for each in round.adults if each.adult_id in people),
        pupils=tuple(each for each in round.pupils if each.pupil_id in pupils),
    )


def _works_here(round: Round, it: Appointment, then: Appointment) -> bool:
    """Whether somebody attends one of the two as a teacher and the other as a parent."""
    def staff(one: Appointment) -> set[str | None]:
        return {round.adult[adult_id].teacher_id for adult_id in one.adult_ids} - {None}

    return not (staff(it).isdisjoint(then.teacher_ids) and staff(then).isdisjoint(it.teacher_ids))


def _violations(round: Round, plan: Plan, keys: Iterable[str]) -> Iterator[Violation]:
    """What these rules find, in the order of the keys."""
    rules = {rule.key: rule for rule in RULES}
    for key in keys:
        yield from rules[key].violations(round, plan)
