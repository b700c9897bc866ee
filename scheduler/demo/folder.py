"""A fictional school on paper: drawn, and written as the folder of a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.demo.school import draw_round, draw_school
from scheduler.demo.seasons import season
from scheduler.demo.tables import tables_of
from scheduler.intake.folder import write_round_folder

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.demo.population import Population


def write_school(folder: Path, pupils: int, seed: int = 0, *, round: str = "february") -> Population:
    """Write a fictional school of so many pupils in that season of `SEASONS`, over what the folder may hold already.

    Raises:
        CannotWrite: nothing was written.
    """
    population = draw_school(pupils, seed)
    chosen = season(round)
    choices = draw_round(population, chosen, seed)
    write_round_folder(folder, chosen.settings_text(population.school), tables_of(population, choices))
    return population
