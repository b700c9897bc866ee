"""Every rule, in the order of the contract: the table of contents of the whole product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.constraints import (
    audience,
    availability,
    breaks,
    consent,
    contact_ban,
    cutoff,
    joint_parents,
    one_at_a_time,
    separate_distance,
    separate_meetings,
    sibling_adjacency,
    teachers_of_group,
    working_days,
)

if TYPE_CHECKING:
    from scheduler.appointments import Plan
    from scheduler.constraints.rule import Rule, Violation
    from scheduler.round import Round

RULES: tuple[Rule, ...] = (
    cutoff.RULE,
    joint_parents.RULE,
    separate_meetings.RULE,
    separate_distance.RULE,
    consent.RULE,
    contact_ban.RULE,
    working_days.RULE,
    teachers_of_group.RULE,
    sibling_adjacency.RULE,
    availability.RULE,
    one_at_a_time.RULE,
    breaks.RULE,
    audience.RULE,
)


def violations_of(round: Round, plan: Plan) -> tuple[Violation, ...]:
    """All that is wrong with a plan, rule by rule; () for a plan that may be delivered.

    A rule that yields to a meeting's place is left out: what breaks it is counted as a cost. The plan's ids are known.
    """
    return tuple(found for rule in RULES if not rule.cost for found in rule.violations(round, plan))
