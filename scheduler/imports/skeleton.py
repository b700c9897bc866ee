"""The settings of a round as an import leaves them for the office: explained, with what must be filled in marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.imports.kept import text_in, toml_of
from scheduler.imports.text import id_of
from scheduler.intake.columns import SETTINGS_FILE
from scheduler.intake.sections import as_cell
from scheduler.intake.values import UNKNOWN, date_in
from scheduler.language import marked, translate

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

LINES = (
    ("", marked("The settings of this round. Fill in what has a question mark, and the windows below.")),
    ("[school]", ""),
    ('name = "{unknown}"', marked("the school as parents know it")),
    ('email = "{unknown}"', marked("a mailbox that someone reads: invites come from here")),
    ('language = "{language}"', marked("for adults without a language of their own: nl or en")),
    ("", ""),
    ("[round]", ""),
    ('id = "{id}"', ""),
    ('name = "{unknown}"', marked("as parents see it, such as Februarigesprekken 2027")),
    ('audience = "{audience}"', marked("all: every pupil; requested: only pupils in requests.csv")),
    ("meeting_minutes = 10", marked("how long a conversation lasts")),
    ("slot_minutes = 10", marked("how far apart conversations may start")),
    ('cutoff = "17:00"', marked("no conversation ends later, unless its window is an evening")),
    ("", ""),
    ("", marked("One [[window]] for each afternoon or evening; take away the # and fill in your own:")),
    ("# [[window]]", ""),
    ("# date = 2027-02-02", ""),
    ('# start = "14:30"', ""),
    ('# end = "17:00"', ""),
    ("#", ""),
    ("# [[window]]", ""),
    ("# date = 2027-02-04", ""),
    ('# start = "18:30"', ""),
    ('# end = "20:30"', ""),
    ("# evening = true", ""),
)


def skeleton(folder: Path, language: str, requested: bool) -> str:
    """A round.toml to fill in; the round's id is the folder's name."""
    words = {"unknown": UNKNOWN, "language": language, "id": id_of(folder.resolve().name, "round"),
             "audience": "requested" if requested else "all"}
    lines = []
    for setting, about in LINES:
        said = f"# {translate(about, language)}" if about else ""
        lines.append(f"{setting.format(**words):<28} {said}".rstrip() if setting else said)
    return "\n".join(lines) + "\n"


def settings_of(folder: Path) -> dict[str, Any]:
    """What round.toml says; {} where there is none that can be read: its faults are for `plan` to tell."""
    return read_settings(settings_text(folder))


def read_settings(text: str) -> dict[str, Any]:
    """What the text of a round.toml says; {} where it cannot be read."""
    try:
        return toml_of(text)
    except ValueError:
        return {}


def settings_text(folder: Path) -> str:
    """round.toml as it stands; "" where there is none that can be read."""
    try:
        return text_in(folder / SETTINGS_FILE)
    except ValueError:
        return ""


def dates_of(settings: dict[str, Any]) -> list[dt.date]:
    """The dates of the windows, ascending."""
    windows = settings.get("window", [])
    given = [window.get("date") for window in windows if isinstance(window, dict)] if isinstance(windows, list) else []
    return sorted({date for cell in given if (date := date_in(as_cell(cell)))})


def language_of(settings: dict[str, Any], otherwise: str) -> str:
    """The school's language."""
    school = settings.get("school", {})
    language = school.get("language") if isinstance(school, dict) else None
    return language if isinstance(language, str) and language else otherwise


def unfinished(settings: dict[str, Any]) -> bool:
    """Whether a question mark is left, or no window is there yet."""
    tables = [table for table in settings.values() if isinstance(table, dict)]
    return not settings.get("window") or any(cell == UNKNOWN for table in tables for cell in table.values())
