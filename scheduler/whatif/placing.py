"""How many meetings of a round can have a place at most, whatever else it costs: the question that searches ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.meetings import meetings_of
from scheduler.round import UNPLACED

if TYPE_CHECKING:
    from scheduler.round import Round
    from scheduler.whatif.compare import Effort

Unplaced = tuple[int, int]
"""Mandatory and optional meetings without a place, in the order in which they count."""


@dataclass(frozen=True, slots=True)
class Placing:
    """The meetings left unplaced by the best plan found, and what is proven: no plan leaves fewer than `bound`."""

    found: Unplaced
    bound: Unplaced

    @property
    def unplaced(self) -> int:
        """All meetings without a place."""
        return sum(self.found)

    @property
    def at_least(self) -> int:
        """The least that can be, as far as that is proven."""
        return sum(self.bound)

    def reaches(self, most: Unplaced) -> bool:
        """Whether no more are unplaced than that."""
        return self.found <= most

    def refutes(self, most: Unplaced) -> bool:
        """Whether it is proven that more must be unplaced."""
        # The bound of the second holds for plans that have the least of the first: it counts where that is proven.
        proven_first = self.found[0] == self.bound[0]
        return self.bound > most if proven_first else self.bound[0] > most[0]


def place(round: Round, effort: Effort) -> Placing | None:
    """Find out how many meetings can have a place; None where no plan was found in the time."""
    from scheduler.planning import judge
    from scheduler.solver import solve

    if not round.windows:
        must = sum(meeting.mandatory for meeting in meetings_of(round))
        everything = (must, len(meetings_of(round)) - must)
        return Placing(everything, everything)
    siblings = replace(round.settings.siblings, level="wish")  # adjacency never costs a meeting its place
    asked = replace(round, settings=replace(round.settings, objective=UNPLACED, siblings=siblings))
    outcome = solve(asked, seconds=effort.seconds, workers=1, seed=effort.seed)
    if outcome.plan is None:
        return None
    judge(asked, outcome)
    mandatory, optional = (outcome.objective[key] for key in UNPLACED)
    return Placing((mandatory.cost, optional.cost), (mandatory.bound or 0, optional.bound or 0))
