"""The command `publish` as an office types it: it shows what it will do, and only then does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.cli import main
from scheduler.invites import ledger
from tests.invites.school import appointment, daans, school, tree
from tests.mail.office import published, with_addresses

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Published are Emma's and Daan's appointments; in the plan Emma's is later, Daan's gone, and a new one there."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    published(tmp_path, appointment(), daans())
    published(tmp_path / "now", appointment(start="15:00"), appointment("m3", adult_ids=("ali",)), round=school())
    for path in (tmp_path / "now").iterdir():
        if path.suffix in (".csv", ".json", ".html", ".xlsx") and path.name != "messages.csv":
            path.replace(tmp_path / path.name)
    return tmp_path


SHOWN = ["1 new invite", "2 changed invites", "1 cancelled invite", "0 invites stay as they are",
         "1 adult without an e-mail address: see messages.csv"]


def test_a_dry_run_shows_and_writes_nothing(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(output)
    assert main(["publish", str(output), "--quiet", "--dry-run"]) == 0
    assert capsys.readouterr().out.splitlines() == [*SHOWN, "Nothing was written."]
    assert tree(output) == before


def test_it_shows_before_it_writes(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", str(output), "--quiet"]) == 0
    assert capsys.readouterr().out.splitlines() == [*SHOWN, f"Written to {output}."]
    assert main(["publish", str(output), "--quiet"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "0 new invites", "0 changed invites", "0 cancelled invites", "3 invites stay as they are",
        "Everything stands in the calendars already."]


def test_what_it_shows_comes_before_the_first_byte(
    output: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(output)
    enter = ledger.Ledger.enter
    seen: list[str] = []

    def watched(opened: ledger.Ledger, news: object) -> None:
        seen.extend(capsys.readouterr().out.splitlines())
        assert {path: content for path, content in tree(output).items() if "journal" not in path} == before
        enter(opened, news)  # type: ignore[arg-type]

    monkeypatch.setattr(ledger.Ledger, "enter", watched)
    assert main(["publish", str(output), "--quiet"]) == 0
    assert seen == SHOWN


def test_a_consent_that_ends_takes_back_the_own_event_only(tmp_path: Path) -> None:
    consenting = with_addresses()
    published(tmp_path, appointment(), round=consenting)
    before = tree(tmp_path)
    ended = school(families={"p1": ["suzanne"], "p2": ["suzanne"]}, adults=[consenting.adult["suzanne"]])
    news = published(tmp_path, appointment(adult_ids=("suzanne",)), round=ended, days=1)
    assert [(message.adult_id, message.method) for message in news.messages] == [("ali", "CANCEL")]
    after = tree(tmp_path)
    assert after["invites/suzanne/m1.ics"] == before["invites/suzanne/m1.ics"]
    told = after["invites/ali/m1.ics"].decode() + news.messages[0].subject + news.messages[0].body
    assert [sign for sign in ("Suzanne", "suzanne", "Emma", "juf Anja", "room 12") if sign in told] == []
