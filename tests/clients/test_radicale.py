"""Radicale, a calendar server on this machine, takes the invite, its update, and gives one event back."""

from __future__ import annotations

import base64
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import icalendar
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[str]:
    """The address of an empty calendar on a server of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    server = subprocess.Popen([
        sys.executable, "-m", "radicale", "--config", "", "--server-hosts", address, "--auth-type", "none",
        "--storage-filesystem-folder", str(tmp_path / "storage"), "--logging-level", "error",
    ])
    try:
        url = f"http://{address}/office/calendar/"
        for _ in range(100):
            try:
                asked(url, "MKCALENDAR")
                break
            except urllib.error.HTTPError:
                raise
            except urllib.error.URLError:
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait()


def test_an_update_replaces_the_event(written: dict[str, bytes], collection: str) -> None:
    for path in ("first/invites/suzanne/m1.ics", "invites/suzanne/m1.ics"):
        asked(f"{collection}m1.ics", "PUT", written[path].replace(b"METHOD:REQUEST\r\n", b""))
    (event,) = icalendar.Calendar.from_ical(asked(collection, "GET")).walk("VEVENT")
    assert event["sequence"] == 1
    assert event.decoded("dtstart").isoformat() == "2027-07-06T14:30:00+02:00"


def test_a_cancel_is_taken_in_place_of_its_event(written: dict[str, bytes], collection: str) -> None:
    for path in ("first/invites/suzanne/m2.ics", "invites/suzanne/m2.ics"):
        content = written[path].replace(b"METHOD:REQUEST\r\n", b"").replace(b"METHOD:CANCEL\r\n", b"")
        asked(f"{collection}m2.ics", "PUT", content)
    (event,) = icalendar.Calendar.from_ical(asked(collection, "GET")).walk("VEVENT")
    assert event["status"] == "CANCELLED"


def test_a_feed_is_taken_whole_and_replaced_whole(written: dict[str, bytes], collection: str) -> None:
    for path, summaries in (
        ("first/feed/suzanne.ics", ["Oudergesprek groep 5A, Emma", "Oudergesprek groep 8, Daan"]),
        ("feed/suzanne.ics", ["Oudergesprek groep 5A"]),
        ("feed/tom.ics", []),
    ):
        asked(collection, "PUT", written[path].replace(b"METHOD:PUBLISH\r\n", b""))
        events = icalendar.Calendar.from_ical(asked(collection, "GET")).walk("VEVENT")
        assert sorted(str(event["summary"]) for event in events) == summaries


def asked(url: str, method: str, content: bytes | None = None) -> bytes:
    """What the server answers."""
    headers = {"Authorization": "Basic " + base64.b64encode(b"office:").decode()}
    if content:
        headers["Content-Type"] = "text/calendar; charset=utf-8"
    request = urllib.request.Request(url, data=content, method=method, headers=headers)  # noqa: S310  # our own server
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return bytes(answer.read())
