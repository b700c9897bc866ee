"""Which parts of rules, and which breaks and limits of teachers, keep one adult's meetings from adjoining."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.explanations.chains import day_rules, no_chain
from scheduler.explanations.clauses import clauses_of, person_name
from scheduler.explanations.covers import least_parts
from scheduler.language import marked, translate, translate_count

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from scheduler.explanations.chains import DayRule, Offers
    from scheduler.explanations.times import Part, Times
    from scheduler.round import Round


@dataclass(frozen=True)
class Bars:
    """Parts of rules and teachers' breaks and limits that are enough: with any of them left out it could be."""

    parts: tuple[Part, ...] = ()
    rules: tuple[DayRule, ...] = ()

    def clauses(self, round: Round, language: str) -> list[str]:
        """Each of them in words."""
        return [*clauses_of(round, self.parts, language), *(_said(round, rule, language) for rule in self.rules)]


def bars(
    round: Round, meetings: Sequence[Times], among: Callable[[Times, Offers], Offers] | None = None
) -> Bars | None:
    """What keeps these meetings of one adult from adjoining, were they the school's only ones; None for nothing.

    `among` says which of its starts each meeting may have; None for all that are open.
    """
    def offers(times: Times, left: Offers) -> tuple[Times, Offers]:
        return times, among(times, left) if among else left

    rules = day_rules(round, meetings)
    rows = [offers(times, times.open) for times in meetings]
    if not no_chain(round, rows, rules):
        return None
    needed = next(some for size in range(len(rules) + 1) for some in combinations(rules, size)
                  if no_chain(round, rows, some))

    def impossible(some: Collection[Part]) -> bool:
        return no_chain(round, [offers(times, list(times.left(some))) for times in meetings], needed)

    return Bars(least_parts(parts_of(meetings), impossible) or (), needed)


def parts_of(meetings: Sequence[Times]) -> tuple[Part, ...]:
    """The parts of rules that any of these meetings is bound by, each once."""
    return tuple(dict.fromkeys(part for times in meetings for part in times.parts))


def _said(round: Round, rule: DayRule, language: str) -> str:
    person = person_name(round, rule.teacher_id)
    breaks, most = round.settings.breaks, round.teacher[rule.teacher_id].max_meetings_per_day
    if rule.kind == "limit" or breaks is None:
        return translate_count("{person} has no more than {count} conversation a day",
                               "{person} has no more than {count} conversations a day", most or 0, language,
                               person=person)
    said = translate_count("after {count} conversation {person} has {minutes} minutes of break",
                           "after {count} conversations {person} has {minutes} minutes of break",
                           breaks.after_meetings, language, person=person, minutes=breaks.minutes)
    siblings = round.settings.siblings
    longest = siblings.walk_minutes + siblings.max_wait_minutes
    if breaks.minutes <= longest:
        return said
    if not longest:
        return said + translate(marked(", and no time may lie in between"), language)
    return said + translate(marked(", and no more than {minutes} minutes may lie in between"), language,
                            minutes=longest)
