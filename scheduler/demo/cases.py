"""The few pupils who need most care: flagged ones, whose parents meet apart, and those with a contact ban."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.constraints import consent

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from scheduler.demo.population import Family, Register

FLAGGED_SHARE = 0.02
BANNED_SHARE = 0.0045
ORDER_SHARE = 0.85


def draw_cases(register: Register, chance: random.Random) -> None:
    """Flag one pupil in fifty, at least one where any has two parents; fewer than one in two hundred has a ban."""
    pupils = len(register.pupils)
    apart = [family for family in register.families if family.separated and not family.linked]
    chance.shuffle(apart)
    banned = _first_families(apart, int(pupils * BANNED_SHARE))
    others = [family for family in apart if family not in banned]
    flagged = _first_families(others, max(1, round(pupils * FLAGGED_SHARE))) or _any_couple(register)
    for family in banned:
        _ban(register, family, order=chance.random() < ORDER_SHARE)
    for family in flagged:
        _flag(register, family)


def _first_families(families: Sequence[Family], pupils: int) -> list[Family]:
    """The first families that have together no more than so many pupils."""
    found = []
    for family in families:
        if len(family.pupil_ids) <= pupils:
            found.append(family)
            pupils -= len(family.pupil_ids)
    return found


def _any_couple(register: Register) -> list[Family]:
    couples = [family for family in register.families if len(family.parent_ids) == 2 and not family.linked]
    return sorted(couples, key=lambda family: len(family.pupil_ids))[:1]


def _ban(register: Register, family: Family, *, order: bool) -> None:
    adult_id = family.parent_ids[0]
    for pupil_id in family.pupil_ids:
        tie = register.ties[pupil_id][adult_id]
        register.tie(replace(tie, authority=False, contact_ban=True, order_on_file=order))


def _flag(register: Register, family: Family) -> None:
    """Each parent is a party; a new partner who is invited comes with the second."""
    first, _ = family.parent_ids
    for pupil_id in family.pupil_ids:
        invited = [tie.adult_id for tie in register.ties[pupil_id].values() if consent.may_be_invited(tie)]
        register.flag(pupil_id, {adult_id: "A" if adult_id == first else "B" for adult_id in invited})
