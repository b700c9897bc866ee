from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.cli import main
from scheduler.constraints.table import RULES
from scheduler.problems import BadInput
from scheduler.verification import verify
from tests.verification.school import change, delivered

ROOT = Path(__file__).parents[2]


def test_all_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    input, output = delivered(tmp_path, published=False)
    assert main(["verify", str(input), str(output)]) == 0
    assert capsys.readouterr().out == "Alles is in orde: 5 afspraken, 0 zonder plek, elke regel nagekomen.\n"


def test_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    input, output = delivered(tmp_path, published=False)
    change(output / "plan.csv", "15:10,15:20", "15:00,15:10")
    assert main(["verify", str(input), str(output)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        "separate_distance: Kim de Wit en Bas Smit komen apart en horen elkaar niet te treffen, maar op di 2 feb is "
        "Kim de Wit er van 14:30 tot 14:40 en Bas Smit van 15:00 tot 15:10: minder dan 30 minuten ertussen."
    )
    assert lines[-1] == "2 bevindingen."  # and the idle minutes of summary.json


@pytest.mark.parametrize("missing", ["input", "output"])
def test_a_folder_that_is_not_there(tmp_path: Path, missing: str) -> None:
    input, output = delivered(tmp_path, published=False)
    folders = {"input": input, "output": output} | {missing: tmp_path / "nowhere"}
    with pytest.raises(BadInput):
        verify(folders["input"], folders["output"])
    assert main(["verify", str(folders["input"]), str(folders["output"])]) == 2


def test_it_runs_without_the_solver(tmp_path: Path) -> None:
    input, output = delivered(tmp_path)
    blocked = (
        "import sys; sys.modules['ortools'] = None\n"
        "from pathlib import Path; from scheduler.verification import verify\n"
        "print(verify(Path(sys.argv[1]), Path(sys.argv[2])).sound)"
    )
    command = [sys.executable, "-c", blocked, str(input), str(output)]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout == "True\n"


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("cutoff", "15:10,15:20", "17:00,17:10"),
        ("joint_parents", "p1,a1;a2", "p1,a1"),
        ("separate_meetings", "p3,a5", "p3,a4;a5"),
        ("separate_distance", "15:10,15:20", "14:50,15:00"),
        ("consent", "p2,a1;a2", "p2,a1;a2;a7"),
        ("contact_ban", "p1,a1;a2", "p1,a1;a2;a6"),
        ("teachers_of_group", "p4,a8,t1", "p4,a8,t3"),
        ("one_at_a_time", "a1;a2,t3,2027-02-02,14:40,14:50", "a1;a2,t3,2027-02-02,14:30,14:40"),
        ("audience", "15:10,15:20", "15:10,15:30"),
    ],
)
def test_each_rule_is_judged(tmp_path: Path, key: str, old: str, new: str) -> None:
    input, output = delivered(tmp_path, published=False)
    change(output / "plan.csv", old, new)
    assert key in {violation.rule for violation in verify(input, output).violations}


@pytest.mark.parametrize(
    ("key", "table", "rows"),
    [
        ("working_days", "teachers.csv",
         "teacher_id,name,working_days,room\nt1,Juf Anja,ma;wo;do,Lokaal 1\nt3,Juf Ruth,mon;tue;wed;thu;fri,\n"),
        ("availability", "availability.csv", "person_id,date,start,end,kind\nt1,2027-02-02,14:30,14:35,unavailable\n"),
        ("breaks", "teachers.csv",
         "teacher_id,name,working_days,room,max_meetings_per_day\nt1,Juf Anja,ma;di;wo,Lokaal 1,1\n"
         "t3,Juf Ruth,mon;tue;wed;thu;fri,,\n"),
    ],
)
def test_each_rule_about_people_s_time_is_judged(tmp_path: Path, key: str, table: str, rows: str) -> None:
    input, output = delivered(tmp_path, published=False)
    (input / table).write_text(rows)
    assert key in {violation.rule for violation in verify(input, output).violations}


@pytest.mark.parametrize(("key", "adult_id", "teacher_id"), [("contact_ban", "a6", "t1"),
                                                             ("separate_meetings", "a5", "t3")])
def test_who_works_here_is_judged_as_a_teacher_too(tmp_path: Path, key: str, adult_id: str, teacher_id: str) -> None:
    input, output = delivered(tmp_path, published=False)
    rows = (input / "adults.csv").read_text().splitlines()
    works_here = {adult_id: teacher_id, "adult_id": "teacher_id"}
    (input / "adults.csv").write_text("".join(f"{row},{works_here.get(row.split(',')[0], '')}\n" for row in rows))
    found = {violation.rule for violation in verify(input, output).violations}
    assert found == {key}


def test_no_rule_goes_unjudged() -> None:
    judged = [mark for test in (test_each_rule_is_judged, test_each_rule_about_people_s_time_is_judged)
              for mark in test.pytestmark]  # type: ignore[attr-defined]
    keys = {case[0] for mark in judged for case in mark.args[1]}
    assert keys == {rule.key for rule in RULES if not rule.cost}
