"""An adult with a contact ban comes to nothing about that pupil, nor as a teacher, whatever else says yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.constraints.rule import Phrase, Rule
from scheduler.round import MINUTES_A_DAY, clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.appointments import Plan
    from scheduler.constraints.rule import Stretch, Violation
    from scheduler.meetings import Meeting, Team
    from scheduler.round import Guardian, Round, Window

KEPT = Phrase(
    "An adult with a contact ban is invited to nothing about that pupil and named in nothing about it; who also works "
    "here does not attend as a teacher.",
    "Een volwassene met een contactverbod wordt nergens voor uitgenodigd en nergens genoemd waar het om die leerling "
    "gaat; wie hier ook werkt, is er ook niet als leerkracht bij.",
)
INVITED = Phrase(
    "{adult} is invited to talk about {pupil}, although a court has forbidden contact.",
    "{adult} is uitgenodigd voor een gesprek over {pupil}, terwijl de rechter contact heeft verboden.",
)

TEACHES = Phrase(
    "{teacher} attends the conversation about {pupil} on {date} at {start} as a teacher, although a court has "
    "forbidden contact.",
    "{teacher} is als leerkracht bij het gesprek over {pupil} op {date} om {start}, terwijl de rechter contact heeft "
    "verboden.",
)


def may_be_invited(tie: Guardian) -> bool:
    """Whether no court forbids it."""
    return not tie.contact_ban


def forbids(round: Round, meeting: Meeting, team: Team, window: Window) -> list[Stretch]:
    """The whole day where one of the teachers is an adult whom a court forbids contact with the pupil."""
    ties = round.guardians_of.get(meeting.pupil_id, ())
    banned = any(tie.contact_ban and round.adult[tie.adult_id].teacher_id in team.teacher_ids for tie in ties)
    return [(0, MINUTES_A_DAY)] if banned else []


def violations(round: Round, plan: Plan) -> Iterator[Violation]:
    """Each meeting about a pupil that a banned adult attends, as a parent or as a teacher."""
    for ban in (tie for tie in round.guardians if tie.contact_ban):
        for row in plan.rows:
            if row.pupil_id == ban.pupil_id and ban.adult_id in row.adult_ids:
                adult, pupil = round.adult[ban.adult_id].name, round.pupil[ban.pupil_id].name
                yield RULE.violation(INVITED, row.meeting_id, adult=adult, pupil=pupil)
    banned_teachers = {
        (tie.pupil_id, adult.teacher_id)
        for adult in round.adults if adult.teacher_id
        for tie in round.guardians if tie.adult_id == adult.adult_id and tie.contact_ban
    }
    for it in plan.appointments:
        for teacher_id in it.teacher_ids:
            if (it.pupil_id, teacher_id) in banned_teachers:
                teacher, pupil = round.teacher[teacher_id].name, round.pupil[it.pupil_id].name
                yield RULE.violation(TEACHES, it.meeting_id, teacher=teacher, pupil=pupil, date=it.date,
                                     start=clock(it.start_minute))


RULE = Rule("contact_ban", KEPT, (INVITED, TEACHES), violations, invites=may_be_invited, forbids=forbids)
