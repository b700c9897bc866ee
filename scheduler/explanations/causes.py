"""Why a meeting has no place, each kind of cause with its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from scheduler.explanations.capacity import stretches
from scheduler.explanations.clauses import clauses_of, person_name, together
from scheduler.language import date_short, listed, marked, translate, translate_count
from scheduler.round import clock

if TYPE_CHECKING:
    from scheduler.explanations.counts import Shortage
    from scheduler.explanations.times import Part
    from scheduler.round import Round

CLASHES = {
    "one_at_a_time": marked("nobody can be in two at once"),
    "separate_distance": marked("people who come apart need {minutes} minutes in between"),
    "separate_meetings": marked("whoever comes apart meets the same teachers"),
    "breaks": marked("teachers get their breaks"),
}
"""What each rule that joins meetings demands, as a clause."""

MOST_STRETCHES = 4
"""A sentence names no more stretches of time than this one by one."""


class Cause(Protocol):
    """Why something cannot be."""

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence, with people and clock times."""


@dataclass(frozen=True)
class TooLong:
    """No window is as long as the conversation."""

    minutes: int

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        return translate(marked("No window is long enough for a conversation of {minutes} minutes."), language,
                         minutes=self.minutes)


@dataclass(frozen=True)
class NoTime:
    """The rules leave the meeting no time on its own: these parts of them are enough for that."""

    parts: tuple[Part, ...]

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        return translate(marked("No time is left: {clauses}."), language,
                         clauses=together(clauses_of(round, self.parts, language)))


@dataclass(frozen=True)
class TooFewPlaces:
    """More meetings than places."""

    shortage: Shortage

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        return counted(round, self.shortage, language)


@dataclass(frozen=True)
class Clash:
    """Meetings of one family that cannot all be held, were they the only ones; the rules that see to that.

    With any of the meetings or rules left out they could. No rules where it takes several at once.
    """

    pupil_ids: tuple[str, ...]
    rules: tuple[str, ...]

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        said = [translate(CLASHES[rule], language, minutes=round.settings.min_apart_minutes) for rule in self.rules]
        pupils = [round.pupil[pupil_id].name for pupil_id in dict.fromkeys(self.pupil_ids)]
        if said:
            return translate(marked("The conversations about {pupils} cannot all be held: {clauses}."), language,
                             pupils=listed(pupils, language), clauses=together(said))
        return translate(marked("The conversations about {pupils} cannot all be held."), language,
                         pupils=listed(pupils, language))


@dataclass(frozen=True)
class NobodyElse:
    """Whatever the plan, some are left out; `count` of them at least, where that is proven, else 0."""

    count: int

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        if self.count:
            return translate_count(
                "However the others are planned, at least {count} conversation stays without a place.",
                "However the others are planned, at least {count} conversations stay without a place.",
                self.count, language)
        return translate(marked("No place was found in the time given; a longer search may find one."), language)


def counted(round: Round, shortage: Shortage, language: str) -> str:
    """A shortage as a count: who, how many conversations, how many places, and when."""
    count, places = len(shortage.meeting_ids), shortage.places
    plain = marked("{who}: {conversations}, {places} ({when}).")
    breaks = marked("{who}: {conversations}, {places} with the breaks in between ({when}).")
    limit = marked("{who}: {conversations}, {places} with the most that was agreed for a day ({when}).")
    template = limit if shortage.limit else breaks if shortage.breaks else plain
    return translate(
        template, language, who=_who(round, shortage, language),
        conversations=translate_count("{count} conversation", "{count} conversations", count, language),
        places=translate_count("{count} place", "{count} places", places, language),
        when=when_words(round, shortage, language),
    )


def when_words(round: Round, shortage: Shortage, language: str) -> str:
    """The stretches of time of a shortage, such as "Tue 2 Feb 14:30–17:00"."""
    slot = round.settings.slot_minutes
    bits: dict[object, int] = {}
    windows = {}
    for (_, window), slots in shortage.region.items():
        bits[window] = bits.get(window, 0) | slots
        windows[window] = window
    said = [
        f"{date_short(window.date, language)} "
        f"{clock(window.start_minute + start * slot)}–{clock(window.start_minute + end * slot)}"
        for window in windows for start, end in stretches(bits[window])
    ]
    if len(said) > MOST_STRETCHES:
        return translate(marked("{first} and {count} more stretches of time"), language,
                         first=", ".join(said[:MOST_STRETCHES - 1]), count=len(said) - MOST_STRETCHES + 1)
    return listed(said, language)


def _who(round: Round, shortage: Shortage, language: str) -> str:
    ids = sorted({one for one, _ in shortage.region})
    if shortage.pool.kind == "room":
        return listed(ids, language)
    return listed([person_name(round, one) for one in ids], language)
