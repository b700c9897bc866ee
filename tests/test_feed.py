"""Calendar files to subscribe to: right, under names nobody can guess, stable, and gone when revoked."""

from __future__ import annotations

import csv
import os
import sqlite3
from typing import TYPE_CHECKING, Any

import icalendar
import pytest

from scheduler.cli import main
from scheduler.invites import feeds, subscriptions
from scheduler.invites.feeds import Feeds, write_feeds
from scheduler.invites.ledger import Ledger
from scheduler.problems import BadInput
from tests.invites.school import appointment, daans, read, school, told, tree

if TYPE_CHECKING:
    from pathlib import Path

SERVED = "served"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A folder in which both children's appointments are published."""
    folder = tmp_path / "output"
    folder.mkdir()
    told(folder, appointment(), daans())
    return folder


def written(output: Path, *revoked: str) -> Feeds:
    """Write the files beside the output folder."""
    return write_feeds(output, output.parent / SERVED, school(), revoked)


def index(output: Path) -> dict[str, dict[str, str]]:
    """The list for the office, by person."""
    with (output / "feeds.csv").open(encoding="utf-8", newline="") as file:
        return {row["person_id"]: row for row in csv.DictReader(file)}


def events(output: Path, person_id: str, served: str = SERVED) -> list[Any]:
    """What a subscriber sees."""
    content = (output.parent / served / index(output)[person_id]["file"]).read_bytes()
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar["method"] == "PUBLISH"
    return list(calendar.walk("VEVENT"))


def test_everyone_has_all_their_own_appointments(output: Path) -> None:
    assert written(output) == Feeds(files=4, empty=0, new=4)
    assert [str(event["summary"]) for event in events(output, "suzanne")] == [
        "Oudergesprek groep 5A, Emma", "Oudergesprek groep 8, Daan"]
    assert [str(event["summary"]) for event in events(output, "ali")] == ["Parents' conversation group 5A"]
    assert [str(event["summary"]) for event in events(output, "tom")] == ["Gesprek Daan, groep 8"]


def test_an_event_is_the_one_that_was_mailed_but_nobody_is_asked_to_answer(output: Path) -> None:
    told(output, appointment(start="15:00"), daans(), days=1)
    written(output)
    (event,), mailed = events(output, "ali"), read(output, "ali")
    for name in ("uid", "sequence", "dtstamp", "dtstart", "dtend", "location", "description", "organizer", "class"):
        assert event[name] == mailed[name], name
    assert (event["sequence"], "attendee" in event, "x-tienminuten" in event) == (1, False, False)


def test_no_file_tells_of_another_adult(output: Path) -> None:
    written(output)
    rows = index(output)
    for person_id, others in {"suzanne": (b"Ali", b"ali"), "ali": (b"Suzanne", b"suzanne", b"Daan")}.items():
        content = (output.parent / SERVED / rows[person_id]["file"]).read_bytes()
        assert [other for other in others if other in content] == []


def test_the_list_for_the_office_says_whose_is_which(output: Path) -> None:
    written(output)
    assert [(row["person_id"], row["kind"], row["name"], row["email"]) for row in index(output).values()] == [
        ("ali", "adult", "Ali Yılmaz", ""), ("suzanne", "adult", "Suzanne van den Berg", "suzanne@post.example"),
        ("anja", "teacher", "juf Anja", ""), ("tom", "teacher", "meester Tom", "")]


def test_names_tell_nothing_and_are_long(output: Path) -> None:
    written(output)
    names = [row["file"] for row in index(output).values()]
    assert len(set(names)) == 4
    assert {len(name) for name in names} == {36}
    assert all(name[0].isalnum() for name in names)


def test_another_run_gives_the_same_names_and_bytes(output: Path) -> None:
    written(output)
    before = tree(output.parent)
    assert written(output) == Feeds(files=4, empty=0, new=0)
    assert tree(output.parent) == before


def test_a_change_comes_under_the_same_name(output: Path) -> None:
    written(output)
    names = {person_id: row["file"] for person_id, row in index(output).items()}
    told(output, appointment(start="15:00"), daans(), days=1)
    written(output)
    assert {person_id: row["file"] for person_id, row in index(output).items()} == names
    assert [event.decoded("dtstart").hour for event in events(output, "ali")] == [15]


def test_who_has_nothing_any_more_keeps_an_empty_calendar(output: Path) -> None:
    written(output)
    was = index(output)["ali"]["file"]
    told(output, daans(), days=1)
    assert written(output) == Feeds(files=4, empty=2, new=0)
    content = (output.parent / SERVED / was).read_bytes()
    assert b"VEVENT" not in content
    assert b"Ali" not in content
    assert list(index(output)) == ["suzanne", "tom"]
    told(output, appointment(), daans(), days=2)
    written(output)
    assert index(output)["ali"]["file"] == was


