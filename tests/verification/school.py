"""A small school with its plan delivered and published, for tests to break one way at a time."""

from __future__ import annotations

import csv
import datetime as dt
import json
from typing import TYPE_CHECKING

from scheduler.appointments import Appointment, Plan, Unplaced
from scheduler.costs import costs_of
from scheduler.intake import read_round
from scheduler.invites.publish import publish_plan
from scheduler.meetings import meetings_of
from scheduler.round import clock
from scheduler.verification import verify
from tests.intake.folders import write
from tests.rounds import TUESDAY, minute

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.intake import Given

NOON = dt.datetime(2027, 1, 15, 12, tzinfo=dt.UTC)
TABLES = {
    "teachers": "teacher_id,name,working_days,room\nt1,Juf Anja,ma;di;wo,Lokaal 1\nt3,Juf Ruth,mon;tue;wed;thu;fri,\n",
    "groups": "group,level,teacher_id\n5A,5,t1\n8B,8,t3\n",
    "pupils": """\
pupil_id,first_name,last_name,group
p1,Elif,Yılmaz,5A
p2,Daan,Yılmaz,8B
p3,Noor,de Wit,8B
p4,Sam,Bakker,5A
""",
    "adults": """\
adult_id,name,email,phone
a1,Ali Yılmaz,ali@post.example,+31612345678
a2,Suzanne de Vries,suzanne@post.example,0201234567
a4,Kim de Wit,kim@post.example,0612000004
a5,Bas Smit,bas@post.example,0612000005
a6,Geert Verboden,geert@post.example,0612000006
a7,Stef Stief,stef@post.example,0612000007
a8,Wim Bakker,wim@post.example,0612000008
""",
    "guardians": """\
pupil_id,adult_id,relation,consent,contact_ban,order_on_file
p1,a1,parent,no,no,no
p1,a2,parent,no,no,no
p1,a6,parent,yes,yes,yes
p2,a1,parent,no,no,no
p2,a2,parent,no,no,no
p2,a7,step,no,no,no
p3,a4,parent,no,no,no
p3,a5,parent,no,no,no
p3,a8,parent,no,yes,yes
p4,a8,parent,no,no,no
""",
    "separate": "pupil_id,adult_id,party\np3,a4,A\np3,a5,B\n",
}
"""p1 and p2 are siblings; p3 is flagged. a6 is banned, a7 has no consent, a8 is banned for p3 only."""

TIMES = {
    ("p1", "a1"): "14:30", ("p2", "a1"): "14:40", ("p3", "a4"): "14:30", ("p3", "a5"): "15:10", ("p4", "a8"): "14:40",
}
"""When each pupil's meeting with this adult is held, on Tuesday."""


def delivered(
    folder: Path, times: Mapping[tuple[str, str], str] = TIMES, *, published: bool = True
) -> tuple[Path, Path]:
    """An input folder, and an output folder with its plan; a meeting that `times` leaves out is unplaced."""
    input, output = write(folder / "input", **TABLES), folder / "output"
    given = read_round(input)
    plan = plan_of(given, times)
    write_plan(output, given, plan)
    if published:
        publish_plan(output, given.round, plan, now=NOON)
    return input, output


def plan_of(given: Given, times: Mapping[tuple[str, str], str] = TIMES) -> Plan:
    """The plan in which each meeting is held at its time."""
    appointments, unplaced = [], []
    for it in meetings_of(given.round):
        start = times.get((it.pupil_id, it.adult_ids[0]))
        if start is None:
            unplaced.append(Unplaced(it.meeting_id, it.pupil_id, it.adult_ids, "Er is geen tijd over."))
            continue
        at, team = minute(start), it.teams[0]
        appointments.append(Appointment(it.meeting_id, it.pupil_id, it.adult_ids, team.teacher_ids, TUESDAY,
                                        at, at + it.minutes, team.room, it.modality))
    return Plan.of(appointments, unplaced)


def write_plan(output: Path, given: Given, plan: Plan) -> None:
    """The files that planning delivers, as the contract describes them."""
    output.mkdir(exist_ok=True)
    rows = [[it.meeting_id, it.pupil_id, ";".join(it.adult_ids), ";".join(it.teacher_ids), it.date.isoformat(),
             clock(it.start_minute), clock(it.end_minute), it.room, it.modality] for it in plan.appointments]
    header = ["meeting_id", "pupil_id", "adult_ids", "teacher_ids", "date", "start", "end", "room", "modality"]
    _write(output / "plan.csv", [header, *rows])
    left = [[it.meeting_id, it.pupil_id, ";".join(it.adult_ids), it.reason] for it in plan.unplaced]
    _write(output / "unplaced.csv", [["meeting_id", "pupil_id", "adult_ids", "reason"], *left])
    costs = costs_of(given.round, meetings_of(given.round), plan)
    summary = {
        "status": "feasible", "meetings": len(plan.rows), "placed": len(plan.appointments),
        "objective": {key: {"cost": cost, "bound": 0} for key, cost in costs.items()},
        "seconds": 0.1, "seed": 0, "version": "0.1.0", "input_sha256": given.sha256,
    }
    (output / "summary.json").write_text(json.dumps(summary))
    (output / "report.html").write_text("<!doctype html><title>Rooster</title><p>Juf Anja</p>")


def change(path: Path, old: str, new: str) -> None:
    """Replace a piece of a delivered file."""
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


def findings(input: Path, output: Path, language: str = "en") -> list[str]:
    """Every finding about the delivered files, as the command prints it."""
    return list(verify(input, output).lines(language))


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


