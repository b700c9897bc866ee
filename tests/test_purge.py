"""Purging: no name, address, time or text of a round is left; counts are, and what somebody else put there."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from typing import TYPE_CHECKING

import pytest

from scheduler.cli import main
from scheduler.delivery import read_delivered_round, read_plan
from scheduler.faults import write_fault
from scheduler.invites import ledger
from scheduler.invites.feeds import write_feeds
from scheduler.mail.delivery import AsFiles
from scheduler.mail.turn import own_turn
from scheduler.problems import BadInput
from scheduler.purging import purge
from tests.clients.tools import PROJECT
from tests.invites.school import appointment, daans, school, told, tree
from tests.mail.office import at, published, sent

if TYPE_CHECKING:
    from pathlib import Path

OVER = dt.date(2027, 2, 3)
PERSONAL = tuple(sign.encode() for sign in (
    "suzanne", "Suzanne", "Berg", "ali", "Yılmaz", "Emma", "Daan", "14:30", "post.example", "12345678", "juf Anja"))
TODAY = ("--today", OVER.isoformat())


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A round with everything that its life can leave: invites, mails as files, lists, calendar files."""
    output = tmp_path / "output"
    published(output, round=school())
    sent(output, AsFiles(tmp_path / "mails", at(0)))
    published(output, appointment(start="15:00"), round=school(), days=1)
    for days in (1, 18):
        sent(output, AsFiles(tmp_path / "elsewhere", at(days)), days=days, remind=True)
    write_feeds(output, tmp_path / "web", school())
    (output / "invites" / "suzanne" / ".m1.ics.abc.part").write_bytes(b"Suzanne")
    return output


def refusal(output: Path, today: dt.date = OVER, **more: bool) -> str:
    """What the office reads when nothing is removed."""
    before = tree(output)
    with pytest.raises(BadInput) as bad:
        purge(output, today, **more)
    after = tree(output)
    assert {path: content for path, content in after.items() if path != ".sending"} == {
        path: content for path, content in before.items() if path != ".sending"}
    return bad.value.problems[0].text("en")


def test_nothing_of_anybody_is_left(output: Path, tmp_path: Path) -> None:
    (output / "summary.json").write_bytes(b"{}\n")
    assert sum(sign in content for content in tree(tmp_path).values() for sign in PERSONAL) > 20
    purge(output, OVER)
    assert sorted(tree(tmp_path)) == ["output/purged.json", "output/summary.json", "web/index.html"]
    assert [sign for content in tree(tmp_path).values() for sign in PERSONAL if sign in content] == []
    assert [path.name for path in output.iterdir() if path.is_dir()] == []


def test_counts_are_kept(output: Path) -> None:
    purge(output, OVER)
    kept = json.loads((output / "purged.json").read_text("utf-8"))
    assert kept.pop("version")
    assert kept == {
        "purged_on": "2027-02-03", "round_id": "2027-february", "adults_told": 2, "invites": 2, "invites_cancelled": 1,
        "messages": 6, "messages_sent": 6, "reminders": 1, "answers": 0, "calendar_files": 3,
        "removed": {"invites": 4, "staff": 1, "plan": 4, "reports": 1, "lists": 3, "ledger": 1, "mails": 5, "feeds": 3},
    }


def test_the_report_of_a_fault_goes_too(output: Path) -> None:
    assert write_fault(output, b"{}") == output / "fault" / "round.json"
    done = purge(output, OVER)
    assert (done.removed["faults"], done.left) == (1, ())
    assert not (output / "fault").exists()


def test_what_somebody_else_put_there_stays_and_is_named(output: Path, tmp_path: Path) -> None:
    mine = [output / "notes.txt", output / "invites" / "suzanne" / "photo.png", tmp_path / "mails" / "own.eml"]
    for path in mine:
        path.write_bytes(b"?")
    assert purge(output, OVER).left == ("invites/suzanne/photo.png", "notes.txt")
    assert all(path.exists() for path in mine)
    assert sorted(tree(output)) == ["invites/suzanne/photo.png", "notes.txt", "purged.json", "summary.json"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_a_link_out_of_the_folder_is_not_followed(output: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "m1.ics").write_bytes(b"of another round")
    (output / "invites" / "link").symlink_to(other)
    assert "invites/link" not in purge(output, OVER).removed
    assert (other / "m1.ics").exists()


@pytest.mark.parametrize("today", [dt.date(2027, 1, 11), dt.date(2027, 2, 2)])
def test_not_while_appointments_lie_ahead(output: Path, today: dt.date) -> None:
    assert refusal(output, today) == (
        f"{output}: Appointments lie ahead, the last on 2027-02-02. Purge the round after that, or with --force.")
    assert purge(output, today, force=True).removed["invites"] == 4


def test_a_plan_that_was_never_published_lies_ahead_too(tmp_path: Path) -> None:
    published(tmp_path)
    (tmp_path / "ledger.sqlite").unlink()
    assert "2027-02-02" in refusal(tmp_path, dt.date(2027, 2, 1))
    assert purge(tmp_path, OVER).removed["plan"] == 4


def test_an_invite_that_stands_lies_ahead_whatever_the_plan_says(tmp_path: Path) -> None:
    published(tmp_path, daans(date=dt.date(2027, 2, 9)))
    plan = (tmp_path / "plan.csv").read_text().replace("2027-02-09", "2027-01-01")
    (tmp_path / "plan.csv").write_text(plan)
    assert "the last on 2027-02-09" in refusal(tmp_path, dt.date(2027, 2, 8))


@pytest.mark.parametrize("file", ["ledger.sqlite", "plan.csv"])
def test_what_cannot_be_read_may_lie_ahead(tmp_path: Path, file: str) -> None:
    published(tmp_path)
    if file == "plan.csv":
        (tmp_path / "ledger.sqlite").unlink()
    (tmp_path / file).write_bytes(b"nonsense" * 100)
    assert refusal(tmp_path) == (
        f"{tmp_path}: The plan or the ledger cannot be read, so appointments may lie ahead. If you are sure that the "
        "round is over: --force.")
    purge(tmp_path, OVER, force=True)
    assert sorted(tree(tmp_path)) == ["purged.json", "summary.json"]


def test_the_ledger_of_a_newer_version_may_know_of_more(output: Path) -> None:
    with sqlite3.connect(output / "ledger.sqlite") as connection:
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    assert refusal(output) == (
        "ledger.sqlite: A newer version of this program wrote the ledger, and may know of files elsewhere that this "
        "one does not. Use that version, or --force.")
    assert purge(output, OVER, force=True).removed["mails"] == 5


def test_a_plan_without_a_single_appointment_is_over(tmp_path: Path) -> None:
    published(tmp_path)
    for path in (tmp_path / "plan.csv", tmp_path / "ledger.sqlite"):
        path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n" if path.suffix == ".csv" else b"")
    assert purge(tmp_path, dt.date(2027, 1, 1)).removed["plan"] == 4


def test_a_folder_without_a_round_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "messages.csv").touch()
    assert refusal(tmp_path) == f"{tmp_path}: There is no round in this folder. Name the folder with its plan."
    assert refusal(tmp_path / "nowhere").endswith("Name the folder with its plan.")


