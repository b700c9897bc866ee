"""From planned rounds to the numbers of the comparison."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.costs import adults_moved, window_of
from scheduler.meetings import families_of, meetings_of
from scheduler.solver import effective_order
from scheduler.whatif.result import Load, Result, Spread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scheduler.appointments import Outcome, Plan, Published, Status
    from scheduler.meetings import Meeting
    from scheduler.round import Round
    from scheduler.whatif.scenarios import Scenario


def measure(
    scenario: Scenario, outcomes: Sequence[Outcome], baseline: Plan | None, published: Published, no_plan: str
) -> Result:
    """The result of a scenario whose rounds came to these outcomes, in their order.

    `baseline` is the plan to compare with, None for the baseline itself. `no_plan` is said where a round has none: one
    draw without a plan leaves the scenario without a result, as its spread would be unknown.
    """
    without = [number for number, outcome in enumerate(outcomes) if outcome.plan is None]
    if without:
        return failed(scenario, outcomes[without[0]].status, no_plan, sum(outcome.seconds for outcome in outcomes))
    order = effective_order(scenario.rounds[0])
    ranked = sorted(range(len(outcomes)), key=lambda at: [outcomes[at].objective[key].cost for key in order])
    middle = ranked[(len(ranked) - 1) // 2]
    results = [_one(scenario, round, outcome, baseline, published)
               for round, outcome in zip(scenario.rounds, outcomes, strict=True)]
    return _with_spread(results[middle], results, outcomes)


def failed(scenario: Scenario, status: Status, reason: str, seconds: float = 0.0) -> Result:
    """The result of a scenario without a plan, and why it has none."""
    meetings = meetings_of(scenario.rounds[0])
    return Result(
        name=scenario.name, status=status, meetings=len(meetings), placed=0, seconds=seconds, after=scenario.after,
        sweep=scenario.sweep,
        point=scenario.point, share=scenario.share, longer=scenario.longer, draws=len(scenario.rounds), reason=reason,
        families=len(families_of(meetings)),
    )


def _one(
    scenario: Scenario, round: Round, outcome: Outcome, baseline: Plan | None, published: Published
) -> Result:
    plan = outcome.plan
    assert plan is not None
    meetings = meetings_of(round)
    unplaced = {row.meeting_id for row in plan.unplaced}
    changed = None if baseline is None else changed_meetings(baseline, plan)
    pupils = None if changed is None else {meeting.pupil_id for meeting in meetings if meeting.meeting_id in changed}
    return Result(
        name=scenario.name, status=outcome.status, meetings=len(meetings), placed=len(plan.appointments),
        seconds=outcome.seconds, after=scenario.after, sweep=scenario.sweep, point=scenario.point,
        share=scenario.share, longer=scenario.longer, draws=len(scenario.rounds),
        families=len(families_of(meetings)),
        families_unplaced=_families_of_some(meetings, lambda meeting: meeting.meeting_id in unplaced),
        objective=outcome.objective,
        changed=None if changed is None else len(changed),
        families_changed=None if pupils is None else _families_of_some(meetings, lambda one: one.pupil_id in pupils),
        told=len(adults_moved(plan, published)) if published else None,
        load=load_of(round, plan),
    )


def changed_meetings(before: Plan, after: Plan) -> frozenset[str]:
    """The meetings that have an appointment in one of the plans at least, and not the same one in both."""
    ids = before.appointment.keys() | after.appointment.keys()
    return frozenset(one for one in ids if before.appointment.get(one) != after.appointment.get(one))


def load_of(round: Round, plan: Plan) -> Mapping[str, Load]:
    """What each teacher with an appointment holds, by teacher_id."""
    return {
        teacher_id: Load(
            len(row),
            len({window_of(round, appointment) for appointment in row}),
            max(Counter(appointment.date for appointment in row).values()),
        )
        for teacher_id, row in sorted(plan.of_teacher.items())
    }


def _families_of_some(meetings: Sequence[Meeting], chosen: Callable[[Meeting], bool]) -> int:
    """How many families have at least one of the meetings chosen."""
    pupils = {meeting.pupil_id for meeting in meetings if chosen(meeting)}
    return sum(not family.isdisjoint(pupils) for family in families_of(meetings))


def _with_spread(result: Result, results: Sequence[Result], outcomes: Sequence[Outcome]) -> Result:
    seconds = sum(outcome.seconds for outcome in outcomes)
    if len(results) == 1:
        return replace(result, seconds=seconds)
    numbers = {key: [each.objective[key].cost for each in results] for key in result.objective}
    numbers |= {"placed": [each.placed for each in results], "meetings": [each.meetings for each in results],
                "unplaced": [each.unplaced for each in results],
                "families_unplaced": [each.families_unplaced for each in results]}
    spread = {key: Spread(min(found), sorted(found)[(len(found) - 1) // 2], max(found))
              for key, found in numbers.items()}
    proven = all(each.proven for each in results)
    return replace(result, seconds=seconds, spread=spread, status="optimal" if proven else "feasible")
