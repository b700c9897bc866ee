"""More wish a time than can have it: what must be missed is proven, and all that counts after it."""

from __future__ import annotations

from scheduler.solver import solve
from tests.benchmarks.tight_schools import school_of_the_evening_wished


def test_a_school_in_which_every_other_family_wishes_the_evening_is_proven() -> None:
    outcome = solve(school_of_the_evening_wished())
    assert outcome.status == "optimal"
    told = {key: each.cost for key, each in outcome.objective.items() if each.cost}
    assert told == {"wishes_missed": 23, "teacher_windows": 29}
