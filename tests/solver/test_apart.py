"""A solver that dies leaves the best plan so far; it dies with whoever started it, and stops when told to."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.processes import ProcessDied
from scheduler.solver import apart, solve
from scheduler.solver.apart import Apart
from scheduler.solver.clock import Clock
from tests.rounds import THURSDAY, TUESDAY, tiny_round, window

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scheduler.appointments import Outcome, Plan
    from scheduler.solver.apart import Report, Solving

ROUND = tiny_round({"p1": ["a1"], "p2": ["a1"]}, windows=[window(date=TUESDAY), window(date=THURSDAY)])


def found() -> Outcome:
    return solve(ROUND)


def solved(**how: Any) -> Outcome:
    """The outcome of the round, found in a process of its own."""
    with Apart() as process:
        return apart.solve_apart(ROUND, process=process, **how)


def run(work: Solving, clock: Clock, hear: Callable[[object], None]) -> tuple[Any, Exception | None]:
    """What comes of other work in such a process."""
    with Apart() as process:
        return process.run(work, clock, hear)


class Dying:
    """Solves, tells of every plan and bound, and dies in some way before it hands over the outcome."""

    def __init__(self, way: str, *, after_a_plan: bool = True) -> None:
        self._way = way
        self._after_a_plan = after_a_plan

    def __call__(self, clock: Clock, report: Report) -> None:
        if self._after_a_plan:
            apart._Solve(ROUND, {})(clock, report)
        if self._way == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if self._way == "aborted":
            os.abort()
        if self._way == "memory":
            raise MemoryError
        raise RuntimeError("the solver refuses its model")


def instead(monkeypatch: pytest.MonkeyPatch, work: Any) -> None:
    """Let the process do other work than solving."""
    monkeypatch.setattr(apart, "_Solve", lambda *_: work)


def test_what_is_found_apart_is_what_is_found_here() -> None:
    here, there = found(), solved()
    assert (there.status, there.plan, there.objective) == ("optimal", here.plan, here.objective)


def test_better_plans_are_told_as_they_are_found() -> None:
    told: list[dict[str, int]] = []
    solved(watch=lambda costs, bounds: told.append(dict(costs)))
    assert told
    assert told[-1] == {key: each.cost for key, each in found().objective.items()}


@pytest.mark.parametrize("way", ["killed", "aborted", "memory", "fault"])
def test_a_process_that_ends_after_a_plan_leaves_it(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, Dying(way))
    faults: list[Exception] = []
    outcome = solved(died=faults.append)
    assert (outcome.plan, outcome.objective) == (found().plan, found().objective)
    kind = {"killed": ProcessDied, "aborted": ProcessDied, "memory": MemoryError, "fault": RuntimeError}[way]
    assert [type(fault) for fault in faults] == [kind]


@pytest.mark.parametrize("way", ["killed", "memory"])
def test_a_process_that_ends_before_any_plan_gives_no_answer(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, Dying(way, after_a_plan=False))
    faults: list[Exception] = []
    outcome = solved(died=faults.append)
    assert (outcome.status, outcome.plan, outcome.objective) == ("no_answer", None, {})
    assert len(faults) == 1


def test_a_fault_before_any_plan_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, Dying("fault", after_a_plan=False))
    with pytest.raises(RuntimeError, match="refuses its model"):
        solved()


class FirstPlanOnly:
    """Tells of one plan without a bound, and is killed."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def __call__(self, clock: Clock, report: Report) -> None:
        report(("plan", self._plan))
        report(("costs", {}, {"teacher_windows": 0}))
        os.kill(os.getpid(), signal.SIGKILL)


def test_the_costs_of_what_is_left_are_counted_and_nothing_more_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = found().plan
    assert plan is not None
    instead(monkeypatch, FirstPlanOnly(plan))
    outcome = solved()
    assert outcome.status == "feasible"
    assert {key: each.cost for key, each in outcome.objective.items()} \
        == {key: each.cost for key, each in found().objective.items()}
    assert outcome.objective["teacher_windows"].bound == 0 < outcome.objective["teacher_windows"].cost


def until_stopped(clock: Clock, report: Report) -> str:
    report("begun")
    while not clock.stopped:
        time.sleep(0.01)
    return "stopped"


def test_stopping_the_clock_stops_the_process() -> None:
    clock = Clock(None)
    assert run(until_stopped, clock, lambda news: clock.stop()) == ("stopped", None)


def interrupted(clock: Clock, report: Report) -> str:
    os.kill(os.getpid(), signal.SIGINT)
    return "went on"


def test_ctrl_c_does_not_reach_the_process() -> None:
    assert run(interrupted, Clock(None), lambda news: None) == ("went on", None)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_exception_here_ends_the_process() -> None:
    def second_ctrl_c(news: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(until_stopped, Clock(None), second_ctrl_c)
    assert multiprocessing.active_children() == []


def time_left(clock: Clock, report: Report) -> bool:
    return clock.seconds < 60


def test_the_time_left_is_passed_on() -> None:
    assert run(time_left, Clock(50), lambda news: None) == (True, None)
    assert run(time_left, Clock(None), lambda news: None) == (False, None)


def test_a_process_without_work_ends_with_its_context() -> None:
    with Apart():
        assert len(multiprocessing.active_children()) == 1
    assert multiprocessing.active_children() == []


def test_whoever_only_waits_for_a_search_loads_no_solver() -> None:
    asked = "import sys, scheduler.solver.apart; print([name for name in sys.modules if name.startswith('ortools')])"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout == "[]\n"


def tells_its_number(clock: Clock, report: Report) -> None:
    report(os.getpid())
    threading.Event().wait()


STARTER = """
from scheduler.solver.apart import Apart
from scheduler.solver.clock import Clock
from tests.solver.test_apart import tells_its_number
if __name__ == "__main__":
    with Apart() as process:
        process.run(tells_its_number, Clock(None), lambda news: print(news, flush=True))
"""


def test_the_process_ends_when_its_starter_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "starter.py"
    program.write_text(STARTER)
    with subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True,
                          env={**os.environ, "PYTHONPATH": os.getcwd()}) as starter:
        assert starter.stdout is not None
        number = int(starter.stdout.readline())
        os.kill(number, 0)
        starter.kill()
        # What it writes to is the process's too: that ends only when both have.
        assert starter.communicate(timeout=60) == ("", None)
