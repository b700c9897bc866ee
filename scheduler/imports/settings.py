"""The settings of a round as rows of a workbook: what each may be, and what a template starts with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from scheduler.intake.columns import SECTIONS
from scheduler.intake.holidays import REGIONS
from scheduler.intake.sections import SEVERAL
from scheduler.round import Audience, Level, Modality

if TYPE_CHECKING:
    from scheduler.intake.columns import Column

YES_NO = ("ja", "nee")

CHOICES: dict[str, tuple[str, ...]] = {
    "school.language": ("nl", "en"), "school.region": REGIONS, "round.audience": get_args(Audience),
    "round.mandatory": YES_NO, "round.modality": get_args(Modality), "siblings.level": get_args(Level),
    "window.evening": YES_NO,
}
"""All that a setting can be, where that is one of a few."""

STARTS = {"school.language": "nl", "round.audience": "all", "round.meeting_minutes": "10", "round.slot_minutes": "10",
          "round.cutoff": "17:00", "round.modality": "school"}
"""What stands in an empty template."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A key of round.toml, with the part that it stands in."""

    section: str
    column: Column
    required: bool

    @property
    def name(self) -> str:
        """Section and key."""
        return f"{self.section}.{self.column.name}"

    @property
    def choices(self) -> tuple[str, ...]:
        """All that it can be, () for anything."""
        return CHOICES.get(self.name, ())


_ALL = tuple(Setting(section.name, column, section.required and column.required)
             for section in SECTIONS for column in section.keys)
SETTINGS = tuple(setting for setting in _ALL if setting.section != SEVERAL)
SETTING = {setting.name: setting for setting in SETTINGS}
WINDOW = tuple(setting for setting in _ALL if setting.section == SEVERAL)
"""The columns of the sheet of windows."""
