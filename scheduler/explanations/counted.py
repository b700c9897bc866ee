"""A shortage in words: who, how many conversations, how many places, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from scheduler.explanations.capacity import stretches
from scheduler.explanations.clauses import person_name
from scheduler.language import date_short, listed, marked, translate, translate_count
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.explanations.counts import Lengths, Shortage
    from scheduler.round import Round

    Why = Literal["only time", "wished", "adjoining"]
    """Why meetings count at a time: they have no other, or none at which they are wished for, or adjoin."""

MOST_STRETCHES = 4
"""A sentence names no more stretches of time than this one by one."""

MOST_LONG = 3
"""Of more conversations than these that take longest, only the number is said."""


def counted(
    round: Round, shortage: Shortage, language: str, *, why: Why = "only time", others: Sequence[Shortage] = ()
) -> str:
    """The sentence of a shortage; `why` says for what its meetings count there.

    `others` are shortages of other people of which the same is to be said.
    """
    count, places = len(shortage.meeting_ids), shortage.places
    plain = marked("{who}: {conversations}, {places} ({when}).")
    breaks = marked("{who}: {conversations}, {places} with the breaks in between ({when}).")
    limit = marked("{who}: {conversations}, {places} with the most that was agreed for a day ({when}).")
    if shortage.lengths is not None and why == "only time":
        return _counted_in_minutes(round, shortage, shortage.lengths, language, others)
    return translate(
        limit if shortage.limit else breaks if shortage.breaks else plain, language,
        who=_whose(round, [shortage, *others], language), conversations=_conversations(count, language, why),
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


def minutes_together(count: int, minutes: int, language: str) -> str:
    """So many conversations that differ in length, and how many minutes they take together."""
    return translate(marked("{conversations} of {minutes} minutes together"), language,
                     conversations=_conversations(count, language), minutes=minutes)


def places_of(count: int, minutes: int, language: str) -> str:
    """So many places of this length."""
    return translate(marked("{places} of {minutes} minutes"), language, minutes=minutes,
                     places=translate_count("{count} place", "{count} places", count, language))


def _counted_in_minutes(
    round: Round, shortage: Shortage, lengths: Lengths, language: str, others: Sequence[Shortage]
) -> str:
    plain = marked("{who}: {conversations}, {places} ({when}); {longest}.")
    breaks = marked("{who}: {conversations}, {places} with the breaks in between ({when}); {longest}.")
    pupils = {pupil_id for each in (shortage, *others) if each.lengths for pupil_id in each.lengths.pupil_ids}
    return translate(
        breaks if shortage.breaks else plain, language, who=_whose(round, [shortage, *others], language),
        conversations=minutes_together(len(shortage.meeting_ids), lengths.minutes, language),
        places=places_of(lengths.places, lengths.shortest, language), when=when_words(round, shortage, language),
        longest=_longest(round, sorted(pupils), lengths.longest, language),
    )


def _longest(round: Round, pupil_ids: Sequence[str], minutes: int, language: str) -> str:
    """Which conversations take that long: by the names of the pupils, of many by their number."""
    count = len(pupil_ids)
    if count > MOST_LONG:
        return translate_count("{count} of them takes {minutes} minutes", "{count} of them take {minutes} minutes",
                               count, language, minutes=minutes)
    pupils = listed([round.pupil[pupil_id].name for pupil_id in pupil_ids], language)
    return translate_count("the one about {pupils} takes {minutes} minutes",
                           "those about {pupils} take {minutes} minutes", count, language, pupils=pupils,
                           minutes=minutes)


def _whose(round: Round, shortages: Sequence[Shortage], language: str) -> str:
    who = listed([_who(round, each, language) for each in shortages], language)
    return who if len(shortages) == 1 else translate(marked("{people}, each"), language, people=who)


def _who(round: Round, shortage: Shortage, language: str) -> str:
    ids = sorted({one for one, _ in shortage.region})
    if shortage.pool.kind == "room":
        return listed(ids, language)
    return listed([person_name(round, one) for one in ids], language)


def _conversations(count: int, language: str, why: Why = "only time") -> str:
    if why == "adjoining":
        return translate_count("{count} conversation that adjoins only then or has no other time",
                               "{count} conversations that adjoin only then or have no other time", count, language)
    if why == "wished":
        return translate_count("{count} conversation wished for then or without another time",
                               "{count} conversations wished for then or without another time", count, language)
    return translate_count("{count} conversation", "{count} conversations", count, language)
