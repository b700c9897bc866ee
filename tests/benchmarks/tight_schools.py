"""The schools of `tienminuten demo`, made to fit hardly: part-time and duo teachers, families in two houses and all.

Harder than the bare rounds of `tests.benchmarks.tight`, as here wishes, working days and brothers and sisters of three
groups meet. Each is the February round of 220 pupils, changed by one thing that schools ask for.
"""

from __future__ import annotations

import dataclasses
import functools
import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from scheduler.demo.folder import write_school
from scheduler.intake import read_round
from scheduler.round import Availability, Request, Separation
from tests.benchmarks.tight import TIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.round import Round, Window

HOUR = 60


@functools.cache
def school(pupils: int = 220, seed: int = 2) -> Round:
    """The February round of that fictional school."""
    with tempfile.TemporaryDirectory() as folder:
        write_school(Path(folder) / "school", pupils, seed)
        return read_round(Path(folder) / "school").round


def school_of_three_afternoons(pupils: int = 220, seed: int = 2) -> Round:
    """Its first three afternoons are all there is."""
    round = school(pupils, seed)
    evenings = {window.date for window in round.windows if window.evening}
    dates = [date for date in round.dates if date not in evenings][:3]
    return dataclasses.replace(round, windows=tuple(it for it in round.windows if it.date in dates))


def school_of_one_hour_for_half(pupils: int = 220, seed: int = 2) -> Round:
    """Half of the families can come in a single hour of a single date only."""
    round = school(pupils, seed)
    chance = Random(seed)
    hours = {family: _hour(chance, round) for family in _families(round) if chance.random() < 0.5}
    rows = [it for it in round.availability if it.person_id not in {one for family in hours for one in family}]
    for family, (window, start) in hours.items():
        for adult_id in family:
            rows += [Availability(adult_id, "unavailable", date) for date in round.dates if date != window.date]
            rows += [Availability(adult_id, "unavailable", window.date, None, 0, start),
                     Availability(adult_id, "unavailable", window.date, None, start + HOUR)]
    return dataclasses.replace(round, availability=tuple(rows))


def school_of_families_of_four(pupils: int = 220, seed: int = 2, families: int = 12) -> Round:
    """Twelve families have a child in each of four groups, whoever else is theirs."""
    round = school(pupils, seed)
    chance = Random(seed)
    of_group = {group.group: [it.pupil_id for it in round.pupils if it.group == group.group] for group in round.groups}
    used: set[str] = set()
    ties = list(round.guardians)
    for _ in range(families):
        first, *others = (chance.choice([it for it in of_group[group] if it not in used])
                          for group in chance.sample(list(of_group), 4))
        used |= {first, *others}
        parents = [it for it in ties if it.pupil_id == first]
        ties = [it for it in ties if it.pupil_id not in others]
        ties += [dataclasses.replace(tie, pupil_id=pupil_id) for pupil_id in others for tie in parents]
    apart = tuple(it for it in round.separations if it.pupil_id not in used)
    return dataclasses.replace(round, guardians=tuple(ties), separations=apart)


def school_of_one_counsellor_for_forty(pupils: int = 220, seed: int = 2, wanted: int = 40) -> Round:
    """Forty pupils of all groups are to be discussed with the internal counsellor too."""
    round = school(pupils, seed)
    counsellor = next(it.teacher_id for it in round.teachers if it.role == "ib")
    requests = dict(round.request)
    for pupil_id in Random(seed).sample([it.pupil_id for it in round.pupils], wanted):
        asked = requests.get(pupil_id, Request(pupil_id))
        requests[pupil_id] = dataclasses.replace(asked, staff=(counsellor,))
    return dataclasses.replace(round, requests=tuple(requests[it] for it in sorted(requests)))


def school_of_twenty_flagged_pupils(pupils: int = 220, seed: int = 2, flagged: int = 20) -> Round:
    """The parents of twenty more pupils come apart, though they come together for a brother or sister."""
    round = school(pupils, seed)
    known = {it.pupil_id for it in round.separations}
    of_two = [it.pupil_id for it in round.pupils if it.pupil_id not in known and [
        tie.relation for tie in round.guardians_of.get(it.pupil_id, ()) if not tie.contact_ban] == ["parent"] * 2]
    chosen = sorted(Random(seed).sample(of_two, flagged))
    apart = [Separation(pupil_id, tie.adult_id, tie.adult_id)
             for pupil_id in chosen for tie in round.guardians_of[pupil_id] if not tie.contact_ban]
    return dataclasses.replace(round, separations=(*round.separations, *apart))


def school_of_one_hour_wished(pupils: int = 220, seed: int = 2) -> Round:
    """Four families in ten wish the same hour."""
    round = school(pupils, seed)
    window = round.windows[1]
    return _wishing(round, seed, 0.4, dataclasses.replace(window, end_minute=window.start_minute + HOUR))


def school_of_the_evening_wished(pupils: int = 220, seed: int = 2) -> Round:
    """Every other family wishes the evening."""
    round = school(pupils, seed)
    return _wishing(round, seed, 0.5, next(window for window in round.windows if window.evening))


TIGHT_SCHOOLS: dict[str, Callable[..., Round]] = {
    it.__name__: it for it in (
        school_of_three_afternoons, school_of_one_hour_for_half, school_of_families_of_four,
        school_of_one_counsellor_for_forty, school_of_twenty_flagged_pupils, school_of_one_hour_wished,
        school_of_the_evening_wished,
    )
}

ALL_TIGHT = TIGHT | TIGHT_SCHOOLS


def _wishing(round: Round, seed: int, share: float, time: Window) -> Round:
    """The round in which such a share of the families wish that time."""
    chance = Random(seed)
    rows = list(round.availability)
    for family in _families(round):
        if chance.random() < share:
            rows += [Availability(adult_id, "preferred", time.date, None, time.start_minute, time.end_minute)
                     for adult_id in family]
    return dataclasses.replace(round, availability=tuple(rows))


def _hour(chance: Random, round: Round) -> tuple[Window, int]:
    window = chance.choice(round.windows)
    hours = (window.end_minute - window.start_minute - HOUR) // round.settings.slot_minutes
    return window, window.start_minute + round.settings.slot_minutes * chance.randint(0, hours)


def _families(round: Round) -> list[tuple[str, ...]]:
    """The adults of each family, all who share a child."""
    family = {it.adult_id: {it.adult_id} for it in round.adults}
    for ties in round.guardians_of.values():
        together = set().union(*(family[tie.adult_id] for tie in ties))
        family.update(dict.fromkeys(together, together))
    return sorted({tuple(sorted(each)) for each in family.values()})
