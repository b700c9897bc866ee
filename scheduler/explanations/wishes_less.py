"""One wish less: the cure where another wish stands in the way of one, proven by planning it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.appointments import Plan
from scheduler.costs import wishes_missed
from scheduler.explanations.causes_of_costs import TooManyWishes
from scheduler.explanations.changes import Change
from scheduler.explanations.clauses import person_name
from scheduler.explanations.fitting import fit
from scheduler.explanations.other_wishes import OtherPartyRather, OthersPay, OthersRather
from scheduler.explanations.people import WishLess
from scheduler.explanations.remedies import Remedy, remedies_wished
from scheduler.explanations.wishes import preferred, wish_words, wished
from scheduler.language import marked, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.explanations.case import Case
    from scheduler.explanations.causes import Cause
    from scheduler.explanations.effort import Effort
    from scheduler.explanations.other_wishes import Wish
    from scheduler.round import Round

MOST_WISHES = 3
"""Wishes of others that are looked at, one at a time."""

MOST_MOVED = 8
"""Meetings of the family that may move for one wish less."""


@dataclass(frozen=True)
class LetsGo(WishLess):
    """Whoever comes along lets go of a wish."""

    def said(self, round: Round, language: str) -> str:
        """The step as a clause after "if"."""
        return translate(marked("{person} lets go of the wish to come {wish}"), language,
                         person=person_name(round, self.person_id), wish=wish_words(round, self.person_id, language))


@dataclass(frozen=True)
class OtherWishLess(WishLess):
    """The pupil's other party lets go of a wish."""

    def said(self, round: Round, language: str) -> str:
        """The step as a clause after "if"; of the conversation, not of whoever wished it."""
        return translate(marked("the other conversation about {pupil} may be outside the times preferred"), language,
                         pupil=round.pupil[self.pupil_id].name)


def remedies_of_a_wish(
    case: Case, adult_id: str, meeting_id: str, cause: Cause, effort: Effort, most: int
) -> list[Remedy]:
    """What it would take to keep the wish, the least asking first.

    Where a certain other wish is to blame, letting go of that comes first. Where it could be any of many, it is only
    looked at as far as nothing else helps.
    """
    if isinstance(cause, TooManyWishes):
        found = remedies_wished(case, adult_id, meeting_id, effort, most)
        more = _one_less(case, adult_id, meeting_id, cause, effort) if len(found) < most else []
    else:
        found = _one_less(case, adult_id, meeting_id, cause, effort)
        more = remedies_wished(case, adult_id, meeting_id, effort, most - len(found))
    return sorted([*found, *more], key=lambda remedy: remedy.asks)


def _one_less(case: Case, adult_id: str, meeting_id: str, cause: Cause, effort: Effort) -> list[Remedy]:
    """The first other wish that is enough to let go of, so that this one is kept and nobody pays; [] for none."""
    steps = [(step, other_id) for step, other_id in _steps(case, meeting_id, cause) if step.person_id != adult_id]
    for step, other_id in steps[:MOST_WISHES]:
        remedy = _without(case, adult_id, meeting_id, step, other_id, effort)
        if remedy is not None:
            return [remedy]
    return []


def _steps(case: Case, meeting_id: str, cause: Cause) -> Iterator[tuple[WishLess, str]]:
    """Each wish that may be to blame, let go of, with its meeting."""
    pupil_id = case.meetings[meeting_id].pupil_id
    if isinstance(cause, OthersRather | OthersPay | OtherPartyRather):
        for adult_id, other_id in cause.wishes:
            yield (LetsGo if other_id == meeting_id else OtherWishLess)(adult_id, pupil_id), other_id
    if isinstance(cause, TooManyWishes):
        for other_id in cause.shortage.meeting_ids:
            wishes: list[Wish] = [(each, other_id) for each in case.meetings[other_id].adult_ids
                                  if preferred(case.round, each)]
            if other_id in case.plan.appointment and len(wishes) == 1 and wishes[0] not in case.missed:
                yield WishLess(wishes[0][0], case.meetings[other_id].pupil_id), other_id


def _without(
    case: Case, adult_id: str, meeting_id: str, step: WishLess, other_id: str, effort: Effort
) -> Remedy | None:
    """Plan this meeting as wished, with its family's and the other one's, in the round without the other wish."""
    changed = step.applied(case.round)
    near = dict.fromkeys(each for each in (other_id, *case.family(meeting_id), *case.family(other_id))
                         if each in case.plan.appointment and each != meeting_id)
    ids = (meeting_id, *case.may_move(near)[:MOST_MOVED])
    if other_id not in ids or not effort.spend():
        return None
    times = case.times(meeting_id)
    rather = case.bound(times.only(wished(changed, times, [adult_id], times.open)))
    free = [case.busy.beside(each, ids) for each in (rather, *map(case.bound_times, ids[1:]))]
    if any(each.none for each in free):
        return None
    adults = dict.fromkeys(each for one in ids for each in case.meetings[one].adult_ids)
    together = [each for each in adults if each not in case.apart and len(case.plan.of_adult[each]) > 1]
    kept = [(meeting, it) for meeting, it in case.kept if it.meeting_id not in ids]
    placed = fit(changed, free, kept, together=together, before=frozenset(case.plan.appointments))
    if placed is None:
        return None
    plan = Plan.of([*(it for _, it in kept), *placed], list(case.plan.unplaced))
    missed = {(each, it.meeting_id) for each, it in wishes_missed(changed, plan)}
    if not missed < case.missed:
        return None
    mine = tuple(it for it in placed if it.meeting_id == meeting_id)
    return Remedy(Change((step,)), mine, case.changed(placed, (meeting_id,)))
