"""The least objective of a relaxed model: one way proves it, another finds a good plan meanwhile.

Raising the bound by cores proves most schools in a moment, and rising from the bound the others of some hundreds of
pupils. A larger one may take half a minute; but given in which windows most teachers are needed cores prove the rest as
soon. So meanwhile a plan is bettered part by part: large neighbourhood search (Shaw, Using constraint programming and
local search methods to solve vehicle routing problems, 1998), complete in each neighbourhood. Where any meeting may
stay unplaced, cores say little and a tree of bounds says more; and where families may cost more than their least, the
linear relaxation says nearly all, so that what rises from the bound has the whole of it and more time.
"""

from __future__ import annotations

import dataclasses
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.solver.clock import Interrupted
from scheduler.solver.cpsat import AROUND, CORES, LINEAR, RISING, TREE, keep, solve

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from ortools.sat.python import cp_model

    from scheduler.solver.clock import Clock
    from scheduler.solver.cpsat import Answer, Effort

SOON, AT_ONCE, RISE, RISE_RELAXED = 0.15, 1.2, 1.5, 4.0
"""Deterministic seconds in which cores mostly raise the bound to a plan; for them where there are no parts, as they
seldom do there; for the search that rises from the bound, and for it with the whole linear relaxation."""

RATHER, HARDLY = 2.0, 0.5
"""So many times as long as the search that rises from the bound cores may take and count: they end at the same time;
and where that has the whole linear relaxation, beside which they seldom end."""

FOUND, BY_PARTS = 0.25, 0.5
"""The shares of an effort for each other way where that takes longer, and for bettering by parts."""

FREE, WIDE, LESS, MORE = 0.2, 0.5, 0.8, 1.1
"""The share of the parts that are free at first, and where a plan is good already; it changes so by a neighbourhood
that was not proven, and by one that was."""

ANY = 0.5
"""Families in common that a part counts for that has none: it may be drawn too."""

NEIGHBOURHOOD, MOMENT = 2.0, 0.05
"""Deterministic seconds for one neighbourhood, and what it counts for at least, so that there is an end."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is freed together: `choices`, as variables of a model; parts are tied by what both touch of `families`."""

    choices: frozenset[int]
    families: frozenset[object]


def least(
    model: cp_model.CpModel, effort: Effort, clock: Clock, parts: Sequence[Part] = (), workers: int = 2
) -> Answer:
    """The least objective: by what proves it, beside one that rises from the bound and then what finds a plan.

    By `parts` where there are any. Which of two proofs counts is no matter of time: that of the cores if they are soon
    or not much longer, which they have to themselves where there are no parts, else that of the one that rises, else
    whichever there is. Where the effort is `relaxed` the one that rises has longer, and counts sooner. With one of the
    `workers` cores go first, as other searches have the rest of the machine.

    Raises:
        Interrupted: the time was up before a search began.
    """
    first = []
    if not parts or workers == 1:
        first = [solve(model, dataclasses.replace(effort, most=SOON if parts else AT_ONCE, way=CORES), clock)]
        if first[0].closed:
            return first[0]
    prove_it = dataclasses.replace(effort, way=CORES if parts else TREE)
    most = RISE_RELAXED if effort.relaxed else RISE
    rise = dataclasses.replace(effort, most=most, way=RISING if parts else LINEAR)
    rather = HARDLY if effort.relaxed else RATHER
    proving, rising, meanwhile = (clock.within() for _ in range(3))

    def proof() -> Sequence[Answer]:
        proven = _unless_stopped(model.clone(), prove_it, proving)
        if any(answer.closed for answer in proven):
            meanwhile.stop()
            if parts:
                rising.stop()
        return proven

    with ThreadPoolExecutor(1) as pool:
        going = pool.submit(proof)
        risen = _unless_stopped(model, rise, rising)
        if any(answer.closed for answer in risen):
            proving.stop()
        found = () if not risen or risen[0].closed else _plan(model, effort, meanwhile, parts, risen[0], FREE)
        proven = going.result()
    if parts:
        proven, risen = _until_told(model, (prove_it, proven), (rise, risen), rather, clock)
    if risen and risen[0].closed and not (parts and proven and _counts(proven[0], risen[0], rather)):
        return risen[0]
    tried = [*proven, *found, *risen, *first]
    if not tried:
        raise Interrupted
    # How far one that was stopped had come is a matter of time.
    return dataclasses.replace(_best(tried), spent=sum(answer.spent for answer in proven))


def _unless_stopped(model: cp_model.CpModel, effort: Effort, clock: Clock) -> Sequence[Answer]:
    """The one answer, or none where the clock was stopped before."""
    try:
        return [solve(model, effort, clock)]
    except Interrupted:
        return []


def _until_told(
    model: cp_model.CpModel, cores: tuple[Effort, Sequence[Answer]], rising: tuple[Effort, Sequence[Answer]],
    rather: float, clock: Clock,
) -> tuple[Sequence[Answer], Sequence[Answer]]:
    """What either gave; where it was stopped before one could tell which of the two counts, once more until then."""
    (prove_it, proven), (rise, risen) = cores, rising
    if risen and risen[0].closed:
        return _further(model, prove_it, _counting(risen[0], rather), proven, clock), risen
    if proven and proven[0].closed and proven[0].spent > SOON:
        return proven, _further(model, rise, min(rise.most, proven[0].spent / rather), risen, clock)
    return proven, risen


