"""Other settings: cells of round.toml that stand in the scenario instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.intake.columns import SECTIONS, SETTINGS_FILE
from scheduler.intake.sections import Part
from scheduler.intake.settings import settings_of
from scheduler.language import marked
from scheduler.problems import Problems
from scheduler.whatif.keys import SETTING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.intake.given import Cells
    from scheduler.round import Settings

Place = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class ChangedPart(Part):
    """A part of round.toml of which some keys stand in a scenario: `instead` says in which file and line."""

    instead: Mapping[str, Place]

    def refuse(self, column: str, message: str, **fields: object) -> None:
        """Note what is wrong with a cell, where it stands now."""
        file, line = self._place(column)
        self.problems.add(file, line, f"{self.name}.{column}", self.text(column), message, **fields)

    def warn(self, column: str, message: str, **fields: object) -> None:
        """Note what is odd about a cell, where it stands now."""
        file, line = self._place(column)
        self.problems.warn(file, line, f"{self.name}.{column}", self.text(column), message, **fields)

    def _place(self, column: str) -> Place:
        return self.instead.get(column, (self.file, self.lines.get(column, self.line)))


def change(cells: Cells, settings: Part) -> Cells:
    """The cells with these settings, given by whole name such as round.cutoff; `breaks` stands for the whole part."""
    parts = dict(cells.parts)
    if settings.text("breaks") == "no":
        parts["breaks"] = ()
    names = [name for name in settings.cells if name in SETTING]
    for section in dict.fromkeys(name.split(".")[0] for name in names):
        keys = {name.split(".")[1]: settings.text(name) for name in names if name.startswith(f"{section}.")}
        places = {key: (settings.file, settings.lines.get(f"{section}.{key}", settings.line)) for key in keys}
        old = next(iter(parts.get(section, ())), Part(SETTINGS_FILE, 1, {}, settings.problems, section, {}))
        parts[section] = (_changed(old, keys, places),)
        _check(parts[section][0], section, keys, settings)
    return replace(cells, parts=parts)


def read(cells: Cells) -> Settings:
    """The settings as they are now, as far as they can be read."""
    parts = {name: [replace(part, problems=Problems()) for part in of] for name, of in cells.parts.items()}
    return settings_of(parts, Problems()).settings


def with_fitting_slots(cells: Cells, at: Part) -> Cells:
    """The cells in which slots are as long as conversations, where these are no whole number of slots."""
    found = read(cells)
    if found.meeting_minutes % found.slot_minutes == 0:
        return cells
    return change(cells, replace(at, cells={"round.slot_minutes": str(found.meeting_minutes)}))


def for_requested(cells: Cells, at: Part) -> Cells:
    """The cells of a round for the pupils in requests.csv only, its conversations as mandatory as they were."""
    found = read(cells)
    if found.audience == "requested":
        return cells
    mandatory = "yes" if found.mandatory else "no"
    return change(cells, replace(at, cells={"round.audience": "requested", "round.mandatory": mandatory}))


def _changed(old: Part, keys: Mapping[str, str], places: Mapping[str, Place]) -> ChangedPart:
    before = old.instead if isinstance(old, ChangedPart) else {}
    return ChangedPart(old.file, old.line, {**old.cells, **keys}, old.problems, old.name, old.lines,
                       {**before, **places})


def _check(part: Part, section: str, keys: Mapping[str, str], settings: Part) -> None:
    """Refuse texts that no cell may be, and a part that is new but not complete."""
    columns = next(each.keys for each in SECTIONS if each.name == section)
    replace(part, problems=settings.problems).check([column for column in columns if column.name in keys])
    for column in columns:
        if column.required and column.name not in part.cells:
            settings.refuse(f"{section}.{next(iter(keys))}", marked("This key is missing. Add it, such as {example}."),
                            example=f"{section}.{column.name} = {column.example}")
