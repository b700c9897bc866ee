"""ical.js, a second parser with its own time-zone engine, reads every event at the right instant."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import icalendar

from tests.clients.tools import ical_js, program


def test_every_event_starts_at_the_right_instant(written: dict[str, bytes], tmp_path: Path) -> None:
    package = ical_js()
    main = json.loads((package / "package.json").read_text())["main"]
    paths, wanted = [], []
    for number, content in enumerate(written.values()):
        path = tmp_path / f"{number}.ics"
        path.write_bytes(content)
        paths.append(path)
        events = icalendar.Calendar.from_ical(content).walk("VEVENT")
        wanted += [int(event.decoded("dtstart").timestamp()) for event in events]
    script = Path(__file__).with_name("instants.mjs")
    done = subprocess.run([program("node"), script, package / main, *paths], capture_output=True, text=True, check=True)
    assert [int(line) for line in done.stdout.split()] == wanted
