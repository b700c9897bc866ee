"""The command `plan`, as it is typed: exit codes, sentences and files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import scheduler.solver.apart
from scheduler.appointments import Outcome, Plan
from scheduler.cli import main
from scheduler.delivery import read_delivered_round, read_plan, read_summary
from scheduler.demo.folder import write_school
from scheduler.intake import read_round
from scheduler.meetings import meetings_of
from scheduler.processes import ProcessDied
from tests.intake.folders import write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = ["plan.csv", "plan.xlsx", "report.html", "round.json", "summary.json", "unplaced.csv"]
PROVEN = "Dit rooster is bewezen het beste: geen ander heeft lagere kosten."


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fictional school of 24 pupils in which everybody finds a place; for reading only."""
    folder = tmp_path_factory.mktemp("school") / "in"
    write_school(folder, 24, 1)
    return folder


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    """The same school with a single window, too short for all."""
    folder = tmp_path / "crowded"
    write_school(folder, 24, 1)
    settings = (folder / "round.toml").read_text(encoding="utf-8")
    head = settings[: settings.index("[[window]]")]
    (folder / "round.toml").write_text(
        head + '[[window]]\ndate = 2027-02-02\nstart = "14:30"\nend = "15:00"\n', encoding="utf-8",
    )
    return folder


def planned(folder: Path, out: Path, *more: str) -> int:
    return main(["plan", str(folder), "--out", str(out), *more])


def test_where_all_have_a_place_it_says_so_and_what_is_next(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert planned(school, out, "--quiet") == 0
    said = capsys.readouterr()
    meetings = len(read_plan(out).appointments)
    assert said.out.splitlines() == [
        f"{meetings} van de {meetings} gesprekken hebben een plaats.",
        PROVEN,
        f"Bekijk {out / 'report.html'} en verstuur het daarna: tienminuten publish {out}",
    ]
    assert sorted(path.name for path in out.iterdir()) == FILES
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in out.iterdir())
    assert main(["verify", str(school), str(out), "--quiet"]) == 0


def test_where_some_have_none_it_says_how_many_and_returns_1(
    crowded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert planned(crowded, out, "--quiet") == 1
    plan, summary = read_plan(out), read_summary(out)
    placed, unplaced = len(plan.appointments), len(plan.unplaced)
    assert unplaced > 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        f"{placed} van de {placed + unplaced} gesprekken hebben een plaats.",
        f"{unplaced} gesprekken hebben er geen: zie unplaced.csv.",
    ]
    assert (summary["placed"], summary["meetings"]) == (placed, placed + unplaced)
    assert summary["objective"]["unplaced_mandatory"]["cost"] == unplaced
    assert all(each.reason.endswith((".", "!")) for each in plan.unplaced)


def test_where_one_has_a_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "in", availability="person_id,kind\na3,unavailable\n")
    assert planned(folder, tmp_path / "out", "--quiet") == 1
    assert capsys.readouterr().out.splitlines()[:2] == [
        "1 van de 2 gesprekken heeft een plaats.",
        "1 gesprek heeft er geen: zie unplaced.csv.",
    ]


def test_summary_json_tells_what_was_planned(school: Path, tmp_path: Path) -> None:
    assert planned(school, tmp_path / "out", "--quiet", "--seed", "5") == 0
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert list(summary) == [
        "status", "meetings", "placed", "objective", "seconds", "seed", "version", "input_sha256",
    ]
    assert (summary["status"], summary["seed"]) == ("optimal", 5)
    assert all(each["cost"] == each["bound"] for each in summary["objective"].values())
    assert re.fullmatch("[0-9a-f]{64}", summary["input_sha256"])


