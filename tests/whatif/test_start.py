"""A search that finds less than what is there already does not make a scenario worse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.appointments import Bounded, Outcome, Plan, Unplaced
from scheduler.solver import solve
from scheduler.whatif.start import no_worse_than, still_allowed
from tests.rounds import THURSDAY, tiny_round, window

if TYPE_CHECKING:
    from scheduler.round import Round

FAMILIES = {"p1": ["a1"], "p2": ["a2"]}


def poor(round: Round) -> Outcome:
    """A plan without its last appointment, of which nothing is proven."""
    best = solve(round)
    assert best.plan is not None
    *kept, lost = best.plan.appointments
    plan = Plan.of(kept, [Unplaced(lost.meeting_id, lost.pupil_id, lost.adult_ids)])
    objective = {**best.objective, "unplaced_mandatory": Bounded(1, 0)}
    return replace(best, plan=plan, objective=objective, status="feasible")


def test_the_plan_as_it_is_stays_where_it_is_better() -> None:
    now = tiny_round(FAMILIES)
    start = solve(now).plan
    assert start is not None
    more = replace(now, windows=(*now.windows, window(date=THURSDAY)))
    kept = no_worse_than(start, poor(more), more, ())
    assert kept.plan == start
    assert (kept.status, kept.objective["unplaced_mandatory"]) == ("optimal", Bounded(0, 0))


def test_what_the_rules_forbid_now_is_left_out() -> None:
    now = tiny_round(FAMILIES)
    start = solve(now).plan
    assert start is not None
    first, second = start.appointments
    ends = first.end_minute
    early = replace(now, settings=replace(now.settings, cutoff_minute=ends))
    assert [one.meeting_id for one in still_allowed(start, early).appointments] == [first.meeting_id]
    assert [one.meeting_id for one in still_allowed(start, early).unplaced] == [second.meeting_id]
    longer = replace(now, settings=replace(now.settings, meeting_minutes=20))
    assert still_allowed(start, longer).appointments == ()
    fewer = tiny_round({"p1": ["a1"]})
    assert len(still_allowed(start, fewer).rows) == 1
    nothing = Outcome("feasible", Plan.of([], list(still_allowed(start, longer).unplaced)), {
        **solve(early).objective, "unplaced_mandatory": Bounded(2, 1), "teacher_windows": Bounded(0, 0)}, 1.0, 0)
    kept = no_worse_than(start, nothing, early, ())
    assert kept.plan == still_allowed(start, early)
    assert kept.objective["unplaced_mandatory"] == Bounded(1, 1)


def test_of_two_that_are_as_good_the_plan_as_it_is_stays() -> None:
    now = tiny_round(FAMILIES)
    best = solve(now)
    assert best.plan is not None
    one, two = best.plan.appointments
    swapped = Plan.of([replace(one, start_minute=two.start_minute, end_minute=two.end_minute),
                       replace(two, start_minute=one.start_minute, end_minute=one.end_minute)], [])
    assert swapped != best.plan
    assert no_worse_than(swapped, best, now, ()).plan == swapped
    assert no_worse_than(swapped, best, now, ()).status == "optimal"


def test_what_is_found_stays_where_it_is_better() -> None:
    now = tiny_round(FAMILIES)
    best = solve(now)
    assert best.plan is not None
    moved = replace(now, windows=(window(date=THURSDAY),))
    other = poor(moved)
    assert no_worse_than(best.plan, other, moved, ()) is other
