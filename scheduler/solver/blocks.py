"""No teacher idle, said by blocks: the slots that a teacher may sit through in a window, listed, and one block chosen.

Where nobody is ever idle a block is runs of meetings with exactly the demanded breaks between them, so there are few,
and each slot of it holds exactly one meeting: sums over an afternoon would only notice at its end that none is left.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.constraints.breaks import RULE as BREAKS
from scheduler.solver.instance import slots_of
from scheduler.solver.objective import Objective
from scheduler.solver.sums import total, weighted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from scheduler.constraints.rule import Candidate
    from scheduler.round import Settings
    from scheduler.solver.model import ExactModel
    from scheduler.solver.names import Key, Literal

LATER = frozenset({BREAKS.key})
"""The rule that is demanded by blocks as far as they say it: what a model may be made without."""

MOST_BLOCKS = 600
"""Of one teacher and window; where there may be more, sums say the same."""

MOST_KNOWN = 1_000
"""Lists of blocks that are remembered; most windows of a school are alike."""


@dataclass(frozen=True, slots=True)
class Block:
    """The slots of a window that are filled, as bits, and with how many meetings."""

    slots: int
    meetings: int


def least_idle(settings: Settings) -> int:
    """How many minutes a teacher is idle at least, if at all."""
    return math.gcd(settings.slot_minutes, settings.breaks.minutes if settings.breaks else 0)


def forbid_idleness(
    model: ExactModel, keys: Collection[Key] | None = None, given: Mapping[Key, Literal] | None = None,
    but: Collection[Key] = (), most: Mapping[Key, int] | None = None,
) -> None:
    """Demand that no teacher is idle, or only those in `keys`, in the windows whose positions they come with.

    Of those in `but` nothing is demanded, and of those in `most` that they are idle no more minutes than that; where a
    choice is `given` for a row, only if that holds. Breaks are demanded too if the model is made without them: that
    spares most of what says them, as blocks do.
    """
    most = most or {}
    objective = Objective(model)
    rows = objective.rows_of_teachers()
    said = set()
    for key, row in rows.items():
        if key in but or (keys is not None and key not in keys):
            continue
        condition = [] if given is None else [given[key]]
        blocks = None if most.get(key) else _blocks(model, row)
        if blocks is None:
            model.cp.add(objective.idle_of(row) <= most.get(key, 0)).only_enforce_if(condition)
        else:
            _choose_one(model, row, blocks, condition)
            if len({candidate.meeting.minutes for candidate in row}) == 1:
                said.add(key)
    model.breaks_said = _days_said(model, rows.keys(), said)
    model.connect_later(BREAKS)


def _days_said(model: ExactModel, keys: Collection[Key], said: Collection[Key]) -> set[tuple[str, dt.date]]:
    """The teachers and dates all of whose windows say their breaks, with a break at least from each to the next.

    Between windows that touch, and in a run of short meetings where others are long, a block would miss one.
    """
    pause = model.round.settings.breaks
    if pause is None:
        return set()
    of_day: dict[tuple[str, dt.date], list[Key]] = {}
    for key in keys:
        of_day.setdefault((key[0], model.round.windows[key[1]].date), []).append(key)
    found = set()
    for day, its_keys in of_day.items():
        windows = sorted((model.round.windows[window] for _, window in its_keys), key=lambda each: each.start_minute)
        apart = all(one.end_minute + pause.minutes <= other.start_minute for one, other in pairwise(windows))
        if apart and all(key in said for key in its_keys):
            found.add(day)
    return found


@lru_cache(maxsize=MOST_KNOWN)
def blocks_of(settings: Settings, reach: int, sizes: tuple[int, ...], least: int = 0) -> Sequence[Block] | None:
    """Every block of `least` meetings or more that may fill slots in `reach`; None where there are too many to list.

    `sizes` are the slots that each meeting takes that may be held, ascending.
    """
    unit = math.gcd(*sizes)
    found: dict[Block, None] = {}
    for meetings in range(least, len(sizes) + 1):
        most = min(sum(sizes[-meetings:]), reach.bit_count()) if meetings else 0
        for filled in range(sum(sizes[:meetings]), most + 1, unit):
            for shape in _shapes(settings, meetings, filled, sizes[-1], unit):
                for shift in range(reach.bit_length() - shape.bit_length() + 1):
                    if (shape << shift) & ~reach == 0:
                        found[Block(shape << shift, meetings)] = None
                    if not shape:
                        break
                if len(found) > MOST_BLOCKS:
                    return None
    return tuple(found)


def _blocks(model: ExactModel, row: Sequence[Candidate]) -> Sequence[Block] | None:
    """Every block that these candidates of one teacher and window may fill; None where there are too many to list."""
    lengths = {c.meeting.meeting_id: c.meeting.minutes // model.round.settings.slot_minutes for c in row}
    reach = 0
    for candidate in row:
        reach |= _slots(model, candidate)
    return blocks_of(model.round.settings, reach, tuple(sorted(lengths.values())), len(_certain(model, row)))


def _shapes(settings: Settings, meetings: int, filled: int, longest: int, unit: int) -> Iterator[int]:
    """The ways in which so many meetings may fill so many slots, breaks between them, from the first slot on.

    None of the meetings takes more than `longest` slots, each a multiple of `unit`.
    """
    slot, breaks = settings.slot_minutes, settings.breaks
    if breaks is None or meetings <= breaks.after_meetings:
        yield (1 << filled) - 1
        return
    if breaks.minutes % slot:
        # A gap of whole slots would be longer than the break, and the rest of it idle time.
        return
    gap = breaks.minutes // slot
    # Only as many runs as the breaks demanded leave: one more would make an idle gap.
    count, most = -(-meetings // breaks.after_meetings), breaks.after_meetings * longest // unit
    for runs in _parts(filled // unit, count, most):
        shape, end = 0, 0
        for run in runs:
            shape |= ((1 << run * unit) - 1) << end
            end += run * unit + gap
        yield shape


def _parts(total: int, count: int, most: int) -> Iterator[tuple[int, ...]]:
    """The ways to write a total as the sum of so many numbers from 1 to `most`, in order."""
    if count == 1:
        if total <= most:
            yield (total,)
        return
    for first in range(max(1, total - (count - 1) * most), min(total - count + 1, most) + 1):
        for others in _parts(total - first, count - 1, most):
            yield (first, *others)


def _certain(model: ExactModel, row: Sequence[Candidate]) -> list[str]:
    """The meetings that have no candidate but these."""
    if not model.all_placed:
        return []
    here = Counter(candidate.meeting.meeting_id for candidate in row)
    meeting_of = {candidate.meeting.meeting_id: candidate.meeting for candidate in row}
    return [one for one, count in here.items() if count == len(model.candidates(meeting_of[one]))]


def _choose_one(
    model: ExactModel, row: Sequence[Candidate], blocks: Sequence[Block], condition: Sequence[Literal]
) -> None:
    """One of the blocks is taken, each of its slots by one meeting."""
    chosen = [model.new_choice() for _ in blocks]
    model.cp.add_exactly_one(chosen)
    covering: dict[int, list[Literal]] = {}
    for candidate in row:
        slots = _slots(model, candidate)
        for at in range(slots.bit_length()):
            if slots >> at & 1:
                covering.setdefault(at, []).append(candidate.literal)
    for at in sorted(covering):
        filled = model.new_choice()
        model.cp.add_exactly_one([*covering[at], ~filled])
        filling = [literal for block, literal in zip(blocks, chosen, strict=True) if block.slots >> at & 1]
        if condition:
            model.cp.add(total(filling) == filled).only_enforce_if(condition)
        else:
            model.cp.add_exactly_one([*filling, ~filled])
    if len({candidate.meeting.minutes for candidate in row}) > 1:
        held = total(candidate.literal for candidate in row)
        meetings = weighted([(block.meetings, literal) for block, literal in zip(blocks, chosen, strict=True)])
        model.cp.add(held == meetings).only_enforce_if(condition)


def _slots(model: ExactModel, candidate: Candidate) -> int:
    return slots_of(model.round, candidate.window, candidate.start_minute, candidate.end_minute)