def test_a_dry_run_only_shows(output: Path, tmp_path: Path) -> None:
    before = tree(tmp_path)
    shown = purge(output, OVER, dry_run=True)
    assert tree(tmp_path) == before
    assert purge(output, OVER).removed == shown.removed


@pytest.mark.parametrize("step", ["_remove", "ClosingLedger.clear", "_remove_empty_folders"])
def test_a_purge_that_was_killed_is_completed(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(f"scheduler.purging.{step}", interrupt)
        with pytest.raises(KeyboardInterrupt):
            purge(output, OVER)
    kept = json.loads((output / "purged.json").read_text("utf-8"))
    assert kept["messages"] == 6
    purge(output, dt.date(2027, 1, 1))
    assert sorted(tree(tmp_path)) == ["output/purged.json", "output/summary.json", "web/index.html"]
    assert json.loads((output / "purged.json").read_text("utf-8")) == kept
    assert purge(output, OVER).over


def interrupt(given: object) -> None:
    """As Ctrl-C does."""
    raise KeyboardInterrupt


def test_not_while_another_command_is_at_work(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with own_turn(output):
        assert "Another command is sending from this folder or purging it." in refusal(output)
    monkeypatch.setattr("scheduler.invites.closing.WAIT_SECONDS", 0.05)
    other = sqlite3.connect(output / "ledger.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert "Another command is at work on this folder." in refusal(output)
    other.close()


def test_a_publication_that_waited_for_the_purge_writes_nothing(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = ledger.Ledger.check

    def and_then_purge(opened: ledger.Ledger, *given: object, **more: object) -> None:
        check(opened, *given, **more)  # type: ignore[arg-type]
        monkeypatch.setattr(ledger.Ledger, "check", check)
        purge(output, OVER)

    monkeypatch.setattr(ledger.Ledger, "check", and_then_purge)
    with pytest.raises(BadInput) as bad:
        told(output, appointment(start="15:10"))
    assert bad.value.problems[0].text("en").startswith("purged.json: The personal data of this round was removed on")
    assert sorted(tree(output)) == ["purged.json", "summary.json"]


@pytest.mark.parametrize("command", [
    ("publish",), ("send", "--by-hand"), ("feed", "calendars"), ("answers", "mailbox"),
])
def test_other_commands_say_that_it_is_over(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    purge(output, OVER)
    before = tree(output)
    name, *rest = command
    assert main([name, str(output), "--quiet", *rest]) == 2
    assert capsys.readouterr().err.startswith(
        "purged.json: The personal data of this round was removed on 2027-02-03. Give a new round an id and a folder "
        "of its own.\n")
    assert tree(output) == before


def test_plan_and_verify_say_so_too(
    output: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    given = str(PROJECT / "inputs" / "february-2027")
    purge(output, OVER)
    for command in (["plan", given, "--out", str(output)], ["plan", given, "--out", str(output), "--fresh"],
                    ["verify", given, str(output)]):
        assert main([*command, "--quiet"]) == 2
        assert capsys.readouterr().err.startswith("purged.json: The personal data of this round was removed on")
    for read in (read_plan, read_delivered_round):
        with pytest.raises(BadInput, match=r"purged\.json"):
            read(output)


def test_the_command_says_what_it_removed(
    output: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    (output / "notes.txt").touch()
    shown = [
        "  4 invites", "  1 teacher's calendar", "  4 files with the plan", "  1 report", "  3 lists for the office",
        "  the ledger", "  5 mails as files", "  3 calendar files to subscribe to",
        "Left, as this program did not make it: notes.txt",
        "Kept, without any person: summary.json and purged.json.",
        "The round's input folder, and mails in mailboxes, are not touched: remove them yourself."]
    assert main(["purge", str(output), "--quiet", "--dry-run", *TODAY]) == 0
    assert capsys.readouterr().out.splitlines() == [f"This would be removed from {output}:", *shown]
    assert main(["purge", str(output), "--quiet", *TODAY]) == 0
    assert capsys.readouterr().out.splitlines() == [f"Removed from {output}:", *shown]
    assert main(["purge", str(output), "--quiet", *TODAY]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "The personal data of this round was removed on 2027-02-03 already.",
        "Left, as this program did not make it: notes.txt"]
