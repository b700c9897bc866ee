"""khal, a calendar program, imports an invite twice without doubling it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

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


def test_an_update_moves_the_event(written: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "config").write_text(CONFIG.format(folder=tmp_path))
    for path in ("first/invites/suzanne/m1.ics", "first/invites/suzanne/m1.ics", "invites/suzanne/m1.ics"):
        (tmp_path / "one.ics").write_bytes(written[path])
        khal(tmp_path, "import", "--batch", str(tmp_path / "one.ics"))
    listed = khal(tmp_path, "list", "--format", "{start} {title}", "--day-format", "", "2027-02-01", "365d")
    assert listed == "2027-07-06 14:30 Oudergesprek groep 5A"


def khal(folder: Path, *arguments: str) -> str:
    """What khal answers."""
    environment = {**os.environ, "HOME": str(folder), "XDG_CACHE_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    done = subprocess.run([program("khal"), "-c", folder / "config", *arguments], env=environment, check=True,
                          capture_output=True, text=True)
    return done.stdout.strip()
