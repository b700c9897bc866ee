"""A few families of many who come at another time, whichever they are: the mildest cure for a crowded hour."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.explanations.asks import ONE_TIME
from scheduler.explanations.changes import Change
from scheduler.language import translate_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scheduler.meetings import Meeting
    from scheduler.round import Round

MOST_FAMILIES = 3
"""No more families than this are asked to come at another time for one shortage."""


@dataclass(frozen=True)
class AnotherTime:
    """So many of several meetings, whichever, can be at any time; `adult_ids` are the adults of some that can."""

    count: int
    meetings: int
    adult_ids: frozenset[str]

    @property
    def asks(self) -> int:
        """How much it asks."""
        return ONE_TIME * self.count

    def applied(self, round: Round) -> Round:
        """The round without what these adults cannot make."""
        return dataclasses.replace(round, availability=tuple(
            row for row in round.availability if row.person_id not in self.adult_ids or row.kind != "unavailable"
        ))

    def said(self, round: Round, language: str) -> str:
        """The step as a clause after "if"."""
        return translate_count("{count} of these {meetings} conversations can be at another time",
                               "{count} of these {meetings} conversations can all be at another time", self.count,
                               language, meetings=self.meetings)


def at_another_time(
    bound: Sequence[Meeting], missing: int, works: Callable[[Round], bool], round: Round
) -> Iterator[Change]:
    """That as many as are too many could come at any time, if that works whichever of the bound meetings they are."""
    if missing > MOST_FAMILIES:
        return
    changes = [
        Change((AnotherTime(missing, len(bound), frozenset(
            adult_id for meeting in bound[first : first + missing] for adult_id in meeting.adult_ids)),))
        for first in range(len(bound) - missing + 1)
    ]
    if all(works(change.applied(round)) for change in changes):
        yield changes[0]
