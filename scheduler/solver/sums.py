"""Sums of choices, as the models say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.solver.names import Expression


def total(terms: Iterable[Expression]) -> Expression:
    """The sum of these terms: of literals, how many hold."""
    return cp_model.LinearExpr.sum(list(terms))


def weighted(terms: Sequence[tuple[int, Expression]]) -> Expression:
    """The sum of the coefficients of the literals that hold."""
    return cp_model.LinearExpr.weighted_sum([literal for _, literal in terms], [weight for weight, _ in terms])
