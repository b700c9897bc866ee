"""From a round to its plan: the only place that runs OR-Tools.

`solve` is all that others need. The rooms, in the order in which a plan passes them: `instance` (every place a meeting
may take on its own), `options` and `arrangements` (what each family could have alone), `windows_first` (dates and
teachers, a bound for the whole), `then_order` and `patterns` (each date in time), `repair`; `model`, `objective` and
`lexicographic` say the exact problem, `cpsat` is the door to the solver.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from scheduler.appointments import Bounded, Outcome
from scheduler.costs import costs_of
from scheduler.meetings import meetings_of
from scheduler.progress import silent
from scheduler.round import COST_KEYS
from scheduler.solver.cpsat import Clock
from scheduler.solver.instance import instance_of
from scheduler.solver.search import Search, plan_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.appointments import Published
    from scheduler.progress import Say
    from scheduler.round import Round
    from scheduler.solver.search import Watch

PLACING = ("unplaced_mandatory", "unplaced_optional")


def solve(
    round: Round, *, published: Published = (), seconds: float | None = None, workers: int = 2, seed: int = 0,
    say: Say = silent, clock: Clock | None = None, watch: Watch | None = None,
) -> Outcome:
    """The best plan of the round that can be found and proven.

    `published` is what the adults were last told; the plan then stays as close to it as the round's order of costs
    says. `seconds` bounds the search (None: until all is proven or the effort is spent); `workers` is how many solves
    run at once and changes nothing but the time; the same round, seed and version give the same plan.
    `clock.stop()`, from a signal handler say, ends the search with the best plan so far. `watch` is told the costs of
    every better plan and the bounds so far, `say` the same in a line.
    """
    began = time.monotonic()
    instance = instance_of(round, meetings_of(round), published)
    search = Search(instance, effective_order(round), clock or Clock(seconds), workers, seed, _told(say, watch))
    search.run()
    spent = time.monotonic() - began
    if search.best is None:
        return Outcome("no_answer", None, {}, spent, seed)
    plan = plan_of(instance, search.best)
    costs = costs_of(round, instance.meetings, plan, published)
    bounds = _bounds_that_hold(search, costs)
    objective = {key: Bounded(costs[key], bounds.get(key, 0) if key in round.settings.objective else None)
                 for key in COST_KEYS}
    return Outcome("optimal" if search.proven else "feasible", plan, objective, spent, seed)


def _told(say: Say, watch: Watch | None) -> Watch:
    def tell(costs: Mapping[str, int], bounds: Mapping[str, int]) -> None:
        say(" · ".join(f"{key} {costs[key]} (≥ {bounds.get(key, 0)})" for key in costs))
        if watch is not None:
            watch(costs, bounds)

    return tell


def effective_order(round: Round) -> tuple[str, ...]:
    """The costs in the order in which they count.

    Where siblings must be adjacent, that yields only to giving every meeting a place, wherever the round's order
    has it.
    """
    order = list(round.settings.objective)
    if round.settings.siblings.level == "must":
        placing = [i for i, key in enumerate(order) if key in PLACING]
        behind = placing[-1] + 1 if placing else 0
        if "siblings_apart" not in order[:behind]:
            order = [key for key in order if key != "siblings_apart"]
            order.insert(behind, "siblings_apart")
    return tuple(order)


def _bounds_that_hold(search: Search, costs: Mapping[str, int]) -> Mapping[str, int]:
    """The bounds of the search up to the first cost that does not meet its own: later ones supposed that it does."""
    found = {}
    for key in search.order:
        found[key] = search.bounds.get(key, 0)
        if found[key] < costs[key]:
            break
    return found
