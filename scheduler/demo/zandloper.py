"""De Zandloper, the school of the sample rounds: hand-written staff and special families, ordinary ones drawn.

The hand-written people come first, so that their rows stand on top of every table. Their dated choices, round by
round, are in `samples.py`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.demo.families import draw_families, draw_new_partners
from scheduler.demo.habits import FOUR, draw_availability, say
from scheduler.demo.names import Names, mailbox
from scheduler.demo.population import Population, Register
from scheduler.demo.school import DOMAIN, SCHOOL
from scheduler.demo.staff import WHOLE_WEEK
from scheduler.round import Group, GroupTeacher, Guardian, Teacher

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.demo.population import Family
    from scheduler.round import Role

PUPILS = 220
MON, TUE, WED, THU, FRI = range(5)

STAFF = (
    ("Marieke de Jong", (MON, TUE, WED), "Lokaal 1"),
    ("Hatice Yıldız", (WED, THU, FRI), "Lokaal 1"),
    ("Anja Visser", WHOLE_WEEK, "Lokaal 2"),
    ("Tom Bakker", (MON, TUE, THU, FRI), "Lokaal 3"),
    ("Femke Hoekstra", (MON, TUE, THU), "Lokaal 4"),
    ("Youssef El Amrani", (WED, THU, FRI), "Lokaal 4"),
    ("Ingrid van 't Hoff", (MON, TUE, WED, THU), "Lokaal 5"),
    ("Sanne Mulder", (MON, TUE, FRI), "Lokaal 6"),
    ("Pieter van den Berg", (WED, THU, FRI), "Lokaal 6"),
    ("Kim Dekker", WHOLE_WEEK, "Lokaal 7"),
    ("Linda Smit", (MON, TUE, WED), "Lokaal 8"),
    ("Rachid Bouazza", (THU, FRI), "Lokaal 8"),
    ("Wouter Postma", (TUE, WED, THU, FRI), "Lokaal 9"),
    ("Esther Vos", (MON, TUE, THU), "Lokaal 10"),
    ("Naomi Biharie", (MON, WED, FRI), "Lokaal 10"),
    ("Carolien Brouwer", (MON, TUE, WED), "IB-kamer"),
    ("Bas Verhoeven", (MON, TUE, WED, THU), "Directiekamer"),
)
"""Name, days and room of t01 to t17: fifteen teachers, the counsellor and the head."""

ROLES: Mapping[str, Role] = {"t16": "ib", "t17": "head"}
LIMITS = {"t11": 12}

GROUPS = (
    ("1", 1, (("t01", (MON, TUE, WED)), ("t02", (WED, THU, FRI)))),
    ("2", 2, (("t03", None),)),
    ("3a", 3, (("t04", None),)),
    ("3b", 3, (("t05", (MON, TUE, THU)), ("t06", (WED, THU, FRI)))),
    ("4", 4, (("t07", None), ("t08", (FRI,)))),
    ("5", 5, (("t08", (MON, TUE)), ("t09", (WED, THU, FRI)))),
    ("6", 6, (("t10", None),)),
    ("7a", 7, (("t11", (MON, TUE, WED)), ("t12", (THU, FRI)))),
    ("7b", 7, (("t13", None), ("t14", (MON,)))),
    ("8", 8, (("t14", (TUE, THU)), ("t15", (MON, WED, FRI)))),
)
"""Name, level and teachers; t08 and t14 help out in a second group, t05 and t06 see each other on Thursday."""


@dataclass(frozen=True)
class Sample:
    """The school, and the ids of the pupils and adults who were written by hand."""

    population: Population
    by_hand: frozenset[str]

    def pupil(self, name: str) -> str:
        """The id of a pupil written by hand."""
        return next(one.pupil_id for one in self.population.pupils if one.name == name)

    def adults_of(self, name: str) -> list[str]:
        """The ids of all adults of a pupil written by hand."""
        pupil_id = self.pupil(name)
        return [tie.adult_id for tie in self.population.guardians if tie.pupil_id == pupil_id]


def zandloper() -> Sample:
    """The school of all three sample rounds."""
    register = Register(SCHOOL, _teachers(), _groups(), PUPILS)
    for enter in (_whole_families, _patchwork_families, _families_apart, _single_parents, _special_people):
        enter(register)
    by_hand = frozenset((*register.pupils, *register.adults))
    chance = random.Random("De Zandloper")
    names = Names(chance)
    draw_families(register, names, chance)
    draw_new_partners(register, names, chance)
    drawn = [adult_id for adult_id in register.adults if adult_id not in by_hand]
    draw_availability(register, drawn, chance)
    return Sample(register.population(), by_hand)


def _teachers() -> list[Teacher]:
    teachers = []
    for number, (name, days, room) in enumerate(STAFF, 1):
        teacher_id = f"t{number:02d}"
        teachers.append(Teacher(teacher_id, name, frozenset(days), f"{mailbox(name)}@{DOMAIN}", room,
                                ROLES.get(teacher_id, "teacher"), LIMITS.get(teacher_id)))
    return teachers


def _groups() -> list[Group]:
    return [
        Group(name, level, tuple(GroupTeacher(one, frozenset(days) if days else None) for one, days in members))
        for name, level, members in GROUPS
    ]


def _whole_families(register: Register) -> None:
    suzanne, ali = _adults(register, "Suzanne van den Berg", "Ali Yılmaz")
    register.family((suzanne, ali), "Yılmaz", (("Elif", "5"), ("Kerem", "3a")))
    say(register, suzanne, "preferred", since=FOUR)
    say(register, ali, "unavailable", weekday=FRI)

    four = _adults(register, "Jeroen de Groot", "Petra Bos")
    register.family(four, "de Groot", (("Bram", "8"), ("Lotte", "5"), ("Mees", "3a"), ("Roos", "1")))
    for adult_id in four:
        say(register, adult_id, "preferred", weekday=TUE)

    twins = _adults(register, "Sander Hendriks", "Eline Kok")
    register.family(twins, "Hendriks", (("Nina", "4"), ("Zoë", "4")))

    french = _adults(register, "Étienne Lefèvre", "Béatrice Lefèvre")
    register.family(french, "Lefèvre", (("Maëlle", "4"), ("Chloé", "2")))


def _patchwork_families(register: Register) -> None:
    """Half-siblings, new partners, and a step-parent for whom there is consent about one child only."""
    rob, wendy, koen = _adults(register, "Rob Blom", "Wendy Prins", "Koen Huisman")
    siem = register.family((rob, wendy), "Blom", (("Siem", "7a"),), separated=True)
    register.family((koen, wendy), "Huisman", (("Fenna", "2"),))
    _step(register, siem, koen)

    erik, mirjam, mark, judith = _adults(register, "Erik Kuipers", "Mirjam Post", "Mark Willems", "Judith Koster")
    luuk = register.family((erik, mirjam), "Kuipers", (("Luuk", "6"),), separated=True)
    isa = register.family((mark, judith), "Willems", (("Isa", "7b"),), separated=True)
    register.family((erik, judith), "Kuipers", (("Casper", "1"),))
    _step(register, luuk, judith)
    _step(register, isa, erik)

    hans, bianca, vincent = _adults(register, "Hans van Vliet", "Bianca Meijer", "Vincent Schouten")
    family = register.family((hans, bianca), "van Vliet", (("Tess", "6"), ("Daan", "4")), separated=True)
    _step(register, family, vincent, consent_for=family.pupil_ids[:1])


def _families_apart(register: Register) -> None:
    """Parents who live apart: invited together, in separate parties, and one whom a court forbids all contact."""
    together = _adults(register, "Niels Jacobs", "Daphne van Leeuwen")
    register.family(together, "Jacobs", (("Julia", "3b"),), separated=True)
    say(register, together[0], "unavailable", until=FOUR)

    flagged = _adults(register, "Gijs Vos", "Renske Dijkstra")
    _meet_apart(register, register.family(flagged, "Vos", (("Finn", "3b"), ("Saar", "6")), separated=True))
    flagged = _adults(register, "Orlando Pinas", "Sharmila Ramdin")
    _meet_apart(register, register.family(flagged, "Pinas", (("Jaylen", "7a"),), separated=True))

    banned, mother = _adults(register, "Dennis Peters", "Esmee van Loon")
    (noah,) = register.family((banned, mother), "Peters", (("Noah", "8"),), separated=True).pupil_ids
    tie = register.ties[noah][banned]
    register.tie(replace(tie, authority=False, contact_ban=True, order_on_file=True))


def _single_parents(register: Register) -> None:
    """A sole parent, and one without authority who comes with the other's consent."""
    register.family(_adults(register, "Naima Haddou"), "Haddou", (("Amira", "3b"),))

    floor, thijs = _adults(register, "Floor Meijer", "Thijs van Beek")
    (fleur,) = register.family((floor, thijs), "Meijer", (("Fleur", "2"),), separated=True).pupil_ids
    register.tie(replace(register.ties[fleur][thijs], authority=False, consent=True))


