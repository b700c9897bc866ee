"""Who must not meet whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.round import Round


def others_apart(round: Round, adult_ids: Iterable[str]) -> set[str]:
    """The adults who come apart from any of these, for whichever pupil."""
    mine = set(adult_ids)
    parties = {(row.pupil_id, row.adult_id): row.party for row in round.separations}
    return {
        other for (pupil_id, other), party in parties.items()
        if any(parties.get((pupil_id, adult_id), party) != party for adult_id in mine)
    }
