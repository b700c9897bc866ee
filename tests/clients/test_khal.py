"""khal, a calendar program, imports an invite twice without doubling it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.clients.tools import program

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """[calendars]
[[private]]
path = {folder}/calendar
[locale]
local_timezone = Europe/Amsterdam
default_timezone = Europe/Amsterdam
timeformat = %H:%M
dateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdateformat = %Y-%m-%d
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


EMMA_FIRST, EMMA_LATER = "2027-02-02 14:30 Oudergesprek groep 5A, Emma", "2027-07-06 14:30 Oudergesprek groep 5A"


@pytest.fixture
def calendar(tmp_path: Path) -> Path:
    """A folder with an empty calendar."""
    (tmp_path / "calendar").mkdir()
    (tmp_path / "config").write_text(CONFIG.format(folder=tmp_path))
    return tmp_path


def test_an_update_moves_the_event(written: dict[str, bytes], calendar: Path) -> None:
    take(calendar, *(written[path] for path in (
        "first/invites/suzanne/m1.ics", "first/invites/suzanne/m1.ics", "invites/suzanne/m1.ics")))
    assert agenda(calendar) == [EMMA_LATER]


def test_a_cancel_marks_the_event_it_takes_away(written: dict[str, bytes], calendar: Path) -> None:
    take(calendar, written["first/invites/suzanne/m2.ics"])
    assert agenda(calendar, "{title}{cancelled}") == ["Oudergesprek groep 8, Daan"]
    take(calendar, written["invites/suzanne/m2.ics"], written["invites/suzanne/m2.ics"])
    assert agenda(calendar, "{title}{cancelled}") == ["Oudergesprek groep 8, DaanCANCELLED"]


@pytest.mark.parametrize("whose", ["staff/anja", "feed/suzanne"])
def test_a_calendar_imported_twice_is_not_doubled(written: dict[str, bytes], calendar: Path, whose: str) -> None:
    before, after = written[f"first/{whose}.ics"], written[f"{whose}.ics"]
    take(calendar, before, before)
    assert len(agenda(calendar)) == before.count(b"BEGIN:VEVENT") > 0
    take(calendar, after, after)
    assert [line for line in agenda(calendar) if line.startswith("2027-07-06 14:30 ")] == agenda(calendar)[-1:]


def test_a_feed_beside_the_invites_doubles_nothing(written: dict[str, bytes], calendar: Path) -> None:
    take(calendar, *(written[f"first/{path}.ics"] for path in (
        "invites/suzanne/m1", "invites/suzanne/m2", "feed/suzanne")))
    assert agenda(calendar) == [EMMA_FIRST, "2027-02-02 14:40 Oudergesprek groep 8, Daan"]


def take(folder: Path, *contents: bytes) -> None:
    """Import the files one after another."""
    paths = [folder / f"{number}.ics" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    khal(folder, "import", "--batch", *map(str, paths))


def agenda(folder: Path, form: str = "{start} {title}") -> list[str]:
    """What stands in the calendar."""
    return khal(folder, "list", "--format", form, "--day-format", "", "2027-02-01", "365d").splitlines()


def khal(folder: Path, *arguments: str) -> str:
    """What khal answers."""
    environment = {**os.environ, "HOME": str(folder), "XDG_CACHE_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    done = subprocess.run([program("khal"), "-c", folder / "config", *arguments], env=environment, check=True,
                          capture_output=True, text=True)
    return done.stdout.strip()
