"""What it would take for meetings to have a place: the changes that work, each proven by planning it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.appointments import Plan
from scheduler.costs import wishes_missed
from scheduler.explanations.asks import ONE_TIME, WHOLE_SCHOOL
from scheduler.explanations.changes import Change, renewed
from scheduler.explanations.effort import Effort
from scheduler.explanations.fitting import fit
from scheduler.explanations.least import least
from scheduler.explanations.measures import Shorter
from scheduler.explanations.people import WishLess
from scheduler.explanations.proposals import kinds_of, proposals
from scheduler.explanations.shortening import shorter_now, with_shorter_others
from scheduler.explanations.wishes import wished
from scheduler.language import marked, translate, translate_count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.appointments import Appointment
    from scheduler.explanations.case import Case
    from scheduler.explanations.times import Times
    from scheduler.explanations.trades import Trade
    from scheduler.round import Round

    Proof = Callable[[Round, list[Times], Effort], tuple[Appointment, ...] | None]
    """Plans the meetings, and others where need be, in a changed round; None where they do not fit."""

MOST_PLACES = 2_000
"""Of more meetings and places than this together it is not found out whether they fit."""

MOST_PROPOSALS = 80
"""Changes that are looked at, the least asking first."""

MOST_MOVED = 8
"""Other meetings that may move for one change."""

MOST_LESS = 8
"""Plans that are tried to find how little of one change is enough."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change with which meetings have these appointments; `moved` are those of others that then differ.

    Whose conversation the change makes shorter is among these, but does not count as somebody who moves.
    """

    change: Change
    placed: tuple[Appointment, ...]
    moved: tuple[Appointment, ...] = ()

    @property
    def asks(self) -> int:
        """How much it asks of everybody: of those who change something, and of those whose meeting then moves."""
        return self.change.asks + ONE_TIME * self._moving

    def said(self, round: Round, language: str) -> str:
        """The remedy as a clause after "if"."""
        said = self.change.said(round, language)
        if not self._moving:
            return said
        return translate_count("{change}, and {count} other conversation moves",
                               "{change}, and {count} other conversations move", self._moving, language, change=said)

    @property
    def _moving(self) -> int:
        shorter = {step.pupil_id for step in self.change.steps if isinstance(step, Shorter)}
        return sum(it.pupil_id not in shorter for it in self.moved)


def remedies_for(case: Case, meeting_ids: Sequence[str], effort: Effort, most: int) -> list[Remedy]:
    """The changes that place all these meetings, the least asking first.

    None where they have a place without any. No more than `most`, none of which is a part of another or asks the same
    of the same people at another time. Every other appointment stays where it is, unless less is then enough and nobody
    knows of the plan yet, or several meetings need a place that else only something of the whole school gives.
    """
    def prove(changed: Round, meetings: list[Times], effort: Effort) -> tuple[Appointment, ...] | None:
        shorter = shorter_now(case, changed, meeting_ids)
        free = (*meeting_ids, *(times.meeting.meeting_id for times in shorter))
        return _tried(changed, case, [case.busy.beside(times, free) for times in (*meetings, *shorter)], effort)

    found = _working(case, meeting_ids, prove, effort, most, lambda: with_shorter_others(case, meeting_ids),
                     prove if case.published else _moving(case, meeting_ids))
    if len(meeting_ids) == 1 or any(remedy.asks < WHOLE_SCHOOL for remedy in found):
        return found
    moving = _working(case, meeting_ids, _moving(case, meeting_ids), effort, most, lambda: [
        change for change in with_shorter_others(case, meeting_ids) if change.asks < WHOLE_SCHOOL])
    return sorted([*moving, *found], key=lambda remedy: remedy.asks)[:most]


def remedies_with_moves(case: Case, meeting_id: str, effort: Effort, most: int) -> list[Remedy]:
    """The changes that place the meeting where a few others move too, all of which keep a place."""
    return _working(case, (meeting_id,), _moving(case, (meeting_id,)), effort, most)


def _moving(case: Case, meeting_ids: Sequence[str]) -> Proof:
    """Plans the meetings with a few of those near them."""
    def prove(changed: Round, meetings: list[Times], effort: Effort) -> tuple[Appointment, ...] | None:
        near = [*(times.meeting.meeting_id for times in shorter_now(case, changed, meeting_ids)),
                *(other for each in meeting_ids for other in case.may_move(case.siblings(each))),
                *(other for times in meetings for other in case.in_the_way(times, MOST_MOVED))]
        others = [each for each in dict.fromkeys(near) if each not in meeting_ids][:MOST_MOVED]
        free = [*meetings, *map(case.bound, renewed(case.round, changed, [case.times(each) for each in others]))]
        return _tried(changed, case, [case.busy.beside(times, (*meeting_ids, *others)) for times in free], effort)

    return prove


def remedies_together(case: Case, adult_id: str, effort: Effort, most: int) -> list[Remedy]:
    """The changes with which the adult's meetings adjoin, while every other appointment stays."""
    meeting_ids = [it.meeting_id for it in case.plan.of_adult[adult_id]]

    def prove(changed: Round, meetings: list[Times], effort: Effort) -> tuple[Appointment, ...] | None:
        beside = [case.busy.beside(times, meeting_ids) for times in meetings]
        return _tried(changed, case, beside, effort, together=(adult_id,))

    return _working(case, meeting_ids, prove, effort, most, lambda: proposals(case.round, [
        case.times(each) for each in meeting_ids], parents=True))