def test_a_revoked_name_never_returns(output: Path) -> None:
    written(output)
    was, others = index(output)["ali"]["file"], index(output)["suzanne"]["file"]
    assert written(output, "ali") == Feeds(files=3, empty=0, new=0)
    assert not (output.parent / SERVED / was).exists()
    assert "ali" not in index(output)
    (output.parent / SERVED / was).write_bytes(b"put back by hand")
    assert written(output) == Feeds(files=4, empty=0, new=1)
    assert not (output.parent / SERVED / was).exists()
    assert index(output)["ali"]["file"] != was
    assert index(output)["suzanne"]["file"] == others


def test_revoking_what_is_not_there_changes_nothing(output: Path) -> None:
    written(output)
    before = tree(output.parent)
    with pytest.raises(BadInput) as bad:
        written(output, "ali", "nobody", "else")
    assert bad.value.problems[0].text("en") == (
        "feeds.csv: There is no calendar file of nobody, else, so there is nothing to revoke.")
    assert tree(output.parent) == before


def test_a_run_that_is_killed_while_revoking_is_completed_by_the_next(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(output)
    was = index(output)["ali"]["file"]

    def dying(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(feeds, "_bring_in_line", dying)
        with pytest.raises(KeyboardInterrupt):
            written(output, "ali")
    assert (output.parent / SERVED / was).exists()
    written(output)
    assert not (output.parent / SERVED / was).exists()


def test_a_lost_ledger_takes_the_names_from_the_list(output: Path) -> None:
    written(output)
    before = tree(output.parent / SERVED)
    (output / "ledger.sqlite").unlink()
    assert written(output) == Feeds(files=4, empty=0, new=0)
    assert tree(output.parent / SERVED) == before
    (output / "ledger.sqlite").unlink()
    told(output, appointment(), daans(), days=3)
    (output / "feeds.csv").write_text("file,kind,person_id\n../evil.ics,adult,ali\n,,\n")
    assert written(output).new == 4


@pytest.mark.parametrize("place", [".", "..", "../output"])
def test_the_plan_itself_is_never_served(output: Path, place: str) -> None:
    with pytest.raises(BadInput) as bad:
        write_feeds(output, output / place, school())
    assert "which must never be served" in bad.value.problems[0].text("en")


def test_the_files_stand_in_one_place(output: Path) -> None:
    written(output)
    with pytest.raises(BadInput) as bad:
        write_feeds(output, output.parent / "elsewhere", school())
    assert bad.value.problems[0].text("en") == (
        f"{output.parent / 'elsewhere'}: The calendar files of this round stand in {output.parent / SERVED}. "
        "Name that folder, or remove it first.")
    (output.parent / SERVED).rename(output.parent / "elsewhere")
    assert write_feeds(output, output.parent / "elsewhere", school()).new == 0


def test_what_the_school_put_there_stays(output: Path) -> None:
    (output.parent / SERVED).mkdir()
    for name in ("index.html", "logo.png", "other-round.ics"):
        (output.parent / SERVED / name).write_bytes(b"the school's own")
    written(output)
    kept = {path: content for path, content in tree(output.parent / SERVED).items() if content == b"the school's own"}
    assert list(kept) == ["index.html", "logo.png", "other-round.ics"]


def test_a_server_that_lists_folders_lists_nothing(output: Path) -> None:
    written(output)
    assert tree(output.parent / SERVED)["index.html"] == b""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_the_owner_reads_them(output: Path) -> None:
    written(output)
    assert {path.stat().st_mode & 0o777 for path in output.parent.rglob("*") if path.is_file()} == {0o600}


def test_before_a_publication_there_is_nothing_to_subscribe_to(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as bad:
        write_feeds(tmp_path, tmp_path.parent / SERVED, school())
    assert "Nothing was published from this folder." in bad.value.problems[0].text("en")
    assert tree(tmp_path) == {}


def test_names_are_drawn_until_they_begin_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["-rf", "_x", "abc"])
    monkeypatch.setattr(subscriptions.secrets, "token_urlsafe", lambda size: next(drawn))
    ledger = sqlite3.connect(":memory:", isolation_level=None)
    ledger.row_factory = sqlite3.Row
    ledger.execute("CREATE TABLE feeds (token, kind, person_id, revoked DEFAULT 0)")
    opened = Ledger(ledger)
    subscriptions.mint(opened, [("adult", "ali")])
    assert [each.file for each in subscriptions.subscriptions(opened)] == ["abc.ics"]


def test_the_command_says_what_stands_where(
    output: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setattr("scheduler.delivery.read_delivered_round", lambda output: school())
    typed = ["feed", str(output), str(output.parent / SERVED), "--quiet"]
    assert main(typed) == 0
    assert capsys.readouterr().out == (
        f"4 calendar files stand in {output.parent / SERVED}, 4 under new names, 0 empty.\n"
        f"{output / 'feeds.csv'} says whose is which: give everyone their own address only, and never serve that "
        "list.\n")
    assert main([*typed, "--revoke", "ali", "--revoke", "tom"]) == 0
    assert capsys.readouterr().out.startswith(
        "The calendar file of ali is gone.\nThe calendar file of tom is gone.\n2 calendar files stand in ")