def test_bad_input_returns_2_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert planned(tmp_path / "none", tmp_path / "out", "--quiet") == 2
    said = capsys.readouterr().err.splitlines()
    assert str(tmp_path / "none") in said[0]
    assert said[-1] == "Nothing was written. Put this right and try again."
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("wrong", [
    ["--seconds", "0"], ["--seconds", "-1"], ["--seconds", "soon"], ["--seconds", "nan"],
    ["--workers", "0"], ["--workers", "two"], ["--seed", "x"], ["--unknown"],
], ids=" ".join)
def test_bad_usage_returns_2_and_reads_nothing(
    school: Path, tmp_path: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        planned(school, tmp_path / "out", *wrong)
    assert ended.value.code == 2
    assert wrong[0] in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_without_a_plan_in_time_it_returns_3_and_leaves_what_was_there(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert planned(school, out, "--quiet") == 0
    before = content(out)
    answer_with(monkeypatch, Outcome("no_answer", None, {}, 0.1, 0))
    capsys.readouterr()
    assert planned(school, out, "--quiet") == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[-1] == "In deze tijd is geen rooster gevonden. Geef meer tijd: --seconds."
    assert content(out) == before


def lies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the solver call it the best plan to forget every meeting."""
    lie = Outcome("optimal", Plan.of([], []), {}, 0.1, 0)
    monkeypatch.setattr(scheduler.solver.apart, "solve_apart", lambda *_, **__: lie)


def test_a_solver_that_lies_is_the_programs_own_fault(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lies(monkeypatch)
    out = tmp_path / "out"
    assert planned(school, out, "--quiet") == 70
    place, fault = capsys.readouterr().err.splitlines()
    assert place == (f"No plan was written: the plan found did not pass the checks. {out / 'fault' / 'round.json'} "
                     "holds the round without names to report this with.")
    assert fault.startswith("The program itself failed (Disagreement in planning.py")
    assert [path.name for path in out.iterdir()] == ["fault"]
    assert (out / "fault" / "round.json").stat().st_mode & 0o777 == 0o600


def test_what_is_reported_of_a_fault_holds_the_round_and_nobody(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lies(monkeypatch)
    assert planned(school, tmp_path / "out", "--quiet") == 70
    text = (tmp_path / "out" / "fault" / "round.json").read_text(encoding="utf-8")
    given = read_round(school).round
    personal = [given.school.name, given.school.email, given.settings.name]
    personal += [part for each in given.teachers for part in (each.teacher_id, each.name, each.email, each.room)]
    personal += [part for each in given.pupils for part in (each.pupil_id, each.first_name, each.last_name)]
    personal += [part for each in given.adults for part in (each.adult_id, each.name, each.email, each.phone)]
    personal += [each.group for each in given.groups]
    assert [part for part in personal if part and f'"{part}"' in text] == []
    told = json.loads(text)
    assert told["fault"].startswith("rules broken: ['audience'")
    assert (told["status"], told["seed"], told["plan"], told["published"]) == ("optimal", 0, [], [])
    same = read_delivered_round(tmp_path / "out" / "fault")
    assert len(meetings_of(same)) == len(meetings_of(given))
    here, there = (scheduler.solver.solve(each) for each in (given, same))
    assert here.objective == there.objective


def test_a_fault_is_kept_elsewhere_where_the_output_cannot_be_written(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lies(monkeypatch)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "file").write_text("mine")
    assert planned(school, tmp_path / "file" / "out", "--quiet") == 70
    there = tmp_path / "temporary" / "tienminuten" / "fault" / "round.json"
    assert str(there) in capsys.readouterr().err
    assert there.exists()


def dying(*given: object, process: object, died: Callable[[Exception], None], **how: object) -> Outcome:
    """A search that is killed once it had found its plan."""
    died(ProcessDied(-9))
    return scheduler.solver.solve(*given, **how)  # type: ignore[arg-type]


def test_a_search_that_is_killed_leaves_the_best_plan_and_says_so(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scheduler.solver.apart, "solve_apart", dying)
    assert planned(school, tmp_path / "out", "--quiet") == 0
    assert capsys.readouterr().err.splitlines()[-1] == (
        "Het zoeken brak af (ProcessDied): dit is het beste rooster dat tot dan toe gevonden was.")
    assert main(["verify", str(school), str(tmp_path / "out"), "--quiet"]) == 0


def test_a_search_that_is_killed_before_any_plan_says_that(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def killed(*given: object, died: Callable[[Exception], None], **how: object) -> Outcome:
        died(ProcessDied(-9))
        return Outcome("no_answer", None, {}, 0.1, 0)

    monkeypatch.setattr(scheduler.solver.apart, "solve_apart", killed)
    assert planned(school, tmp_path / "out", "--quiet") == 3
    assert capsys.readouterr().err.splitlines()[-1] == (
        "Het zoeken brak af (ProcessDied) voordat er een rooster gevonden was.")


def test_reasons_that_cannot_be_made_cost_no_plan(
    crowded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("scheduler.explanations.reasons.reasons_of", fails)
    assert planned(crowded, tmp_path / "out", "--quiet") == 1
    assert read_plan(tmp_path / "out").unplaced
    assert capsys.readouterr().err.splitlines()[-1] == (
        "De redenen konden niet worden gemaakt (RuntimeError); het rooster is ook zonder compleet. "
        "Meld dit alstublieft.")


def test_progress_is_told_in_the_schools_words(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "500")
    out = tmp_path / "out"
    assert planned(school, out) == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == [f"Reading {school} …",
                         "Het beste rooster wordt gezocht … (Ctrl-C houdt het beste tot dan toe)"]
    windows = read_summary(out)["objective"]["teacher_windows"]["cost"]
    assert f"{windows} middagen en avonden van leerkrachten (bewezen)" in lines
    assert [line for line in lines if line.startswith("Wat niet kon") or line == f"{out} wordt geschreven …"] \
        == ["Wat niet kon wordt uitgelegd …", f"{out} wordt geschreven …"]
    assert not any("_" in line for line in lines if str(school) not in line and str(out) not in line)


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["at the end", "at once"])
def test_output_that_nobody_reads_on_is_no_fault(school: Path, unbuffered: str) -> None:
    """`head` may end before all is written."""
    reads, writes = os.pipe()
    os.close(reads)
    check = [sys.executable, "-m", "scheduler.cli", "check", str(school), "--quiet"]
    run = subprocess.run(check, stdout=writes, stderr=subprocess.PIPE, text=True, check=False,
                         env={**os.environ, "PYTHONUNBUFFERED": unbuffered})
    os.close(writes)
    assert (run.returncode, run.stderr) == (141, "")


def test_a_file_in_the_place_of_the_folder_is_told(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("mine")
    assert planned(school, tmp_path / "file" / "out", "--quiet") == 2
    assert f"{tmp_path / 'file'}" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "mine"


def test_the_same_input_gives_the_same_bytes_again(school: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert planned(school, one, "--quiet", "--workers", "1") == 0
    assert planned(school, two, "--quiet", "--workers", "3") == 0
    assert timeless(content(one)) == timeless(content(two))
    stamps = {path.name: path.stat().st_mtime_ns for path in one.iterdir()}
    assert planned(school, one, "--quiet") == 0
    kept = {path.name for path in one.iterdir() if path.stat().st_mtime_ns == stamps[path.name]}
    assert kept >= {"plan.csv", "plan.xlsx", "round.json", "unplaced.csv"}


def test_the_default_output_is_named_after_the_round(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["plan", str(school), "--quiet"]) == 0
    assert sorted(path.name for path in (tmp_path / "outputs").glob("*/plan.csv")) == ["plan.csv"]
    (round_folder,) = (tmp_path / "outputs").iterdir()
    assert f'id = "{round_folder.name}"' in (school / "round.toml").read_text(encoding="utf-8")


def answer_with(monkeypatch: pytest.MonkeyPatch, outcome: Outcome) -> None:
    """Let whatever solves give this."""
    for module in (scheduler.solver, scheduler.solver.apart):
        for name in {"solve", "solve_apart"} & set(vars(module)):
            monkeypatch.setattr(module, name, lambda *_, **__: outcome)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def timeless(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files without how long planning took."""
    summary = json.loads(files["summary.json"])
    del summary["seconds"]
    shown = re.sub(rb"[\d.,]+ seconden", b"", files["report.html"])
    return {**files, "summary.json": json.dumps(summary).encode(), "report.html": shown}
