"""How many meetings can be held in a stretch of somebody's time, breaks and limits counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from scheduler.explanations.pools import Pool
    from scheduler.round import Round, Window

    Where = tuple[str, Window]
    """One of a pool in one window."""

    Region = Mapping[Where, int]
    """The slots of some stretches of time, as bits: bit k is the k-th slot of the window."""


def most_meetings(
    round: Round, pool: Pool, region: Region, lengths: Sequence[int], *, breaks: bool, limit: bool
) -> int:
    """At most so many meetings of these lengths in minutes, ascending, can be held in the region by the pool.

    `breaks` counts a teacher's breaks, `limit` the most meetings that a teacher has a day.
    """
    slot = round.settings.slot_minutes
    of_day: dict[tuple[str, dt.date], int] = {}
    minutes = 0
    for (one, window), bits in region.items():
        for run in runs(bits):
            minutes += run * slot
            fits = _in_a_run(round, pool, run * slot, lengths[0], breaks=breaks)
            of_day[one, window.date] = of_day.get((one, window.date), 0) + fits
    if limit and pool.kind == "teacher":
        for (one, date), count in of_day.items():
            most = round.teacher[one].max_meetings_per_day
            of_day[one, date] = count if most is None else min(count, most)
    return min(sum(of_day.values()), _so_many(lengths, minutes))


def runs(bits: int) -> Iterator[int]:
    """The lengths of the unbroken rows of set bits.

    >>> list(runs(0b1101110))
    [3, 2]
    """
    return (end - start for start, end in stretches(bits))


def stretches(bits: int) -> Iterator[tuple[int, int]]:
    """The unbroken rows of set bits, each as its first bit and the one after its last.

    >>> list(stretches(0b1101110))
    [(1, 4), (5, 7)]
    """
    start = 0
    while bits:
        zeros = (bits & -bits).bit_length() - 1
        bits >>= zeros
        start += zeros
        ones = (~bits & (bits + 1)).bit_length() - 1
        yield start, start + ones
        bits >>= ones
        start += ones


def _in_a_run(round: Round, pool: Pool, minutes: int, length: int, *, breaks: bool) -> int:
    settings = round.settings
    if pool.kind == "adult":
        walk = _whole_slots(settings.siblings.walk_minutes, settings.slot_minutes)
        return (minutes + walk) // (length + walk)
    return teacher_holds(round, minutes, length) if pool.kind == "teacher" and breaks else minutes // length


def teacher_holds(round: Round, minutes: int, length: int) -> int:
    """So many meetings of this length a teacher can hold in so many minutes, with the breaks that the round demands."""
    count, breaks = minutes // length, round.settings.breaks
    if breaks is not None:
        pause = _whole_slots(breaks.minutes, round.settings.slot_minutes)
        while count and count * length + (count - 1) // breaks.after_meetings * pause > minutes:
            count -= 1
    return count


def _whole_slots(minutes: int, slot: int) -> int:
    return -(-minutes // slot) * slot


def _so_many(lengths: Sequence[int], minutes: int) -> int:
    """How many of the shortest fit when nothing but their minutes counts."""
    count = 0
    for length in lengths:
        minutes -= length
        if minutes < 0:
            break
        count += 1
    return count
