"""Adults who meet apart do not meet each other: a least time between any appointments of theirs on one date."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.constraints.rule import Phrase, Rule
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.appointments import Appointment, Plan
    from scheduler.constraints.rule import Literal, Model, Violation
    from scheduler.meetings import Meeting
    from scheduler.round import Round

KEPT = Phrase(
    "Adults who meet apart do not meet each other at school.",
    "Volwassenen die apart komen, treffen elkaar niet op school.",
)
NEAR = Phrase(
    "{one} and {other} meet apart and should not see each other, but on {date} {one} is there from {start} to {end} "
    "and {other} from {other_start} to {other_end}: less than {minutes} minutes between them.",
    "{one} en {other} komen apart en horen elkaar niet te treffen, maar op {date} is {one} er van {start} tot {end} "
    "en {other} van {other_start} tot {other_end}: minder dan {minutes} minuten ertussen.",
)


def connect(model: Model) -> None:
    """Two such meetings, each made longer by the least time apart, never overlap."""
    apart = model.round.settings.min_apart_minutes
    for one, other in sorted(_meetings_apart(model), key=lambda pair: (pair[0].meeting_id, pair[1].meeting_id)):
        busy: dict[tuple[object, int], list[Literal]] = {}
        both = [*model.candidates(one), *model.candidates(other)]
        starts = sorted({(c.window.date, c.start_minute) for c in both})
        for candidate in both:
            for date, start in starts:
                if date == candidate.window.date and candidate.start_minute <= start < candidate.end_minute + apart:
                    busy.setdefault((date, start), []).append(candidate.literal)
        for literals in busy.values():
            model.at_most_one(literals)


def _meetings_apart(model: Model) -> set[tuple[Meeting, Meeting]]:
    of_adult: dict[str, list[Meeting]] = {}
    for meeting in model.meetings:
        for adult_id in meeting.adult_ids:
            of_adult.setdefault(adult_id, []).append(meeting)
    found = set()
    for adult_id, others in model.round.apart_from.items():
        for mine in of_adult.get(adult_id, ()):
            for theirs in (meeting for other in others for meeting in of_adult.get(other, ())):
                if mine.meeting_id < theirs.meeting_id and keep_apart(model.round, mine, theirs):
                    found.add((mine, theirs))
    return found


def keep_apart(round: Round, one: Meeting, other: Meeting) -> bool:
    """Whether an adult of each comes apart from the other's, and neither of the two comes to both meetings.

    So it is also for adults in different parties of a pupil who has no meeting in this round.
    """
    mine = set(one.adult_ids).difference(other.adult_ids)
    theirs = set(other.adult_ids).difference(one.adult_ids)
    return not theirs.isdisjoint(round.others_apart(mine))


def violations(round: Round, plan: Plan) -> Iterator[Violation]:
    """Each moment at which one of two adults comes in less than the least time after the other left."""
    rows = sorted(round.separations, key=lambda row: row.adult_id)
    pairs = {
        (one.adult_id, other.adult_id)
        for one, other in combinations(rows, 2)
        if one.pupil_id == other.pupil_id and one.party != other.party
    }
    for pair in sorted(pairs):
        coming = [it for it in plan.appointments if len(set(pair) & set(it.adult_ids)) == 1]
        for date in sorted({it.date for it in coming}):
            yield from _encounters(round, pair, [it for it in coming if it.date == date])


def _encounters(round: Round, pair: tuple[str, str], day: list[Appointment]) -> Iterator[Violation]:
    """Walk through the day by start time, remembering who of the two was last seen until when."""
    last: dict[str, Appointment] = {}
    for now in sorted(day, key=lambda it: it.start_minute):
        me, they = pair if pair[0] in now.adult_ids else pair[::-1]
        then = last.get(they)
        if then is not None and now.start_minute - then.end_minute < round.settings.min_apart_minutes:
            yield RULE.violation(
                NEAR, then.meeting_id, now.meeting_id, date=now.date, minutes=round.settings.min_apart_minutes,
                one=round.adult[they].name, start=clock(then.start_minute), end=clock(then.end_minute),
                other=round.adult[me].name, other_start=clock(now.start_minute), other_end=clock(now.end_minute),
            )
        if me not in last or now.end_minute > last[me].end_minute:
            last[me] = now


RULE = Rule("separate_distance", KEPT, (NEAR,), violations, connect=connect)
