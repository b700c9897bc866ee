"""The reasons of a whole plan, for unplaced.csv and the report: bounded in time, whatever the plan leaves out."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.explanations.apart import causes_apart
from scheduler.explanations.case import Case
from scheduler.explanations.causes import StillFree
from scheduler.explanations.clauses import sentence
from scheduler.explanations.effort import Effort
from scheduler.explanations.letting_go import remedies_of_pins
from scheduler.explanations.missed import causes_missed
from scheduler.explanations.remedies import remedies_for, remedies_together, remedy_sentence
from scheduler.explanations.unplaced import causes_of
from scheduler.explanations.wishes import wish_words
from scheduler.explanations.wishes_less import remedies_of_a_wish
from scheduler.language import marked, translate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.appointments import Outcome, Plan, Published
    from scheduler.explanations.causes import Cause
    from scheduler.pinned import Pinned
    from scheduler.round import Round

MOST_TRIES = 24
"""Changes that are planned for the reasons of one plan, all together."""

MOST_LOOKS = 12
"""Meetings of one plan for which it is planned what stands in their way, where no count says so."""

MOST_TRADES = 4
"""Siblings and wishes of one plan for which it is looked what others would pay."""

MOST_REMEDIES = 2
"""Changes that a reason names."""


@dataclass(frozen=True)
class Reasons:
    """Every "no" of a plan with its reason, in the school's language.

    `unplaced` by meeting_id; `apart` by adult_id, for adults whose meetings do not adjoin; `missed` by adult_id and
    meeting_id, for wishes.
    """

    unplaced: Mapping[str, str] = field(default_factory=dict)
    apart: Mapping[str, str] = field(default_factory=dict)
    missed: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def told(self, plan: Plan) -> Plan:
        """The plan with the reason of every unplaced meeting."""
        return dataclasses.replace(plan, unplaced=tuple(
            dataclasses.replace(row, reason=self.unplaced.get(row.meeting_id, row.reason)) for row in plan.unplaced
        ))


def reasons_of(
    round: Round, outcome: Outcome, published: Published = (), pins: Sequence[Pinned] = ()
) -> Reasons:
    """Every reason that the plan of this outcome owes; none where it has no plan. It had to keep to the `pins`."""
    if outcome.plan is None:
        return Reasons()
    language = round.school.language
    case = Case(round, outcome.plan, published, outcome.objective, pins)
    tries = Effort(MOST_TRIES)
    apart, missed = causes_told(case)
    return Reasons(_unplaced(case, language), _apart(case, apart, tries, language),
                   _missed(case, missed, tries, language))


def causes_told(case: Case) -> tuple[Mapping[str, Cause], Mapping[tuple[str, str], Cause]]:
    """What a whole plan says of siblings apart and of wishes missed, wherever it is told."""
    trades = Effort(MOST_TRADES)
    return causes_apart(case, trades), causes_missed(case, trades)


def _apart(case: Case, causes: Mapping[str, Cause], tries: Effort, language: str) -> dict[str, str]:
    """Each adult's cause, and what it would take; parents of the same pupils are told the same."""
    of_meetings: dict[tuple[str, ...], str] = {}
    found = {}
    for adult_id, cause in causes.items():
        meeting_ids = tuple(it.meeting_id for it in case.plan.of_adult[adult_id])
        if meeting_ids not in of_meetings:
            remedies = remedies_together(case, adult_id, tries, MOST_REMEDIES)
            of_meetings[meeting_ids] = _joined(sentence(cause.sentence(case.round, language)),
                                               remedy_sentence(case.round, remedies, language, place=False))
        found[adult_id] = of_meetings[meeting_ids]
    return found


def _missed(
    case: Case, causes: Mapping[tuple[str, str], Cause], tries: Effort, language: str
) -> dict[tuple[str, str], str]:
    """Each wish, why it is missed, and what it would take."""
    found = {}
    for (adult_id, meeting_id), cause in causes.items():
        remedies = remedies_of_a_wish(case, adult_id, meeting_id, cause, tries, 1)
        said = cause.sentence(case.round, language)
        why = translate(marked("Would rather come {wish}; {reason}"), language, reason=said,
                        wish=wish_words(case.round, adult_id, language))
        found[adult_id, meeting_id] = _joined(why, remedy_sentence(case.round, remedies, language, place=False))
    return found


def _unplaced(case: Case, language: str) -> dict[str, str]:
    """Each unplaced meeting's cause, and what it would take; those of one cause are told the same."""
    of_cause: dict[Cause, list[str]] = {}
    for meeting_id, cause in causes_of(case, Effort(MOST_LOOKS)).items():
        of_cause.setdefault(cause, []).append(meeting_id)
    effort = Effort(MOST_TRIES)
    found: dict[str, str] = {}
    for cause, meeting_ids in of_cause.items():
        most = 0 if isinstance(cause, StillFree) else MOST_REMEDIES
        remedies = remedies_of_pins(case, meeting_ids[0], cause) if len(meeting_ids) == 1 else []
        remedies = [*remedies, *remedies_for(case, meeting_ids, effort, most)][:most]
        found |= dict.fromkeys(meeting_ids, _joined(
            sentence(cause.sentence(case.round, language)),
            remedy_sentence(case.round, remedies, language, len(meeting_ids))))
    return found


def _joined(*sentences: str) -> str:
    return " ".join(each for each in sentences if each)
