"""The one door to CP-SAT: its parameters, its answers, and a second look at every "infeasible".

The same model and seed give the same answer: a solve has one worker, or some that take turns in a fixed order
(`interleave_search`), whatever the number of cores.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from scheduler.solver.clock import Clock

PLAIN, CORES, PROBED, RISING, FALLING, TREE = "plain", "cores", "probed", "rising", "falling", "tree"
LINEAR, AROUND, NEARBY = "linear", "around", "nearby"
"""Ways to search, of an `Effort`."""

NEIGHBOURS = 4
"""Workers that look for plans like a given one; they take turns."""

TRIES = (0.1, 0.15, 0.25, 0.5)
"""The shares of an effort that tries from different seeds get; the second has the linear relaxation, the last one
presolves thoroughly."""

A_VARIABLE = 0.00025
"""Deterministic seconds for each variable to presolve a model: many a large one is then answered at once."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try: deterministic seconds (the same on every machine), and in which `way`.

    `CORES` raises the bound by sets of costs that cannot all be low until a plan meets it: it proves soon or finds
    nothing. `PROBED` does so when it is known what single choices imply. `RISING` asks for a plan at the bound itself
    and raises that where there is none, with the linear relaxation of what says most. `FALLING` asks for ever better
    plans until there is none, and looks at single choices only. `TREE` raises it by a tree of
    decisions, each with the bound that it leaves, and finds as little. `LINEAR` solves the linear relaxation of every
    constraint to its end before anything is tried. `AROUND` betters plans by what is near them, and proves little;
    `NEARBY` the same from the one that is hinted, and proves nothing.

    Without an objective the `linear` relaxation only costs time, and so does `probing`: what single choices imply,
    found out beforehand and meanwhile; and where it is soon done, so does a `thorough` presolve. With `relaxed`
    every constraint is in the linear relaxation, for models of which it says nearly all; `at_once` before anything is
    tried, where proving counts and a plan is there. A `glance` ends at the first conflict: it is after the bound of
    the relaxation.
    """

    most: float
    way: str = PLAIN
    seed: int = 0
    linear: bool = True
    probing: bool = True
    thorough: bool = True
    relaxed: bool = False
    at_once: bool = False
    glance: bool = False

    def less(self, spent: float) -> Effort:
        """What is left of it after so many deterministic seconds, but enough to look once."""
        return dataclasses.replace(self, most=max(0.1, self.most - spent))


@dataclass(frozen=True)
class Answer:
    """What a solve gave: `found` where there is a solution (`value` reads it), `closed` where the search was complete.

    Complete without a solution means infeasible; with one, optimal. `bound` is the proven least objective. `spent` are
    the deterministic seconds that it took, `variables` how many of the model, from the first, have a value. `core` are
    the variables whose assumptions cannot all hold, where that is why there is no solution.
    """

    found: bool
    closed: bool
    objective: int
    bound: int
    value: Callable[[cp_model.LinearExprT], int]
    spent: float = 0.0
    variables: int = 0
    core: Sequence[int] = ()


def solve(model: cp_model.CpModel, effort: Effort, clock: Clock, floor: int | None = None) -> Answer:
    """Solve the model, whose objective is known to be no less than `floor`: a solution there ends the search.

    Raises:
        Interrupted: the time was up before the search began.
    """
    return _solve(model, effort, clock, presolve=True, floor=floor)


def find(model: cp_model.CpModel, effort: Effort, clock: Clock) -> Answer:
    """Any solution of a model without objective, in several tries from different seeds: the first that ends is taken.

    How long such a search takes is a matter of luck, with a long tail; short tries cut the tail off (Luby, Sinclair
    and Zuckerman, Optimal speedup of Las Vegas algorithms, 1993).

    Raises:
        Interrupted: the time was up before the search began.
    """
    spent = 0.0
    for seed, share in enumerate(TRIES):
        tried = Effort(share * effort.most, seed=effort.seed + seed, linear=False, thorough=seed == len(TRIES) - 1)
        if seed == 1:
            tried = counting(tried)
        answer = _solve(model, with_presolve(model, tried), clock, presolve=True)
        spent += answer.spent
        if answer.found or answer.closed or clock.over:
            break
    return dataclasses.replace(answer, spent=spent)


def counting(effort: Effort) -> Effort:
    """The same for a model without objective in which too many may want too little: the linear relaxation sees that.

    Other searches take very long to refute what is only a matter of counting (Haken, The intractability of resolution,
    1985), which is seldom; where it is not, the relaxation takes twice the time.
    """
    return dataclasses.replace(effort, linear=True, relaxed=True, probing=False)


def with_presolve(model: cp_model.CpModel, effort: Effort) -> Effort:
    """The effort and what it takes to presolve so large a model."""
    return dataclasses.replace(effort, most=effort.most + A_VARIABLE * len(model.proto.variables))


def keep(model: cp_model.CpModel, choices: Iterable[int], answer: Answer) -> None:
    """Demand that these choices, as variables of the model, are as in the answer to it or one like it."""
    for variable in choices:
        choice = model.get_bool_var_from_proto_index(variable)
        model.add(choice == answer.value(choice))


def core_of(model: cp_model.CpModel, effort: Effort, clock: Clock) -> Sequence[int] | None:
    """Some few of the variables that the model assumes to hold which cannot all; None where that was not proven.

    Empty where there is no solution whatever is assumed.

    Raises:
        Interrupted: the time was up before the search began.
    """
    answer = _solve(model, effort, clock, presolve=False)
    return answer.core if answer.closed and not answer.found else None


def solve_for_certain(model: cp_model.CpModel, effort: Effort, clock: Clock) -> Answer:
    """Solve the model; an "infeasible" counts only when other settings say so too.

    9.15 has reported INFEASIBLE for feasible models when presolving (google/or-tools issues), so it is asked again:
    without presolving, or where a way to search finds nothing without that, from another seed with another presolve.
    """
    answer = _solve(model, effort, clock, presolve=True)
    if answer.found or not answer.closed:
        return answer
    seed = effort.seed + 1
    if effort.way == PLAIN:
        return _solve(model, Effort(effort.most, seed=seed), clock, presolve=False)
    return _solve(model, dataclasses.replace(effort, seed=seed, thorough=not effort.thorough), clock, presolve=True)


class _UntilFloor(cp_model.CpSolverSolutionCallback):
    """Ends the search at a solution that cannot be bettered: presolve may forget that its bound is no lower."""

    def __init__(self, floor: int) -> None:
        super().__init__()
        self._floor = floor

    def on_solution_callback(self) -> None:
        if round(self.objective_value) <= self._floor:
            self.stop_search()


def _solve(
    model: cp_model.CpModel, effort: Effort, clock: Clock, *, presolve: bool, floor: int | None = None
) -> Answer:
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.random_seed = effort.seed
    parameters.max_deterministic_time = effort.most
    parameters.cp_model_presolve = presolve
    parameters.num_workers = 1
    # OR-Tools would answer Ctrl-C itself, which is for the program to do.
    parameters.catch_sigint_signal = False
    if not effort.linear:
        parameters.linearization_level = 0
    if effort.relaxed:
        parameters.linearization_level = 2
        parameters.cut_level = 0
        parameters.polish_lp_solution = True
        parameters.add_lp_constraints_lazily = not effort.at_once
    if effort.glance:
        parameters.max_number_of_conflicts = 1
    if not effort.thorough or effort.way == PROBED:
        parameters.max_presolve_iterations = 1
    if not (effort.probing and effort.thorough) or effort.way == CORES:
        parameters.cp_model_probing_level = 0
        parameters.inprocessing_dtime_ratio = 0.0
    # Finding symmetries takes seconds that no deterministic limit counts, and helped no round that was tried.
    parameters.symmetry_level = 0
    _go(effort.way, parameters)
    clock.limit(solver)
    try:
        status = solver.solve(model, None if floor is None else _UntilFloor(floor))
    finally:
        clock.release(solver)
    if status == cp_model.MODEL_INVALID:
        raise RuntimeError(f"the solver refuses its model: {model.validate()[:200]}")
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    closed = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    objective = round(solver.objective_value) if found else 0
    bound = round(solver.best_objective_bound) if found or status == cp_model.UNKNOWN else 0
    if floor is not None and (found or not closed):
        bound = max(bound, floor)
        closed = closed or (found and objective <= floor)
    spent = solver.response_proto.deterministic_time
    return Answer(found, closed, objective, objective if found and closed else bound, solver.value, spent,
                  len(solver.response_proto.solution), solver.sufficient_assumptions_for_infeasibility())


def _go(way: str, parameters: Any) -> None:
    """Set what makes the way of an effort."""
    if way in (CORES, PROBED):
        parameters.optimize_with_core = True
        parameters.linearization_level = 0
        # With more of it 9.15 has called 2 proven where 1 can be, in a few models of ten thousand.
        parameters.core_minimization_level = 1
        # The costs one by one before, which takes longer than it spares.
        parameters.cover_optimization = False
    if way == RISING:
        parameters.use_objective_lb_search = True
        parameters.cut_level = 0
    if way == FALLING:
        parameters.linearization_level = 0
        parameters.cp_model_probing_level = 0
    if way == TREE:
        parameters.optimize_with_lb_tree_search = True
        parameters.linearization_level = 2
    if way == LINEAR:
        parameters.linearization_level = 2
        parameters.root_lp_iterations = 100_000
    if way not in (AROUND, NEARBY):
        return
    parameters.interleave_search = True
    # One at a time: what a member learns is told to the others in the same order on every machine.
    parameters.interleave_batch_size = 1
    if way == NEARBY:
        parameters.num_workers = NEIGHBOURS
        parameters.use_lns_only = True
    else:
        parameters.subsolvers.append("default_lp")
