"""More wish a time than can have it: what must be missed is proven, and all that counts after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.solver import solve
from scheduler.solver.clock import Clock
from scheduler.solver.windows_first import WindowsFirst
from tests.benchmarks.tight_schools import school_of_one_hour_wished, school_of_the_evening_wished

if TYPE_CHECKING:
    import pytest


def test_a_school_in_which_every_other_family_wishes_the_evening_is_proven() -> None:
    outcome = solve(school_of_the_evening_wished())
    assert outcome.status == "optimal"
    told = {key: each.cost for key, each in outcome.objective.items() if each.cost}
    assert told == {"wishes_missed": 23, "teacher_windows": 29}


def test_before_what_may_take_long_there_is_a_plan_that_misses_hardly_more_than_must_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Interrupted when the first row of a teacher is put in time; as made by hand 72 wishes are missed by then."""
    clock = Clock(None)
    monkeypatch.setattr(WindowsFirst, "put_in_time", lambda self, keys: clock.stop())
    outcome = solve(school_of_one_hour_wished(120, 2), clock=clock)
    assert outcome.status == "feasible"
    wishes = outcome.objective["wishes_missed"]
    assert wishes.bound == 11
    assert wishes.cost <= 1.5 * wishes.bound
    assert outcome.objective["unplaced_mandatory"].cost == outcome.objective["siblings_apart"].cost == 0
