"""Nobody meets while unavailable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.constraints.rule import Phrase, Rule
from scheduler.round import MINUTES_A_DAY, clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.appointments import Appointment, Plan
    from scheduler.constraints.rule import Stretch, Violation
    from scheduler.meetings import Meeting, Team
    from scheduler.round import Availability, Round, Window

KEPT = Phrase("Nobody meets while unavailable.", "Niemand heeft een gesprek op een tijd waarop die niet kan.")
BUSY = Phrase(
    "{person} cannot come on {date} from {since} to {until}, but has a conversation about {pupil} from {start} to "
    "{end}.",
    "{person} kan op {date} niet van {since} tot {until}, maar heeft van {start} tot {end} een gesprek over {pupil}.",
)
ALL_DAY = Phrase(
    "{person} cannot come on {date}, but has a conversation about {pupil} from {start} to {end}.",
    "{person} kan niet op {date}, maar heeft van {start} tot {end} een gesprek over {pupil}.",
)


def forbids(round: Round, meeting: Meeting, team: Team, window: Window) -> list[Stretch]:
    """What any adult or teacher of the meeting cannot make on that date."""
    return [
        (row.start_minute, row.end_minute)
        for person_id in (*meeting.adult_ids, *team.teacher_ids)
        for row in round.availability_of.get(person_id, ())
        if row.kind == "unavailable" and row.on(window.date)
    ]


def violations(round: Round, plan: Plan) -> Iterator[Violation]:
    """Each appointment that keeps somebody busy while unavailable, found row by row."""
    namesakes = {adult.adult_id: {adult.adult_id, adult.teacher_id} for adult in round.adults if adult.teacher_id}
    for row in round.availability:
        if row.kind != "unavailable":
            continue
        same_person = {row.person_id}.union(*(ids for ids in namesakes.values() if row.person_id in ids))
        for it in plan.appointments:
            if same_person.isdisjoint((*it.adult_ids, *it.teacher_ids)):
                continue
            that_day = row.date in (None, it.date) and row.weekday in (None, it.date.weekday())
            if that_day and max(row.start_minute, it.start_minute) < min(row.end_minute, it.end_minute):
                yield _broken(round, it, row)


def _broken(round: Round, it: Appointment, row: Availability) -> Violation:
    person = round.adult.get(row.person_id) or round.teacher[row.person_id]
    whole_day = row.start_minute == 0 and row.end_minute == MINUTES_A_DAY
    stretch = {} if whole_day else {"since": clock(row.start_minute), "until": clock(row.end_minute)}
    return RULE.violation(
        ALL_DAY if whole_day else BUSY, it.meeting_id, person=person.name, date=it.date,
        pupil=round.pupil[it.pupil_id].name, start=clock(it.start_minute), end=clock(it.end_minute), **stretch,
    )


RULE = Rule("availability", KEPT, (BUSY, ALL_DAY), violations, forbids=forbids)
