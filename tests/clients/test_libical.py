"""libical's table of what iTIP demands of a REQUEST, a CANCEL and a PUBLISH."""

from __future__ import annotations

import pytest

import scheduler.invites.news
from tests.clients.itip import complaints, library
from tests.clients.tools import missing


@pytest.fixture(autouse=True)
def libical() -> None:
    """Without libical nothing here can be tested, nor is any file that another test writes."""
    if library() is None:
        missing("libical3")


def test_every_file_is_correct_itip(written: dict[str, bytes]) -> None:
    addressed = {path: content for path, content in written.items() if "/ali/" not in path}
    assert {path: complaints(content) for path, content in addressed.items()} == dict.fromkeys(addressed, ())


def test_without_an_address_only_the_attendee_is_lacking(written: dict[str, bytes]) -> None:
    (complaint,) = complaints(written["invites/ali/m1.ics"])
    assert "ATTENDEE" in complaint


def test_a_cancel_without_its_organizer_would_be_noticed(written: dict[str, bytes]) -> None:
    broken = written["invites/suzanne/m2.ics"].replace(b"ORGANIZER;", b"X-ORGANIZER;")
    assert "ORGANIZER" in "".join(complaints(broken))


def test_whatever_any_test_writes_is_checked() -> None:
    assert hasattr(scheduler.invites.news.invite_file, "__wrapped__")
