"""What one person could do so that something fits: come at another time, work on another day, hold one more."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.explanations.asks import ANOTHER_DAY, MORE_OF_A_DAY, ONE_TIME
from scheduler.explanations.clauses import names_words, person_name
from scheduler.language import date_short, listed, marked, translate, translate_count, weekday_words
from scheduler.round import MINUTES_A_DAY, Availability, GroupTeacher, clock

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from scheduler.round import Round


@dataclass(frozen=True)
class Comes:
    """A person can come at a time at which this person said not to."""

    person_id: str
    date: dt.date
    start_minute: int = 0
    end_minute: int = MINUTES_A_DAY
    asks: int = ONE_TIME

    def applied(self, round: Round) -> Round:
        """The round without what this person cannot make within that time."""
        mine = same_person(round, self.person_id)
        return dataclasses.replace(round, availability=tuple(
            piece for row in round.availability
            for piece in (self._rest_of(round, row) if row.person_id in mine else (row,))
        ))

    def said(self, round: Round, language: str) -> str:
        """The step as a clause after "if"."""
        return self.said_with(round, (), language)

    def said_with(self, round: Round, others: Sequence[Comes], language: str) -> str:
        """The step and others of people at the same time, as one clause after "if"."""
        people = names_words(round, [each.person_id for each in (self, *others)], language)
        return translate_count("{people} can come on {date} from {start} to {end}",
                               "{people} can all come on {date} from {start} to {end}", 1 + len(others), language,
                               people=people, **_moment(self, language))

    def _rest_of(self, round: Round, row: Availability) -> Iterator[Availability]:
        if row.kind != "unavailable" or not row.on(self.date):
            yield row
            return
        for date in round.dates:
            if date != self.date and row.on(date):
                yield dataclasses.replace(row, date=date, weekday=None)
        pieces = (row.start_minute, min(row.end_minute, self.start_minute)), \
                 (max(row.start_minute, self.end_minute), row.end_minute)
        for start, end in pieces:
            if start < end:
                yield Availability(row.person_id, "unavailable", self.date, None, start, end)


@dataclass(frozen=True)
class Works:
    """A teacher also has conversations on a day off."""

    person_id: str
    date: dt.date
    start_minute: int = 0
    end_minute: int = MINUTES_A_DAY
    asks: int = ANOTHER_DAY

    def applied(self, round: Round) -> Round:
        """The round in which the teacher is available then."""
        row = Availability(self.person_id, "available", self.date, None, self.start_minute, self.end_minute)
        return dataclasses.replace(round, availability=(*round.availability, row))

    def said(self, round: Round, language: str) -> str:
        """The step as a clause after "if"."""
        return self.said_with(round, (), language)

    def said_with(self, round: Round, others: Sequence[Works], language: str) -> str:
        """The step and others of the same teacher at the same time of day, as one clause after "if"."""
        dates = listed([date_short(each.date, language) for each in (self, *others)], language)
        return translate(marked("{person} also has conversations on {date} from {start} to {end}"), language,
                         **_moment(self, language) | {"person": person_name(round, self.person_id), "date": dates})


@dataclass(frozen=True)
class Holds:
    """A teacher holds conversations of a group on a day of the week on which a colleague has it.

    Who has a group when is said by the week, so it is for every date on that day.
    """

    person_id: str
    group: str
    weekday: int
    asks: int = ONE_TIME

    def applied(self, round: Round) -> Round:
        """The round in which the teacher has the group that day of the week too."""
        return dataclasses.replace(round, groups=tuple(
            dataclasses.replace(group, teachers=tuple(self._more(member) for member in group.teachers))
            if group.group == self.group else group for group in round.groups
        ))

    def said(self, round: Round, language: str) -> str:
        """The step as a clause after "if"."""
        return translate(marked("{person} also holds conversations of group {group} on {day}"), language,
                         person=person_name(round, self.person_id), group=self.group,
                         day=weekday_words(self.weekday, language))

    def _more(self, member: GroupTeacher) -> GroupTeacher:
        if member.teacher_id != self.person_id or member.days is None:
            return member
        return GroupTeacher(member.teacher_id, member.days | {self.weekday})


@dataclass(frozen=True)
class OneMore:
    """A teacher has more conversations a day than agreed."""

    person_id: str
    most: int
    asks: int = MORE_OF_A_DAY

    def applied(self, round: Round) -> Round:
        """The round with the higher limit."""
        return dataclasses.replace(round, teachers=tuple(
            dataclasses.replace(teacher, max_meetings_per_day=self.most)
            if teacher.teacher_id == self.person_id else teacher for teacher in round.teachers
        ))

    def said(self, round: Round, language: str) -> str:
        """The step as a clause after "if"."""
        return translate(marked("{person} has up to {most} conversations a day"), language,
                         person=person_name(round, self.person_id), most=self.most)


@dataclass(frozen=True)
class WishLess:
    """A person lets go of what this person would rather; `pupil_id` is the child that the wish was about."""

    person_id: str
    pupil_id: str
    asks: int = ONE_TIME

    def applied(self, round: Round) -> Round:
        """The round without this person's wishes."""
        return dataclasses.replace(round, availability=tuple(
            row for row in round.availability if row.person_id != self.person_id or row.kind != "preferred"
        ))

    def said(self, round: Round, language: str) -> str:
        """The step as a clause after "if"; of the child, for whoever wished it is nobody else's business."""
        return translate(marked("the conversation about {pupil} may be outside the times preferred"), language,
                         pupil=round.pupil[self.pupil_id].name)


def same_person(round: Round, person_id: str) -> set[str]:
    """The ids under which this person's availability stands: an adult who works here has two."""
    ids = {person_id}
    for adult in round.adults:
        if adult.teacher_id and person_id in (adult.adult_id, adult.teacher_id):
            ids |= {adult.adult_id, adult.teacher_id}
    return ids


def _moment(step: Comes | Works, language: str) -> dict[str, str]:
    return {"date": date_short(step.date, language), "start": clock(step.start_minute), "end": clock(step.end_minute)}