def _further(
    model: cp_model.CpModel, effort: Effort, most: float, stopped: Sequence[Answer], clock: Clock
) -> Sequence[Answer]:
    """The answer, solved again for so many deterministic seconds if it was stopped before that and there is time."""
    if any(answer.closed or answer.spent >= most for answer in stopped):
        return stopped
    return _unless_stopped(model, dataclasses.replace(effort, most=most), clock) or stopped


def _counts(cores: Answer, risen: Answer, rather: float) -> bool:
    """Whether this proof of the cores counts beside that one."""
    return cores.closed and cores.spent <= _counting(risen, rather)


def _counting(risen: Answer, rather: float) -> float:
    """How many deterministic seconds cores may take and count beside this proof."""
    return max(SOON, rather * risen.spent)


def prove(model: cp_model.CpModel, effort: Effort, clock: Clock, parts: Sequence[Part], begin: Answer) -> Answer:
    """The bound raised as far as the effort goes, with the answer to `begin` from where no better one is found.

    Raises:
        Interrupted: the time was up before the search began.
    """
    way = _way_by_parts(effort) if parts else TREE
    proven = solve(model, dataclasses.replace(effort, way=way), clock)
    return dataclasses.replace(_best([proven, begin]), spent=proven.spent)


def better(model: cp_model.CpModel, effort: Effort, clock: Clock, parts: Sequence[Part], begin: Answer) -> Answer:
    """An answer no worse than that to `begin` from, whose bound it keeps unless the search was complete."""
    found = _plan(model, effort, clock, parts, begin, WIDE)
    return dataclasses.replace(_best([*found, begin]), spent=sum(each.spent for each in found))


def _way_by_parts(effort: Effort) -> str:
    """What proves most of a model with parts."""
    return RISING if effort.relaxed else CORES


def _plan(
    model: cp_model.CpModel, effort: Effort, clock: Clock, parts: Sequence[Part], begin: Answer, free: float
) -> Sequence[Answer]:
    """Plans, each better than those before it or with another bound, until the clock is stopped.

    Where it goes by parts, a share of them is `free` at first.
    """
    found: list[Answer] = []
    try:
        if parts and not begin.found:
            begin = _any(model, effort, clock, begin.bound)
        if parts and begin.found:
            some = dataclasses.replace(effort, most=BY_PARTS * effort.most)
            return [_by_parts(model, begin, parts, some, clock, free)]
        for way in LINEAR, AROUND:
            if not (found and found[-1].closed):
                found.append(solve(model, dataclasses.replace(effort, most=FOUND * effort.most, way=way), clock))
    except Interrupted:
        pass
    return found


def _any(model: cp_model.CpModel, effort: Effort, clock: Clock, bound: int) -> Answer:
    """An answer at whatever objective, of which that bound is known."""
    without = model.clone()
    without.clear_objective()
    found = solve(without, dataclasses.replace(effort, most=FOUND * effort.most, linear=False, probing=False), clock)
    if not found.found:
        return found
    sought = model.proto.objective
    choices = map(model.get_int_var_from_proto_index, sought.vars)
    objective = round(sought.offset) + sum(
        coefficient * found.value(choice) for choice, coefficient in zip(choices, sought.coeffs, strict=True))
    return dataclasses.replace(found, closed=objective == bound, objective=objective, bound=bound)


def _best(tried: Sequence[Answer]) -> Answer:
    """The best plan of these with the best bound: closed where the two meet."""
    best = min((each for each in tried if each.found), key=lambda each: each.objective, default=tried[-1])
    closed = next((each for each in tried if each.closed), None)
    if closed is not None:
        return closed
    bound = max(each.bound for each in tried)
    return dataclasses.replace(best, bound=bound, closed=best.found and best.objective <= bound)


def _by_parts(
    model: cp_model.CpModel, found: Answer, parts: Sequence[Part], effort: Effort, clock: Clock, share: float
) -> Answer:
    """A plan at no higher objective, some parts after others made free, a `share` at first, while the rest stays."""
    drawn = random.Random(effort.seed)
    common = [[len(one.families & other.families) for other in parts] for one in parts]
    some = dataclasses.replace(effort, most=NEIGHBOURHOOD, way=_way_by_parts(effort))
    spent = 0.0
    while spent < effort.most and found.objective > found.bound and not clock.over:
        near = _near(common, max(1, int(share * len(parts))), drawn)
        free = set().union(*(parts[part].choices for part in near))
        another = solve(_around(model, found, parts, free), some, clock)
        spent += max(MOMENT, another.spent)
        share = min(1.0, share * (MORE if another.closed else LESS))
        if another.found and another.objective <= found.objective:
            found = dataclasses.replace(another, bound=found.bound, closed=another.objective <= found.bound)
    return dataclasses.replace(found, spent=spent)


def _near(common: Sequence[Sequence[int]], count: int, drawn: random.Random) -> list[int]:
    """A part drawn, then one after another as likely as it has much in `common` with these: what is tied moves."""
    near = [drawn.randrange(len(common))]
    while len(near) < count:
        ties = [0.0 if part in near else ANY + sum(common[part][one] for one in near) for part in range(len(common))]
        near += drawn.choices(range(len(common)), ties)
    return near


def _around(model: cp_model.CpModel, found: Answer, parts: Sequence[Part], free: Set[int]) -> cp_model.CpModel:
    """The model with all choices but the free ones as they were found."""
    narrowed = model.clone()
    keep(narrowed, sorted(set().union(*(part.choices for part in parts)).difference(free)), found)
    return narrowed
