"""A meeting lies in a window, starts at one of its slots and ends by the cutoff, evenings excepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.constraints.rule import Phrase, Rule
from scheduler.round import MINUTES_A_DAY, clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.appointments import Plan
    from scheduler.constraints.rule import Stretch, Violation
    from scheduler.meetings import Meeting, Team
    from scheduler.round import Round, Window

KEPT = Phrase(
    "A meeting ends by the cutoff, evenings excepted.",
    "Een gesprek eindigt uiterlijk op de eindtijd, behalve op een avond.",
)
LATE = Phrase(
    "The conversation about {pupil} on {date} ends at {end}, after the cutoff of {cutoff}.",
    "Het gesprek over {pupil} op {date} eindigt om {end}, na de eindtijd van {cutoff}.",
)
OUTSIDE = Phrase(
    "The conversation about {pupil} on {date} from {start} to {end} lies in no window.",
    "Het gesprek over {pupil} op {date} van {start} tot {end} valt buiten alle tijdvakken.",
)
OFF_SLOT = Phrase(
    "The conversation about {pupil} on {date} starts at {start}, which is no slot of the window from {opens}.",
    "Het gesprek over {pupil} op {date} begint om {start}, en dat is geen tijdslot van het tijdvak vanaf {opens}.",
)


def forbids(round: Round, meeting: Meeting, team: Team, window: Window) -> list[Stretch]:
    """Everything after the cutoff, unless the window is an evening."""
    return [] if window.evening else [(round.settings.cutoff_minute, MINUTES_A_DAY)]


def violations(round: Round, plan: Plan) -> Iterator[Violation]:
    """Each appointment that no window holds, that starts between two slots, or that ends too late."""
    cutoff = round.settings.cutoff_minute
    for it in plan.appointments:
        said = {"pupil": round.pupil[it.pupil_id].name, "date": it.date}
        start, end = clock(it.start_minute), clock(it.end_minute)
        same_day = [window for window in round.windows if window.date == it.date]
        around = [w for w in same_day if w.start_minute <= it.start_minute and it.end_minute <= w.end_minute]
        if not around:
            yield RULE.violation(OUTSIDE, it.meeting_id, start=start, end=end, **said)
            continue
        if (it.start_minute - around[0].start_minute) % round.settings.slot_minutes:
            opens = clock(around[0].start_minute)
            yield RULE.violation(OFF_SLOT, it.meeting_id, start=start, opens=opens, **said)
        if it.end_minute > cutoff and not around[0].evening:
            yield RULE.violation(LATE, it.meeting_id, end=end, cutoff=clock(cutoff), **said)


RULE = Rule("cutoff", KEPT, (LATE, OUTSIDE, OFF_SLOT), violations, forbids=forbids)
