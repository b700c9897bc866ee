"""`tienminuten board` as it is typed: exit codes, what is said, and the files of the overview."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from scheduler.cli import main
from tests.board.schools import ALI, KIM, write_school

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.chdir(tmp_path)


def test_all_is_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_school(tmp_path / "stichting" / "a", "De Noord", [ALI])
    write_school(tmp_path / "stichting" / "b", "De Zuid", [KIM])
    assert main(["board", "stichting", "--workers", "1"]) == 0
    told = capsys.readouterr()
    assert told.out == "Rondes met een rooster: 2 van de 2.\nBekijk outputs/stichting/board.html.\n"
    assert "Reading 2 of 2 rounds …" in told.err
    assert "2 van de 2 scholen klaar, " in told.err
    output = tmp_path / "outputs" / "stichting"
    assert sorted(path.name for path in output.iterdir()) == ["a", "b", "board.csv", "board.html"]
    assert main(["board", "stichting", "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_what_is_not_well_is_told_and_the_rest_is_planned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_school(tmp_path / "in" / "a", "De Noord", [ALI, KIM], end="14:40")
    write_school(tmp_path / "in" / "b", "De Zuid", [KIM])
    (tmp_path / "in" / "b" / "pupils.csv").write_text("pupil_id\n")
    assert main(["board", "in", "--out", "out", "--quiet", "--workers", "1"]) == 1
    assert capsys.readouterr().out == (
        "Rondes met een rooster: 1 van de 2.\n"
        "b: Er moeten 3 dingen worden verbeterd, het eerste in pupils.csv, regel 1. De opdracht plan zegt wat.\n"
        "1 gesprek heeft geen plek.\n"
        "Bekijk out/board.html.\n")


def test_nothing_to_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["board", str(tmp_path)]) == 2
    assert "No round is in or below this folder: none of them has a round.toml." in capsys.readouterr().err
    assert not (tmp_path / "outputs").exists()


@pytest.mark.parametrize("usage", [["--workers", "0"], ["--seconds", "-1"], ["--memory", "0"],
                                   ["--travel-minutes", "-1"], ["--travel-minutes", "601"]])
def test_numbers_that_cannot_be(usage: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["board", "in", *usage])
    assert ended.value.code == 2


def test_ctrl_c_keeps_what_is_done_and_the_same_command_goes_on(tmp_path: Path) -> None:
    for number in range(8):
        write_school(tmp_path / "in" / f"{number:02}", "School", [f"ouder{number}@post.example"])
    command = [sys.executable, "-m", "scheduler.cli", "board", "in", "--out", "out", "--workers", "1"]
    program = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    end = time.monotonic() + 60
    while not (tmp_path / "out" / "00" / "plan.csv").exists():
        assert time.monotonic() < end
        time.sleep(0.01)
    os.kill(program.pid, signal.SIGINT)
    out, _ = program.communicate(timeout=60)
    done = len(list((tmp_path / "out").glob("*/plan.csv")))
    assert program.returncode == 130
    assert out.startswith(f"Rondes met een rooster: {done} van de 8.\n")
    assert (tmp_path / "out" / "board.csv").read_text().count("nog niet gepland") == 0
    assert (tmp_path / "out" / "board.csv").read_text().count(",waiting,") == 8 - done
    assert main(["board", "in", "--out", "out", "--quiet"]) == 0
    assert (tmp_path / "out" / "board.csv").read_text().count(",optimal,") == 8
