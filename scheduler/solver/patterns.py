"""Families in time by patterns: every good arrangement of a family listed, and one of them chosen.

Listing arrangements turns siblings into a choice of one pattern per family: 126 meetings of ten teachers take 0.1 s to
order, and 43 s where rules alone tie them.
"""

from __future__ import annotations

import dataclasses
from random import Random
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.solver.blocks import LATER, forbid_idleness
from scheduler.solver.cpsat import CORES, find, solve, with_presolve
from scheduler.solver.lexicographic import minimize
from scheduler.solver.model import ExactModel
from scheduler.solver.objective import Objective
from scheduler.solver.options import arrangements_of, costs_of_family
from scheduler.solver.sums import total, weighted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from scheduler.solver.arrangements import Arrangement, Family
    from scheduler.solver.clock import Clock
    from scheduler.solver.cpsat import Effort
    from scheduler.solver.instance import Instance, Place
    from scheduler.solver.names import Key, Literal, Patterns, Where

TOGETHER = frozenset({"sibling_adjacency"})
"""What patterns say already, and the exact model need not say again."""

MANY, A_TRY = 300, 0.2
"""Patterns of a family, beyond which it is first tried with so many of them, and the share of an effort for that."""


def patterns_of(
    family: Family, choices: Sequence[Mapping[int, Where]], first: Sequence[str], most: Mapping[str, int] | None = None
) -> list[Arrangement]:
    """The family's arrangements that are least in the first costs, for each of these choices of windows.

    Where it may cost `most` of them, those that cost no more and are least in the others.
    """
    return [arrangement for where in choices for arrangement in arrangements_of(family, where, first, most)[0]]


def order_all(
    instance: Instance, patterns: Patterns, effort: Effort, clock: Clock, *, gapless: bool,
    but: Collection[Key] = (), most: Mapping[Key, int] | None = None, least: Sequence[str] = (),
) -> Mapping[int, Place] | None:
    """Every family in one of its patterns, and where `gapless` no teacher ever idle `but` in some windows.

    In those of `most` teachers are idle no more minutes than that.

    None where none was found.

    Where the patterns are all least, no gapless order can be better: so the search needs no objective. Where they
    differ in costs, those in `least` are then made less, one after another.
    """
    if not all(patterns.values()):
        return None
    few = [] if least else _few_of_many(patterns, effort)
    for tried, some in [*few, (patterns, effort)]:
        model, choices = with_choices(instance, tried, all_placed=True, without=LATER if gapless else frozenset())
        if gapless:
            forbid_idleness(model, but=but, most=most)
        answer = find(model.cp, some, clock)
        if answer.found:
            break
    if not answer.found:
        return None
    chosen = model.chosen(answer.value)
    if not least:
        return chosen
    # Most families need not have any of these costs: that is what cores begin from.
    some = dataclasses.replace(effort, most=effort.most / 2, way=CORES)
    return minimize(model, least, {}, some, clock, chosen, PatternCosts(patterns, choices)).chosen or chosen


def _few_of_many(patterns: Patterns, effort: Effort) -> list[tuple[Patterns, Effort]]:
    """Of families who have many patterns a few that are drawn, to be tried first; nothing where none have.

    A model with thousands of them takes longer to read than to solve.
    """
    if all(len(row) <= MANY for row in patterns.values()):
        return []
    few = {family: row if len(row) <= MANY else Random(0).sample(row, MANY) for family, row in patterns.items()}
    return [(few, dataclasses.replace(effort, most=A_TRY * effort.most))]


def order_most(
    instance: Instance, patterns: Patterns, effort: Effort, clock: Clock, *, gapless: bool,
    most: Mapping[Key, int] | None = None,
) -> Mapping[int, Place] | None:
    """The families in their patterns, as few meetings as can be left out, with all of a family's.

    Where `gapless` no teacher is idle, or in the windows of `most` no more minutes than that. None if none was found.
    """
    open_patterns = {family: row for family, row in patterns.items() if row}
    model = pattern_model(instance, open_patterns, all_placed=False, without=LATER if gapless else frozenset())
    if gapless:
        forbid_idleness(model, most=most)
    model.cp.minimize(total(1 - model.placed(meeting) for meeting in model.meetings))
    # Most have a place: that is what cores begin from.
    some = dataclasses.replace(with_presolve(model.cp, effort), way=CORES, thorough=False)
    answer = solve(model.cp, some, clock)
    return model.chosen(answer.value) if answer.found else None


