"""What was decided of published meetings, as a cause: this one had to leave its place, or another was to stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scheduler.explanations.clauses import together
from scheduler.explanations.trades import MOST_FREE, is_better, plan_for
from scheduler.language import date_short, listed, marked, translate, translate_count
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from scheduler.explanations.case import Case
    from scheduler.explanations.effort import Effort
    from scheduler.explanations.trades import Goal
    from scheduler.pinned import Pinned
    from scheduler.round import Round

    What = Literal["place", "adjoining", "wish"]

MOST_PINS = 6
"""Of more pins than this near a meeting it is not looked for which of them are to blame."""

SAID: dict[What, str] = {
    "place": marked("No time is left: {clauses}."),
    "adjoining": marked("They cannot adjoin: {clauses}."),
    "wish": marked("that cannot be: {clauses}."),
}


@dataclass(frozen=True)
class BecauseOfPins:
    """These decisions make it impossible: without them it could be. `pupil_ids` are their pupils, in their order."""

    what: What
    pins: tuple[Pinned, ...]
    pupil_ids: tuple[str, ...]

    def sentence(self, round: Round, language: str) -> str:
        """The cause in a sentence."""
        return translate(SAID[self.what], language, clauses=together(list(self._clauses(round, language))))

    def _clauses(self, round: Round, language: str) -> Iterator[str]:
        rows = list(zip(self.pins, self.pupil_ids, strict=True))
        stay = list(dict.fromkeys(round.pupil[pupil_id].name for pinned, pupil_id in rows if pinned.pin == "keep"))
        if stay:
            yield translate_count("the conversation about {pupils} was to stay (--keep)",
                                  "the conversations about {pupils} were to stay (--keep)", len(stay), language,
                                  pupils=listed(stay, language))
        for pinned, pupil_id in rows:
            if pinned.pin == "move":
                yield left(round, pinned, pupil_id, language)


def left(round: Round, pinned: Pinned, pupil_id: str, language: str) -> str:
    """That a meeting had to leave its place, as a clause."""
    moments = listed(list(dict.fromkeys(
        f"{date_short(date, language)} {clock(start)}" for date, start, _ in pinned.spots)), language)
    return translate(marked("the conversation about {pupil} had to leave {moments} (--move)"), language,
                     pupil=round.pupil[pupil_id].name, moments=moments)


def pins_alone(
    case: Case, what: What, meeting_ids: Sequence[str], impossible: Callable[[Case], bool]
) -> BecauseOfPins | None:
    """The pins of these meetings, where they alone make it impossible; None where they do not, or the rules do too.

    `impossible` says whether it is, by rules and pins, were these the school's only meetings.
    """
    mine = [each for each in meeting_ids if each in case.pins]
    if not mine or not impossible(case) or impossible(case.without_pins(mine)):
        return None
    kept = _least(mine, lambda some: impossible(case.without_pins(set(mine).difference(some))))
    return _because(case, what, kept)


def pins_in_the_way(case: Case, what: What, goal: Goal, effort: Effort) -> BecauseOfPins | None:
    """The pins without which a better plan reaches the goal, as is found by planning a few meetings anew.

    One is enough where one can be found. None where no pin is near, or without them no better plan was found.
    """
    holders = (each for meeting_id, offers in goal.offers.items() for each in
               (meeting_id, *case.siblings(meeting_id), *case.holders(case.times(meeting_id).only(offers))))
    near = [each for each in dict.fromkeys(holders) if each in case.pins]
    if not 0 < len(near) <= MOST_PINS or not effort.spend():
        return None

    def better(lifted: Collection[str]) -> bool:
        plan = plan_for(case.without_pins(lifted), goal, MOST_FREE + len(near))
        return plan is not None and is_better(case, plan)

    if not better(near):
        return None
    one = next((each for each in near if better([each])), None)
    return _because(case, what, [one] if one else _least(near, better))


def _least(meeting_ids: Sequence[str], enough: Callable[[Collection[str]], bool]) -> list[str]:
    kept = list(meeting_ids)
    for each in meeting_ids:
        fewer = [other for other in kept if other != each]
        if fewer and enough(fewer):
            kept = fewer
    return kept


def _because(case: Case, what: What, meeting_ids: Sequence[str]) -> BecauseOfPins:
    pins = tuple(case.pins[each] for each in sorted(
        meeting_ids, key=lambda each: (case.meetings[each].pupil_id, each)))
    return BecauseOfPins(what, pins, tuple(case.meetings[pinned.meeting_id].pupil_id for pinned in pins))
