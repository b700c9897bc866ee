"""A fault of the program to report: the round and the plan it went wrong with, stripped of everything personal.

Ids are renamed in their own order, so that the round is solved in much the same way; times, rules and ties stay.
"""

from __future__ import annotations

import dataclasses
import json
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.files import CannotWrite, write_whole
from scheduler.round import School

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.appointments import Appointment, Outcome, Published, Told
    from scheduler.pinned import Pinned
    from scheduler.round import Round

FILE = Path("fault") / "round.json"
"""Where it stands, below the output folder; in its shape it is a delivered round, with more beside it."""


@dataclasses.dataclass(frozen=True)
class Renamed:
    """New names for every id of a round, by the old one; `person` has teachers and adults."""

    person: Mapping[str, str]
    pupil: Mapping[str, str]
    group: Mapping[str, str]
    room: Mapping[str, str]
    party: Mapping[str, str]
    meeting: Mapping[str, str]


def fault_json(
    round: Round, outcome: Outcome, published: Published, fault: str, pins: Sequence[Pinned] = ()
) -> bytes:
    """The file to report a fault with; `fault` names rules and costs only, `pins` are those that the plan had."""
    from scheduler.delivery import round_json

    names = renamed(round)
    appointments = outcome.plan.appointments if outcome.plan else ()
    told = [
        {"adult_id": names.person.get(each.adult_id, "gone"), "meeting_id": names.meeting.get(each.meeting_id, "gone")}
        | _when(each, names) for each in published
    ]
    planned = [{"meeting_id": names.meeting.get(each.meeting_id, "unknown")} | _when(each, names)
               for each in appointments]
    stored = json.loads(round_json(stripped(round, names), [_renamed_pin(each, names) for each in pins]))
    return (json.dumps({
        **stored, "fault": fault, "status": outcome.status, "seed": outcome.seed, "version": version("tienminuten"),
        "objective": {key: {"cost": each.cost, "bound": each.bound} for key, each in outcome.objective.items()},
        "plan": planned, "published": told,
    }, indent=1) + "\n").encode()


def write_fault(output: Path, content: bytes) -> Path | None:
    """Write it below the output folder, or where that cannot be among the temporary files; None where neither can."""
    for folder in (output, Path(tempfile.gettempdir()) / "tienminuten"):
        try:
            write_whole(folder / FILE, content)
        except CannotWrite:
            continue
        return folder / FILE
    return None


def renamed(round: Round) -> Renamed:
    """New names for the round's ids, numbered in the order of the old ones."""
    from scheduler.meetings import meeting_id_of, meetings_of

    pupils = _numbered("p", (pupil.pupil_id for pupil in round.pupils))
    parties = {"": ""} | _numbered("party", (row.party for row in round.separations))
    return Renamed(
        _numbered("x", [*(each.teacher_id for each in round.teachers), *(each.adult_id for each in round.adults)]),
        pupils,
        _numbered("g", (group.group for group in round.groups)),
        {"": ""} | _numbered("r", (teacher.room for teacher in round.teachers if teacher.room)),
        parties,
        {each.meeting_id: meeting_id_of(pupils[each.pupil_id], parties[each.party]) for each in meetings_of(round)},
    )


def stripped(round: Round, names: Renamed) -> Round:
    """The round without names, addresses, telephone numbers and languages of people, under new ids."""
    one = dataclasses.replace
    person, pupil = names.person, names.pupil
    return one(
        round,
        school=School("", "", round.school.timezone, round.school.language),
        settings=one(round.settings, round_id="fault", name=""),
        teachers=tuple(one(each, teacher_id=person[each.teacher_id], name="", email="", room=names.room[each.room])
                       for each in round.teachers),
        groups=tuple(one(each, group=names.group[each.group], teachers=tuple(
            one(member, teacher_id=person[member.teacher_id]) for member in each.teachers)) for each in round.groups),
        pupils=tuple(one(each, pupil_id=pupil[each.pupil_id], first_name="", last_name="",
                         group=names.group[each.group]) for each in round.pupils),
        adults=tuple(one(each, adult_id=person[each.adult_id], name="", email="", phone="", language="",
                         teacher_id=None if each.teacher_id is None else person[each.teacher_id])
                     for each in round.adults),
        guardians=tuple(one(each, pupil_id=pupil[each.pupil_id], adult_id=person[each.adult_id])
                        for each in round.guardians),
        separations=tuple(one(each, pupil_id=pupil[each.pupil_id], adult_id=person[each.adult_id],
                              party=names.party[each.party]) for each in round.separations),
        agreements={pupil[pupil_id]: tuple(person[each] for each in teachers)
                    for pupil_id, teachers in round.agreements.items()},
        requests=tuple(one(each, pupil_id=pupil[each.pupil_id], staff=tuple(person[who] for who in each.staff))
                       for each in round.requests),
        availability=tuple(one(each, person_id=person[each.person_id]) for each in round.availability
                           if each.person_id in person),
    )


def _renamed_pin(pinned: Pinned, names: Renamed) -> Pinned:
    return dataclasses.replace(pinned, meeting_id=names.meeting[pinned.meeting_id], spots=tuple(
        (date, start, tuple(names.person.get(each, "gone") for each in teacher_ids))
        for date, start, teacher_ids in pinned.spots
    ))


def _numbered(letter: str, ids: Iterable[str]) -> dict[str, str]:
    return {each: f"{letter}{number:05}" for number, each in enumerate(sorted(set(ids)), start=1)}


def _when(entry: Appointment | Told, names: Renamed) -> dict[str, object]:
    """When, with whom and where an appointment is, or was told to be."""
    return {
        "teacher_ids": [names.person.get(each, "gone") for each in entry.teacher_ids],
        "date": entry.date.isoformat(), "start_minute": entry.start_minute, "end_minute": entry.end_minute,
        "room": names.room.get(entry.room, "gone"), "modality": entry.modality,
    }
