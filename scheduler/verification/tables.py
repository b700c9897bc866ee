"""plan.csv and unplaced.csv read row by row: what cannot be read is noted with its line, the rest still counts."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import TYPE_CHECKING

from scheduler.appointments import Appointment, Plan, Unplaced
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from scheduler.meetings import Meeting
    from scheduler.problems import Problems
    from scheduler.round import Round

PLAN, UNPLACED = "plan.csv", "unplaced.csv"
WHO = ("meeting_id", "pupil_id", "adult_ids")
COLUMNS = {
    PLAN: (*WHO, "teacher_ids", "date", "start", "end", "room", "modality"),
    UNPLACED: (*WHO, "reason"),
}


def read_plan(round: Round, output: Path, problems: Problems) -> tuple[Plan, bool]:
    """The plan that could be read, and whether that is all of it."""
    before = len(list(problems))
    appointments = [_appointment(row) for row in _sound_rows(round, output, PLAN, problems)]
    unplaced = [
        Unplaced(row["meeting_id"], row["pupil_id"], _ids(row["adult_ids"]), row["reason"])
        for row in _sound_rows(round, output, UNPLACED, problems)
    ]
    if [(a.date, a.start_minute, a.meeting_id) for a in appointments] != sorted(
        (a.date, a.start_minute, a.meeting_id) for a in appointments
    ):
        problems.add(PLAN, None, "", "", marked("The rows are not in order of date, start and meeting_id."))
    return Plan.of(appointments, unplaced), len(list(problems)) == before


def check_ids(plan: Plan, meetings: Sequence[Meeting], problems: Problems) -> bool:
    """Note each meeting whose id is not that of its pupil and party, or stands there twice; tell if there is none."""
    expected = {meeting.meeting_id: (meeting.pupil_id, meeting.adult_ids) for meeting in meetings}
    seen: set[str] = set()
    sound = True
    for row in plan.rows:
        file = PLAN if isinstance(row, Appointment) else UNPLACED
        if row.meeting_id in seen:
            sound = False
            problems.add(file, None, "meeting_id", row.meeting_id, marked("This meeting has more than one row."))
        elif expected.get(row.meeting_id) != (row.pupil_id, tuple(sorted(row.adult_ids))):
            sound = False
            problems.add(file, None, "meeting_id", row.meeting_id,
                         marked("The round has no meeting of this id with this pupil and these adults."))
        seen.add(row.meeting_id)
    return sound


def read_table(path: Path, columns: Sequence[str], problems: Problems) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a delivered table with the line each ends on; all `columns` are there, as text."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        problems.add(path.name, None, "", "", marked("This file is missing."))
        return
    except (OSError, UnicodeDecodeError):
        problems.add(path.name, None, "", "", marked("This file cannot be read: it should be UTF-8 text."))
        return
    header = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in header else ",", restval="")
    try:
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            problems.add(path.name, 1, ", ".join(missing), "", marked("This column is missing."))
            return
        for row in reader:
            if None in row:
                problems.add(path.name, reader.line_num, "", "", marked("This row has more cells than the header."))
                continue
            yield reader.line_num, row
    except csv.Error:
        problems.add(path.name, reader.line_num, "", "", marked("This row cannot be read."))


def _sound_rows(round: Round, output: Path, file: str, problems: Problems) -> Iterator[Mapping[str, str]]:
    known = {
        "pupil_id": round.pupil, "adult_ids": round.adult, "teacher_ids": round.teacher,
    }
    for line, row in read_table(output / file, COLUMNS[file], problems):
        wrong = [
            (column, marked("This id is not in the input."))
            for column, ids in known.items()
            if column in COLUMNS[file] and (not _ids(row[column]) or not set(_ids(row[column])) <= set(ids))
        ]
        if file == PLAN:
            wrong += _wrong_times(row)
        elif not row["reason"].strip():
            wrong.append(("reason", marked("Every meeting without a place has its reason, in a sentence.")))
        for column, message in wrong:
            problems.add(file, line, column, row[column], message)
        if not wrong or all(column == "reason" for column, _ in wrong):
            yield row


def _wrong_times(row: Mapping[str, str]) -> list[tuple[str, str]]:
    wrong = []
    if not _is_date(row["date"]):
        wrong.append(("date", marked("This is no date as in 2027-02-02.")))
    for column in ("start", "end"):
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d|24:00", row[column]):
            wrong.append((column, marked("This is no time as in 14:30.")))
    if not wrong and row["end"] <= row["start"]:
        wrong.append(("end", marked("A meeting ends after it starts.")))
    return wrong


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _appointment(row: Mapping[str, str]) -> Appointment:
    return Appointment(
        row["meeting_id"], row["pupil_id"], _ids(row["adult_ids"]), _ids(row["teacher_ids"]),
        dt.date.fromisoformat(row["date"]), _minute(row["start"]), _minute(row["end"]), row["room"], row["modality"],
    )


def _ids(cell: str) -> tuple[str, ...]:
    return tuple(sorted(part.strip() for part in cell.split(";") if part.strip()))


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
