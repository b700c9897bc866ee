"""Why a meeting has no place, each kind of cause with its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from scheduler.explanations.clauses import clauses_of, together
from scheduler.explanations.counted import counted
from scheduler.language import date_short, listed, marked, translate, translate_count
from scheduler.round import clock

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.explanations.counts import Shortage
    from scheduler.explanations.times import Part
    from scheduler.explanations.trades import Trade
    from scheduler.round import Round

CLASHES = {
    "one_at_a_time": marked("nobody can be in two at once"),
    "separate_distance": marked("people who come apart need {minutes} minutes in between"),
    "separate_meetings": marked("whoever comes apart meets the same teachers"),
    "breaks": marked("teachers get their breaks"),
}
"""What each rule that joins meetings demands, as a clause."""


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
    """More meetings than places; `others` are shortages of the same numbers at the same times, of other people."""

    shortage: Shortage
    others: tuple[Shortage, ...] = ()

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        return counted(round, self.shortage, language, others=self.others)


@dataclass(frozen=True)
class Clash:
    """Meetings that cannot all be held, were they the only ones; the rules that see to that.

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


@dataclass(frozen=True, eq=False)
class StillFree:
    """The meeting has a place beside all others: the search ended before it came to that."""

    date: dt.date
    start_minute: int

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        return translate(marked("The search ended too soon: there is a place on {date} at {start}. Plan again."),
                         language, date=date_short(self.date, language), start=clock(self.start_minute))


@dataclass(frozen=True, eq=False)
class LessImportant:
    """The meeting could have a place, but the round's order has a cost before it that others would then pay.

    `trade` None where the order does not count meetings without a place at all.
    """

    trade: Trade | None

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        if self.trade is None:
            return translate(marked("This round's order of costs does not count conversations without a place."),
                             language)
        return translate(marked("It would fit, but then {consequence}, and this round's order has that first."),
                         language, consequence=self.trade.said(round, language))


@dataclass(frozen=True, eq=False)
class SomeLeftOut:
    """Whatever the plan, some meetings are left out: `count` at least, where that is proven, else 0.

    `pinned` says that no plan counts but one in which what was to stay stays, and what had to leave its place is gone.
    """

    count: int
    pinned: bool = False

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        if self.count and self.pinned:
            return translate_count(
                "With what had to stay or to leave its place (--keep, --move) at least {count} conversation stays "
                "without a place.",
                "With what had to stay or to leave its place (--keep, --move) at least {count} conversations stay "
                "without a place.",
                self.count, language)
        if self.count:
            return translate_count(
                "However the others are planned, at least {count} conversation stays without a place.",
                "However the others are planned, at least {count} conversations stay without a place.",
                self.count, language)
        return translate(marked("No place was found in the time given; a longer search may find one."), language)
