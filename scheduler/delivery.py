"""What planning leaves in the output folder: names and formats of its files, to write and to read back.

`round.json` is for the program's own later commands, which get the output folder only: the round, reduced to the
people who may be shown. Nobody who is not invited stands in it, by name or by id.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, get_args

from scheduler.appointments import Appointment, Plan, Status, Unplaced
from scheduler.files import csv_text
from scheduler.language import marked
from scheduler.meetings import invited_adults, meetings_of
from scheduler.pinned import Pinned, restored, stored
from scheduler.problems import BadInput
from scheduler.purged import refuse_purged
from scheduler.round import COST_KEYS, Round, clock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pydantic import TypeAdapter

    from scheduler.appointments import Outcome

PLAN_COLUMNS = ("meeting_id", "pupil_id", "adult_ids", "teacher_ids", "date", "start", "end", "room", "modality")
UNPLACED_COLUMNS = ("meeting_id", "pupil_id", "adult_ids", "reason")
ROUND_FORMAT = 1


def delivered_files(
    round: Round, outcome: Outcome, input_sha256: str, report: str, pins: Sequence[Pinned] = ()
) -> dict[str, bytes]:
    """The files that hold the plan and all that tells of it, by name; `pins` are those that the plan had to keep to."""
    from scheduler.reports.workbook import plan_workbook

    assert outcome.plan is not None
    return {
        "plan.csv": plan_csv(outcome.plan).encode(),
        "plan.xlsx": plan_workbook(round, meetings_of(round), outcome.plan),
        "unplaced.csv": unplaced_csv(outcome.plan).encode(),
        "summary.json": summary_json(outcome, input_sha256).encode(),
        "round.json": round_json(delivered_round(round), pins).encode(),
        "report.html": report.encode(),
    }


def plan_csv(plan: Plan) -> str:
    """The appointments, a row each."""
    return csv_text(PLAN_COLUMNS, (
        (a.meeting_id, a.pupil_id, ";".join(a.adult_ids), ";".join(a.teacher_ids), a.date.isoformat(),
         clock(a.start_minute), clock(a.end_minute), a.room, a.modality)
        for a in plan.appointments
    ))


def unplaced_csv(plan: Plan) -> str:
    """The meetings without an appointment, a row each, with the reason."""
    return csv_text(UNPLACED_COLUMNS, (
        (u.meeting_id, u.pupil_id, ";".join(u.adult_ids), u.reason) for u in plan.unplaced
    ))


def summary_json(outcome: Outcome, input_sha256: str) -> str:
    """Status, counts, and cost and bound of each, without any person."""
    plan = outcome.plan
    placed = 0 if plan is None else len(plan.appointments)
    meetings = 0 if plan is None else placed + len(plan.unplaced)
    objective = {key: {"cost": each.cost, "bound": each.bound} for key, each in outcome.objective.items()}
    return json.dumps({
        "status": outcome.status, "meetings": meetings, "placed": placed, "objective": objective,
        "seconds": round(outcome.seconds, 2), "seed": outcome.seed, "version": version("tienminuten"),
        "input_sha256": input_sha256,
    }, indent=2) + "\n"


def delivered_round(given: Round) -> Round:
    """The round reduced to who and what may be shown; it has the same meetings."""
    met = meetings_of(given)
    pupils = {meeting.pupil_id for meeting in met}
    adults = {adult_id for meeting in met for adult_id in meeting.adult_ids}
    invited = {(pupil_id, adult_id) for pupil_id in pupils for adult_id in invited_adults(given, pupil_id)}
    return dataclasses.replace(
        given,
        pupils=tuple(pupil for pupil in given.pupils if pupil.pupil_id in pupils),
        adults=tuple(adult for adult in given.adults if adult.adult_id in adults),
        guardians=tuple(tie for tie in given.guardians if (tie.pupil_id, tie.adult_id) in invited),
        separations=tuple(row for row in given.separations if (row.pupil_id, row.adult_id) in invited),
        agreements={pupil_id: row for pupil_id, row in given.agreements.items() if pupil_id in pupils},
        requests=tuple(request for request in given.requests if request.pupil_id in pupils),
        availability=(),
    )


def read_plan(output: Path) -> Plan:
    """The plan as it was delivered.

    Raises:
        BadInput: there is no plan here, or its files are not as the program wrote them.
    """
    try:
        appointments = [
            Appointment(row["meeting_id"], row["pupil_id"], _ids(row["adult_ids"]), _ids(row["teacher_ids"]),
                        dt.date.fromisoformat(row["date"]), _minute(row["start"]), _minute(row["end"]),
                        row["room"], row["modality"])
            for row in _rows(output / "plan.csv", PLAN_COLUMNS)
        ]
        unplaced = [Unplaced(row["meeting_id"], row["pupil_id"], _ids(row["adult_ids"]), row["reason"])
                    for row in _rows(output / "unplaced.csv", UNPLACED_COLUMNS)]
    except ValueError as error:
        raise BadInput.one("plan.csv", _DAMAGED) from error
    return Plan.of(appointments, unplaced)


def read_summary(output: Path) -> dict[str, Any]:
    """The summary as it was delivered.

    Raises:
        BadInput: there is none, or it is not as the program wrote it.
    """
    try:
        found = json.loads(_text(output / "summary.json"))
    except (ValueError, RecursionError) as error:
        raise BadInput.one("summary.json", _DAMAGED) from error
    if not isinstance(found, dict) or not _is_summary(found):
        raise BadInput.one("summary.json", _DAMAGED)
    return found


def _is_summary(found: Mapping[str, Any]) -> bool:
    """Whether it has every key with a value of its kind, and of each cost how much it is."""
    kinds: dict[str, type | tuple[type, ...]] = {
        "meetings": int, "placed": int, "seconds": (int, float), "seed": int, "version": str, "input_sha256": str}
    objective = found.get("objective")
    return (
        found.get("status") in get_args(Status)
        and all(isinstance(found.get(key), kind) for key, kind in kinds.items())
        and isinstance(objective, dict)
        and all(_is_bounded(objective.get(key)) for key in COST_KEYS)
    )


def _is_bounded(entry: object) -> bool:
    if not isinstance(entry, dict) or not {"cost", "bound"} <= entry.keys():
        return False
    return isinstance(entry["cost"], int) and (entry["bound"] is None or isinstance(entry["bound"], int))


def read_delivered_round(output: Path) -> Round:
    """The round of a delivered plan, reduced to who may be shown.

    Raises:
        BadInput: there is no plan here, or another version of the program wrote it.
    """
    from pydantic import ValidationError

    try:
        return round_adapter().validate_python(_delivered(output)["round"])
    except (ValidationError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInput.one("round.json", _DAMAGED) from error


def read_pins(output: Path) -> tuple[Pinned, ...]:
    """The pins that the delivered plan had to keep to, sorted by meeting_id; () for none, or none that are known.

    Raises:
        BadInput: another version of the program wrote it.
    """
    if not (output / "round.json").exists():
        return ()
    try:
        return restored(_delivered(output).get("pins", []))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInput.one("round.json", _DAMAGED) from error


def _delivered(output: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_text(output / "round.json"))
    if found["format"] != ROUND_FORMAT:
        raise BadInput.one("round.json", _DAMAGED)
    return found


_DAMAGED = marked("This is not as the program wrote it. Plan the round again: tienminuten plan INPUT.")


def round_json(given: Round, pins: Sequence[Pinned] = ()) -> str:
    """The whole round as `read_delivered_round` reads it, and the pins, if any, as `read_pins` does."""
    whole: dict[str, Any] = {"format": ROUND_FORMAT}
    whole["round"] = _sorted_sets(json.loads(round_adapter().dump_json(given)))
    if pins:
        whole["pins"] = stored(pins)
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


@cache
def round_adapter() -> TypeAdapter[Round]:
    """How a round is written and read again. Its types are named under TYPE_CHECKING only: here pydantic is told."""
    import collections.abc

    from pydantic import TypeAdapter

    from scheduler import round as words

    words.__dict__.setdefault("dt", dt)
    words.__dict__.setdefault("Mapping", collections.abc.Mapping)
    return TypeAdapter(Round)


def _sorted_sets(value: Any, key: str = "") -> Any:
    """Days are sets, which have no order: sorted, the same round gives the same bytes."""
    if isinstance(value, dict):
        return {name: _sorted_sets(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return sorted(value) if key in ("working_days", "days") else [_sorted_sets(each) for each in value]
    return value


def _rows(path: Path, columns: Sequence[str]) -> Sequence[Mapping[str, str]]:
    """The rows of a table that has these columns, each whole: half a table must never be taken for a small plan."""
    try:
        header, *rows = csv.reader(io.StringIO(_text(path)), strict=True)
        found = [dict(zip(header, row, strict=True)) for row in rows]
    except (csv.Error, ValueError) as error:
        raise BadInput.one(path.name, _DAMAGED) from error
    if not set(columns) <= set(header):
        raise BadInput.one(path.name, _DAMAGED)
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        refuse_purged(path.parent)
        message = marked("There is no plan in {folder}. Make one first: tienminuten plan INPUT --out {folder}.")
        raise BadInput.one(path.name, message, folder=path.parent) from error


def _ids(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


def _minute(cell: str) -> int:
    hours, minutes = cell.split(":")
    return int(hours) * 60 + int(minutes)
