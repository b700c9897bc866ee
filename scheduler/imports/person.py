"""An adult as one row names them, and as one person whom several rows may name in several ways."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.imports.school import FoundAdult


@dataclass(frozen=True, slots=True)
class Named:
    """An adult as one row names them; `pupil_id` is whose row it is."""

    pupil_id: str
    adult: FoundAdult

    @property
    def label(self) -> str:
        """How this person is called in decisions, and known again next time."""
        return label_of(self.adult.name, self.adult.email, self.adult.phone, self.pupil_id)


@dataclass(slots=True)
class Person:
    """One adult, with every label that was joined into them; name, email and phone as first met.

    `banned` are the pupils whom the folder forbids them to meet, `new_with` those who have them since this import;
    `gone` are adults of the folder whom the lists no longer name with any pupil they speak of.
    """

    adult_id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    labels: list[str] = field(default_factory=list)
    pupil_ids: set[str] = field(default_factory=set)
    said: dict[str, str] = field(default_factory=dict)
    banned: set[str] = field(default_factory=set)
    new_with: set[str] = field(default_factory=set)
    gone: bool = False
    works_here: bool = False

    @property
    def label(self) -> str:
        """How they are called now: as the lists say where they name them, else as the folder does."""
        return self.labels[0] if self.labels else ""


def label_of(name: str, email: str, phone: str, pupil_id: str) -> str:
    """A name alone does not tell two people apart: without an address the telephone or the pupil goes with it.

    >>> label_of("Jan de Vries", "jan@post.example", "", "p1"), label_of("Jan de Vries", "", "", "p1")
    ('Jan de Vries <jan@post.example>', 'Jan de Vries (p1)')
    """
    return f"{name} <{email}>".strip() if email else f"{name} ({phone or pupil_id})"
