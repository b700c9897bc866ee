"""A shortage in words: who, how many conversations, how many places, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.explanations.capacity import stretches
from scheduler.explanations.clauses import person_name
from scheduler.language import date_short, listed, marked, translate, translate_count
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.explanations.counts import Shortage
    from scheduler.round import Round

MOST_STRETCHES = 4
"""A sentence names no more stretches of time than this one by one."""


def counted(
    round: Round, shortage: Shortage, language: str, *, wishes: bool = False, others: Sequence[Shortage] = ()
) -> str:
    """The sentence of a shortage; `wishes` where meetings count that are only wished for there.

    `others` are shortages of other people of which the same is to be said.
    """
    count, places = len(shortage.meeting_ids), shortage.places
    plain = marked("{who}: {conversations}, {places} ({when}).")
    breaks = marked("{who}: {conversations}, {places} with the breaks in between ({when}).")
    limit = marked("{who}: {conversations}, {places} with the most that was agreed for a day ({when}).")
    return translate(
        limit if shortage.limit else breaks if shortage.breaks else plain, language,
        who=_whose(round, [shortage, *others], language), conversations=_conversations(count, language, wishes=wishes),
        places=translate_count("{count} place", "{count} places", places, language),
        when=when_words(round, shortage, language),
    )


def when_words(round: Round, shortage: Shortage, language: str) -> str:
    """The stretches of time of a shortage, such as "Tue 2 Feb 14:30–17:00"."""
    slot = round.settings.slot_minutes
    bits: dict[object, int] = {}
    windows = {}
    for (_, window), slots in shortage.region.items():
        bits[window] = bits.get(window, 0) | slots
        windows[window] = window
    said = [
        f"{date_short(window.date, language)} "
        f"{clock(window.start_minute + start * slot)}–{clock(window.start_minute + end * slot)}"
        for window in windows for start, end in stretches(bits[window])
    ]
    if len(said) > MOST_STRETCHES:
        return translate(marked("{first} and {count} more stretches of time"), language,
                         first=", ".join(said[:MOST_STRETCHES - 1]), count=len(said) - MOST_STRETCHES + 1)
    return listed(said, language)


def _whose(round: Round, shortages: Sequence[Shortage], language: str) -> str:
    who = listed([_who(round, each, language) for each in shortages], language)
    return who if len(shortages) == 1 else translate(marked("{people}, each"), language, people=who)


def _who(round: Round, shortage: Shortage, language: str) -> str:
    ids = sorted({one for one, _ in shortage.region})
    if shortage.pool.kind == "room":
        return listed(ids, language)
    return listed([person_name(round, one) for one in ids], language)


def _conversations(count: int, language: str, *, wishes: bool) -> str:
    if wishes:
        return translate_count("{count} conversation wished for then or without another time",
                               "{count} conversations wished for then or without another time", count, language)
    return translate_count("{count} conversation", "{count} conversations", count, language)