def _special_people(register: Register) -> None:
    """A colleague, names that trip programs up, another language, no e-mail, and agreed teachers."""
    samira, youssef = _adults(register, "Samira El Amrani", "Youssef El Amrani")
    register.colleague(youssef, next(one for one in register.teachers if one.teacher_id == "t06"))
    register.family((samira, youssef), "El Amrani", (("Yasmine", "2"), ("Ilias", "5")))

    register.family(_adults(register, "Wei NA", "Lan NA"), "NA", (("Mei", "7b"),))

    english = [register.adult(name, language="en") for name in ("Emily Carter", "James Carter")]
    register.family(english, "Carter", (("Oliver", "1"),))

    without_email = register.adult("Ferry van 't Veer", email=False)
    register.family((without_email, *_adults(register, "Saskia Prins")), "van 't Veer", (("Pien", "8"),))

    (zuzanna,) = register.family(
        _adults(register, "Paweł Nowak", "Agnieszka Nowak"), "Nowak", (("Zuzanna", "5"),)
    ).pupil_ids
    register.agreements[zuzanna] = ("t08",)
    (hidde,) = register.family(
        _adults(register, "Sjoerd Wiarda", "Baukje Wiarda"), "Wiarda", (("Hidde", "3b"),)
    ).pupil_ids
    register.agreements[hidde] = ("t05", "t06")


def _adults(register: Register, *names: str) -> list[str]:
    return [register.adult(name) for name in names]


def _step(register: Register, family: Family, adult_id: str, consent_for: Sequence[str] = ()) -> None:
    for pupil_id in family.pupil_ids:
        register.tie(Guardian(pupil_id, adult_id, "step", authority=False, consent=pupil_id in consent_for))


def _meet_apart(register: Register, family: Family) -> None:
    for pupil_id in family.pupil_ids:
        register.flag(pupil_id, dict(zip(family.parent_ids, ("A", "B"), strict=True)))
