"""A fictional school written to a folder and read back, as a user of the command would have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.demo.school import draw_round, draw_school
from scheduler.demo.seasons import season
from scheduler.demo.tables import tables_of
from scheduler.intake import Given, read_round
from scheduler.intake.folder import write_round_folder

if TYPE_CHECKING:
    from pathlib import Path


def drawn(folder: Path, pupils: int, seed: int, name: str = "february") -> Given:
    """The round of that season, read from the folder it was written to."""
    school = draw_school(pupils, seed)
    choices = draw_round(school, season(name), seed)
    write_round_folder(folder, season(name).settings_text(school.school), tables_of(school, choices))
    return read_round(folder)
