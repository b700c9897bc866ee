"""The people of a school, kept apart from any round, and the register that enters them one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.demo.names import mailbox
from scheduler.round import Adult, Availability, Group, Guardian, Pupil, School, Separation, Teacher

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DOMAINS = ("post.example", "thuis.example", "brief.example")


@dataclass(frozen=True)
class Population:
    """A school and its people, with what holds for them in every round: agreements and weekly availability."""

    school: School
    teachers: tuple[Teacher, ...]
    groups: tuple[Group, ...]
    pupils: tuple[Pupil, ...]
    adults: tuple[Adult, ...]
    guardians: tuple[Guardian, ...]
    separations: tuple[Separation, ...]
    agreements: Mapping[str, tuple[str, ...]]
    availability: tuple[Availability, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Children of the same parents; `separated` parents live apart, `linked` ones live with another family's parent."""

    parent_ids: tuple[str, ...]
    pupil_ids: tuple[str, ...]
    separated: bool = False
    linked: bool = False


class Register:
    """Enters people with ids in the order in which they come, siblings next to each other.

    `seats` are the places still free in each group; pupils may be entered as long as there are any.
    """

    def __init__(self, school: School, teachers: Sequence[Teacher], groups: Sequence[Group], pupils: int) -> None:
        self.school = school
        self.teachers = tuple(teachers)
        self.groups = tuple(groups)
        self.level = {group.group: group.level for group in groups}
        share, more = divmod(pupils, len(groups))
        self.seats = {group.group: share + (index < more) for index, group in enumerate(groups)}
        self.families: list[Family] = []
        self.pupils: dict[str, Pupil] = {}
        self.adults: dict[str, Adult] = {}
        self.ties: dict[str, dict[str, Guardian]] = {}
        self.separations: list[Separation] = []
        self.agreements: dict[str, tuple[str, ...]] = {}
        self.availability: list[Availability] = []
        self._digits = max(3, len(str(2 * pupils)))
        self._mailboxes: dict[str, int] = {}

    @property
    def free_seats(self) -> int:
        """How many pupils can still be entered."""
        return sum(self.seats.values())

    def adult(self, name: str, *, email: bool = True, phone: bool = True, language: str = "") -> str:
        """Enter an adult and return the id."""
        number = len(self.adults) + 1
        adult_id = f"a{number:0{self._digits}d}"
        address = self._address(name, DOMAINS[number % len(DOMAINS)]) if email else ""
        # No Dutch mobile number begins with 060.
        number_shown = f"+3160{number:07d}" if phone else ""
        self.adults[adult_id] = Adult(adult_id, name, address, number_shown, language)
        return adult_id

    def colleague(self, adult_id: str, teacher: Teacher) -> None:
        """Let this adult be that teacher at home."""
        address = self._address(teacher.name, DOMAINS[0])
        self.adults[adult_id] = replace(
            self.adults[adult_id], name=teacher.name, email=address, teacher_id=teacher.teacher_id
        )

    def pupil(self, first_name: str, last_name: str, group: str) -> str:
        """Enter a pupil on a free seat of the group and return the id."""
        pupil_id = f"p{len(self.pupils) + 1:0{self._digits}d}"
        self.pupils[pupil_id] = Pupil(pupil_id, first_name, last_name, group)
        self.seats[group] -= 1
        return pupil_id

    def family(
        self, parent_ids: Sequence[str], last_name: str, children: Sequence[tuple[str, str]], *, separated: bool = False
    ) -> Family:
        """Enter children, as (first name, group), of these parents."""
        pupil_ids = tuple(self.pupil(first_name, last_name, group) for first_name, group in children)
        for pupil_id in pupil_ids:
            for adult_id in parent_ids:
                self.tie(Guardian(pupil_id, adult_id))
        self.families.append(Family(tuple(parent_ids), pupil_ids, separated))
        return self.families[-1]

    def tie(self, guardian: Guardian) -> None:
        """Enter or replace what holds between an adult and a pupil."""
        self.ties.setdefault(guardian.pupil_id, {})[guardian.adult_id] = guardian

    def flag(self, pupil_id: str, party_of: Mapping[str, str]) -> None:
        """Let the adults of a pupil meet apart, in the party given for each."""
        self.separations += [Separation(pupil_id, adult_id, party) for adult_id, party in party_of.items()]

    def population(self) -> Population:
        """Everybody entered, in the order of their ids."""
        return Population(
            self.school,
            self.teachers,
            self.groups,
            tuple(self.pupils.values()),
            tuple(self.adults.values()),
            tuple(tie for ties in self.ties.values() for tie in ties.values()),
            tuple(self.separations),
            dict(self.agreements),
            tuple(self.availability),
        )

    def _address(self, name: str, domain: str) -> str:
        box = mailbox(name)
        self._mailboxes[box] = count = self._mailboxes.get(box, 0) + 1
        return f"{box}{count if count > 1 else ''}@{domain}"
