"""The best plan so far in one line, for whoever waits for a better one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.language import marked, translate, translate_count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COUNTED = {
    "unplaced_mandatory": (marked("{count} mandatory conversation without a place"),
                           marked("{count} mandatory conversations without a place")),
    "unplaced_optional": (marked("{count} optional conversation without a place"),
                          marked("{count} optional conversations without a place")),
    "siblings_apart": (marked("{count} parent whose conversations do not adjoin"),
                       marked("{count} parents whose conversations do not adjoin")),
    "moved": (marked("{count} person to tell of a change"), marked("{count} people to tell of a change")),
    "wishes_missed": (marked("{count} wish missed"), marked("{count} wishes missed")),
    "teacher_idle_minutes": (marked("{count} minute that teachers wait"), marked("{count} minutes that teachers wait")),
    "teacher_windows": (marked("{count} afternoon or evening of a teacher"),
                        marked("{count} afternoons and evenings of teachers")),
    "parent_wait_minutes": (marked("{count} minute that parents wait"), marked("{count} minutes that parents wait")),
}
"""Each cost as a count, for one and for more."""


def so_far(costs: Mapping[str, int], bounds: Mapping[str, int], order: Sequence[str], language: str) -> str:
    """What the plan still costs, in the order in which it counts; costs of nothing at all are left out.

    Once a cost is more than it is proven to be at least, nothing is said of what is proven of those after it.
    """
    said: list[str] = []
    proven = True
    for key in order:
        if costs[key]:
            bound = bounds.get(key, 0)
            one, many = COUNTED[key]
            said.append(translate_count(one, many, costs[key], language) + _proof(costs[key], bound, proven, language))
            proven = proven and bound >= costs[key]
    return " · ".join(said) or translate("everyone has a place, and nothing is left to improve", language)


def _proof(cost: int, bound: int, proven: bool, language: str) -> str:
    if not proven or not bound:
        return ""
    if bound >= cost:
        return " " + translate("(proven)", language)
    return " " + translate("(at least {bound})", language, bound=bound)
