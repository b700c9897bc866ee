"""Costs, bounds and outcomes as people say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.language import marked, translate

if TYPE_CHECKING:
    from scheduler.appointments import Bounded, Status

COST_NAMES = {
    "unplaced_mandatory": marked("Mandatory conversations without a place"),
    "unplaced_optional": marked("Optional conversations without a place"),
    "siblings_apart": marked("Parents whose conversations do not adjoin"),
    "moved": marked("People who must be told of a change"),
    "wishes_missed": marked("Conversations outside the times people prefer"),
    "teacher_idle_minutes": marked("Minutes that teachers wait between conversations"),
    "teacher_windows": marked("Afternoons and evenings, added up over all teachers"),
    "parent_wait_minutes": marked("Minutes that parents wait between their conversations"),
}
"""What each cost counts, by key, to be translated where it is shown."""

STATUS_SENTENCES = {
    "optimal": marked("Proven best: no other timetable does better."),
    "feasible": marked("A timetable that can be used; it is not proven on every point that it cannot be better."),
    "infeasible": marked("No timetable exists that keeps every rule."),
    "no_answer": marked("No timetable was found in the time given."),
}
"""What each status means, to be translated where it is shown."""


def cost_name(key: str, language: str) -> str:
    """What a cost counts, in that language."""
    return translate(COST_NAMES[key], language)


def status_sentence(status: Status, language: str) -> str:
    """What planning ended in."""
    return translate(STATUS_SENTENCES[status], language)


def bound_sentence(bounded: Bounded, *, counts: bool, language: str) -> str:
    """How good a cost is proven to be; `counts` says that it stands in the round's order."""
    if not counts:
        return translate("only counted; it did not count in the choice", language)
    if bounded.proven and bounded.cost == 0:
        return translate("proven: it cannot be better", language)
    if bounded.proven:
        return translate("proven: less is impossible", language)
    if not bounded.bound:
        return translate("not proven", language)
    return translate("less than {bound} is certainly impossible", language, bound=bounded.bound)
