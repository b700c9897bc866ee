"""A small school with a bit of everything, to look at in reports: every number can be counted by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from scheduler.appointments import Bounded, Outcome
from scheduler.costs import costs_of
from scheduler.meetings import meetings_of
from scheduler.round import (
    Adult,
    Availability,
    Breaks,
    Group,
    GroupTeacher,
    Guardian,
    Pupil,
    Request,
    Separation,
    Teacher,
)
from tests.benchmarks.portal import book
from tests.rounds import THURSDAY, TUESDAY, minute, tiny_round, window

if TYPE_CHECKING:
    from scheduler.appointments import Plan, Published
    from scheduler.round import Round

WEDNESDAY = dt.date(2027, 2, 3)

CHILDREN = {
    "1A": ["Noor de Vries", "Sem Bakker", "Yara El Amrani", "Finn van den Berg", "Lotte Jansen", "Emir Yılmaz"],
    "3-4B": ["Saar de Vries", "Luuk Bakker", "Inès Lefèvre", "Bram Visser", "Tess NA", "Milan Smit", "Fleur Mulder",
             "Daan Bos"],
    "6C": ["Elif Yılmaz", "Jip Visser", "Mees de Groot", "Fenna Dijkstra", "Guus Hoekstra", "Roos de Vries",
           "Thijs Peters"],
    "8D": ["Amélie Lefèvre", "Stijn van den Berg", "Sophie-Charlotte van Wassenaer van Duvenvoorde", "Ties Dekker",
           "Nina Koster"],
}
TEACHERS = (
    Teacher("anja", "Anja Hoekzema", frozenset({0, 1, 2, 3, 4}), room="lokaal 1"),
    Teacher("tom", "Tom Verhulst", frozenset({0, 1}), room="lokaal 4"),
    Teacher("petra", "Petra Schuurman", frozenset({2, 3, 4}), room="lokaal 4"),
    Teacher("fatma", "Fatma Demir", frozenset({0, 1, 3, 4}), room="lokaal 7"),
    Teacher("kees", "Kees Oosterhuis", frozenset({0, 1, 2, 3, 4}), room="lokaal 9"),
    Teacher("marijke", "Marijke Blom", frozenset({1, 3}), role="ib"),
)


def school_round() -> Round:
    """26 pupils in four groups: siblings, a duo, a counsellor, a flagged pupil, calls, a parents' evening."""
    pupils, adults, guardians = _people()
    groups = (
        Group("1A", 1, (GroupTeacher("anja"),)),
        Group("3-4B", 3, (GroupTeacher("tom"), GroupTeacher("petra"))),
        Group("6C", 6, (GroupTeacher("fatma"),)),
        Group("8D", 8, (GroupTeacher("kees"),)),
    )
    return tiny_round(
        windows=[
            window("16:00", "17:15", TUESDAY),
            window("14:30", "15:30", WEDNESDAY),
            window("18:30", "19:30", THURSDAY, evening=True),
        ],
        teachers=TEACHERS, groups=groups, pupils=pupils, adults=adults, guardians=guardians,
        separations=(Separation("6c3", "6c3-1", "vader"), Separation("6c3", "6c3-2", "moeder")),
        requests=(
            Request("1a5", modality="phone"),
            Request("8d4", modality="video"),
            Request("3-4b6", staff=("marijke",)),
            Request("6c7", minutes=20, staff=("marijke",)),
        ),
        availability=(
            Availability("kees", "unavailable", date=TUESDAY, start_minute=minute("16:30")),
            Availability("8d5-1", "preferred", date=THURSDAY),
            Availability("1a1-1", "unavailable", start_minute=0, end_minute=minute("15:00")),
        ),
        breaks=Breaks(4, 10), child_present_from_level=6,
    )  # fmt: skip


def school_plan(round: Round) -> Plan:
    """The plan of a portal: valid, with idle time and missed wishes to show."""
    return book(round, prefer="earliest", seed=3)


def outcome_of(round: Round, plan: Plan, *, published: Published = ()) -> Outcome:
    """The outcome that this plan would be, with nothing proven."""
    costs = costs_of(round, meetings_of(round), plan, published)
    return Outcome("feasible", plan, {key: Bounded(cost, None) for key, cost in costs.items()}, 1.25, 0)


def _people() -> tuple[list[Pupil], list[Adult], list[Guardian]]:
    """Children of one surname share their parents, except those of the flagged pupil and of NA."""
    pupils, adults, guardians = [], {}, []
    parents_of: dict[str, list[str]] = {}
    for group, names in CHILDREN.items():
        for i, name in enumerate(names, 1):
            first, last = name.split(" ", 1)
            pupil_id = f"{group.lower()}{i}"
            pupils.append(Pupil(pupil_id, first, last, group))
            if last not in parents_of:
                parents_of[last] = [f"{pupil_id}-1", f"{pupil_id}-2"]
                for n, (adult_id, called) in enumerate(zip(parents_of[last], ("Robin", "Sanne"), strict=True)):
                    phone = f"06 1234 {len(adults):04d}" if n == 0 else ""
                    adults[adult_id] = Adult(adult_id, f"{called} {last}", f"{adult_id}@post.example", phone)
            guardians += [Guardian(pupil_id, adult_id) for adult_id in parents_of[last]]
    return pupils, list(adults.values()), guardians
