"""Three ways to plan a round: this program, one plain model of all rules, and a booking portal.

Run as a program it lets one of them plan one round and prints what came when, as JSON; so each has a process of its
own, whose memory can be told: `python -m tests.benchmarks.contestants METHOD ROUND --seconds S`. ROUND is a folder, or
`tight:` and a name of `tests.benchmarks.tight_schools`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.costs import costs_of
from scheduler.intake import read_round
from scheduler.meetings import meetings_of
from scheduler.round import COST_KEYS
from tests.benchmarks.portal import book
from tests.benchmarks.tight_schools import ALL_TIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scheduler.appointments import Plan
    from scheduler.round import Round
    from tests.benchmarks.portal import Prefer

    Costs = Mapping[str, int]
    Watch = Callable[[Costs, Costs], None]

WEIGHTS = {
    "unplaced_mandatory": 10_000_000, "unplaced_optional": 1_000_000, "siblings_apart": 100_000, "moved": 10_000,
    "wishes_missed": 1_000, "teacher_idle_minutes": 10, "teacher_windows": 100, "parent_wait_minutes": 1,
}
"""One price of a plan, for the model that knows no order of costs, and for the figure of the results."""

BOOKINGS = 5
"""In so many orders the families book at a portal; the costs are those of the middle one."""


def by_this_program(round: Round, seconds: float, watch: Watch) -> str:
    """Plan as `tienminuten plan` does."""
    from scheduler.solver import solve

    outcome = solve(round, seconds=seconds, watch=watch)
    costs = {key: each.cost for key, each in outcome.objective.items()}
    watch(costs, {key: each.bound or 0 for key, each in outcome.objective.items()})
    return outcome.status


def by_one_model(round: Round, seconds: float, watch: Watch) -> str:
    """All rules in one CP-SAT model, all costs in one weighted sum, every setting as it comes."""
    from ortools.sat.python import cp_model

    from scheduler.solver.instance import instance_of
    from scheduler.solver.model import ExactModel
    from scheduler.solver.objective import Objective

    began = time.monotonic()
    instance = instance_of(round, meetings_of(round))
    model = ExactModel(instance, dict(enumerate(instance.places)))
    objective = Objective(model)
    model.cp.minimize(cp_model.LinearExpr.sum([WEIGHTS[key] * objective.cost(key) for key in COST_KEYS]))

    class Told(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            """Count what the plan really costs."""
            chosen = model.chosen(self.value)
            watch(_counted(round, _plan(instance, chosen)), {})

    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(1.0, seconds - (time.monotonic() - began))
    return str(solver.status_name(solver.solve(model.cp, Told()))).lower()


def by_portal(prefer: Prefer) -> Callable[[Round, float, Watch], str]:
    """First come, first served."""

    def booked(round: Round, seconds: float, watch: Watch) -> str:
        plans = [_counted(round, book(round, prefer=prefer, seed=seed)) for seed in range(BOOKINGS)]
        watch(sorted(plans, key=price)[BOOKINGS // 2], {})
        return "booked"

    return booked


METHODS: dict[str, Callable[[Round, float, Watch], str]] = {
    "tienminuten": by_this_program,
    "one model": by_one_model,
    "portal, earliest time": by_portal("earliest"),
    "portal, any time": by_portal("any"),
}


def price(costs: Costs) -> int:
    """What a plan costs in one figure."""
    return sum(WEIGHTS[key] * value for key, value in costs.items())


def watched(method: str, round: Round, seconds: float) -> dict[str, Any]:
    """Let the method plan the round: status, meetings, and each moment with seconds, costs and bounds."""
    began, moments = time.monotonic(), []

    def watch(costs: Costs, bounds: Costs) -> None:
        moments.append({"seconds": time.monotonic() - began, "costs": dict(costs), "bounds": dict(bounds)})

    status = METHODS[method](round, seconds, watch)
    return {"status": status, "meetings": len(meetings_of(round)), "moments": [it for it in moments if it["costs"]]}


def _counted(round: Round, plan: Plan) -> dict[str, int]:
    return costs_of(round, meetings_of(round), plan)


def _plan(instance: Any, chosen: Any) -> Plan:
    from scheduler.solver.best import plan_of

    return plan_of(instance, chosen)


def _round(name: str) -> Round:
    kind, _, rest = name.partition(":")
    return ALL_TIGHT[rest]() if kind == "tight" else read_round(Path(name)).round


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("method", choices=METHODS)
    parser.add_argument("round")
    parser.add_argument("--seconds", type=float, required=True)
    given = parser.parse_args()
    json.dump(watched(given.method, _round(given.round), given.seconds), sys.stdout)
