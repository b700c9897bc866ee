"""Groups that are split or made one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.intake.references import UNKNOWN_GROUP, UNKNOWN_TEACHER
from scheduler.language import marked
from scheduler.whatif.edits.rows import changed, items, known, row_of, with_more, with_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.intake.cells import Row
    from scheduler.intake.given import Cells
    from scheduler.intake.sections import Part

EXISTS = marked("There is a group with this name already. Choose another name.")


def split(cells: Cells, item: Part) -> Cells:
    """The cells with several groups in the place of one; its pupils are dealt out in the order of pupils.csv."""
    group, into, teachers = item.text("group"), items(item, "into"), items(item, "teacher_id")
    members = [row for row in cells.rows["groups.csv"] if row.text("group") == group]
    others = set(known(cells, "groups.csv", "group")) - {group}
    if not members:
        item.refuse("group", UNKNOWN_GROUP)
    elif len(into) < 2:
        item.refuse("into", marked("Name at least two new groups."))
    elif not others.isdisjoint(into):
        item.refuse("into", EXISTS)
    elif teachers and len(teachers) != len(into):
        item.refuse("teacher_id", marked("Name one teacher for each new group, in the same order, or none."))
    elif _all_known(cells, item, teachers):
        rows = [row for row in cells.rows["groups.csv"] if row.text("group") != group]
        cells = with_rows(cells, "groups.csv", rows)
        for place, name in enumerate(into):
            own = [(teachers[place], "")] if teachers else _members(members)
            cells = _with_group(cells, item, name, members[0].text("level"), own)
        return _deal(cells, group, into)
    return cells


def merge(cells: Cells, item: Part) -> Cells:
    """The cells with one group in the place of several."""
    groups, into, teachers = items(item, "groups"), item.text("into"), items(item, "teacher_id")
    members = [row for row in cells.rows["groups.csv"] if row.text("group") in groups]
    found = known(cells, "groups.csv", "group")
    if not set(groups) <= set(found):
        item.refuse("groups", UNKNOWN_GROUP)
    elif len(groups) < 2:
        item.refuse("groups", marked("Name at least two groups to make one of."))
    elif into in set(found) - set(groups):
        item.refuse("into", EXISTS)
    elif _all_known(cells, item, teachers):
        rows = [row for row in cells.rows["groups.csv"] if row.text("group") not in groups]
        own = [(teacher_id, "") for teacher_id in teachers] or _members(members)
        cells = _with_group(with_rows(cells, "groups.csv", rows), item, into, members[0].text("level"), own)
        return with_rows(cells, "pupils.csv", [
            changed(row, group=into) if row.text("group") in groups else row for row in cells.rows["pupils.csv"]])
    return cells


def _members(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """The teachers of these rows with their days; who has several groups keeps all the days of them."""
    days: dict[str, list[str]] = {}
    for row in rows:
        days.setdefault(row.text("teacher_id"), []).append(row.text("days"))
    return [(teacher_id, "" if "" in found else ";".join(found)) for teacher_id, found in days.items()]


def _with_group(cells: Cells, item: Part, name: str, level: str, members: Sequence[tuple[str, str]]) -> Cells:
    rows = [row_of(item, group=name, level=level, teacher_id=teacher_id, days=days) for teacher_id, days in members]
    return with_more(cells, "groups.csv", *rows)


def _deal(cells: Cells, group: str, into: Sequence[str]) -> Cells:
    rows, dealt = [], 0
    for row in cells.rows["pupils.csv"]:
        if row.text("group") == group:
            row = changed(row, group=into[dealt % len(into)])
            dealt += 1
        rows.append(row)
    return with_rows(cells, "pupils.csv", rows)


def _all_known(cells: Cells, item: Part, teachers: Sequence[str]) -> bool:
    if set(teachers) <= set(known(cells, "teachers.csv", "teacher_id")):
        return True
    item.refuse("teacher_id", UNKNOWN_TEACHER)
    return False
