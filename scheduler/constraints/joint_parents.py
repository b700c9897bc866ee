"""All invited adults of a pupil who is not flagged attend one meeting together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.constraints.rule import Phrase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.appointments import Plan
    from scheduler.constraints.rule import Violation
    from scheduler.round import Round

KEPT = Phrase(
    "All invited adults of a pupil attend one meeting together, at a time when each of them can.",
    "Alle uitgenodigde volwassenen van een leerling komen samen bij één gesprek, op een tijd waarop ieder van hen kan.",
)
LEFT_OUT = Phrase(
    "{adult} belongs at the conversation about {pupil}, but is left out of it.",
    "{adult} hoort bij het gesprek over {pupil}, maar is daar niet bij.",
)


def violations(round: Round, plan: Plan) -> Iterator[Violation]:
    """Each adult who is missing from a meeting about a pupil who is not flagged."""
    flagged = {row.pupil_id for row in round.separations}
    belonging: dict[str, set[str]] = defaultdict(set)
    for tie in round.guardians:
        authority = tie.authority and tie.relation != "step"
        if (authority or tie.consent) and not tie.contact_ban:
            belonging[tie.pupil_id].add(tie.adult_id)
    for row in plan.rows:
        if row.pupil_id in flagged:
            continue
        for adult_id in sorted(belonging[row.pupil_id].difference(row.adult_ids)):
            adult, pupil = round.adult[adult_id].name, round.pupil[row.pupil_id].name
            yield RULE.violation(LEFT_OUT, row.meeting_id, adult=adult, pupil=pupil)


RULE = Rule("joint_parents", KEPT, (LEFT_OUT,), violations)
