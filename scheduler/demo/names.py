"""Names for people who do not exist, as a Dutch school's lists show them: accents, prefixes and all."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random

MIXED_SHARE = 0.15
"""The share of couples whose second parent has a background of their own."""

FIRST_WOMAN_SHARE = 0.3
"""The share of children who bear the name of a mother."""

_WITHOUT_ACCENT = str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "ø": "o"})


@cache
def _backgrounds() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))


class Names:
    """Draws names with one source of chance; the same source in the same state gives the same names."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def background(self) -> str:
        """Where a family's names come from, by weight."""
        known = _backgrounds()
        return self._chance.choices(list(known), [entry["weight"] for entry in known.values()])[0]

    def couple(self, background: str) -> tuple[tuple[str, str], tuple[str, str]]:
        """Two parents as (first, last); the children bear the last name of the first of them."""
        other = self.background() if self._chance.random() < MIXED_SHARE else background
        kinds = ("women", "men") if self._chance.random() < FIRST_WOMAN_SHARE else ("men", "women")
        one, two = (self._pick(here, kind) for here, kind in zip((background, other), kinds, strict=True))
        return (one, self._pick(background, "last")), (two, self._pick(other, "last"))

    def adult(self) -> tuple[str, str]:
        """Anybody, as (first, last)."""
        background = self.background()
        return self._pick(background, self._chance.choice(("women", "men"))), self._pick(background, "last")

    def children(self, background: str, count: int) -> list[str]:
        """First names of siblings, all different as long as there are names enough."""
        pool = list(_backgrounds()[background]["children"])
        self._chance.shuffle(pool)
        return [pool[number % len(pool)] for number in range(count)]

    def _pick(self, background: str, kind: str) -> str:
        return str(self._chance.choice(_backgrounds()[background][kind]))


def mailbox(name: str) -> str:
    """The part of an address before the @ for that name.

    >>> mailbox("Béatrice van 't Hoff-Yılmaz")
    'beatrice.van.t.hoff.yilmaz'
    """
    plain = unicodedata.normalize("NFKD", name.translate(_WITHOUT_ACCENT)).encode("ascii", "ignore").decode().lower()
    return ".".join("".join(c if c.isalpha() else " " for c in plain).split())
