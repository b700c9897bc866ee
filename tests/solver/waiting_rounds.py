"""Tiny random rounds in which somebody often must wait, small enough to try every plan of."""

from __future__ import annotations

from itertools import count
from random import Random
from typing import TYPE_CHECKING

from scheduler.round import Breaks
from tests.rounds import adult, group, pupil, tiny_round, window

if TYPE_CHECKING:
    from scheduler.appointments import Published
    from scheduler.round import Round


def waiting_round(seed: int) -> tuple[Round, Published]:
    """Five conversations of one afternoon with a break after each; the first teacher is a parent too."""
    for attempt in count():
        chance = Random(f"{seed} waits {attempt}")
        groups = ["5A", *(f"5{letter}" for letter in "BCD"[:chance.randint(2, 3)])]
        of_families = [chance.sample(groups[1:], 2)]
        for _ in range(chance.randint(1, 3)):
            of_families.append(chance.sample(groups, 2) if chance.random() < 0.5 else groups[:1])
        met = [(f"a{n}", name) for n, names in enumerate(of_families) for name in names]
        if len(met) == 5:
            break
    round = tiny_round(
        {f"p{i}": [adult_id] for i, (adult_id, _) in enumerate(met)},
        groups=[group(name, f"t{n}") for n, name in enumerate(groups)],
        pupils=[pupil(f"p{i}", name) for i, (_, name) in enumerate(met)],
        adults=[adult(f"a{n}", teacher_id=None if n else "t0") for n in range(len(of_families))],
        windows=[window("14:30", "15:20")], breaks=Breaks(1, 10),
    )
    return round, ()
