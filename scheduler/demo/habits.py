"""What holds in every round of a school: who cannot come on which day, what they would rather, who agreed on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.round import MINUTES_A_DAY, Availability

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from scheduler.demo.population import Register
    from scheduler.round import Kind

WINDOW_WEEKDAYS = (0, 1, 3, 4)
AGREED_SHARE = 0.015
DAY_AT_WORK_SHARE = 0.15
LATE_SHARE = 0.05
LATE_WISH_SHARE = 0.12
DAYS_WISH_SHARE = 0.08
MOST_DAYS_AT_WORK = 2
FOUR = 16 * 60


def draw_agreements(register: Register, chance: random.Random) -> None:
    """For some pupils of a duo group, agree that one of the two holds the conversation, or both together."""
    duos = {group.group: group.teachers for group in register.groups if len(group.teachers) > 1}
    together = {name: pair for name, pair in duos.items() if _shared_days(register, name)}
    for pupil in register.pupils.values():
        if pupil.group in duos and chance.random() < AGREED_SHARE:
            pair = duos[pupil.group]
            both = pupil.group in together and chance.random() < 0.3
            register.agreements[pupil.pupil_id] = tuple(one.teacher_id for one in (pair if both else pair[:1]))


def draw_availability(register: Register, adult_ids: Sequence[str], chance: random.Random) -> None:
    """Give some of these adults, working parents, days and hours on which they cannot come, and wishes.

    Those of one conversation never block more than two days together; who is to meet agreed teachers blocks none.
    """
    circles = _circles(register)
    bound_adults = {adult_id for pupil_id in register.agreements for adult_id in register.ties[pupil_id]}
    days_at_work: dict[str, set[int]] = {}
    for adult_id in adult_ids:
        circle = circles[adult_id]
        drawn, weekday, late = chance.random(), chance.choice(WINDOW_WEEKDAYS), chance.random()
        taken = set().union(*(days_at_work.get(other, set()) for other in circle))
        bound = adult_id in bound_adults
        if drawn < DAY_AT_WORK_SHARE and not bound and len(taken | {weekday}) <= MOST_DAYS_AT_WORK:
            days_at_work[adult_id] = {weekday}
            say(register, adult_id, "unavailable", weekday=weekday)
        if late < LATE_SHARE and not bound:
            say(register, adult_id, "unavailable", until=FOUR)
        elif late < LATE_SHARE + LATE_WISH_SHARE:
            say(register, adult_id, "preferred", since=FOUR)
        elif late < LATE_SHARE + LATE_WISH_SHARE + DAYS_WISH_SHARE:
            open_days = [day for day in WINDOW_WEEKDAYS if day not in taken | {weekday}]
            for day in sorted(chance.sample(open_days, k=min(2, len(open_days)))):
                say(register, adult_id, "preferred", weekday=day)


def say(
    register: Register, person_id: str, kind: Kind, weekday: int | None = None, since: int = 0,
    until: int = MINUTES_A_DAY,
) -> None:
    """Enter when a person can, cannot or would rather come in every round."""
    register.availability.append(Availability(person_id, kind, None, weekday, since, until))


def _shared_days(register: Register, group: str) -> frozenset[int]:
    """The window weekdays on which all teachers of the group have it."""
    working = {teacher.teacher_id: teacher.working_days for teacher in register.teachers}
    members = next(one for one in register.groups if one.group == group).teachers
    shared = frozenset(WINDOW_WEEKDAYS)
    for member in members:
        shared &= working[member.teacher_id] if member.days is None else member.days
    return shared


def _circles(register: Register) -> dict[str, list[str]]:
    """For each adult, everybody with whom it shares a pupil, itself included, in the order of the register."""
    circles: dict[str, dict[str, None]] = {adult_id: {adult_id: None} for adult_id in register.adults}
    for ties in register.ties.values():
        for adult_id in ties:
            circles[adult_id].update(dict.fromkeys(ties))
    return {adult_id: list(circle) for adult_id, circle in circles.items()}
