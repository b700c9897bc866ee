"""The reasons of a whole plan, for unplaced.csv and the report: bounded in time, whatever the plan leaves out."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.explanations.apart import causes_apart
from scheduler.explanations.case import Case
from scheduler.explanations.causes import StillFree
from scheduler.explanations.effort import Effort
from scheduler.explanations.missed import causes_missed
from scheduler.explanations.remedies import remedies_for, remedy_sentence
from scheduler.explanations.unplaced import causes_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.appointments import Outcome, Plan, Published
    from scheduler.explanations.causes import Cause
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


def reasons_of(round: Round, outcome: Outcome, published: Published = ()) -> Reasons:
    """Every reason that the plan of this outcome owes; none where it has no plan."""
    if outcome.plan is None:
        return Reasons()
    language = round.school.language
    case = Case(round, outcome.plan, published, outcome.objective)
    trades = Effort(MOST_TRADES)
    return Reasons(
        _unplaced(case, language),
        {key: cause.sentence(round, language) for key, cause in causes_apart(case, trades).items()},
        {key: cause.sentence(round, language) for key, cause in causes_missed(case, trades).items()},
    )


def _unplaced(case: Case, language: str) -> dict[str, str]:
    """Each unplaced meeting's cause, and what it would take; those of one cause are told the same."""
    of_cause: dict[Cause, list[str]] = {}
    for meeting_id, cause in causes_of(case, Effort(MOST_LOOKS)).items():
        of_cause.setdefault(cause, []).append(meeting_id)
    effort = Effort(MOST_TRIES)
    found: dict[str, str] = {}
    for cause, meeting_ids in of_cause.items():
        most = 0 if isinstance(cause, StillFree) else MOST_REMEDIES
        remedies = remedies_for(case, meeting_ids, effort, most)
        said = [cause.sentence(case.round, language),
                remedy_sentence(case.round, remedies, len(meeting_ids), language)]
        found |= dict.fromkeys(meeting_ids, " ".join(each for each in said if each))
    return found
