"""What a check finds, each on a line: something that cannot work, and the places of a teacher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.explanations.causes import Clash, TooFewPlaces
from scheduler.explanations.clauses import sentence
from scheduler.explanations.counted import minutes_together, places_of
from scheduler.language import date_short, listed, marked, translate, translate_count
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.explanations.causes import Cause
    from scheduler.explanations.changes import Change
    from scheduler.round import Round, Window

MOST_NAMES = 4
"""A finding names no more pupils than this one by one."""


@dataclass(frozen=True)
class Finding:
    """Something that cannot work: whom it is about, why, and what would help, the least asking first."""

    pupil_ids: tuple[str, ...]
    cause: Cause
    changes: tuple[Change, ...]
    adult_ids: tuple[str, ...] = ()

    def sentence(self, round: Round, language: str) -> str:
        """The finding on one line."""
        said = [sentence(self.cause.sentence(round, language))]
        if not isinstance(self.cause, TooFewPlaces | Clash):
            said[0] = f"{self._about(round, language)}: {said[0]}"
        if self.changes:
            joined = translate(marked(", or if "), language).join(c.said(round, language) for c in self.changes)
            said.append(translate(marked("It would work if {changes}."), language, changes=joined))
        return " ".join(said)

    def _about(self, round: Round, language: str) -> str:
        pupils = [round.pupil[pupil_id] for pupil_id in self.pupil_ids]
        names = [f"{pupil.name} ({pupil.group})" for pupil in pupils[:MOST_NAMES]]
        more = len(pupils) - len(names)
        if more:
            names.append(translate_count("{count} more", "{count} more", more, language))
        about = listed(names, language)
        if self.adult_ids:
            adults = listed([round.adult[adult_id].name for adult_id in self.adult_ids], language)
            return translate(marked("{adults}, for {pupils}"), language, adults=adults, pupils=about)
        return about


@dataclass(frozen=True)
class Supply:
    """What a teacher, or teachers who can stand in for each other, have to hold, and the places in each window.

    Where the meetings differ in length, `minutes` is what they take together, and the places are for the `shortest`;
    both 0 where they do not.
    """

    teacher_ids: tuple[str, ...]
    meetings: int
    places: Mapping[Window, int]
    minutes: int = 0
    shortest: int = 0

    def line(self, round: Round, language: str) -> str:
        """The numbers on one line."""
        windows = [f"{date_short(window.date, language)} {clock(window.start_minute)}: {count}"
                   for window, count in self.places.items() if count]
        count, places = self.meetings, sum(self.places.values())
        conversations = translate_count("{count} conversation", "{count} conversations", count, language)
        said = translate_count("{count} place", "{count} places", places, language)
        if self.minutes and self.shortest:
            conversations = minutes_together(count, self.minutes, language)
            said = places_of(places, self.shortest, language)
        return translate(
            marked("{teachers}: {conversations}, {places} ({windows})"), language,
            teachers=listed([round.teacher[teacher_id].name for teacher_id in self.teacher_ids], language),
            conversations=conversations, places=said,
            windows=", ".join(windows) or translate(marked("in no window"), language),
        )
