"""Invites of every kind, in summer and in winter, for every client to read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.invites.school import appointment, daans, told, tree

if TYPE_CHECKING:
    from pathlib import Path

SUMMER = dt.date(2027, 7, 6)


@pytest.fixture
def written(tmp_path: Path) -> dict[str, bytes]:
    """All iCalendar files of two publications, by path: requests, a change, a cancel, staff calendars."""
    output = tmp_path / "output"
    output.mkdir()
    told(output, appointment(), daans())
    first = {f"first/{path}": content for path, content in tree(output).items()}
    told(output, appointment(date=SUMMER, modality="phone"), days=1)
    files = first | tree(output)
    return {path: content for path, content in files.items() if path.endswith(".ics")}
