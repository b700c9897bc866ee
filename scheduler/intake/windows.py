"""The windows of round.toml, and whether conversations fit in them."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.intake.entries import Entry
from scheduler.language import marked
from scheduler.round import Window, clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.intake.sections import Part
    from scheduler.round import Settings


MOST_WINDOWS = 1000
"""A file with more is not looked at window by window: a school's year has fewer."""


def read_windows(parts: Sequence[Part], settings: Settings) -> tuple[Entry[Window], ...]:
    """The windows in the order of the file; what is wrong or odd about them is noted."""
    windows, readable = [], []
    if len(parts) > MOST_WINDOWS:
        parts[MOST_WINDOWS].refuse("", marked("This is more than {most} windows, far more than a round has. Check that "
                                              "it is the right file."), most=MOST_WINDOWS)
        return ()
    for part in parts:
        before = len(part.problems.serious)
        windows.append(Entry(part, _window(part)))
        if len(part.problems.serious) == before and {"date", "start", "end"} <= set(part.cells):
            readable.append((part, windows[-1].item))
    for part, window in readable:
        _check_one(part, window, settings)
    for (_, earlier), (part, later) in combinations(readable, 2):
        _check_two(part, earlier, later)
    return tuple(windows)


def last_end_minute(window: Window, settings: Settings) -> int:
    """When the last meeting in this window ends at the latest: at the cutoff, unless it is an evening."""
    return window.end_minute if window.evening else min(window.end_minute, settings.cutoff_minute)


def _window(part: Part) -> Window:
    date = part.date("date") or dt.date.min
    return Window(date, part.minute("start", 0), part.minute("end", 0), part.yes_no("evening", False))


def _check_one(part: Part, window: Window, settings: Settings) -> None:
    last = last_end_minute(window, settings)
    if window.end_minute <= window.start_minute:
        part.refuse("end", marked("This window ends before it starts, at {start}. Change one of the two."),
                    start=clock(window.start_minute))
    elif last <= window.start_minute:
        part.warn("start", marked("This window starts after {cutoff}, when the last conversation ends, so nothing is "
                                  "planned in it. Is it an evening? Then add evening = true; in a workbook, choose "
                                  "yes under evening."), cutoff=clock(last))
    elif last - window.start_minute < settings.meeting_minutes:
        part.warn("end", marked("No conversation of {minutes} minutes fits in this window, which has {found}."),
                  minutes=settings.meeting_minutes, found=last - window.start_minute)
    elif last < window.end_minute:
        part.warn("end", marked("This window is cut off at {cutoff}, when the last conversation ends. Is it an "
                                "evening? Then add evening = true; in a workbook, choose yes under evening."),
                  cutoff=clock(last))


def _check_two(part: Part, earlier: Window, later: Window) -> None:
    if later == earlier:
        part.refuse("date", marked("This window stands in the file twice. Remove one of them."))
    elif (
        later.date == earlier.date
        and later.start_minute < earlier.end_minute
        and earlier.start_minute < later.end_minute
    ):
        part.refuse("date", marked("This window overlaps the one from {start} to {end} on this date. Make them one, or "
                                   "change a time."), start=clock(earlier.start_minute), end=clock(earlier.end_minute))
