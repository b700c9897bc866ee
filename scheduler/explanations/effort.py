"""How much may still be tried by planning: a bound that is the same on every machine."""

from __future__ import annotations


class Effort:
    """So many tries, shared by all that is looked for."""

    def __init__(self, tries: int) -> None:
        self._tries = tries

    @property
    def left(self) -> bool:
        """Whether anything may still be tried."""
        return self._tries > 0

    def spend(self) -> bool:
        """Take one try; whether there was one left."""
        self._tries -= 1
        return self._tries >= 0
