"""No teacher idle, said by blocks: the slots that a teacher may sit through in a window, listed, and one block chosen.

Where nobody is ever idle a block is runs of meetings with exactly the demanded breaks between them, so there are few,
and each slot of it holds exactly one meeting: sums over an afternoon would only notice at its end that none is left.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from scheduler.solver.instance import slots_of
from scheduler.solver.objective import Objective

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.constraints.rule import Candidate
    from scheduler.solver.model import ExactModel

    Literal = Any

MOST_BLOCKS = 600
"""Of one teacher and window; where there may be more, sums say the same."""


@dataclass(frozen=True, slots=True)
class Block:
    """The slots of a window that are filled, as bits, and with how many meetings."""

    slots: int
    meetings: int


def forbid_idleness(model: ExactModel) -> None:
    """Demand of a model in which every meeting is placed that no teacher is idle."""
    objective = Objective(model)
    for row in objective.rows_of_teachers():
        blocks = _blocks(model, row)
        if blocks is None:
            model.cp.add(objective.idle_of(row) <= 0)
        else:
            _choose_one(model, row, blocks)


def _blocks(model: ExactModel, row: Sequence[Candidate]) -> list[Block] | None:
    """Every block that these candidates of one teacher and window may fill; None where there are too many to list."""
    slot = model.round.settings.slot_minutes
    lengths = {c.meeting.meeting_id: c.meeting.minutes // slot for c in row}
    sizes = sorted(lengths.values())
    reach = 0
    for candidate in row:
        reach |= _slots(model, candidate)
    found: dict[Block, None] = {}
    for meetings in range(len(_certain(model, row)), len(sizes) + 1):
        for filled in range(sum(sizes[:meetings]), sum(sizes[-meetings:]) + 1) if meetings else (0,):
            for shape in _shapes(model, meetings, filled):
                for shift in range(reach.bit_length() - shape.bit_length() + 1):
                    if (shape << shift) & ~reach == 0:
                        found[Block(shape << shift, meetings)] = None
                    if not shape:
                        break
                if len(found) > MOST_BLOCKS:
                    return None
    return list(found)


def _shapes(model: ExactModel, meetings: int, filled: int) -> Iterator[int]:
    """The ways in which so many meetings may fill so many slots, breaks between them, from the first slot on."""
    slot, breaks = model.round.settings.slot_minutes, model.round.settings.breaks
    if breaks is None or meetings <= breaks.after_meetings:
        yield (1 << filled) - 1
        return
    if breaks.minutes % slot:
        # A gap of whole slots would be longer than the break, and the rest of it idle time.
        return
    gap = breaks.minutes // slot
    # Only as many runs as the breaks demanded leave: one more would make an idle gap.
    for runs in _parts(filled, -(-meetings // breaks.after_meetings)):
        shape, end = 0, 0
        for run in runs:
            shape |= ((1 << run) - 1) << end
            end += run + gap
        yield shape


def _parts(total: int, count: int) -> Iterator[tuple[int, ...]]:
    """The ways to write a total as the sum of so many numbers from 1 on, in order."""
    if count == 1:
        yield (total,)
        return
    for first in range(1, total - count + 2):
        for others in _parts(total - first, count - 1):
            yield (first, *others)


def _certain(model: ExactModel, row: Sequence[Candidate]) -> list[str]:
    """The meetings that have no candidate but these."""
    here = Counter(candidate.meeting.meeting_id for candidate in row)
    meeting_of = {candidate.meeting.meeting_id: candidate.meeting for candidate in row}
    return [one for one, count in here.items() if count == len(model.candidates(meeting_of[one]))]


def _choose_one(model: ExactModel, row: Sequence[Candidate], blocks: Sequence[Block]) -> None:
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
        model.cp.add_exactly_one([*filling, ~filled])
    if len({candidate.meeting.minutes for candidate in row}) > 1:
        held = cp_model.LinearExpr.sum([candidate.literal for candidate in row])
        model.cp.add(held == cp_model.LinearExpr.weighted_sum(chosen, [block.meetings for block in blocks]))


def _slots(model: ExactModel, candidate: Candidate) -> int:
    return slots_of(model.round, candidate.window, candidate.start_minute, candidate.end_minute)
