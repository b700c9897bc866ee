"""Tiny random rounds in which teachers share a room and come as parents, small enough to try every plan of."""

from __future__ import annotations

from itertools import count
from random import Random
from typing import TYPE_CHECKING

from scheduler.round import Breaks
from tests.random_rounds import MOST_PLANS
from tests.rounds import adult, group, minute, pupil, teacher, tiny_round, window

if TYPE_CHECKING:
    from scheduler.appointments import Published
    from scheduler.round import Round


def sharing_round(seed: int) -> tuple[Round, Published]:
    """Up to six conversations of one afternoon with two teachers in one room, some with both, and often a third's."""
    for attempt in count():
        chance = Random(f"{seed} shares {attempt}")
        slot, slots = chance.choice([(10, 4), (10, 5), (10, 6), (10, 7), (5, 6), (5, 8)])
        names = ["5A", "5B", *(["5C"] if chance.random() < 0.5 else [])]
        of_families = [chance.sample(names, chance.choice([1, 1, 1, 2])) for _ in range(chance.randint(2, 6))]
        met = [(f"a{n}", name) for n, families in enumerate(of_families) for name in families]
        if (1 + slots) ** len(met) <= MOST_PLANS:
            break
    pupils = [pupil(f"p{i}", name) for i, (_, name) in enumerate(met)]
    end = minute("14:30") + slot * slots
    round = tiny_round(
        {f"p{i}": [adult_id] for i, (adult_id, _) in enumerate(met)},
        groups=[group(name, f"t{n}") for n, name in enumerate(names)], pupils=pupils,
        teachers=[teacher(f"t{n}", room="Lokaal 1" if n < 2 or chance.random() < 0.2 else "Lokaal 2")
                  for n in range(len(names))],
        adults=[adult(f"a{n}", teacher_id=f"t{n}" if n < len(names) and chance.random() < 0.4 else None)
                for n in range(len(of_families))],
        agreements={each.pupil_id: tuple(chance.sample(["t0", "t1"], 2)) for each in pupils
                    if each.group != "5C" and chance.random() < 0.15},
        windows=[window("14:30", f"{end // 60}:{end % 60:02}")], slot_minutes=slot,
        breaks=Breaks(chance.choice([1, 1, 2, 3]), chance.choice([5, 10, 10, 20])) if chance.random() < 0.9 else None,
    )
    return round, ()
