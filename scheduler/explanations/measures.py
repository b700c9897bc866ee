"""What the school could arrange so that something fits: a longer or further window, another length or company."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.explanations.asks import MORE_OF_A_DAY, ONE_TIME, WHOLE_SCHOOL
from scheduler.explanations.clauses import person_name
from scheduler.language import date_short, listed, marked, translate, translate_count
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.round import Request, Round, Window


LATEST = 22 * 60
"""No evening lasts longer than this."""


def latest_end(round: Round, window: Window) -> int:
    """The last minute at which the window may end: the cutoff, the next window, or late in the evening."""
    return min([LATEST if window.evening else round.settings.cutoff_minute,
                *(other.start_minute for other in round.windows
                  if other.date == window.date and other.start_minute >= window.end_minute)])


@dataclass(frozen=True)
class Longer:
    """A window ends later."""

    window: Window
    end_minute: int
    asks: int = MORE_OF_A_DAY

    def applied(self, round: Round) -> Round:
        """The round with the longer window."""
        longer = dataclasses.replace(self.window, end_minute=self.end_minute)
        return dataclasses.replace(round, windows=tuple(
            longer if window == self.window else window for window in round.windows
        ))

    def said(self, round: Round, language: str) -> str:
        """The step as a clause after "if"."""
        return self.said_with((), language)

    def said_with(self, others: Sequence[Longer], language: str) -> str:
        """The step and others that make windows as long at the same time of day, as one clause after "if"."""
        dates = [date_short(each.window.date, language) for each in (self, *others)]
        return translate_count("the window on {dates} from {start} lasts until {end}",
                               "the windows on {dates} from {start} last until {end}", len(dates), language,
                               dates=listed(dates, language), start=clock(self.window.start_minute),
                               end=clock(self.end_minute))


@dataclass(frozen=True)
class Opens:
    """There are further windows, all at the same time of day: evenings or not."""

    windows: tuple[Window, ...]

    @property
    def asks(self) -> int:
        """How much it asks."""
        return WHOLE_SCHOOL * len(self.windows)

    @property
    def evening(self) -> bool:
        """Whether they are evenings."""
        return self.windows[0].evening

    def applied(self, round: Round) -> Round:
        """The round with the windows, each in its place by time."""
        by_time = sorted((*round.windows, *self.windows), key=lambda window: (window.date, window.start_minute))
        return dataclasses.replace(round, windows=tuple(by_time))

    def said(self, round: Round, language: str) -> str:
        """The step as a clause after "if"."""
        evening = (marked("there is an evening on {dates} from {start} to {end}"),
                   marked("there are evenings on {dates} from {start} to {end}"))
        afternoon = (marked("there is a further window on {dates} from {start} to {end}"),
                     marked("there are further windows on {dates} from {start} to {end}"))
        first = self.windows[0]
        return translate_count(
            *(evening if first.evening else afternoon), len(self.windows), language,
            dates=listed([date_short(window.date, language) for window in self.windows], language),
            start=clock(first.start_minute), end=clock(first.end_minute),
        )


@dataclass(frozen=True)
class Shorter:
    """A conversation takes less time than was asked for; `minutes` is how long it then is."""

    pupil_id: str
    minutes: int
    asks: int = ONE_TIME

    def applied(self, round: Round) -> Round:
        """The round in which no other length is asked for."""
        return _with_request(round, self.pupil_id, lambda request: dataclasses.replace(request, minutes=self.minutes))

    def said(self, round: Round, language: str) -> str:
        """The step as a clause after "if"."""
        return translate(marked("the conversation about {pupil} takes {minutes} minutes"), language,
                         pupil=round.pupil[self.pupil_id].name, minutes=self.minutes)


@dataclass(frozen=True)
class Without:
    """A colleague who was asked for need not be there."""

    pupil_id: str
    person_id: str
    asks: int = MORE_OF_A_DAY

    def applied(self, round: Round) -> Round:
        """The round in which this colleague is not asked for."""
        return _with_request(round, self.pupil_id, lambda request: dataclasses.replace(
            request, staff=tuple(teacher_id for teacher_id in request.staff if teacher_id != self.person_id)))

    def said(self, round: Round, language: str) -> str:
        """The step as a clause after "if"."""
        return translate(marked("{person} need not be there"), language, person=person_name(round, self.person_id))


@dataclass(frozen=True)
class NotAsAgreed:
    """A teacher of the group holds the conversation, whatever was agreed."""

    pupil_id: str
    asks: int = MORE_OF_A_DAY

    def applied(self, round: Round) -> Round:
        """The round without the agreement."""
        rest = {pupil_id: agreed for pupil_id, agreed in round.agreements.items() if pupil_id != self.pupil_id}
        return dataclasses.replace(round, agreements=rest)

    def said(self, round: Round, language: str) -> str:
        """The step as a clause after "if"."""
        return translate(marked("a teacher of the group holds it, other than agreed"), language)


def _with_request(round: Round, pupil_id: str, changed: Callable[[Request], Request]) -> Round:
    return dataclasses.replace(round, requests=tuple(
        changed(request) if request.pupil_id == pupil_id else request for request in round.requests
    ))
