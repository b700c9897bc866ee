"""The least objective of a relaxed model: one way proves it soon, another finds a good plan meanwhile.

Raising the bound by cores proves a school of some hundreds of pupils in a moment; of a larger one it proves a part as
soon. So where the whole takes long, a plan is bettered part by part: large neighbourhood search (Shaw, Using constraint
programming and local search methods to solve vehicle routing problems, 1998), complete in each neighbourhood. Where
any meeting may stay unplaced, cores say little and a tree of bounds says more.
"""

from __future__ import annotations

import dataclasses
import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from scheduler.solver.clock import Interrupted
from scheduler.solver.cpsat import AROUND, CORES, LINEAR, TREE, keep, solve

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from ortools.sat.python import cp_model

    from scheduler.solver.clock import Clock
    from scheduler.solver.cpsat import Answer, Effort

    Parts = Sequence[Set[int]]
    """Choices that are freed together, as variables of a model; one may be in several parts."""

SOON, AT_ONCE, GLANCE = 4.0, 1.2, 0.6
"""Deterministic seconds in which cores mostly raise the bound to a plan; for them where there are no parts, as they
seldom do there; and for the linear relaxation."""

LARGE = 10_000
"""Variables: of models with more nothing is proven so soon."""

FOUND, BY_PARTS = 0.25, 0.5
"""The shares of an effort for each other way where that takes longer, and for bettering by parts."""

FREE, LESS, MORE = 0.2, 0.8, 1.1
"""The share of the parts that are free at first; it changes so by a part that was not proven, and by one that was."""

ANY = 0.5
"""Choices in common that a part counts for that has none: it may be drawn too."""

NEIGHBOURHOOD, MOMENT = 0.5, 0.05
"""Deterministic seconds for one neighbourhood, and what it counts for at least, so that there is an end."""


def least(
    model: cp_model.CpModel, effort: Effort, clock: Clock, parts: Parts = (), begin: Answer | None = None
) -> Answer:
    """The least objective: by cores if these prove it soon, else by the linear relaxation, else by what takes longer.

    Meanwhile a plan is looked for in ways that find one, as that may not: by `parts` where there are any. Where there
    is an answer to `begin` from, with its bound, what proves it soon has been tried.

    Raises:
        Interrupted: the time was up before a search began.
    """
    tried: list[Answer] = []
    if begin is None and len(model.proto.variables) <= LARGE:
        soon = dataclasses.replace(effort, most=SOON if parts else AT_ONCE, way=CORES)
        tried.append(solve(model, soon, clock))
        if tried[-1].closed:
            return tried[-1]
    proving, meanwhile = clock.within(), clock.within()

    def prove() -> Answer:
        answer = solve(model.clone(), dataclasses.replace(effort, way=CORES if parts else TREE), proving)
        if answer.closed:
            meanwhile.stop()
        return answer

    with ThreadPoolExecutor(1) as pool:
        proof = pool.submit(prove)
        if begin is None:
            # It comes to its end whatever the proof does: which of the two counts is no matter of time.
            tried.append(solve(model, dataclasses.replace(effort, most=GLANCE, way=LINEAR), clock))
            if tried[-1].closed:
                proving.stop()
                return tried[-1]
        begun = tried if begin is None else [begin]
        found = _plan(model, effort, meanwhile, parts, begun[-1])
        proven = proof.result()
    # What is proven is taken, so it makes no difference when that ended the search for a plan.
    answer = _best([proven, *found, *begun])
    return dataclasses.replace(answer, spent=sum(each.spent for each in (*tried, proven)))


def _plan(
    model: cp_model.CpModel, effort: Effort, clock: Clock, parts: Parts, begin: Answer
) -> Sequence[Answer]:
    """Plans, each better than those before it or with another bound, until the clock is stopped."""
    found: list[Answer] = []
    try:
        if begin.found and parts:
            return [_by_parts(model, begin, parts, dataclasses.replace(effort, most=BY_PARTS * effort.most), clock)]
        for way in LINEAR, AROUND:
            if not (found and found[-1].closed):
                found.append(solve(model, dataclasses.replace(effort, most=FOUND * effort.most, way=way), clock))
    except Interrupted:
        pass
    return found


def _best(tried: Sequence[Answer]) -> Answer:
    """The best plan of these with the best bound: closed where the two meet."""
    best = min((each for each in tried if each.found), key=lambda each: each.objective, default=tried[-1])
    closed = next((each for each in tried if each.closed), None)
    if closed is not None:
        return closed
    bound = max(each.bound for each in tried)
    return dataclasses.replace(best, bound=bound, closed=best.found and best.objective <= bound)


def _by_parts(model: cp_model.CpModel, found: Answer, parts: Parts, effort: Effort, clock: Clock) -> Answer:
    """A plan at no higher objective, some parts after others made free while the rest stays."""
    drawn = random.Random(effort.seed)
    common = [[len(one & other) for other in parts] for one in parts]
    some = dataclasses.replace(effort, most=NEIGHBOURHOOD, way=CORES)
    left, share = effort.most, FREE
    while left > 0 and found.objective > found.bound and not clock.over:
        near = _near(common, max(1, int(share * len(parts))), drawn)
        free = set().union(*(parts[part] for part in near))
        another = solve(_around(model, found, parts, free), some, clock)
        left -= max(MOMENT, another.spent)
        share = min(1.0, share * (MORE if another.closed else LESS))
        if another.found and another.objective <= found.objective:
            found = dataclasses.replace(another, bound=found.bound, closed=another.objective <= found.bound)
    return found


def _near(common: Sequence[Sequence[int]], count: int, drawn: random.Random) -> list[int]:
    """A part drawn, then one after another as likely as it has much in `common` with these: what is tied moves."""
    near = [drawn.randrange(len(common))]
    while len(near) < count:
        ties = [0.0 if part in near else ANY + sum(common[part][one] for one in near) for part in range(len(common))]
        near += drawn.choices(range(len(common)), ties)
    return near


def _around(model: cp_model.CpModel, found: Answer, parts: Parts, free: Set[int]) -> cp_model.CpModel:
    """The model with all choices but the free ones as they were found."""
    narrowed = model.clone()
    keep(narrowed, sorted(set().union(*parts).difference(free)), found)
    return narrowed