def idle_less(
    instance: Instance, patterns: Patterns, chosen: Mapping[int, Place], among: Collection[Key], effort: Effort,
    clock: Clock,
) -> Mapping[int, Place]:
    """The families in their patterns with the least idle time that was found `among` these windows, none in others.

    They are so chosen already.
    """
    model, choices = with_choices(instance, patterns, all_placed=True, without=LATER)
    forbid_idleness(model, but=among)
    objective = Objective(model)
    rows = objective.rows_of_teachers()
    model.cp.minimize(total(objective.idle_of(rows[key]) for key in sorted(among)))
    model.hint(chosen)
    for family, literals in choices.items():
        if len(family.meetings) > 1:
            for pattern, literal in zip(patterns[family], literals, strict=True):
                model.cp.add_hint(literal, all(chosen[i] == place for i, place in pattern.items()))
    answer = solve(model.cp, effort, clock, floor=0)
    return model.chosen(answer.value) if answer.found else chosen


def pattern_model(
    instance: Instance, patterns: Patterns, *, all_placed: bool, without: frozenset[str] = frozenset()
) -> ExactModel:
    """The exact model of these families, each in one of its patterns, of which it has at least one.

    It may be in none unless `all_placed`. `without` names rules to be connected later.
    """
    return with_choices(instance, patterns, all_placed=all_placed, without=without)[0]


def with_choices(
    instance: Instance, patterns: Patterns, *, all_placed: bool, without: frozenset[str] = frozenset()
) -> tuple[ExactModel, Mapping[Family, Sequence[Literal]]]:
    """That model, with what chooses each of a family's patterns."""
    model = ExactModel(instance, places_of(patterns), all_placed=all_placed, without=TOGETHER | without)
    return model, {family: _choices(model, family, row, all_placed) for family, row in patterns.items()}


def _choices(model: ExactModel, family: Family, row: Sequence[Arrangement], all_placed: bool) -> Sequence[Literal]:
    if len(family.meetings) > 1:
        return choose_one(model, family.meetings, row, all_placed=all_placed)
    (i,) = family.meetings
    candidates = model.candidates(model.instance.meetings[i])
    at = dict(zip(model.open_places[i], (each.literal for each in candidates), strict=True))
    return [at[pattern[i]] for pattern in row]


class PatternCosts:
    """What families cost on their own, said by their patterns: so the linear relaxation says it too."""

    def __init__(self, patterns: Patterns, choices: Mapping[Family, Sequence[Literal]]) -> None:
        self._patterns = patterns
        self._choices = choices

    def cost(self, key: str) -> Literal:
        """The cost of that name, which a family has on its own, as an expression of the model."""
        return weighted([
            (costs_of_family(family, pattern)[key], chosen)
            for family, row in self._patterns.items()
            for pattern, chosen in zip(row, self._choices[family], strict=True)
        ])


def places_of(patterns: Patterns) -> dict[int, list[Place]]:
    """The places of each meeting in any of its family's patterns, of which it has at least one."""
    return {
        i: sorted({pattern[i] for pattern in row}, key=lambda p: (p.window, p.start_minute, p.team))
        for row in patterns.values() for i in row[0]
    }


def choose_one(
    model: ExactModel, meetings: Iterable[int], patterns: Sequence[Arrangement], *, all_placed: bool
) -> list[Literal]:
    """A literal for each pattern of these meetings, exactly one of which holds; or none, unless `all_placed`."""
    literals = [model.new_choice() for _ in patterns]
    model.cp.add_exactly_one(literals if all_placed else [*literals, model.new_choice()])
    for i in meetings:
        at: dict[Place, list[Literal]] = {}
        for literal, pattern in zip(literals, patterns, strict=True):
            at.setdefault(pattern[i], []).append(literal)
        candidates = model.candidates(model.instance.meetings[i])
        for place, candidate in zip(model.open_places[i], candidates, strict=True):
            model.cp.add(cp_model.LinearExpr.sum(at[place]) == candidate.literal)
    return literals
