"""Assignment: in which window and with which teachers each meeting is held, without its time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.solver.cpsat import Answer
    from scheduler.solver.names import Key, Where
    from scheduler.solver.options import Costs


@dataclass(frozen=True)
class Assignment:
    """Per meeting that gets a place its team and window, and per cost the bound that holds given those before it.

    `apart` are the adults whose meetings may lie apart; `most` is what families may cost who are not at their least, by
    their meetings; `idle` are the minutes that teachers are idle in windows that are put in time, `waits` those that
    families wait who must. `costs` are those of the relaxation; `closed` where all bounds are met by them. `answer` is
    what the solver found.
    """

    where: Mapping[int, Where]
    apart: frozenset[str]
    most: Mapping[tuple[int, ...], Costs]
    idle: Mapping[Key, int]
    waits: Mapping[tuple[int, ...], int]
    costs: Mapping[str, int]
    bounds: Mapping[str, int]
    closed: bool
    answer: Answer

    @property
    def proven(self) -> dict[str, int]:
        """Its first costs that are proven."""
        return dict(takewhile(lambda cost: self.bounds.get(cost[0]) == cost[1], self.costs.items()))
