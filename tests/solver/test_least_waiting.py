"""How little families can wait is proven too: teachers' windows in which somebody must are put in time for it."""

from __future__ import annotations

import pytest

from scheduler.appointments import Bounded
from scheduler.meetings import meetings_of
from scheduler.round import Breaks, Round
from scheduler.solver import solve
from scheduler.solver.clock import Clock
from scheduler.solver.cpsat import Answer, Effort, solve_for_certain
from scheduler.solver.instance import instance_of
from scheduler.solver.least_waiting import LeastWaiting
from scheduler.solver.options import clusters_of
from scheduler.solver.windows_first import WindowsFirst
from tests.benchmarks import tight
from tests.benchmarks.tight_schools import school_of_one_hour_wished
from tests.rounds import adult, group, pupil, tiny_round, window
from tests.solver.true_bounds import assert_true_bounds
from tests.solver.waiting_rounds import waiting_round

pytestmark = pytest.mark.usefixtures("never_whole")


def a_busy_teacher_with_two_children() -> Round:
    """Juf t1 has a break of ten minutes after each conversation, in which she has those about her own two children."""
    families = {"p1": ["a1"], "p2": ["a2"], "p3": ["a3"], "p8": ["a9"], "p9": ["a9"], "q1": ["b1"], "q2": ["b1"]}
    groups = {"p8": "5B", "p9": "5C", "q1": "5D", "q2": "5E"}
    return tiny_round(
        families, windows=[window("14:30", "15:20")], breaks=Breaks(1, 10),
        groups=[group(f"5{name}", f"t{n}") for n, name in enumerate("ABCDE", 1)],
        pupils=[pupil(pupil_id, groups.get(pupil_id, "5A")) for pupil_id in families],
        adults=[adult(adult_id, teacher_id="t1" if adult_id == "a9" else None)
                for adult_id in ("a1", "a2", "a3", "a9", "b1")],
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_only_who_must_waits_and_that_is_proven(workers: int) -> None:
    outcome = solve(a_busy_teacher_with_two_children(), workers=workers)
    assert outcome.status == "optimal"
    costs = {key: each.cost for key, each in outcome.objective.items() if each.cost}
    assert costs == {"teacher_windows": 5, "parent_wait_minutes": 10}


def test_nobody_is_idle_where_somebody_must_wait() -> None:
    outcome = solve(tight.twenty_flagged_families(4, 11, families=8))
    assert outcome.status == "optimal"
    assert outcome.objective["teacher_idle_minutes"] == Bounded(0, 0)
    assert outcome.objective["parent_wait_minutes"] == Bounded(70, 70)


def test_what_is_said_of_waiting_is_true_and_is_what_proves_these_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = {seed: assert_true_bounds(seed, waiting_round) for seed in range(30)}
    waiting = [seed for seed, outcome in outcomes.items() if outcome.objective["parent_wait_minutes"].cost]
    assert len(waiting) >= 5
    assert {outcomes[seed].status for seed in waiting} == {"optimal"}
    monkeypatch.setattr(LeastWaiting, "find", lambda _, assignment: False)
    without = [solve(waiting_round(seed)[0], workers=1) for seed in waiting]
    assert {outcome.status for outcome in without} == {"feasible"}


def test_where_few_need_move_for_it_that_is_found_near(monkeypatch: pytest.MonkeyPatch) -> None:
    round = school_of_one_hour_wished(pupils=60, seed=25)
    nothing = Answer(found=False, closed=False, objective=0, bound=0, value=lambda _: 0)
    monkeypatch.setattr(LeastWaiting, "_least", lambda self, *near: self._near(*near, self._clock) or nothing)
    assert solve(round).status == "optimal"
    monkeypatch.setattr(LeastWaiting, "_least", lambda *_: nothing)
    assert solve(round).objective["parent_wait_minutes"].cost > 0


def test_a_family_waits_in_the_relaxed_model_where_its_teachers_are_in_time() -> None:
    round = a_busy_teacher_with_two_children()
    instance = instance_of(round, meetings_of(round))
    first = ("wishes_missed",)
    model = WindowsFirst(instance, clusters_of(instance, first), first, strict=True)
    model.put_in_time(frozenset({("t1", 0)}))
    model.count_waiting()
    cp = model.copy()
    cp.minimize(model.cost("parent_wait_minutes"))
    answer = solve_for_certain(cp, Effort(5), Clock(None))
    assert (answer.closed, answer.objective) == (True, 10)
    (waits,) = model.read(answer, {}, {}, closed=True).waits.items()
    assert {instance.meetings[i].pupil_id for i in waits[0]} == {"p8", "p9"}
    assert waits[1] == 10
