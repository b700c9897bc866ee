"""From a round to its plan: the only place that runs OR-Tools, which it loads when it is first asked.

`solve` is all that others need: a `search` in several ways for the `best` plan, of which `by_windows` is the usual one.
The rooms, in the order in which a plan passes them: `instance` (every place a meeting may take on its own), `start` (a
plan to begin from), `coarse` (the round on a wider grid), `options`, `arrangements` and `ways` (what each family could
have alone), `windows_needed` and `window_sets` (what each team needs alone), `windows_first`, `families_offered`,
`holding`, `loosely`, `capacity`, `visits_apart`, `visits_in_turn`, `own_visits`, `shared_rooms` with `stretches`,
`teacher_windows`, `idle_time` and `waiting` (dates and teachers, a bound for the whole), `assigning` with `least` (its
proof), `assignment` (what comes of it), `placing` of that: `then_order`, `patterns` and `blocks` (each date in time),
`settling` with `resisting`, `timed_rows` and `reassigning` (what a date that resists tells the bound) and `fair_plan`
(what there is meanwhile), `least_waiting` (who must wait), `insertion` with `neighbourhood` (who has no place),
`reordering` (who waits though none need), `greedy` (what simply fits). A published round passes `staying`, `around`
with `taken` (what stays) and `leaving` (who else must move) instead; `one_window` serves rounds of a single window.
`model`, `objective` and `lexicographic` say the exact problem, `cpsat` is the door to the solver, `clock` says how long
may be searched, `apart` searches in a process of its own, and `names` are the types that rooms share.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from scheduler.appointments import Bounded, Outcome
from scheduler.costs import costs_of
from scheduler.meetings import meetings_of
from scheduler.round import COST_KEYS, UNPLACED
from scheduler.solver.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scheduler.appointments import Plan, Published
    from scheduler.meetings import Meeting
    from scheduler.round import Round
    from scheduler.solver.best import Watch
    from scheduler.solver.instance import Place
    from scheduler.solver.pins import Pin


def solve(
    round: Round, *, published: Published = (), seconds: float | None = None, workers: int = 2, seed: int = 0,
    clock: Clock | None = None, watch: Watch | None = None,
    on_plan: Callable[[Plan], None] | None = None, pins: Mapping[str, Pin] | None = None, start: Plan | None = None,
    thorough: float | None = None,
) -> Outcome:
    """The best plan of the round that can be found and proven.

    `published` is what the adults were last told; the plan then stays as close to it as the round's order of costs
    says. `seconds` bounds the search (None: until all is proven or the effort is spent); `workers` is how many solves
    run at once and changes nothing but the time; the same round, seed and version give the same plan.
    `clock.stop()`, from a signal handler say, ends the search with the best plan so far. `watch` is told the costs of
    every better plan and the bounds so far, `on_plan` the plan itself before that. `pins` says, by meeting_id, whether
    a published meeting must keep its place or get another. `start` is a plan of this round or one like it: as far as it
    is still allowed it is the first one found, and no worse one is the result. `thorough` are the deterministic seconds
    that the proof of a large round may take beyond the first plan (None: as many as help).
    """
    from scheduler.solver.best import Best, plan_of
    from scheduler.solver.by_windows import thorough_for
    from scheduler.solver.instance import instance_of
    from scheduler.solver.pins import pinned
    from scheduler.solver.search import Search
    from scheduler.solver.start import start_of

    began = time.monotonic()
    instance = pinned(instance_of(round, meetings_of(round), published), pins or {})
    last: Mapping[int, Place] | None = None

    def tell(costs: Mapping[str, int], bounds: Mapping[str, int]) -> None:
        nonlocal last
        if on_plan is not None and best.places is not None and best.places is not last:
            last = best.places
            on_plan(plan_of(instance, last))
        if watch is not None:
            watch(costs, bounds)

    best = Best(instance, effective_order(round), tell)
    Search(best, clock or Clock(seconds), workers, seed, start_of(instance, start),
           thorough_for(instance) if thorough is None else thorough).run()
    plan = None if best.places is None else plan_of(instance, best.places)
    return outcome_of(round, instance.meetings, plan, best.order, best.bounds, published,
                      time.monotonic() - began, seed)


def outcome_of(
    round: Round, meetings: Sequence[Meeting], plan: Plan | None, order: Sequence[str], bounds: Mapping[str, int],
    published: Published, seconds: float, seed: int,
) -> Outcome:
    """What was found after so many seconds, its costs counted anew; `bounds` are read in the order of the costs."""
    if plan is None:
        return Outcome("no_answer", None, {}, seconds, seed)
    costs = costs_of(round, meetings, plan, published)
    hold = _bounds_that_hold(order, bounds, costs)
    objective = {key: Bounded(costs[key], hold.get(key, 0) if key in round.settings.objective else None)
                 for key in COST_KEYS}
    proven = all(bounds.get(key, 0) >= costs[key] for key in order)
    return Outcome("optimal" if proven else "feasible", plan, objective, seconds, seed)


def effective_order(round: Round) -> tuple[str, ...]:
    """The costs in the order in which they count.

    Where siblings must be adjacent, that yields only to giving every meeting a place, wherever the round's order
    has it.
    """
    order = list(round.settings.objective)
    if round.settings.siblings.level == "must":
        placing = [i for i, key in enumerate(order) if key in UNPLACED]
        behind = placing[-1] + 1 if placing else 0
        if "siblings_apart" not in order[:behind]:
            order = [key for key in order if key != "siblings_apart"]
            order.insert(behind, "siblings_apart")
    return tuple(order)


def _bounds_that_hold(
    order: Sequence[str], bounds: Mapping[str, int], costs: Mapping[str, int]
) -> Mapping[str, int]:
    """The bounds up to the first cost that does not meet its own: later ones supposed that it does."""
    found = {}
    for key in order:
        found[key] = bounds.get(key, 0)
        if found[key] < costs[key]:
            break
    return found
