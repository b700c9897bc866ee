"""The same round told otherwise, or several rounds as one: changes of which it is known what they do to the costs."""

from __future__ import annotations

import dataclasses
import datetime as dt
from itertools import chain
from typing import TYPE_CHECKING

from scheduler.meetings import meeting_id_of, meetings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from scheduler.appointments import Published
    from scheduler.round import Round

ROWS = ("windows", "teachers", "groups", "pupils", "adults", "guardians", "separations", "requests", "availability")


def renamed(
    round: Round, published: Published, name: Callable[[str], str], *, rooms: bool = False
) -> tuple[Round, Published]:
    """The round with every id of a person or group run through `name`, and `rooms` too if asked."""
    change = dataclasses.replace
    meetings = {meeting.meeting_id: meeting for meeting in meetings_of(round)}

    def room(it: str) -> str:
        return name(it) if it and rooms else it

    def names(ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(name(each) for each in ids)

    told = tuple(
        change(
            it, adult_id=name(it.adult_id), teacher_ids=tuple(sorted(names(it.teacher_ids))), room=room(it.room),
            meeting_id=meeting_id_of(name(meetings[it.meeting_id].pupil_id), meetings[it.meeting_id].party),
        )
        for it in published
    )
    return change(
        round,
        teachers=tuple(change(it, teacher_id=name(it.teacher_id), room=room(it.room)) for it in round.teachers),
        groups=tuple(
            change(it, group=name(it.group),
                   teachers=tuple(change(one, teacher_id=name(one.teacher_id)) for one in it.teachers))
            for it in round.groups
        ),
        pupils=tuple(change(it, pupil_id=name(it.pupil_id), group=name(it.group)) for it in round.pupils),
        adults=tuple(
            change(it, adult_id=name(it.adult_id), teacher_id=name(it.teacher_id) if it.teacher_id else None)
            for it in round.adults
        ),
        guardians=tuple(
            change(it, pupil_id=name(it.pupil_id), adult_id=name(it.adult_id)) for it in round.guardians
        ),
        separations=tuple(
            change(it, pupil_id=name(it.pupil_id), adult_id=name(it.adult_id)) for it in round.separations
        ),
        agreements={name(pupil_id): names(ids) for pupil_id, ids in round.agreements.items()},
        requests=tuple(change(it, pupil_id=name(it.pupil_id), staff=names(it.staff)) for it in round.requests),
        availability=tuple(change(it, person_id=name(it.person_id)) for it in round.availability),
    ), told


def permuted(round: Round, published: Published, chance: Random) -> tuple[Round, Published]:
    """The round with the rows of every table in another order; a group keeps the order of its teachers."""
    rows = {table: tuple(chance.sample(getattr(round, table), len(getattr(round, table)))) for table in ROWS}
    return dataclasses.replace(round, **rows), tuple(chance.sample(published, len(published)))


def a_week_later(round: Round, published: Published) -> tuple[Round, Published]:
    """The round with every date moved by seven days; weekdays stay."""
    week, change = dt.timedelta(days=7), dataclasses.replace
    return change(
        round,
        windows=tuple(change(it, date=it.date + week) for it in round.windows),
        availability=tuple(change(it, date=it.date and it.date + week) for it in round.availability),
    ), tuple(change(it, date=it.date + week) for it in published)


def side_by_side(parts: Sequence[tuple[Round, Published]]) -> tuple[Round, Published]:
    """One school of several rounds that share windows and settings, and neither people nor rooms.

    The parts do not touch each other, so its least costs are the sum of theirs, cost by cost in the order that counts.
    """
    known = [renamed(round, published, lambda it, k=k: f"{it}-{k}", rooms=True)  # type: ignore[misc]
             for k, (round, published) in enumerate(parts)]
    rounds = [round for round, _ in known]
    tables = {table: tuple(chain.from_iterable(getattr(it, table) for it in rounds)) for table in ROWS[1:]}
    agreements = {pupil_id: ids for it in rounds for pupil_id, ids in it.agreements.items()}
    return dataclasses.replace(rounds[0], agreements=agreements, **tables), tuple(
        chain.from_iterable(published for _, published in known)
    )
