"""Settling: the rows of teachers that resist put in time in the relaxed model, until every date can be ordered.

Each turn tells the relaxation the one thing that its counting missed, so its bound stays one that no plan breaks and
rises to what can be: most rounds need no turn, hard ones two or three. Where no assignment without idle time is left
the next relaxation takes over what is in time; there the rows say how long their teachers are idle.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from scheduler.solver.cpsat import Effort
from scheduler.solver.fair_plan import FairPlan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scheduler.solver.assignment import Assignment
    from scheduler.solver.best import Best
    from scheduler.solver.clock import Clock
    from scheduler.solver.names import Key
    from scheduler.solver.reassigning import Reassigning
    from scheduler.solver.resisting import Core
    from scheduler.solver.then_order import Order
    from scheduler.solver.windows_first import WindowsFirst

TURNS = 16
"""How often rows that resist are put in time."""

LONG = 4.0
"""Deterministic seconds; where the last proof took as long, so may the next."""

A_LOOK, MENDING = 0.7, 1.5
"""Deterministic seconds for another assignment that costs no more: where it may have to cost more, and where that is
not certain."""

SOON_FOUND = 0.08
"""Deterministic seconds for each hundred meetings in which a look mostly finds what it ever does."""


class Settling:
    """Settles assignments of `model`, to be put in time by `order`; `minimize` solves it anew from given bounds.

    The best plan so far is first told what could be ordered at once, and where it takes a while a fair plan, which
    `reorder` puts in a better order.
    """

    def __init__(
        self, best: Best, model: WindowsFirst, others: Reassigning, order: Order,
        minimize: Callable[[Mapping[str, int]], Assignment | None], reorder: Callable[[], None], seed: int,
        clock: Clock,
    ) -> None:
        self._best = best
        self._model = model
        self._others = others
        self._order = order
        self._minimize = minimize
        self._effort = Effort(MENDING, seed=seed, linear=model.linear, probing=False)
        look = min(A_LOOK, SOON_FOUND * len(best.instance.meetings) / 100)
        self._look = dataclasses.replace(self._effort, most=look)
        self._fair = FairPlan(best, order, reorder, strict=model.strict)
        self._clock = clock
        self._certain: list[frozenset[Key]] = []
        self._resisted: set[frozenset[str]] = set()
        self._hopeless = False
        self._long = False

    def settle(self, assignment: Assignment) -> Assignment | None:
        """One whose dates can be ordered, as far as was found; its bounds hold for every plan.

        None where the model has none whose dates can be.
        """
        ordered = self._order.ordered(assignment)
        if len(ordered) < len(assignment.where):
            self._best.keep_with_others(ordered)
        if not self._model.strict:
            # Somebody who waits counts for little beside what is not certain here.
            self._order.waiting = True
        for turn in range(TURNS):
            if self._best.proven or self._clock.over:
                break
            cores = self._order.cores(assignment)
            if not cores:
                break
            self._fair.before_turn(turn, assignment, long=self._long)
            self._hear_of(cores, assignment)
            found = self._another(assignment)
            if self._hopeless:
                if not self._model.strict:
                    self._fair.plan(assignment)
                return None
            if found is not None:
                assignment = found
                if not self._best.promises(assignment.costs):
                    break
            elif self._order.waiting:
                break
            else:
                self._others.want_nothing()
                self._order.waiting = True
        return assignment

    def _hear_of(self, cores: Sequence[Core], assignment: Assignment) -> None:
        """All of them are wanted in time as hoped for; some must be so in every plan that costs what is proven.

        Where teachers may be idle all can be in time in every plan: then the model says how long they are.
        """
        for core in cores:
            certain = assignment.closed and (core.certain or not self._model.strict)
            for keys in self._alike(core.keys):
                self._others.want(keys, self._order.kept, assignment.idle)
                if certain and keys not in self._model.in_time:
                    self._certain.append(keys)

    def _alike(self, keys: frozenset[Key]) -> list[frozenset[Key]]:
        """These rows; of teachers who have resisted before also those in their other windows, where they would next."""
        teachers = frozenset(teacher_id for teacher_id, _ in keys)
        if teachers not in self._resisted or len(keys) > len(teachers):
            self._resisted.add(teachers)
            return [keys]
        windows = range(len(self._best.instance.round.windows))
        rows = [frozenset((teacher_id, window) for teacher_id in teachers) for window in windows]
        return [each for each in rows if each <= self._model.rows.keys()]

    def _another(self, assignment: Assignment) -> Assignment | None:
        """One that costs no more; else at what it must cost where that is certain; else at a few windows more.

        Where the windows are not proven to be fewest, or what they must be is not, a few more are no matter yet.
        """
        if self._model.strict or not self._certain:
            effort = self._look if self._certain else self._effort
            found = self._others.another(assignment, effort, self._clock)
            if found is not None:
                return found
        fewest = assignment.closed
        if self._certain:
            found = self._at_what_it_must_cost(assignment)
            if self._hopeless:
                return None
            fewest = found is not None and found.closed
        if not fewest and "teacher_windows" in assignment.costs:
            tried = [found, self._others.mended(assignment, self._effort, self._clock)]
            found = min(filter(None, tried), key=lambda each: each.costs["teacher_windows"], default=None)
        return found

    def _at_what_it_must_cost(self, assignment: Assignment) -> Assignment | None:
        """With what holds for every plan told to the model; the bounds so far still hold."""
        for keys in self._certain:
            self._model.put_in_time(keys)
        self._certain.clear()
        if not self._model.strict:
            # What was wanted is in time now, and for how long teachers are idle there is a cost.
            self._others.want_nothing()
        found = self._minimize(assignment.bounds)
        self._long = found is not None and not (found.closed and found.answer.spent < LONG)
        self._hopeless = found is None and self._model.impossible(self._effort, self._clock)
        return found
