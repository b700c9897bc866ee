"""The reasons of a whole plan, for unplaced.csv and the report: bounded in time, whatever the plan leaves out."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.explanations.case import Case
from scheduler.explanations.unplaced import causes_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.appointments import Outcome, Plan, Published
    from scheduler.round import Round


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
    unplaced = {meeting_id: cause.sentence(round, language) for meeting_id, cause in causes_of(case).items()}
    return Reasons(unplaced)
