"""The counts of a whole plan: for each meeting the shortage it belongs to, each pool counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.explanations.counts import Demand

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.explanations.case import Case
    from scheduler.explanations.counts import Shortage
    from scheduler.explanations.pools import Pool
    from scheduler.explanations.times import Offer


class Shortages:
    """The shortages of a plan, where each meeting has the starts that `offers` gives by its id."""

    def __init__(self, case: Case, offers: Callable[[str], Sequence[tuple[Offer, int]]]) -> None:
        self._case = case
        self._offers = offers
        self._of_pool: dict[Pool, dict[str, Shortage]] = {}

    def of(self, meeting_id: str) -> Shortage | None:
        """The shortage of the fewest meetings that this one belongs to; None for none."""
        found = [self._counted(pool)[meeting_id] for pool in self._case.pools_needed_by[meeting_id]
                 if meeting_id in self._counted(pool)]
        return min(found, key=lambda shortage: shortage.rank, default=None)

    def _counted(self, pool: Pool) -> dict[str, Shortage]:
        if pool not in self._of_pool:
            meetings = [(each, self._offers(each.meeting_id)) for each in self._case.pools[pool]]
            self._of_pool[pool] = Demand(self._case.round, pool, meetings).by_meeting(self._case.plan.appointments)
        return self._of_pool[pool]
