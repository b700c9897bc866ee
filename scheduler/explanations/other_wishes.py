"""A wish that another wish of the same pupil's people stands in the way of: each kind of cause, and how it is found."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from scheduler.costs import wishes_missed
from scheduler.explanations.clauses import names_words, person_name
from scheduler.explanations.times import chosen
from scheduler.explanations.wishes import preferred, wish_words, wished
from scheduler.language import listed, marked, translate, translate_count

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from scheduler.explanations.case import Case
    from scheduler.explanations.times import Offer, Times
    from scheduler.explanations.trades import Trade
    from scheduler.round import Round

    Wish = tuple[str, str]
    """Whose it is, and of which meeting: adult_id and meeting_id."""


@dataclass(frozen=True)
class OthersRather:
    """Whoever comes along would rather come at times that this wish has none of in common."""

    wishes: tuple[Wish, ...]

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        said = [translate(marked("{person} would rather come {wish}"), language, person=person_name(round, adult_id),
                          wish=wish_words(round, adult_id, language)) for adult_id, _ in self.wishes]
        return translate(marked("{wishes}, and they come together."), language, wishes=listed(said, language))


@dataclass(frozen=True)
class OtherPartyRather:
    """The other party of the pupil has a wish that is kept, and the two are nowhere far enough apart."""

    wishes: tuple[Wish, ...]
    pupil_id: str

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence; of the conversation, for whoever wished it is not this party's business."""
        return translate(
            marked("the other conversation about {pupil} is wished for around then too, and people who come apart need "
                   "{minutes} minutes in between."), language, pupil=round.pupil[self.pupil_id].name,
            minutes=round.settings.min_apart_minutes)


@dataclass(frozen=True)
class OthersPay:
    """It can be, but a wish of whoever comes along, or of the pupil's other party, goes with it."""

    trade: Trade
    wishes: tuple[Wish, ...]
    pupil_id: str
    along: bool

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        if not self.along:
            return translate(marked("that could be, but then the other conversation about {pupil} is outside the times "
                                    "preferred."), language, pupil=round.pupil[self.pupil_id].name)
        people = list(dict.fromkeys(adult_id for adult_id, _ in self.wishes))
        return translate_count(
            "that could be, but then the wish of {people} is missed, and they come together.",
            "that could be, but then the wishes of {people} are missed, and they come together.", len(people),
            language, people=names_words(round, people, language))


def others_rather(case: Case, times: Times, adult_id: str) -> OthersRather | None:
    """Those who come along whose wishes are kept now and could never be together with this one; None for nobody."""
    meeting = times.meeting
    kept = [other for other in meeting.adult_ids if other != adult_id
            and preferred(case.round, other) and (other, meeting.meeting_id) not in case.missed]

    def clash(others: Sequence[str]) -> bool:
        return not any(bits for _, bits in wished(case.round, times, [adult_id, *others], times.open))

    blamed = [other for other in kept if clash([other])]
    if not blamed and kept and clash(kept):
        blamed = list(kept)
        for other in kept:
            fewer = [each for each in blamed if each != other]
            blamed = fewer if clash(fewer) else blamed
    return OthersRather(tuple((other, meeting.meeting_id) for other in blamed)) if blamed else None


def other_party_rather(case: Case, times: Times, adult_id: str) -> OtherPartyRather | None:
    """A wish of the pupil's other party that is kept now and could never be together with this one; None for none."""
    mine = list(_moments(case.round, times, adult_id))
    for other in case.meetings.values():
        if (other.pupil_id, bool(other.party)) != (times.meeting.pupil_id, True) or other == times.meeting:
            continue
        for adult in other.adult_ids:
            kept = preferred(case.round, adult) and (adult, other.meeting_id) not in case.missed
            if kept and other.meeting_id in case.plan.appointment and not any(
                _far_enough(case.round, *pair)
                for pair in product(mine, _moments(case.round, case.times(other.meeting_id), adult))
            ):
                return OtherPartyRather(((adult, other.meeting_id),), other.pupil_id)
    return None


def others_pay(case: Case, times: Times, trade: Trade) -> OthersPay | None:
    """The trade, where wishes of whoever comes along or of the other party are what it costs; None where not."""
    if trade.key != "wishes_missed":
        return None
    mine = times.meeting
    anew = [(adult_id, it) for adult_id, it in wishes_missed(case.round, trade.plan)
            if it.pupil_id == mine.pupil_id and (adult_id, it.meeting_id) not in case.missed]
    along = [(adult_id, it.meeting_id) for adult_id, it in anew if it.meeting_id == mine.meeting_id]
    wishes = along or [(adult_id, it.meeting_id) for adult_id, it in anew]
    return OthersPay(trade, tuple(wishes), mine.pupil_id, bool(along)) if wishes else None


def _moments(round: Round, times: Times, adult_id: str) -> Iterator[tuple[dt.date, int, int]]:
    offers: Sequence[tuple[Offer, int]] = wished(round, times, [adult_id], times.open)
    for offer, bits in offers:
        for start in chosen(offer.starts, bits):
            yield offer.window.date, start, start + times.meeting.minutes


def _far_enough(round: Round, one: tuple[dt.date, int, int], other: tuple[dt.date, int, int]) -> bool:
    apart = round.settings.min_apart_minutes
    return one[0] != other[0] or other[1] - one[2] >= apart or one[1] - other[2] >= apart
