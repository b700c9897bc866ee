"""Invited are parents with authority, and anyone else with consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.constraints.rule import Phrase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.appointments import Plan
    from scheduler.constraints.rule import Violation
    from scheduler.round import Guardian, Round

KEPT = Phrase(
    "Invited are parents with authority, and anyone else with consent.",
    "Uitgenodigd worden ouders met gezag, en anderen alleen met toestemming.",
)
UNASKED = Phrase(
    "{adult} is invited to talk about {pupil}, without authority as a parent and without consent.",
    "{adult} is uitgenodigd voor een gesprek over {pupil}, zonder gezag als ouder en zonder toestemming.",
)


def may_be_invited(tie: Guardian) -> bool:
    """Whether this tie allows an invitation; authority alone does so for a parent only."""
    return tie.consent or (tie.relation == "parent" and tie.authority)


def violations(round: Round, plan: Plan) -> Iterator[Violation]:
    """Each adult in a meeting about a pupil to whom neither authority nor consent ties them."""
    consenting = {(tie.pupil_id, tie.adult_id) for tie in round.guardians if tie.consent}
    parents = {(tie.pupil_id, tie.adult_id) for tie in round.guardians if tie.relation == "parent" and tie.authority}
    for row in plan.rows:
        for adult_id in row.adult_ids:
            if (row.pupil_id, adult_id) not in consenting | parents:
                adult, pupil = round.adult[adult_id].name, round.pupil[row.pupil_id].name
                yield RULE.violation(UNASKED, row.meeting_id, adult=adult, pupil=pupil)


RULE = Rule("consent", KEPT, (UNASKED,), violations, invites=may_be_invited)