def remedies_of_trade(case: Case, meeting_id: str, trade: Trade) -> list[Remedy]:
    """The change in which nobody pays for the meeting's place: those whose wish goes with it let go of it.

    None where others pay with anything but wishes.
    """
    if trade.key != "wishes_missed":
        return []
    steps = tuple(WishLess(adult_id, it.pupil_id) for adult_id, it in wishes_missed(case.round, trade.plan)
                  if (adult_id, it.meeting_id) not in case.missed)
    moved = case.changed(trade.plan.appointments, (meeting_id,))
    return [Remedy(Change(steps), (trade.plan.appointment[meeting_id],), moved)] if steps else []


def remedies_wished(case: Case, adult_id: str, meeting_id: str, effort: Effort, most: int) -> list[Remedy]:
    """The changes with which the meeting keeps the adult's wish, while only siblings' appointments move along.

    No other wish is missed for it, and no siblings are parted.
    """
    others = case.may_move(case.siblings(meeting_id))[:MOST_MOVED]
    family = dict.fromkeys(each for one in (meeting_id, *others) for each in case.meetings[one].adult_ids)
    together = tuple(each for each in family if each not in case.apart and len(case.plan.of_adult[each]) > 1)

    def beside(times: Times) -> Times:
        return case.busy.beside(times, (meeting_id, *others))

    def prove(changed: Round, meetings: list[Times], effort: Effort) -> tuple[Appointment, ...] | None:
        rather = beside(meetings[0].only(wished(changed, meetings[0], [adult_id], meetings[0].open)))
        if rather.none:
            return None
        siblings = map(case.bound, renewed(case.round, changed, [case.times(each) for each in others]))
        placed = _tried(changed, case, [rather, *map(beside, siblings)], effort, together)
        if not placed or len(list(wishes_missed(changed, _with(case, placed)))) >= len(case.missed):
            return None
        return placed

    times = case.times(meeting_id)
    kept = wished(case.round, times, [adult_id], [(offer, offer.everything) for offer in times.offers])
    windows = [offer.window for offer, bits in kept if bits]
    near = [times.only([(offer, offer.open) for offer in times.offers if offer.window in windows])
            for times in map(case.times, (meeting_id, *others))]
    return _working(case, (meeting_id,), prove, effort, most, lambda: sorted(
        dict.fromkeys(change for each in near for change in proposals(case.round, [each])),
        key=lambda change: change.asks))


