"""A number of the comparison: in a cell beside that of today, or drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.reports.plots import Number

if TYPE_CHECKING:
    from scheduler.whatif.result import Result, Spread


@dataclass(frozen=True, slots=True)
class Cell:
    """A number beside that of today.

    `difference` is "" where there is nothing to compare; `kind` is better, worse or same, less where fewer
    conversations have a place and so the others cost less, and "" where there is no difference to show.
    `bound` is what is proven where the number is not, None where it is; `spread` the least and most of several draws.
    """

    value: int | None
    difference: str = ""
    kind: str = ""
    bound: int | None = None
    spread: tuple[int, int] | None = None

    @property
    def drawn(self) -> Number:
        """The number in a plot."""
        least, most = self.spread or (None, None)
        return Number(self.value, least, most, self.bound is None)


def unplaced(result: Result, baseline: Result | None = None) -> Cell:
    """How many meetings have no place; beside those of a baseline that is another than the result."""
    if not result.found:
        return Cell(None)
    proven = result.unplaced_at_least >= result.unplaced
    before = baseline.unplaced if baseline and baseline is not result else None
    return _cell(result.unplaced, before, None if proven else result.unplaced_at_least, result.spread.get("unplaced"))


def cost(result: Result, key: str, baseline: Result | None = None) -> Cell:
    """What the result comes to on this cost, likewise."""
    if key not in result.objective:
        return Cell(None)
    bounded = result.objective[key]
    counted = bounded.bound is None  # what does not count in the choice has no bound to fall short of
    other = baseline if baseline is not result else None
    before = other.objective[key].cost if other and key in other.objective else None
    return _cell(bounded.cost, before, None if bounded.proven or counted else bounded.bound, result.spread.get(key))


def _cell(value: int, before: int | None, bound: int | None, over_draws: Spread | None) -> Cell:
    differs = over_draws and over_draws.least < over_draws.most
    spread = (over_draws.least, over_draws.most) if over_draws and differs else None
    if before is None:
        return Cell(value, bound=bound, spread=spread)
    difference = value - before
    kind = "worse" if difference > 0 else "better" if difference < 0 else "same"
    return Cell(value, f"{difference:+d}".replace("-", "−") if difference else "=", kind, bound, spread)
