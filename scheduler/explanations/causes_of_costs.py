"""Why siblings' meetings do not adjoin, or a wish is missed: each kind of cause with its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.explanations.clauses import clauses_of, sentence, together
from scheduler.explanations.counted import counted
from scheduler.language import marked, translate

if TYPE_CHECKING:

    from scheduler.explanations.adjoining import Bars
    from scheduler.explanations.counts import Shortage
    from scheduler.explanations.times import Part
    from scheduler.explanations.trades import Trade
    from scheduler.round import Round


@dataclass(frozen=True)
class NeverTogether:
    """Meetings that could not adjoin if they were the only ones, because of these bars."""

    bars: Bars

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        return translate(marked("They cannot adjoin: {clauses}."), language,
                         clauses=together(self.bars.clauses(round, language)))


@dataclass(frozen=True)
class NoRoom:
    """Meetings of so many minutes together could not adjoin whatever the rules: windows or slots have no room."""

    minutes: int

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        siblings, slot = round.settings.siblings, round.settings.slot_minutes
        walk, longest = siblings.walk_minutes, siblings.walk_minutes + siblings.max_wait_minutes
        if not walk or all(window.end_minute - window.start_minute < self.minutes for window in round.windows):
            return translate(marked("No window has room for them one after another."), language)
        if -(-walk // slot) * slot <= longest:
            return translate(marked("No window has room for them with {walk} minutes of walking in between."), language,
                             walk=walk)
        exact = marked("They cannot adjoin: exactly {walk} minutes must lie between them, to walk, but conversations "
                       "begin every {slot} minutes.")
        about = marked("They cannot adjoin: {walk} to {longest} minutes must lie between them, to walk and to wait, "
                       "but conversations begin every {slot} minutes.")
        return translate(exact if walk == longest else about, language, walk=walk, longest=longest, slot=slot)


@dataclass(frozen=True)
class FewAdjoin:
    """Meetings that adjoin only where there are fewer places than they are; bars that leave this one no other."""

    shortage: Shortage
    bars: Bars

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence, and what leaves no other time in another."""
        said = counted(round, self.shortage, language, why="adjoining")
        clauses = self.bars.clauses(round, language)
        return f"{said} {sentence(together(clauses))}." if clauses else said


@dataclass(frozen=True)
class OutsideWindows:
    """The wish is for times at which there are no conversations."""

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        return translate(marked("no conversations are held then."), language)


@dataclass(frozen=True)
class WishTaken:
    """At the times preferred, parts of rules leave the meeting nothing."""

    parts: tuple[Part, ...]

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        return translate(marked("that cannot be: {clauses}."), language,
                         clauses=together(clauses_of(round, self.parts, language)))


@dataclass(frozen=True)
class NotAdjoining:
    """With the wish kept, siblings' meetings could not adjoin, because of these bars."""

    bars: Bars

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        clauses = self.bars.clauses(round, language)
        if not clauses:
            return translate(marked("then the conversations of one family would not adjoin."), language)
        return translate(marked("then the conversations of one family would not adjoin: {clauses}."), language,
                         clauses=together(clauses))


@dataclass(frozen=True)
class TooManyWishes:
    """More meetings are wished for somewhere, or have no other time, than there are places."""

    shortage: Shortage

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        return counted(round, self.shortage, language, why="wished")


@dataclass(frozen=True)
class AtACost:
    """It can be, but others pay for it; `apart` tells siblings from a wish."""

    trade: Trade
    apart: bool

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        siblings = marked("They could adjoin, but then {consequence}.")
        wish = marked("that could be, but then {consequence}.")
        return translate(siblings if self.apart else wish, language, consequence=self.trade.said(round, language))


@dataclass(frozen=True)
class NoneBetter:
    """No plan has less of this cost, where that is `proven`; none was found that has, where it is not.

    `apart` tells siblings from a wish. `pinned` says that no plan counts but one in which what was to stay stays, and
    what had to leave its place is gone.
    """

    proven: bool
    apart: bool
    pinned: bool = False

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        if not self.proven:
            return translate(marked("no better plan was found in the time given; a longer search may find one."),
                             language)
        least = translate(marked("in no plan are fewer people's conversations apart without giving up what goes first: "
                                 "that is proven.") if self.apart else
                          marked("no plan misses fewer wishes without giving up what goes first: that is proven."),
                          language)
        if self.pinned:
            return translate(marked("with what had to stay or to leave its place (--keep, --move), {reason}"), language,
                             reason=least)
        return least
