"""The three sample rounds of De Zandloper: what its people choose in each, and the folders in `inputs/`.

Run as a program (`make samples`) this writes the folders anew, so that nobody is written down three times by hand.
"""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.demo.choices import Choices
from scheduler.demo.school import draw_round
from scheduler.demo.seasons import season
from scheduler.demo.tables import tables_of
from scheduler.demo.zandloper import zandloper
from scheduler.intake.folder import write_round_folder
from scheduler.round import Availability, Request

if TYPE_CHECKING:
    from scheduler.demo.tables import Row
    from scheduler.demo.zandloper import Sample

FOLDERS = {"start-2026": "start", "november-2026": "november", "february-2027": "february"}
"""The folders in `inputs/`, each with its season."""

EVENING = dt.date(2027, 2, 4)
EVENING_HOURS = (18 * 60 + 30, 20 * 60 + 30)


@dataclass(frozen=True)
class Written:
    """What stands in one folder."""

    settings_text: str
    tables: dict[str, list[Row]]


def sample(folder: str) -> Written:
    """The content of one of `FOLDERS`."""
    school = zandloper()
    chosen = season(FOLDERS[folder])
    drawn = draw_round(school.population, chosen)
    own = {"start": _start, "november": _november, "february": _february}[chosen.name](school)
    choices = Choices(
        (*own.requests, *(one for one in drawn.requests if one.pupil_id not in school.by_hand)),
        (*own.availability, *(one for one in drawn.availability if one.person_id not in school.by_hand)),
    )
    return Written(chosen.settings_text(school.population.school), tables_of(school.population, choices))


def write_samples(inputs: Path) -> None:
    """Write the three folders.

    Raises:
        CannotWrite: the folder at fault is as it was.
    """
    for folder in FOLDERS:
        written = sample(folder)
        write_round_folder(inputs / folder, written.settings_text, written.tables)


def _start(school: Sample) -> Choices:
    return Choices(
        (Request(school.pupil("Noah Peters"), "teacher", staff=("t16",)),),
        (Availability("t10", "unavailable", dt.date(2026, 9, 10)),),
    )


def _november(school: Sample) -> Choices:
    """Who asks, by telephone or on a screen where that suits better; for some the teacher asks, and it is no choice."""
    by_parents = ("Elif Yılmaz", "Kerem Yılmaz", "Bram de Groot", "Lotte de Groot", "Mees de Groot", "Nina Hendriks",
                  "Zoë Hendriks", "Siem Blom", "Casper Kuipers", "Isa Willems", "Tess van Vliet", "Jaylen Pinas",
                  "Ilias El Amrani", "Oliver Carter", "Hidde Wiarda")
    asked = [Request(school.pupil(name)) for name in by_parents]
    asked += [
        Request(school.pupil("Finn Vos"), "teacher", mandatory=True),
        Request(school.pupil("Saar Vos"), "teacher", mandatory=True),
        Request(school.pupil("Noah Peters"), "teacher", minutes=20, staff=("t16",), mandatory=True),
        Request(school.pupil("Luuk Kuipers"), "teacher"),
        Request(school.pupil("Amira Haddou"), modality="phone"),
        Request(school.pupil("Pien van 't Veer"), modality="phone"),
        Request(school.pupil("Mei NA"), staff=("t16",), modality="video"),
        Request(school.pupil("Zuzanna Nowak"), staff=("t17",)),
    ]
    return Choices(tuple(asked), (Availability("t12", "unavailable", dt.date(2026, 11, 20)),))


def _february(school: Sample) -> Choices:
    """Who wants the counsellor or the head there, who would rather come in the evening, and who is away when."""
    with_staff = {"Noah Peters": "t16", "Kerem Yılmaz": "t16", "Amira Haddou": "t16", "Casper Kuipers": "t16",
                  "Zuzanna Nowak": "t17"}
    start, end = EVENING_HOURS
    return Choices(
        tuple(Request(school.pupil(name), "teacher", staff=(one,)) for name, one in with_staff.items()),
        (
            Availability("t16", "available", EVENING, None, start, end),
            Availability("t10", "unavailable", EVENING, None, start),
            Availability("t12", "unavailable", dt.date(2027, 2, 5)),
            *(Availability(one, "preferred", EVENING, None, start, end) for one in school.adults_of("Oliver Carter")),
            *(Availability(one, "preferred", EVENING, None, start, end) for one in school.adults_of("Mei NA")),
        ),
    )


if __name__ == "__main__":
    write_samples(Path(sys.argv[1] if len(sys.argv) > 1 else "inputs"))
