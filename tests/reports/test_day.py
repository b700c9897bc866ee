"""What of a teacher's time is a meeting, a break, or idle."""

from __future__ import annotations

import pytest

from scheduler.appointments import Appointment, Plan
from scheduler.costs import costs_of
from scheduler.meetings import meetings_of
from scheduler.reports.day import stretches_of
from scheduler.round import Breaks, clock
from tests.benchmarks.portal import book
from tests.rounds import TUESDAY, minute, tiny_round, window

AFTERNOON = window("14:30", "17:00")


def held(*starts: str) -> Plan:
    """A plan in which t1 has ten minutes from each of these."""
    found = [
        Appointment(f"m{i}", f"p{i}", (f"a{i}",), ("t1",), TUESDAY, minute(start), minute(start) + 10, "", "school")
        for i, start in enumerate(starts)
    ]
    return Plan.of(found, [])


def seen(plan: Plan, breaks: Breaks | None) -> list[str]:
    """The stretches other than meetings, as people would say them."""
    stretches = stretches_of(tiny_round(windows=[AFTERNOON], breaks=breaks), plan, "t1", AFTERNOON)
    return [
        f"{it.kind} {clock(it.start_minute)}-{clock(it.end_minute)}" for it in stretches if it.appointment is None
    ]


def test_without_meetings_there_is_nothing() -> None:
    assert stretches_of(tiny_round(windows=[AFTERNOON]), Plan(()), "t1", AFTERNOON) == ()


def test_a_gap_is_idle_where_no_breaks_are_planned() -> None:
    assert seen(held("14:30", "15:00"), None) == ["idle 14:40-15:00"]


def test_a_gap_that_no_rule_demands_is_idle() -> None:
    assert seen(held("14:30", "14:50"), Breaks(4, 10)) == ["idle 14:40-14:50"]


def test_a_break_is_the_last_gap_in_time() -> None:
    plan = held("14:30", "14:50", "15:10", "15:20", "15:30")
    assert seen(plan, Breaks(3, 10)) == ["idle 14:40-14:50", "break 15:00-15:10"]


def test_what_lasts_longer_than_a_break_is_idle() -> None:
    assert seen(held("14:30", "14:40", "15:20"), Breaks(2, 10)) == ["break 14:50-15:00", "idle 15:00-15:20"]


def test_several_breaks_are_found() -> None:
    plan = held("14:30", "14:40", "15:00", "15:10", "15:30", "15:40")
    assert seen(plan, Breaks(2, 10)) == ["break 14:50-15:00", "break 15:20-15:30"]


@pytest.mark.parametrize("seed", range(5))
def test_idle_time_adds_up_to_what_it_costs(seed: int) -> None:
    families = {f"p{i}": [f"a{i}"] for i in range(10)}
    round = tiny_round(families, windows=[AFTERNOON], breaks=Breaks(12, 10))
    plan = book(round, prefer="any", seed=seed)
    idle = [it.minutes for it in stretches_of(round, plan, "t1", AFTERNOON) if it.kind == "idle"]
    assert sum(idle) == costs_of(round, meetings_of(round), plan)["teacher_idle_minutes"]
