"""Families: brothers and sisters over the groups, parents together or apart, and new partners who link households."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.round import Guardian

if TYPE_CHECKING:
    import random

    from scheduler.demo.names import Names
    from scheduler.demo.population import Register

SIZES = {1: 62, 2: 29, 3: 7, 4: 2}
"""How many families in a hundred have so many children here: three pupils in five have a brother or sister."""

SEPARATED_SHARE = 0.21
SOLE_SHARE = 0.05
TWINS_SHARE = 0.03
NEW_PARTNER_SHARE = 0.13
LINKED_SHARE = 0.07
CONSENT_SHARE = 0.4
COLLEAGUE_SHARE = 0.08
WITHOUT_EMAIL_SHARE = 0.03
WITHOUT_PHONE_SHARE = 0.2
ENGLISH_SHARE = 0.03


def draw_families(register: Register, names: Names, chance: random.Random) -> None:
    """Fill the free seats with families."""
    sizes, weights = list(SIZES), list(SIZES.values())
    while register.free_seats:
        size = min(chance.choices(sizes, weights)[0], register.free_seats)
        background = names.background()
        (first, last), (other_first, other_last) = names.couple(background)
        kind = chance.random()
        sole = kind < SOLE_SHARE
        parents = [f"{first} {last}"] if sole else [f"{first} {last}", f"{other_first} {other_last}"]
        parent_ids = [enter_adult(register, name, chance) for name in parents]
        children = list(zip(names.children(background, size), _groups(register, size, chance), strict=True))
        register.family(parent_ids, last, children, separated=not sole and kind < SOLE_SHARE + SEPARATED_SHARE)


def enter_adult(register: Register, name: str, chance: random.Random) -> str:
    """Enter an adult with an address, a telephone and a language as chance has it; at least one of the first two."""
    email = chance.random() >= WITHOUT_EMAIL_SHARE
    phone = chance.random() >= WITHOUT_PHONE_SHARE or not email
    return register.adult(name, email=email, phone=phone, language="en" if chance.random() < ENGLISH_SHARE else "")


def draw_new_partners(register: Register, names: Names, chance: random.Random) -> None:
    """Give some separated parents a new partner, whom the other parents may or may not consent to invite."""
    for family in [family for family in register.families if family.separated]:
        if chance.random() < NEW_PARTNER_SHARE:
            partner = enter_adult(register, " ".join(names.adult()), chance)
            consent = chance.random() < CONSENT_SHARE
            for pupil_id in family.pupil_ids:
                register.tie(Guardian(pupil_id, partner, "step", authority=False, consent=consent))


def link_households(register: Register, chance: random.Random) -> None:
    """Let some separated parents live with one of another family, and a youngest child there be of the two."""
    apart = [index for index, family in enumerate(register.families) if family.separated]
    chance.shuffle(apart)
    for one, other in zip(apart[::2], apart[1::2], strict=False):
        if chance.random() < LINKED_SHARE:
            _link(register, one, other)


def _link(register: Register, one: int, other: int) -> None:
    here, there = register.families[one], register.families[other]
    mine, theirs = here.parent_ids[1], there.parent_ids[0]
    for pupil_id in here.pupil_ids:
        register.tie(Guardian(pupil_id, theirs, "step", authority=False))
    # An only child there stays with its two parents: one of them would have no child left here.
    shared = there.pupil_ids[1:][-1:]
    for pupil_id in there.pupil_ids:
        register.tie(Guardian(pupil_id, mine, "step", authority=False))
    for pupil_id in shared:
        del register.ties[pupil_id]
        for adult_id in (theirs, mine):
            register.tie(Guardian(pupil_id, adult_id))
    register.families[one] = replace(here, linked=True)
    register.families[other] = replace(there, linked=True)


def draw_colleagues(register: Register, chance: random.Random) -> None:
    """Let some teachers be parents here, of children in other groups than their own."""
    own = {
        teacher.teacher_id: {
            group.group for group in register.groups if any(m.teacher_id == teacher.teacher_id for m in group.teachers)
        }
        for teacher in register.teachers
    }
    couples = [family for family in register.families if len(family.parent_ids) == 2 and not family.linked]
    chance.shuffle(couples)
    for teacher in register.teachers:
        if chance.random() >= COLLEAGUE_SHARE or not couples:
            continue
        family = couples.pop()
        if not own[teacher.teacher_id] & {register.pupils[pupil_id].group for pupil_id in family.pupil_ids}:
            register.colleague(family.parent_ids[1], teacher)


def _groups(register: Register, size: int, chance: random.Random) -> list[str]:
    """A group for each child, the free seats taken evenly; mostly one to three years between two children."""
    seats = dict(register.seats)
    chosen: list[str] = []
    for _ in range(size):
        free = [group for group, left in seats.items() if left]
        if chosen and chance.random() < TWINS_SHARE and seats[chosen[-1]]:
            group = chosen[-1]
        else:
            taken = {register.level[group] for group in chosen}
            weights = [seats[group] * _fit(register.level[group], taken) for group in free]
            group = chance.choices(free, weights)[0]
        seats[group] -= 1
        chosen.append(group)
    return chosen


def _fit(level: int, taken: set[int]) -> int:
    """How well a child of that level fits next to the brothers and sisters in `taken`: 1000 well, 1 badly."""
    if level in taken:
        return 1
    return 1000 if not taken or min(abs(level - other) for other in taken) <= 3 else 200
