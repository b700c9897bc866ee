"""A whole board: what is written, what is told, what is planned again, and what one school may not do to another."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import os
import signal
import threading
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.appointments import Bounded
from scheduler.board.board import Board, Manner, plan_board
from scheduler.delivery import read_plan
from scheduler.files import CannotWrite
from scheduler.invites.publish import publish
from scheduler.jobs import pool
from scheduler.planning import plan_folder
from scheduler.problems import BadInput
from scheduler.processes import OwnProcesses
from scheduler.purging import purge
from scheduler.reports.overview import board_csv, board_page
from scheduler.verification import verify
from tests.board.schools import ALI, KIM, SUZANNE, write_school

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class PlannedAgain(BaseException):
    """Not an Exception, which would be a row of the board."""


class Idle(Executor):
    """Nobody works: whatever is handed out should have been there already."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        raise PlannedAgain


class Killing(OwnProcesses):
    """Kills the process that plans the school of this name."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        if args[0].given.round.school.name == "De Pechvogel":
            return super().submit(die)
        return super().submit(fn, *args, **kwargs)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def plan(folder: Path, executor: Executor | None = None, manner: Manner | None = None) -> Board:
    """The board below `folder`/in, planned into `folder`/out; what was planned passes the check of delivered files."""
    with executor or ThreadPoolExecutor(1) as worker:
        board = plan_board(folder / "in", folder / "out", worker, manner or Manner())
    for row in board.rows:
        if row.planned:
            assert verify(folder / "in" / row.path, folder / "out" / row.path).lines("en") == ()
    return board


def statuses(board: Board) -> dict[str, str]:
    return {row.path: row.status for row in board.rows}


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below but those that tell how long it took."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in ("summary.json", "report.html"):
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def starts(output: Path) -> list[str]:
    with (output / "plan.csv").open() as file:
        return [row["start"] for row in csv.DictReader(file)]


def test_every_school_is_planned_as_it_would_be_alone(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "noord", "De Noord", [ALI, KIM])
    write_school(tmp_path / "in" / "zuid" / "feb", "De Zuid", [SUZANNE], end="14:30", start="14:20")
    board = plan(tmp_path, pool(2))
    assert [(row.path, row.school, row.round_name, row.status, row.meetings, row.placed) for row in board.rows] == [
        ("noord", "De Noord", "Februarigesprekken 2027", "optimal", 2, 2),
        ("zuid/feb", "De Zuid", "Februarigesprekken 2027", "optimal", 1, 1),
    ]
    assert board.well
    for path in ("noord", "zuid/feb"):
        plan_folder(tmp_path / "in" / path, tmp_path / "alone" / path)
    assert dict(files(tmp_path / "out")) == dict(files(tmp_path / "alone"))


def test_what_is_planned_is_not_planned_again(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "a", "A", [ALI])
    write_school(tmp_path / "in" / "b", "B", [ALI])
    first = plan(tmp_path)
    assert plan(tmp_path, Idle()) == first
    assert board_csv(plan(tmp_path, Idle()).rows) == board_csv(first.rows)


@pytest.mark.parametrize("name", ["plan.csv", "summary.json", "report.html", "round.json"])
def test_what_is_incomplete_is_planned_again(tmp_path: Path, name: str) -> None:
    write_school(tmp_path / "in" / "a")
    plan(tmp_path)
    (tmp_path / "out" / "a" / name).unlink()
    with pytest.raises(PlannedAgain):
        plan(tmp_path, Idle())


def test_a_changed_school_or_another_seed_is_planned_again(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "a", "A")
    plan(tmp_path)
    write_school(tmp_path / "in" / "a", "A", [ALI, KIM])
    assert plan(tmp_path).rows[0].meetings == 2
    with pytest.raises(PlannedAgain):
        plan(tmp_path, Idle(), Manner(seed=1))


def test_a_broken_school_is_a_row_and_stops_nobody(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "a", "A")
    write_school(tmp_path / "in" / "b", "B")
    (tmp_path / "in" / "b" / "pupils.csv").write_text("pupil_id,first_name,last_name,group\np1,Elif,Geheim,9Z\np1,,,\n")
    (tmp_path / "in" / "c").mkdir()
    (tmp_path / "in" / "c" / "round.toml").write_text("[[[")
    board = plan(tmp_path)
    assert not board.well
    assert [(row.path, row.school, row.status, row.reason) for row in board.rows] == [
        ("a", "A", "optimal", ""),
        ("b", "b", "failed",
         "Er moeten 5 dingen worden verbeterd, het eerste in pupils.csv, regel 2. De opdracht plan zegt wat."),
        ("c", "c", "failed",
         "Er moeten 6 dingen worden verbeterd, het eerste in adults.csv. De opdracht plan zegt wat."),
    ]


def test_a_killed_process_is_a_row_and_stops_nobody(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "a", "A", [ALI])
    write_school(tmp_path / "in" / "b", "De Pechvogel", [KIM])
    write_school(tmp_path / "in" / "c", "C", [SUZANNE])
    board = plan(tmp_path, Killing(2))
    assert statuses(board) == {"a": "optimal", "b": "failed", "c": "optimal"}
    assert board.rows[1].reason == (
        "Het proces hield voortijdig op (code -9); misschien was er te weinig geheugen.")
    assert not (tmp_path / "out" / "b").exists()
    assert statuses(plan(tmp_path)) == {"a": "optimal", "b": "optimal", "c": "optimal"}


def test_a_school_that_takes_more_memory_than_it_may_is_a_row(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "a", "A")
    board = plan(tmp_path, pool(1), Manner(memory_bytes=1))
    assert [(row.status, row.reason) for row in board.rows] == [("failed", "Er was te weinig geheugen voor.")]


def test_a_school_whose_plan_cannot_be_written_is_a_row(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "a", "A")
    write_school(tmp_path / "in" / "b", "B", [KIM])
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a").write_text("in the way")
    board = plan(tmp_path)
    assert statuses(board) == {"a": "failed", "b": "optimal"}
    assert board.rows[0].reason.startswith(f"{tmp_path / 'out' / 'a' / 'plan.csv'} kon niet worden geschreven")


def test_a_round_in_which_not_all_fit_is_told_by_its_numbers(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "a", "A", [ALI, KIM, SUZANNE], end="14:50")
    board = plan(tmp_path)
    row = board.rows[0]
    assert (row.status, row.meetings, row.placed, row.unplaced, row.reason) == ("optimal", 3, 2, 1, "")
    assert not board.well


def test_nobody_is_booked_at_two_schools_at_once(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "a", "A", [ALI, KIM])
    write_school(tmp_path / "in" / "b", "B", [SUZANNE, "ALI@Post.Example"], end="16:00")
    board = plan(tmp_path)
    assert statuses(board) == {"a": "optimal", "b": "optimal"}
    first = read_plan(tmp_path / "out" / "a").of_adult["a1"][0]
    second = read_plan(tmp_path / "out" / "b").of_adult["a2"][0]
    assert abs(first.start_minute - second.start_minute) >= 40
    assert board.double_bookings == {}
    begin, end = first.start_minute - 30, first.end_minute + 30
    assert (tmp_path / "out" / "b" / "unavailable.csv").read_text() == (
        "person_id,date,start,end,kind\n"
        f"a2,2027-02-02,{begin // 60:02}:{begin % 60:02},{end // 60:02}:{end % 60:02},unavailable\n")
    assert not (tmp_path / "out" / "a" / "unavailable.csv").exists()
    for name, content in files(tmp_path / "out" / "b"):
        assert b"Ouder A" not in content, name


def test_the_travel_between_schools_is_as_long_as_is_said(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "a", "A", [ALI], end="14:40")
    write_school(tmp_path / "in" / "b", "B", [ALI], end="15:40")
    plan(tmp_path, manner=Manner(travel_minutes=0))
    assert starts(tmp_path / "out" / "b") != ["14:30"]
    plan(tmp_path, manner=Manner(travel_minutes=50))
    assert starts(tmp_path / "out" / "b") == ["15:30"]


def test_a_teacher_of_one_school_who_is_a_parent_at_another_is_one_person(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "a", "A", [ALI], end="14:40")
    write_school(tmp_path / "in" / "b", "B", [KIM], end="15:40", teacher=ALI)
    plan(tmp_path, manner=Manner(travel_minutes=50))
    assert starts(tmp_path / "out" / "b") == ["15:30"]


def test_a_change_at_the_earlier_school_plans_the_later_one_again(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "a", "A", [ALI], end="14:40")
    write_school(tmp_path / "in" / "b", "B", [ALI], end="14:50")
    manner = Manner(travel_minutes=0)
    plan(tmp_path, manner=manner)
    assert starts(tmp_path / "out" / "b") == ["14:40"]
    write_school(tmp_path / "in" / "a", "A", [ALI], start="14:40", end="14:50")
    plan(tmp_path, manner=manner)
    assert starts(tmp_path / "out" / "b") == ["14:30"]
    write_school(tmp_path / "in" / "a", "A", [KIM], start="14:40", end="14:50")
    plan(tmp_path, manner=manner)
    assert not (tmp_path / "out" / "b" / "unavailable.csv").exists()


def test_a_broken_school_keeps_its_former_plan_and_the_others_mind_it(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "b", "B", [ALI], end="14:40")
    plan(tmp_path)
    (tmp_path / "in" / "b" / "round.toml").write_text("[[[")
    write_school(tmp_path / "in" / "a", "A", [ALI], end="14:50")
    board = plan(tmp_path, manner=Manner(travel_minutes=0))
    assert [(row.school, row.status) for row in board.rows] == [("A", "optimal"), ("B", "failed")]
    assert starts(tmp_path / "out" / "a") == ["14:40"]
    assert board.double_bookings == {}


def test_people_who_are_booked_twice_all_the_same_are_counted(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "a", "A", [KIM], end="14:40")
    write_school(tmp_path / "in" / "b", "De Pechvogel", [ALI], end="14:40")
    plan(tmp_path)
    write_school(tmp_path / "in" / "a", "A", [ALI], end="14:40")
    board = plan(tmp_path, Killing(1))
    assert statuses(board) == {"a": "optimal", "b": "failed"}
    assert board.double_bookings == {("a", "b"): 1}
    assert not board.well
    page = board_page("Bestuur", board.rows, board.double_bookings, "en")
    assert "1 person has appointments at once at A and De Pechvogel." in page


def test_an_end_before_the_end_keeps_what_is_done(tmp_path: Path) -> None:
    for name in "abc":
        write_school(tmp_path / "in" / name, name.upper(), [ALI])
    stop = threading.Event()
    heard: list[str] = []

    def say(line: str) -> None:
        heard.append(line)
        if "1 van de 3" in line:
            stop.set()

    with ThreadPoolExecutor(1) as executor:
        board = plan_board(tmp_path / "in", tmp_path / "out", executor, stop=stop, say=say)
    assert statuses(board) == {"a": "optimal", "b": "waiting", "c": "waiting"}
    assert board.rows[1].reason == ("Nog niet gepland: het werk is gestopt voordat deze ronde aan de beurt was. "
                                    "Met dezelfde opdracht gaat het verder.")
    assert heard[-1].startswith("1 van de 3 scholen klaar, ")
    whole = plan(tmp_path)
    assert statuses(whole) == {"a": "optimal", "b": "optimal", "c": "optimal"}
    assert whole.rows[0] == board.rows[0]


def test_a_round_that_is_over_is_not_planned_again(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "a", "A", [ALI, KIM])
    before = plan(tmp_path).rows[0]
    purge(tmp_path / "out" / "a", dt.date(2027, 3, 1))
    board = plan_board(tmp_path / "in", tmp_path / "out", Idle())
    assert board.rows == (dataclasses.replace(before, purged=True),)
    assert "href=\"a/report.html\"" not in board_page("Bestuur", board.rows, {}, "nl")


def test_what_was_published_is_kept_and_a_damaged_ledger_is_a_row(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "a", "A", [ALI, KIM])
    plan(tmp_path)
    publish(tmp_path / "out" / "a")
    before = read_plan(tmp_path / "out" / "a").appointments
    write_school(tmp_path / "in" / "a", "A", [ALI, KIM, SUZANNE])
    with ThreadPoolExecutor(1) as executor:
        board = plan_board(tmp_path / "in", tmp_path / "out", executor)
    assert (board.rows[0].placed, board.rows[0].objective["moved"]) == (3, Bounded(0, 0))
    assert set(before) < set(read_plan(tmp_path / "out" / "a").appointments)
    write_school(tmp_path / "in" / "a", "A", [ALI, SUZANNE])
    (tmp_path / "out" / "a" / "ledger.sqlite").write_bytes(b"no ledger at all, but long enough to be one" * 99)
    board = plan_board(tmp_path / "in", tmp_path / "out", Idle())
    assert board.rows[0].status == "failed"
    assert board.rows[0].reason.startswith("Het logboek is beschadigd.")


def test_a_folder_without_rounds_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as told:
        plan_board(tmp_path, tmp_path / "out", Idle())
    assert [problem.text("en") for problem in told.value.problems] == [
        f"{tmp_path}: No round is in or below this folder: none of them has a round.toml."]
    assert not (tmp_path / "out").exists()


def test_an_output_that_is_no_folder_is_told_before_anything_is_planned(tmp_path: Path) -> None:
    write_school(tmp_path / "in" / "a")
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(CannotWrite):
        plan(tmp_path, Idle())
