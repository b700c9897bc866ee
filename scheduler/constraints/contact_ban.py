"""An adult with a contact ban is invited to nothing about that pupil, whatever else says yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.constraints.rule import Phrase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.appointments import Plan
    from scheduler.constraints.rule import Violation
    from scheduler.round import Guardian, Round

KEPT = Phrase(
    "An adult with a contact ban is invited to nothing about that pupil and named in nothing about it.",
    "Een volwassene met een contactverbod wordt nergens voor uitgenodigd en nergens genoemd waar het om die leerling "
    "gaat.",
)
INVITED = Phrase(
    "{adult} is invited to talk about {pupil}, although a court has forbidden contact.",
    "{adult} is uitgenodigd voor een gesprek over {pupil}, terwijl de rechter contact heeft verboden.",
)


def may_be_invited(tie: Guardian) -> bool:
    """Whether no court forbids it."""
    return not tie.contact_ban


def violations(round: Round, plan: Plan) -> Iterator[Violation]:
    """Each meeting about a pupil that a banned adult attends."""
    for ban in (tie for tie in round.guardians if tie.contact_ban):
        for row in plan.rows:
            if row.pupil_id == ban.pupil_id and ban.adult_id in row.adult_ids:
                adult, pupil = round.adult[ban.adult_id].name, round.pupil[ban.pupil_id].name
                yield RULE.violation(INVITED, row.meeting_id, adult=adult, pupil=pupil)


RULE = Rule("contact_ban", KEPT, (INVITED,), violations, invites=may_be_invited)
