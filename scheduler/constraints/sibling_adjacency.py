"""An adult's meetings are on one date and adjacent."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.constraints.rule import Phrase, Rule
from scheduler.round import clock

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from scheduler.appointments import Plan
    from scheduler.constraints.rule import Candidate, Literal, Model, Violation
    from scheduler.meetings import Meeting
    from scheduler.round import Round

KEPT = Phrase(
    "An adult's conversations are on one date and follow each other; a place goes before that.",
    "De gesprekken van een volwassene zijn op één dag en sluiten op elkaar aan; een plek krijgen gaat voor.",
)
DATES = Phrase(
    "{adult} has to come on different dates: {dates}.",
    "{adult} moet op verschillende dagen komen: {dates}.",
)
WAITS = Phrase(
    "{adult} has to wait on {date} between the conversations that end at {end} and start at {start}.",
    "{adult} moet op {date} wachten tussen het gesprek dat om {end} eindigt en dat van {start}.",
)


def connect(model: Model) -> None:
    """Unless the adult's meetings may lie apart, all but the last have another one soon after."""
    of_adult: dict[str, list[Meeting]] = {}
    for meeting in model.meetings:
        for adult_id in meeting.adult_ids:
            of_adult.setdefault(adult_id, []).append(meeting)
    for adult_id, meetings in of_adult.items():
        if len(meetings) == 2:
            _keep_two_adjacent(model, adult_id, meetings[0], meetings[1])
        elif len(meetings) > 2:
            _keep_chain_adjacent(model, adult_id, meetings)


def _keep_two_adjacent(model: Model, adult_id: str, one: Meeting, other: Meeting) -> None:
    together = ~model.apart(adult_id)
    for mine, theirs in ((one, other), (other, one)):
        on = _by_date(model, [theirs])
        for candidate in model.candidates(mine):
            near = [c.literal for c in on[candidate.window.date] if _soon_after(model, candidate, c)]
            near += [c.literal for c in on[candidate.window.date] if _soon_after(model, c, candidate)]
            model.implies_any([candidate.literal, together, model.placed(theirs)], near)


def _keep_chain_adjacent(model: Model, adult_id: str, meetings: Sequence[Meeting]) -> None:
    together = ~model.apart(adult_id)
    last: dict[str, Literal] = {meeting.meeting_id: model.new_choice() for meeting in meetings}
    model.at_most_one(list(last.values()))
    for mine in meetings:
        on = _by_date(model, [meeting for meeting in meetings if meeting is not mine])
        for candidate in model.candidates(mine):
            next_ones = [c.literal for c in on[candidate.window.date] if _soon_after(model, candidate, c)]
            model.implies_any([candidate.literal, together, ~last[mine.meeting_id]], next_ones)


def _by_date(model: Model, meetings: Sequence[Meeting]) -> Mapping[dt.date, Sequence[Candidate]]:
    """The ways to hold any of these meetings, by date; none on other dates."""
    found: dict[dt.date, list[Candidate]] = defaultdict(list)
    for meeting in meetings:
        for candidate in model.candidates(meeting):
            found[candidate.window.date].append(candidate)
    return found


def _soon_after(model: Model, earlier: Candidate, later: Candidate) -> bool:
    """Whether the one may follow on the other, both being on one date."""
    siblings = model.round.settings.siblings
    gap = later.start_minute - earlier.end_minute
    return siblings.walk_minutes <= gap <= siblings.walk_minutes + siblings.max_wait_minutes


def violations(round: Round, plan: Plan) -> Iterator[Violation]:
    """One for each adult whose appointments lie on several dates or too far apart: as many as `siblings_apart`."""
    siblings = round.settings.siblings
    for adult in round.adults:
        visits = [it for it in plan.appointments if adult.adult_id in it.adult_ids]
        ids = [it.meeting_id for it in visits]
        dates = tuple(sorted({it.date for it in visits}))
        if len(dates) > 1:
            yield RULE.violation(DATES, *ids, adult=adult.name, dates=dates)
            continue
        clock_times = sorted((it.start_minute, it.end_minute) for it in visits)
        for (_, end), (start, _) in pairwise(clock_times):
            if start > end + siblings.walk_minutes + siblings.max_wait_minutes:
                yield RULE.violation(
                    WAITS, *ids, adult=adult.name, date=dates[0], end=clock(end), start=clock(start)
                )
                break


RULE = Rule("sibling_adjacency", KEPT, (DATES, WAITS), violations, cost="siblings_apart", connect=connect)
