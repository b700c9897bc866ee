"""round.toml to the school, the settings and the windows, with the line of whatever is wrong."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from scheduler.intake import values
from scheduler.intake.columns import SETTINGS_FILE
from scheduler.intake.entries import Entry
from scheduler.intake.holidays import REGIONS
from scheduler.intake.sections import Part, read_parts
from scheduler.intake.windows import read_windows
from scheduler.language import languages, marked
from scheduler.round import (
    COST_KEYS,
    MINUTES_A_DAY,
    UNPLACED,
    Audience,
    Breaks,
    Level,
    Modality,
    School,
    Settings,
    Siblings,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.problems import Problems
    from scheduler.round import Window


@dataclass(frozen=True, slots=True)
class RoundFile:
    """What round.toml says; only `sound` where nothing was wrong with it, `region` "" where it names none."""

    school: School
    settings: Settings
    windows: tuple[Entry[Window], ...]
    region: Entry[str]
    sound: bool


def read_settings(text: str | None, problems: Problems) -> RoundFile:
    """All of round.toml, with the contract's defaults where it says nothing; None for a file that is not there."""
    parts = read_parts(text, problems) if text is not None else {}
    sound = text is not None and not any(problem.file == SETTINGS_FILE for problem in problems.serious)
    return settings_of(parts, problems, sound=sound)


def settings_of(parts: Mapping[str, Sequence[Part]], problems: Problems, *, sound: bool = True) -> RoundFile:
    """What the parts of round.toml say; not `sound` where some of the file could not be read."""
    before = len(problems.serious)

    def part(name: str) -> Part:
        return next(iter(parts.get(name, ())), Part(SETTINGS_FILE, 1, {}, problems, name, {}))

    school = _school(part("school"))
    region = Entry(part("school"), part("school").choice("region", REGIONS, ""))
    settings = _settings(part("round"), part("siblings"), part("separate"), part("objective"), parts.get("breaks", ()))
    windows = read_windows(parts.get("window", ()), settings)
    return RoundFile(school, settings, windows, region, sound and len(problems.serious) == before)


def _school(part: Part) -> School:
    timezone = part.text("timezone") or "Europe/Amsterdam"
    try:
        zoneinfo.ZoneInfo(timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        part.refuse("timezone", marked("This time zone is unknown. For a school in the Netherlands it is "
                                       "Europe/Amsterdam."))
    language = part.choice("language", languages(), "nl")
    return School(part.text("name"), part.email("email"), timezone, language)


def _settings(round: Part, siblings: Part, separate: Part, objective: Part, breaks: Sequence[Part]) -> Settings:
    audience: Audience = round.choice("audience", get_args(Audience), "all")
    meeting_minutes = round.number("meeting_minutes", 10, 1, MINUTES_A_DAY)
    slot_minutes = round.number("slot_minutes", meeting_minutes, 1, MINUTES_A_DAY)
    if meeting_minutes % slot_minutes:
        round.refuse("meeting_minutes", marked("A conversation takes a whole number of slots. Choose a multiple of "
                                               "slot_minutes, which is {slot_minutes}."), slot_minutes=slot_minutes)
    return Settings(
        round_id=round.id("id"),
        name=round.text("name"),
        audience=audience,
        mandatory=round.yes_no("mandatory", audience == "all"),
        meeting_minutes=meeting_minutes,
        slot_minutes=slot_minutes,
        cutoff_minute=round.minute("cutoff", 17 * 60),
        child_present_from_level=round.number("child_present_from_level", None, 1, 8),
        modality=round.choice("modality", get_args(Modality), "school"),
        siblings=Siblings(
            level=siblings.choice("level", get_args(Level), "must"),
            walk_minutes=siblings.number("walk_minutes", 0, 0, MINUTES_A_DAY),
            max_wait_minutes=siblings.number("max_wait_minutes", 10, 0, MINUTES_A_DAY),
        ),
        min_apart_minutes=separate.number("min_apart_minutes", 30, 0, MINUTES_A_DAY),
        breaks=_breaks(breaks[0]) if breaks else None,
        objective=_objective(objective),
    )


def _breaks(part: Part) -> Breaks:
    return Breaks(part.number("after_meetings", 1, 1, 100), part.number("minutes", 1, 1, MINUTES_A_DAY))


def _objective(part: Part) -> tuple[str, ...]:
    if "order" not in part.cells:
        return COST_KEYS
    order = tuple(key.strip() for key in part.text("order").split(";") if key.strip())
    unknown = values.unknown_names(order, COST_KEYS)
    for key, meant in unknown.items():
        if meant:
            part.refuse("order", marked('"{key}" is unknown. Did you mean "{meant}"?'), key=key, meant=meant)
        else:
            part.refuse("order", marked('"{key}" is unknown. Choose from: {choices}.'), key=key,
                        choices=", ".join(COST_KEYS))
    for key in dict.fromkeys(order):
        if order.count(key) > 1:
            part.refuse("order", marked('"{key}" stands there twice. Name each only once.'), key=key)
    if not unknown and order[:2] != UNPLACED:
        part.warn("order", marked("unplaced_mandatory and unplaced_optional do not come first, in this order. "
                                  "Families may be left without a conversation for the sake of something else."))
    return order
