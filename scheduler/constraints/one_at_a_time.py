"""No adult, teacher, pupil or room is in two appointments at once; an adult has time to walk between two."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.constraints.rule import Phrase, Rule
from scheduler.round import clock

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from scheduler.appointments import Appointment, Plan
    from scheduler.constraints.rule import Candidate, Literal, Model, Violation
    from scheduler.meetings import Meeting, Team
    from scheduler.round import Round

KEPT = Phrase(
    "No adult, teacher, pupil or room is in two appointments at once.",
    "Geen volwassene, leerkracht, leerling of lokaal heeft twee afspraken tegelijk.",
)
AT_ONCE = Phrase(
    "{who} is in two appointments at once on {date}: at {start} with {first} and at {other_start} with {second}.",
    "{who} heeft op {date} twee afspraken tegelijk: om {start} met {first} en om {other_start} met {second}.",
)
ABOUT_TWO = Phrase(
    "{who} has two appointments at once on {date}: at {start} about {first} and at {other_start} about {second}.",
    "{who} heeft op {date} twee afspraken tegelijk: om {start} over {first} en om {other_start} over {second}.",
)
NO_TIME_TO_WALK = Phrase(
    "{who} has less than {minutes} minutes on {date} to walk from the appointment that ends at {end} to the one at "
    "{other_start}.",
    "{who} heeft op {date} minder dan {minutes} minuten om van de afspraak die om {end} eindigt naar die van "
    "{other_start} te lopen.",
)


def connect(model: Model) -> None:
    """At every start time, at most one of the candidates that keep somebody (or a room) busy then."""
    walk = model.round.settings.siblings.walk_minutes
    busy: dict[tuple[str, str], list[Candidate]] = {}
    for meeting in model.meetings:
        occupied = {team: list(_occupied(model, meeting, team)) for team in meeting.teams}
        for candidate in model.candidates(meeting):
            for whom in occupied[candidate.team]:
                busy.setdefault(whom, []).append(candidate)
    for (kind, _), candidates in busy.items():
        _never_two(model, candidates, walk if kind == "adult" else 0)


def _occupied(model: Model, meeting: Meeting, team: Team) -> Iterator[tuple[str, str]]:
    """Who and what a meeting of that team keeps busy; an adult who works here is one person with the teacher."""
    people = {("staff", teacher_id) for teacher_id in team.teacher_ids}
    for adult_id in meeting.adult_ids:
        yield "adult", adult_id
        works_here = model.round.adult[adult_id].teacher_id
        if works_here is not None:
            people.add(("staff", works_here))
    yield from sorted(people)
    yield "pupil", meeting.pupil_id
    if team.room:
        yield "room", team.room


def _never_two(model: Model, candidates: Sequence[Candidate], walk_minutes: int) -> None:
    if len({candidate.meeting.meeting_id for candidate in candidates}) < 2:
        return
    starts: dict[dt.date, list[int]] = {}
    for date, start in sorted({(candidate.window.date, candidate.start_minute) for candidate in candidates}):
        starts.setdefault(date, []).append(start)
    at: dict[tuple[dt.date, int], list[Literal]] = {}
    for candidate in candidates:
        date = candidate.window.date
        first = bisect_left(starts[date], candidate.start_minute)
        for start in starts[date][first:bisect_left(starts[date], candidate.end_minute + walk_minutes)]:
            at.setdefault((date, start), []).append(candidate.literal)
    for moment in sorted(at):
        if len(at[moment]) > 1:
            model.at_most_one(at[moment])


def violations(round: Round, plan: Plan) -> Iterator[Violation]:
    """Each appointment that begins before an earlier one of the same person or room is over."""
    of_adult = _by(plan, lambda it: it.adult_ids)
    for adult in round.adults:
        yield from _clashes(
            round, adult.name, of_adult[adult.adult_id], AT_ONCE, walk_minutes=round.settings.siblings.walk_minutes)
    for teacher in round.teachers:
        same = {adult.adult_id for adult in round.adults if adult.teacher_id == teacher.teacher_id}
        mine = [it for it in plan.appointments if teacher.teacher_id in it.teacher_ids or same & set(it.adult_ids)]
        yield from _clashes(round, teacher.name, mine, ABOUT_TWO)
    of_pupil = _by(plan, lambda it: (it.pupil_id,))
    for pupil in round.pupils:
        yield from _clashes(round, pupil.name, of_pupil[pupil.pupil_id], AT_ONCE)
    of_room = _by(plan, lambda it: (it.room,))
    for room in sorted(of_room.keys() - {""}):
        yield from _clashes(round, room, of_room[room], ABOUT_TWO)


def _by(plan: Plan, ids: Callable[[Appointment], Iterable[str]]) -> Mapping[str, list[Appointment]]:
    """The appointments of each of these ids, in the order of the plan."""
    found: dict[str, list[Appointment]] = defaultdict(list)
    for it in plan.appointments:
        for each in dict.fromkeys(ids(it)):
            found[each].append(it)
    return found


def _clashes(
    round: Round, who: str, mine: list[Appointment], at_once: Phrase, walk_minutes: int = 0
) -> Iterator[Violation]:
    """Go through the appointments by time, each against the one before it that ends last."""
    if len(mine) < 2:
        return
    before: Appointment | None = None
    for it in sorted(mine, key=lambda it: (it.date, it.start_minute, it.end_minute)):
        if before is None or before.date != it.date:
            before = it
            continue
        gap = it.start_minute - before.end_minute
        ids = (before.meeting_id, it.meeting_id)
        said = {"who": who, "date": it.date, "other_start": clock(it.start_minute)}
        if gap < 0:
            first, second = (_with_whom(round, each, at_once) for each in (before, it))
            start = clock(before.start_minute)
            yield RULE.violation(at_once, *ids, start=start, first=first, second=second, **said)
        elif gap < walk_minutes:
            end = clock(before.end_minute)
            yield RULE.violation(NO_TIME_TO_WALK, *ids, minutes=walk_minutes, end=end, **said)
        before = max(before, it, key=lambda each: each.end_minute)


def _with_whom(round: Round, it: Appointment, phrase: Phrase) -> object:
    if phrase is ABOUT_TWO:
        return round.pupil[it.pupil_id].name
    return tuple(round.teacher[teacher_id].name for teacher_id in it.teacher_ids)


RULE = Rule("one_at_a_time", KEPT, (AT_ONCE, ABOUT_TWO, NO_TIME_TO_WALK), violations, connect=connect)
