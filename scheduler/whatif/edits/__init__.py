"""What a scenario changes: each key is an edit of the round's cells, so that what comes of it is checked as files are.

An edit takes the cells and one item of the scenario's list, notes what is wrong with the item, and returns new cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.whatif.edits import families, groups, teachers, windows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scheduler.intake.given import Cells
    from scheduler.intake.sections import Part

EDITS: Mapping[str, Callable[[Cells, Part], Cells]] = {
    "teacher_joins": teachers.joins,
    "teacher_leaves": teachers.leaves,
    "split_group": groups.split,
    "merge_groups": groups.merge,
    "remove_window": windows.remove,
    "add_window": windows.add,
    "absent": teachers.absent,
    "flag": families.flag,
    "unflag": families.unflag,
}
"""The edit of each list; settings (`edits.settings`) and requests (`edits.requests`) are no lists."""
