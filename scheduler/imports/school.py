"""What an export said about a school, whatever its format: people, groups and ties, each with the place it stands.

Nothing here is checked against anything else yet; "" means that the export does not say.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file and its line (None for the whole file)."""

    file: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """A class; `level` is a year group as the export writes it, `composite` that pupils of several classes share it."""

    key: str
    name: str
    place: Place
    level: str = ""
    composite: bool = False


@dataclass(frozen=True, slots=True)
class FoundTeacher:
    """Someone who works here; `groups` are the keys of those they teach, `role` is the contract's."""

    key: str
    name: str
    place: Place
    email: str = ""
    role: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundPupil:
    """A child, or what a list says to point at one; `group` is a key or a name.

    `also` are the keys of composite groups, `level` the pupil's own year group. `born` only says which rows of one list
    give the same date of birth, and is no date. Of a pupil `apart` the key alone tells who it is, the name never.
    """

    key: str
    first_name: str
    last_name: str
    group: str
    place: Place
    level: str = ""
    also: tuple[str, ...] = ()
    born: str = ""
    apart: bool = False

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class FoundAdult:
    """An adult as one row names them.

    `relation` is parent or step, `authority` and `contact_ban` are ja or nee, where the export says so.
    """

    name: str
    email: str
    place: Place
    phone: str = ""
    relation: str = ""
    authority: str = ""
    contact_ban: str = ""


@dataclass(frozen=True, slots=True)
class FoundTie:
    """One row that names an adult of a pupil; `position` counts the adults named with this pupil, from 1."""

    pupil: FoundPupil
    adult: FoundAdult
    position: int = 1


@dataclass(frozen=True, slots=True)
class SignUp:
    """One row of a sign-up list; `wish` is free text, `wanted` False where the row says that no meeting is wanted."""

    pupil: FoundPupil
    wish: str
    place: Place
    wanted: bool = True
    adult: FoundAdult | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """All that one source said; a `register` lists every pupil of the school, so that who is absent has left.

    A list `by_adult` has a row for each adult, so that a pupil stands there several times.
    """

    file: str
    register: bool = False
    by_adult: bool = False
    groups: tuple[FoundGroup, ...] = ()
    teachers: tuple[FoundTeacher, ...] = ()
    pupils: tuple[FoundPupil, ...] = ()
    ties: tuple[FoundTie, ...] = ()
    signups: tuple[SignUp, ...] = ()
