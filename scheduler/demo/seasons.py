"""The three rounds of a school year: their settings and windows, the same for every fictional school."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.round import School

ROUNDS = Path(__file__).with_name("rounds")

SEASONS = ("start", "november", "february")
"""The rounds in the order of the year; each has its text in `rounds/`."""


@dataclass(frozen=True, slots=True)
class Season:
    """A round without a school: `text` is round.toml from `[round]` on; evenings and dates are read from it."""

    name: str
    text: str
    requested: bool
    dates: tuple[dt.date, ...]
    evenings: tuple[dt.date, ...]

    def settings_text(self, school: School) -> str:
        """The whole round.toml of that school."""
        # A JSON string without escapes beyond ASCII is a TOML string too.
        quoted = {key: json.dumps(value, ensure_ascii=False) for key, value in (
            ("name", school.name), ("email", school.email), ("timezone", school.timezone), ("language", school.language)
        )}
        comments = {"email": "  # the organizer of every invite", "language": "  # for adults without one of their own"}
        lines = [f"{key} = {value}{comments.get(key, '')}" for key, value in quoted.items()]
        return "\n".join(("[school]", *lines, "", self.text))


@cache
def season(name: str) -> Season:
    """One of `SEASONS`."""
    text = (ROUNDS / f"{name}.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    windows = read["window"]
    return Season(
        name,
        text,
        requested=read["round"]["audience"] == "requested",
        dates=tuple(dict.fromkeys(window["date"] for window in windows)),
        evenings=tuple(window["date"] for window in windows if window.get("evening")),
    )
