"""The settings of a round as rows of a workbook: what each may be, and what a template starts with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from scheduler.intake.columns import SECTIONS
from scheduler.intake.holidays import REGIONS
from scheduler.intake.sections import SEVERAL
from scheduler.language import languages
from scheduler.round import Audience, Level, Modality

if TYPE_CHECKING:
    from scheduler.intake.columns import Column

CHOICES: dict[str, tuple[str, ...]] = {
    "school.language": languages(), "school.region": REGIONS, "round.audience": get_args(Audience),
    "round.modality": get_args(Modality), "siblings.level": get_args(Level),
}
"""All that a setting can be, where that is one of a few."""

ANSWERED = ("round.mandatory", "window.evening")
"""The settings that are yes or no."""

STARTS = {"school.language": "nl", "round.audience": "all", "round.meeting_minutes": "10", "round.slot_minutes": "10",
          "round.cutoff": "17:00", "round.modality": "school"}
"""What stands in an empty template."""


def yes_no(language: str) -> tuple[str, str]:
    """Yes and no as a table takes them."""
    return ("ja", "nee") if language == "nl" else ("yes", "no")


def weekdays(language: str) -> tuple[str, ...]:
    """The days of the week as a table takes them, Monday first."""
    days = "ma di wo do vr za zo" if language == "nl" else "mon tue wed thu fri sat sun"
    return tuple(days.split())


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

    def choices(self, language: str) -> tuple[str, ...]:
        """All that it can be, () for anything."""
        return yes_no(language) if self.name in ANSWERED else CHOICES.get(self.name, ())


_ALL = tuple(Setting(section.name, column, section.required and column.required)
             for section in SECTIONS for column in section.keys)
SETTINGS = tuple(setting for setting in _ALL if setting.section != SEVERAL)
SETTING = {setting.name: setting for setting in SETTINGS}
WINDOW = tuple(setting for setting in _ALL if setting.section == SEVERAL)
"""The columns of the sheet of windows."""
