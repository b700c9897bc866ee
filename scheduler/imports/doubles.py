"""Which adults may be one person under two names or addresses: listed for a person to decide, never joined by guess."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import SequenceMatcher
from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.imports.text import folded
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scheduler.imports.person import Person

SAME_NAME = marked("{one} and {other} have the same name. Are they the same person?")
SAME_ADDRESS = marked("{one} and {other} have one address and may be one person. Are they?")
SAME_PHONE = marked("{one} and {other} have one telephone number and may be one person. Are they?")
NEAR_NAME = marked("{one} and {other} have almost the same name. Are they the same person?")
BANNED = marked("{one}, who has a contact ban, is no longer in the list, and {other} is new there. Are they the same "
                "person? Until you answer, the ban holds for both.")

NEAR = 0.9
"""How much of two names must be alike to be asked about: one letter in ten may differ."""

Double = tuple["Person", "Person", str]


def likely_doubles(persons: Iterable[Person]) -> Iterator[Double]:
    """Each pair that may be one person, once, with the sentence that asks; who was known first stands first."""
    persons = sorted(persons, key=lambda person: person.adult_id)
    seen: set[tuple[str, str]] = set()
    for one, other, why in _suspected(persons):
        if (one.adult_id, other.adult_id) not in seen:
            seen.add((one.adult_id, other.adult_id))
            yield one, other, why


def _suspected(persons: list[Person]) -> Iterator[Double]:
    for one, other in _sharing(persons, lambda person: folded(person.name)):
        yield one, other, SAME_NAME
    for one, other in _sharing(persons, lambda person: person.email):
        if _may_be_one(one, other) or _renamed(one, other):
            yield one, other, SAME_ADDRESS
    for one, other in _sharing(persons, lambda person: re.sub(r"\D", "", person.phone)[-9:]):
        if _may_be_one(one, other):
            yield one, other, SAME_PHONE
    for one, other in _sharing(persons, lambda person: " ".join(folded(person.name).split()[1:])):
        if SequenceMatcher(None, folded(one.name), folded(other.name)).ratio() >= NEAR:
            yield one, other, NEAR_NAME
    for one, other in ((one, other) for one in persons if one.banned for other in persons if other is not one):
        if _renamed(one, other) and one.banned & other.new_with:
            yield one, other, BANNED


def _sharing(persons: list[Person], what: Callable[[Person], str]) -> Iterator[tuple[Person, Person]]:
    """The pairs of whom something is the same and not empty."""
    by_what: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        by_what[what(person)].append(person)
    for key, sharing in by_what.items():
        if key:
            yield from combinations(sharing, 2)


def _renamed(one: Person, other: Person) -> bool:
    """Whether one was known and is named no longer, and the other is new with a pupil of theirs."""
    return one.gone and bool(one.pupil_ids & other.new_with)


def _may_be_one(one: Person, other: Person) -> bool:
    """Whether one name may stand for the other; of adults of one pupil, who may be a couple, more has to agree."""
    a, b = folded(one.name).split(), folded(other.name).split()
    if not a or not b or set(a) <= set(b) or set(b) <= set(a):
        return True
    initial = a[-1] == b[-1] and a[0][0] == b[0][0] and 1 in {len(a[0]), len(b[0])}
    return initial or (a[0][0] == b[0][0] and not one.pupil_ids & other.pupil_ids)
