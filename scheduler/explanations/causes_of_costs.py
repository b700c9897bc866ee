"""Why siblings' meetings do not adjoin, or a wish is missed: each kind of cause with its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.explanations.clauses import clauses_of, together
from scheduler.explanations.counted import counted
from scheduler.language import marked, translate

if TYPE_CHECKING:
    from scheduler.explanations.counts import Shortage
    from scheduler.explanations.times import Part
    from scheduler.explanations.trades import Trade
    from scheduler.round import Round


@dataclass(frozen=True)
class NeverTogether:
    """Meetings that could not adjoin if they were the only ones; parts of rules that are enough for that."""

    parts: tuple[Part, ...]

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        if not self.parts:
            return translate(marked("No window has room for them one after another."), language)
        return translate(marked("They cannot adjoin: {clauses}."), language,
                         clauses=together(clauses_of(round, self.parts, language)))


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
    """With the wish kept, siblings' meetings could not adjoin; parts of rules that are enough for that."""

    parts: tuple[Part, ...]

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        if not self.parts:
            return translate(marked("then the conversations of one family would not adjoin."), language)
        return translate(marked("then the conversations of one family would not adjoin: {clauses}."), language,
                         clauses=together(clauses_of(round, self.parts, language)))


@dataclass(frozen=True)
class TooManyWishes:
    """More meetings are wished for somewhere, or have no other time, than there are places."""

    shortage: Shortage

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        return counted(round, self.shortage, language, wishes=True)


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
class Elsewhere:
    """No plan does better, where that is `proven`; none was found that does, where it is not.

    `pinned` says that no plan counts but one in which what was to stay stays, and what had to leave its place is gone.
    """

    proven: bool
    pinned: bool = False

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        if self.proven and self.pinned:
            return translate(marked("with what had to stay or to leave its place (--keep, --move), another plan would "
                                    "only shift this to others: that is proven."), language)
        if self.proven:
            return translate(marked("another plan would only shift this to others: that is proven."), language)
        return translate(marked("no better plan was found in the time given; a longer search may find one."), language)
