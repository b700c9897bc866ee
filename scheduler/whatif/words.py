"""What settings are called in a series of scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.language import marked, translate

if TYPE_CHECKING:
    from collections.abc import Mapping

POINTS = {
    "round.meeting_minutes": marked("{value} minutes each"),
    "round.slot_minutes": marked("a start every {value} minutes"),
    "round.cutoff": marked("until {value}"),
    "siblings.walk_minutes": marked("{value} minutes to walk"),
    "siblings.max_wait_minutes": marked("at most {value} minutes of waiting"),
    "separate.min_apart_minutes": marked("{value} minutes apart"),
    "breaks.after_meetings": marked("a break after {value} conversations"),
    "breaks.minutes": marked("breaks of {value} minutes"),
    "request_share": marked("{value} asks for a conversation"),
}

AXES = {
    "round.meeting_minutes": marked("Minutes per conversation"),
    "round.slot_minutes": marked("Minutes between two starts"),
    "round.cutoff": marked("End of the last conversation"),
    "siblings.walk_minutes": marked("Minutes to walk"),
    "siblings.max_wait_minutes": marked("Most minutes of waiting"),
    "separate.min_apart_minutes": marked("Minutes apart"),
    "breaks.after_meetings": marked("Most conversations in a row"),
    "breaks.minutes": marked("Minutes of a break"),
    "request_share": marked("Part of all pupils for whom a conversation is asked"),
}


def point_name(point: Mapping[str, str], language: str) -> str:
    """The values of a point in words.

    >>> point_name({"round.cutoff": "16:30", "round.meeting_minutes": "10"}, "nl")
    'tot 16:30, 10 minuten per gesprek'
    """
    return ", ".join(
        translate(POINTS[name], language, value=value_name(name, value)) if name in POINTS else f"{name} = {value}"
        for name, value in point.items()
    )


def axis_name(name: str, language: str) -> str:
    """What a setting is called along the side of a table or a curve; one without words of its own keeps its key."""
    return translate(AXES[name], language) if name in AXES else name


def value_name(name: str, value: str) -> str:
    """A value as people read it: a share as a percentage.

    >>> value_name("request_share", "0.7")
    '70 %'
    """
    return f"{round(float(value) * 100)} %" if name == "request_share" else value
