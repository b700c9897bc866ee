"""What a scenario comes to, in numbers: no person is in them, so that they can be passed around."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.round import UNPLACED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.appointments import Bounded, Status


@dataclass(frozen=True, slots=True)
class Load:
    """What a teacher holds: meetings, windows with at least one, and the most meetings on one date."""

    meetings: int = 0
    windows: int = 0
    most_a_day: int = 0


@dataclass(frozen=True, slots=True)
class Spread:
    """A number over all draws: the least, the one in the middle, and the most."""

    least: int
    middle: int
    most: int


@dataclass(frozen=True)
class Result:
    """A row of the comparison; where requests are drawn it is the draw in the middle, and `spread` tells of all.

    `reason` says why there is no plan, "" where there is one. `families` counts those invited who share no child;
    `changed` against the baseline is None where there is no plan to compare. `told` are the adults who were sent an
    invite and must be told of a change, None where nothing is published. `load` is by teacher_id, of those who hold
    anything. `spread` has for each cost key, and for meetings, placed, unplaced and families_unplaced, what all draws
    gave.
    """

    name: str
    status: Status
    meetings: int
    placed: int
    seconds: float
    after: str = ""
    sweep: str = ""
    point: Mapping[str, str] = field(default_factory=dict)
    share: float | None = None
    longer: int = 0
    draws: int = 1
    reason: str = ""
    families: int = 0
    families_unplaced: int = 0
    objective: Mapping[str, Bounded] = field(default_factory=dict)
    changed: int | None = None
    families_changed: int | None = None
    told: int | None = None
    load: Mapping[str, Load] = field(default_factory=dict)
    spread: Mapping[str, Spread] = field(default_factory=dict)

    @property
    def found(self) -> bool:
        """Whether there is a plan."""
        return bool(self.objective)

    @property
    def unplaced(self) -> int:
        """Meetings without an appointment."""
        return self.meetings - self.placed

    @property
    def unplaced_at_least(self) -> int:
        """What is proven of that: no plan has fewer."""
        return sum(self.objective[key].bound or 0 for key in UNPLACED if key in self.objective)

    @property
    def proven(self) -> bool:
        """Whether no plan is better."""
        return self.status == "optimal"