def remedy_sentence(
    round: Round, remedies: Sequence[Remedy], language: str, count: int = 1, *, place: bool = True
) -> str:
    """What it would take for so many meetings, in a sentence; "" for no remedies.

    `place` tells a place for them from anything else, such as siblings together.
    """
    if not remedies:
        return ""
    said = translate(marked(", or if "), language).join(remedy.said(round, language) for remedy in remedies)
    if not place:
        return translate(marked("It would work if {changes}."), language, changes=said)
    if count == 1:
        return translate(marked("It would fit if {changes}."), language, changes=said)
    return translate(marked("All {count} that are left out so would fit if {changes}."), language, count=count,
                     changes=said)


def _working(
    case: Case, meeting_ids: Sequence[str], prove: Proof, effort: Effort, most: int,
    proposed: Callable[[], Sequence[Change]] | None = None, prove_less: Proof | None = None,
) -> list[Remedy]:
    """The changes that `prove` finds to work, of those `proposed`; None for all about these meetings.

    `prove_less` then finds out how little of each is enough; None for `prove` again.
    """
    if most == 0 or not effort.left:
        return []
    found: list[Remedy] = []
    seen: list[frozenset[object]] = []
    before = [case.times(each) for each in meeting_ids]
    now = [case.bound(times) for times in before]
    if not any(case.busy.beside(times, meeting_ids).none for times in now) and prove(case.round, now, effort):
        return []
    changes = proposed() if proposed else proposals(case.round, before)
    for change in changes[:MOST_PROPOSALS]:
        if len(found) >= most or not effort.left:
            break
        kinds = kinds_of(change)
        if any(less <= kinds for less in seen):
            continue
        remedy = _proven(case, change, before, (prove, prove_less or prove), effort)
        if remedy is not None:
            found.append(remedy)
            seen.append(kinds)
    return sorted(found, key=lambda remedy: remedy.asks)


def _proven(
    case: Case, change: Change, before: Sequence[Times], proofs: tuple[Proof, Proof], effort: Effort
) -> Remedy | None:
    """The least of this change with which the meetings fit; None where they do not even with all of it."""
    meeting_ids = [times.meeting.meeting_id for times in before]
    fitting: dict[Change, tuple[Appointment, ...]] = {}

    def works(change: Change, prove: Proof, effort: Effort) -> bool:
        changed = change.applied(case.round)
        placed = prove(changed, [case.bound(times) for times in renewed(case.round, changed, before)], effort)
        if placed is not None:
            fitting[change] = placed
        return placed is not None

    if not works(change, proofs[0], effort):
        return None
    narrow = change.narrowed(case.round, fitting[change])
    fitting[narrow] = fitting[change]
    less = Effort(MOST_LESS)
    change = least(case.round, narrow, lambda change: works(change, proofs[1], less))
    mine = tuple(it for it in fitting[change] if it.meeting_id in meeting_ids)
    return Remedy(change, mine, case.changed(fitting[change], meeting_ids))


def _with(case: Case, placed: Sequence[Appointment]) -> Plan:
    """The case's plan with these appointments in it."""
    new = {it.meeting_id for it in placed}
    return Plan.of([*(it for _, it in case.kept if it.meeting_id not in new), *placed],
                   [row for row in case.plan.unplaced if row.meeting_id not in new])


def _tried(
    changed: Round, case: Case, free: list[Times], effort: Effort, together: Sequence[str] = ()
) -> tuple[Appointment, ...] | None:
    """Plan these meetings beside all others, if that is worth a try."""
    places = sum(bits.bit_count() for times in free for _, bits in times.open)
    if any(times.none for times in free) or places > MOST_PLACES or not effort.spend():
        return None
    ids = {times.meeting.meeting_id for times in free}
    kept = [(meeting, it) for meeting, it in case.kept if meeting.meeting_id not in ids]
    return fit(changed, free, kept, together=together, before=frozenset(case.plan.appointments))
