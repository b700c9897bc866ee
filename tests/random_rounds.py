"""Tiny random rounds with every rule in play, small enough to try every plan of; the same seed, the same round."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, islice
from math import prod
from random import Random
from typing import TYPE_CHECKING

from scheduler.appointments import Told
from scheduler.meetings import invited_adults, meetings_of
from scheduler.round import (
    COST_KEYS,
    Adult,
    Availability,
    Breaks,
    Group,
    GroupTeacher,
    Guardian,
    Pupil,
    Request,
    Round,
    Separation,
    Settings,
    Siblings,
    Teacher,
    Window,
)
from tests.rounds import SCHOOL, THURSDAY, TUESDAY, minute, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from scheduler.appointments import Published

MOST_PLANS = 8000
"""No round has more plans than this, legal or not, of the kind that `tests.oracle` tries one by one."""


def demand_of_each(seeds: Iterable[int], demand: Callable[[int], None], made_by: str = "random_round") -> None:
    """Demand it of the round of every seed; who fails is told which round it is."""
    for seed in seeds:
        try:
            demand(seed)
        except BaseException as failure:
            failure.add_note(f"The round is {made_by}({seed}).")
            raise


def random_round(seed: int) -> tuple[Round, Published]:
    """A round with two to five meetings, and what was published before it (often nothing)."""
    wanted = Random(seed).choice([2, 3, 3, 4, 4, 5])
    for attempt in count():
        chance = Random(f"{seed}/{attempt}")
        slot = chance.choice([5, 10])
        round = _round(chance, _settings(chance, slot), _windows(chance, slot, [2, 3, 4, 5, 6]))
        if _is_tiny(round, {wanted}):
            return round, _published_before(chance, round)
    raise AssertionError


def wishing_round(seed: int) -> tuple[Round, Published]:
    """A round in which all parents wish the same short time, which mostly not all can have."""
    round, published = random_round(seed)
    chance = Random(f"{seed} wishes")
    first, minutes = round.windows[0], round.settings.meeting_minutes
    start = first.start_minute + chance.choice([0, 0, round.settings.slot_minutes])
    end = start + minutes * chance.choice([1, 2, 2, 3])
    wishes = (Availability(adult.adult_id, "preferred", first.date, None, start, end) for adult in round.adults)
    others = (row for row in round.availability if row.kind != "preferred")
    usual = replace(round.settings, objective=COST_KEYS)
    return replace(round, availability=(*others, *wishes), settings=usual), published if chance.random() < 0.3 else ()


def random_parts(seed: int, parts: int) -> list[tuple[Round, Published]]:
    """So many rounds of two or three meetings in the same roomy windows, under the same settings."""
    chance = Random(seed)
    slot = chance.choice([5, 10])
    settings, windows = _settings(chance, slot), _windows(chance, slot, [5, 7, 9])
    chances = (Random(f"{seed}+{attempt}") for attempt in count())
    drawn = ((chance, _round(chance, settings, windows)) for chance in chances)
    few = ((round, _published_before(chance, round)) for chance, round in drawn if _is_tiny(round, {2, 3}))
    return list(islice(few, parts))


def _is_tiny(round: Round, sizes: Container[int]) -> bool:
    """Whether it has so many meetings, and not too many plans."""
    meetings = meetings_of(round)
    if len(meetings) not in sizes:
        return False
    slots = sum((w.end_minute - w.start_minute) // round.settings.slot_minutes for w in round.windows)
    return prod(1 + slots * len(meeting.teams) for meeting in meetings) <= MOST_PLANS


def _published_before(chance: Random, round: Round) -> Published:
    return _published(chance, round) if chance.random() < 0.4 else ()


def _round(chance: Random, settings: Settings, windows: tuple[Window, ...]) -> Round:
    teachers = _teachers(chance)
    groups = _groups(chance, [teacher.teacher_id for teacher in teachers if teacher.role == "teacher"])
    pupils = tuple(
        Pupil(f"p{i}", f"Kind{i}", "Bos", chance.choice(groups).group) for i in range(chance.choice([2, 3, 3, 4, 4]))
    )
    adults = tuple(
        Adult(f"a{i}", f"Ouder{i}", teacher_id="t1" if i == 0 and chance.random() < 0.25 else None)
        for i in range(chance.choice([1, 2, 2, 3, 4]))
    )
    guardians = _guardians(chance, pupils, adults)
    bare = Round(SCHOOL, settings, windows, teachers, groups, pupils, adults, guardians)
    everybody = [person.teacher_id for person in teachers] + [person.adult_id for person in adults]
    return replace(
        bare,
        separations=_separations(chance, bare),
        agreements={
            pupil.pupil_id: tuple(t.teacher_id for t in chance.sample(teachers, chance.choice([1, 1, 2])))
            for pupil in pupils if chance.random() < 0.2
        },
        requests=_requests(chance, bare),
        availability=tuple(_availability(chance, chance.choice(everybody)) for _ in range(chance.randrange(5))),
    )


def _teachers(chance: Random) -> tuple[Teacher, ...]:
    return tuple(
        Teacher(
            teacher_id, f"Juf {teacher_id}",
            frozenset(range(5)) if chance.random() < 0.8 else frozenset(chance.sample(range(5), chance.randint(2, 4))),
            room=chance.choice(["", "Lokaal 1", "Lokaal 1", "Lokaal 2"]),
            role="ib" if teacher_id == "ib" else "teacher",
            max_meetings_per_day=chance.choice([1, 2, 3]) if chance.random() < 0.2 else None,
        )
        for teacher_id in ("t1", "t2", "ib")
    )


def _groups(chance: Random, teacher_ids: list[str]) -> tuple[Group, ...]:
    def members(*chosen: str) -> tuple[GroupTeacher, ...]:
        narrowed = [frozenset(chance.sample([1, 3], 1)) if chance.random() < 0.4 else None for _ in chosen]
        return tuple(GroupTeacher(teacher_id, days) for teacher_id, days in zip(chosen, narrowed, strict=True))

    if chance.random() < 0.4:
        return (Group("5A", 5, members(*teacher_ids)),)
    return (Group("5A", 5, members("t1")), Group("6A", 6, members("t2")))


def _guardians(chance: Random, pupils: tuple[Pupil, ...], adults: tuple[Adult, ...]) -> tuple[Guardian, ...]:
    ties = []
    for pupil in pupils:
        for adult in chance.sample(adults, min(len(adults), chance.choice([1, 1, 2, 3]))):
            step, banned = chance.random() < 0.15, chance.random() < 0.07
            authority = chance.random() < (0.3 if step else 0.9)
            consent = chance.random() < 0.3
            ties.append(
                Guardian(pupil.pupil_id, adult.adult_id, "step" if step else "parent", authority, consent, banned)
            )
    return tuple(ties)


def _separations(chance: Random, round: Round) -> tuple[Separation, ...]:
    rows = []
    for pupil in round.pupils:
        invited = invited_adults(round, pupil.pupil_id)
        if len(invited) > 1 and chance.random() < 0.4:
            parties = ["A", "B", *(chance.choice("AB") for _ in invited[2:])]
            rows += [Separation(pupil.pupil_id, adult, party) for adult, party in zip(invited, parties, strict=True)]
    return tuple(rows)


def _requests(chance: Random, round: Round) -> tuple[Request, ...]:
    share = 0.9 if round.settings.audience == "requested" else 0.2
    meeting = round.settings.meeting_minutes
    return tuple(
        Request(
            pupil.pupil_id,
            minutes=chance.choice([None, meeting, 2 * meeting]),
            staff=tuple(chance.sample(["t1", "t2", "ib", "ib"], 1)) if chance.random() < 0.3 else (),
            modality=chance.choice([None, "phone"]),
            mandatory=chance.choice([None, True, False]),
        )
        for pupil in round.pupils if chance.random() < share
    )


def _settings(chance: Random, slot: int) -> Settings:
    order = list(COST_KEYS)
    if chance.random() < 0.3:
        chance.shuffle(order)
        order = order[: chance.choice([5, 8, 8])]
    audience = chance.choice(["all", "all", "requested"])
    return settings(
        audience=audience, mandatory=audience == "all", slot_minutes=slot,
        meeting_minutes=slot * chance.choice([1, 1, 2]),
        cutoff_minute=minute(chance.choice(["14:40", "17:00", "17:00", "17:00"])),
        siblings=Siblings(chance.choice(["must", "wish"]), chance.choice([0, 0, 5, 10]), chance.choice([0, 5, 10])),
        min_apart_minutes=chance.choice([5, 10, 30]),
        breaks=Breaks(chance.choice([1, 2, 3]), chance.choice([5, 10])) if chance.random() < 0.4 else None,
        objective=tuple(order),
    )


def _windows(chance: Random, slot: int, slots: list[int]) -> tuple[Window, ...]:
    possible = [(TUESDAY, "14:30", False), (TUESDAY, "18:30", True), (THURSDAY, "14:30", False)]
    return tuple(
        Window(date, minute(start), minute(start) + slot * chance.choice(slots), evening)
        for date, start, evening in sorted(chance.sample(possible, chance.choice([1, 2, 2, 3])))
    )


def _availability(chance: Random, person_id: str) -> Availability:
    date, weekday = chance.choice([(TUESDAY, None), (THURSDAY, None), (None, 1), (None, 3), (None, None)])
    early, later = minute("14:40"), minute("14:45")
    start, end = chance.choice([(0, 1440), (0, early), (early, 1440), (later - 10, later)])
    kind = chance.choice(["unavailable", "preferred", "preferred", "preferred", "available", "available"])
    return Availability(person_id, kind, date, weekday, start, end)


def _published(chance: Random, round: Round) -> Published:
    told = []
    for meeting in meetings_of(round):
        window, team = chance.choice(round.windows), chance.choice(meeting.teams)
        start = window.start_minute + round.settings.slot_minutes * chance.randrange(3)
        adult_ids = set(meeting.adult_ids) | ({"a9"} if chance.random() < 0.1 else set())
        told += [
            Told(adult_id, meeting.meeting_id, team.teacher_ids, window.date, start, start + meeting.minutes,
                 team.room, meeting.modality)
            for adult_id in sorted(adult_ids) if chance.random() < 0.9
        ]
    return tuple(told)
