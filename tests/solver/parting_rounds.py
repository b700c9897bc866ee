"""Tiny random rounds in which parents come apart for some children and together for others.

They are small enough to try every plan of.
"""

from __future__ import annotations

from itertools import count
from random import Random
from typing import TYPE_CHECKING

from scheduler.round import Availability, Breaks, Separation, Siblings
from tests.random_rounds import MOST_PLANS
from tests.rounds import THURSDAY, group, minute, pupil, tiny_round, window

if TYPE_CHECKING:
    from scheduler.appointments import Published
    from scheduler.round import Round


def parting_round(seed: int) -> tuple[Round, Published]:
    """One or two families of two children at least, and others of one, with two or three teachers."""
    for attempt in count():
        chance = Random(f"{seed} parts {attempt}")
        names = ["5A", "5B", *(["5C"] if chance.random() < 0.5 else [])]
        children: dict[str, str] = {}
        parents: dict[str, list[str]] = {}
        flagged: list[str] = []
        for family in range(chance.randint(1, 3)):
            number = chance.choice([1, 2]) if family else 2
            for child in range(number):
                pupil_id = f"p{family}{child}"
                children[pupil_id] = chance.choice(names)
                parents[pupil_id] = [f"a{family}", f"b{family}"]
                if chance.random() < (0.6 if number == 2 else 0.1):
                    flagged.append(pupil_id)
        slots, dates = chance.choice([4, 5, 6, 7]), chance.choice([1, 1, 2])
        if (1 + slots * dates) ** (len(children) + len(flagged)) <= MOST_PLANS:
            break
    end = minute("14:30") + 10 * slots
    until = f"{end // 60}:{end % 60:02}"
    round = tiny_round(
        parents, groups=[group(name, f"t{n}") for n, name in enumerate(names)],
        pupils=[pupil(*each) for each in children.items()],
        separations=tuple(Separation(each, adult_id, adult_id) for each in flagged for adult_id in parents[each]),
        windows=[window("14:30", until), window("14:30", until, THURSDAY)][:dates],
        min_apart_minutes=chance.choice([0, 10, 20, 30]),
        siblings=Siblings(walk_minutes=chance.choice([0, 0, 10]), max_wait_minutes=chance.choice([0, 10, 10, 20])),
        breaks=Breaks(chance.choice([1, 2, 3]), 10) if chance.random() < 0.3 else None,
        availability=tuple(_part_of_the_afternoon(chance, adult_id) for adult_id in sorted(
            {each for both in parents.values() for each in both}) if chance.random() < 0.4),
    )
    return round, ()


def _part_of_the_afternoon(chance: Random, adult_id: str) -> Availability:
    """A wish for half an hour, or that an adult cannot come then."""
    start = minute("14:30") + 10 * chance.randrange(4)
    return Availability(adult_id, chance.choice(["preferred", "unavailable"]), None, None, start, start + 30)
