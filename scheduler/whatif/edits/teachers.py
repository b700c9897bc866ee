"""Teachers who come, go, or cannot be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.intake.references import UNKNOWN_GROUP, UNKNOWN_TEACHER
from scheduler.language import marked
from scheduler.round import MINUTES_A_DAY
from scheduler.whatif.edits.rows import changed, items, known, round_of, row_of, with_more, with_rows

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.intake.cells import Row
    from scheduler.intake.given import Cells
    from scheduler.intake.sections import Part
    from scheduler.round import Round, Teacher

OWN_COLUMNS = ("name", "working_days", "room", "max_meetings_per_day")
"""The columns that only a new teacher has."""


def joins(cells: Cells, item: Part) -> Cells:
    """The cells with a new teacher, or with a colleague who holds conversations for one more group."""
    teacher_id, groups = item.id("teacher_id"), items(item, "group")
    if not teacher_id:
        return cells
    if teacher_id in known(cells, "teachers.csv", "teacher_id"):
        for column in OWN_COLUMNS:
            if item.text(column):
                item.refuse(column, marked("This teacher works here already: only group and days can be new. Leave "
                                           "this out, or give a new teacher another id."))
        if not groups:
            item.refuse("teacher_id", marked("This teacher works here already. Say for which group they hold "
                                             "conversations too: group = …"))
    elif not item.text("working_days"):
        item.refuse("working_days", marked("Say on which days this new teacher works, such as ma;di."))
    else:
        own = {column: item.text(column) for column in OWN_COLUMNS}
        cells = with_more(cells, "teachers.csv", row_of(item, **own | {
            "teacher_id": teacher_id, "name": item.text("name") or teacher_id}))
    for group in groups:
        cells = _joins_group(cells, item, teacher_id, group)
    return cells


def leaves(cells: Cells, item: Part) -> Cells:
    """The cells in which this teacher holds no conversations: someone else does, or the colleagues of the group."""
    teacher_id, instead = item.id("teacher_id"), item.id("instead")
    if not _known(cells, item, "teacher_id") or (instead and not _known(cells, item, "instead")):
        return cells
    if teacher_id == instead:
        item.refuse("instead", marked("This is the teacher who leaves. Name another one."))
        return cells
    for group in dict.fromkeys(row.text("group") for row in cells.rows["groups.csv"]):
        cells = _leaves_group(cells, item, group, teacher_id, instead)
    for file, column in (("agreements.csv", "teacher_id"), ("requests.csv", "staff")):
        rows = [_without(row, column, teacher_id, instead) for row in cells.rows[file]]
        cells = with_rows(cells, file, [row for row in rows if file != "agreements.csv" or row.text(column)])
    return cells


def absent(cells: Cells, item: Part) -> Cells:
    """The cells in which this teacher cannot be there then."""
    if not _known(cells, item, "teacher_id"):
        return cells
    when = {column: item.text(column) for column in ("date", "weekday", "start", "end")}
    dates, weekdays = item.date("date"), item.days("weekday", None)
    start, end = item.minute("start", 0), item.minute("end", MINUTES_A_DAY)
    if not _would_meet(round_of(cells), item.text("teacher_id"), dates, weekdays, (start, end)):
        item.refuse("date", marked("This changes nothing: there is no window then, or this teacher does not work. "
                                   "Check the date, or leave this out."))
        return cells
    return with_more(cells, "availability.csv", row_of(
        item, person_id=item.text("teacher_id"), kind="unavailable", **when))


def _joins_group(cells: Cells, item: Part, teacher_id: str, group: str) -> Cells:
    members = [row for row in cells.rows["groups.csv"] if row.text("group") == group]
    if not members:
        item.refuse("group", UNKNOWN_GROUP)
        return cells
    if teacher_id in {row.text("teacher_id") for row in members}:
        item.refuse("group", marked("This teacher holds conversations for this group already. Name another group."))
        return cells
    return with_more(cells, "groups.csv", row_of(
        item, group=group, level=members[0].text("level"), teacher_id=teacher_id, days=item.text("days")))


def _leaves_group(cells: Cells, item: Part, group: str, teacher_id: str, instead: str) -> Cells:
    members = [row.text("teacher_id") for row in cells.rows["groups.csv"] if row.text("group") == group]
    if teacher_id not in members:
        return cells
    if members == [teacher_id] and not instead:
        item.refuse("teacher_id", marked("Group {group} then has no teacher. Say who takes over: instead = …"),
                    group=group)
        return cells
    rows: list[Row] = []
    for row in cells.rows["groups.csv"]:
        if (row.text("group"), row.text("teacher_id")) != (group, teacher_id):
            rows.append(row)
        elif instead and instead not in members:
            rows.append(changed(row, teacher_id=instead, days=""))
    return with_rows(cells, "groups.csv", rows)


def _without(row: Row, column: str, teacher_id: str, instead: str) -> Row:
    named = items(row, column)
    if teacher_id not in named:
        return row
    others = [instead if one == teacher_id else one for one in named]
    return changed(row, **{column: ";".join(dict.fromkeys(one for one in others if one))})


def _known(cells: Cells, item: Part, column: str) -> bool:
    found = item.id(column) in known(cells, "teachers.csv", "teacher_id")
    if not found and item.text(column):
        item.refuse(column, UNKNOWN_TEACHER)
    return found


def _would_meet(
    round: Round, teacher_id: str, date: dt.date | None, weekdays: frozenset[int] | None, stretch: tuple[int, int]
) -> bool:
    """Whether the teacher could hold a conversation at some time that the absence takes away."""
    teacher = round.teacher[teacher_id]
    return any(
        window.start_minute < stretch[1] and stretch[0] < window.end_minute
        and (date is None or window.date == date)
        and (weekdays is None or window.date.weekday() in weekdays)
        and _comes(round, teacher, window.date)
        for window in round.windows
    )


def _comes(round: Round, teacher: Teacher, date: dt.date) -> bool:
    rows = [row for row in round.availability_of.get(teacher.teacher_id, ()) if row.on(date)]
    return date.weekday() in teacher.working_days or any(row.kind == "available" for row in rows)
