"""`tienminuten whatif` from the command line: what it writes, says and returns."""

from __future__ import annotations

import contextlib
import json
import re
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

import scheduler.progress
import scheduler.whatif.compare as comparing
from scheduler.appointments import Outcome
from scheduler.cli import main
from scheduler.planning import plan_folder
from scheduler.whatif.compare import plan_job
from tests.whatif.school import scenarios_file, school

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scheduler.progress import Say
    from scheduler.whatif.compare import Job

TEXT = """\
[[scenario]]
name = "Stoppen om 16:40"
set = { "round.cutoff" = "16:40" }
[[scenario]]
name = "Donderdag ziek"
absent = [ { teacher_id = "t1", date = 2027-02-04 } ]
"""


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans are made in threads of this process, which is quicker than to start others."""
    monkeypatch.setattr("scheduler.jobs.pool", ThreadPoolExecutor)


def without_seconds(text: str) -> str:
    """The text of whatif.json, apart from how long things took."""
    return re.sub(r'"seconds": [\d.]+', "", text)


def test_the_same_bytes_with_one_worker_and_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, file = school(tmp_path), scenarios_file(tmp_path, TEXT)
    for workers in ("1", "2"):
        code = main(["whatif", str(folder), str(file), "--out", str(tmp_path / workers), "--workers", workers,
                     "--cheapest", "--quiet"])
        assert code == 0
    one, two = tmp_path / "1", tmp_path / "2"
    assert (one / "whatif.html").read_bytes() == (two / "whatif.html").read_bytes()
    assert without_seconds((one / "whatif.json").read_text()) == without_seconds((two / "whatif.json").read_text())
    assert stat.S_IMODE((one / "whatif.html").stat().st_mode) == 0o600
    said = capsys.readouterr()
    assert said.err == ""
    lines = said.out.splitlines()
    assert lines[:2] == [
        "Stoppen om 16:40: 2 gezinnen hebben dan geen plek (2 gesprekken; bewezen: minder kan niet). Het betekent één "
        "middag of avond meer voor een leerkracht.",
        "Donderdag ziek: 1 gezin heeft dan geen plek (1 gesprek; bewezen: minder kan niet). Het betekent één middag of "
        "avond minder voor een leerkracht."]
    assert lines[2] == ("Met hoe weinig tijdvakken heeft iedereen nog een plek? Alle 2 tijdvakken zijn nodig: met "
                        "minder past niet iedereen.")
    assert lines[5] == f"Bekijk {one / 'whatif.html'}"


@pytest.mark.usefixtures("in_process")
def test_the_rounds_own_file_and_folder_are_used_where_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = school(tmp_path)
    scenarios_file(folder, TEXT)
    monkeypatch.chdir(tmp_path)
    assert main(["whatif", str(folder), "--quiet"]) == 0
    rows = json.loads((tmp_path / "outputs" / "2027-february" / "whatif.json").read_text())
    assert [row["name"] for row in rows] == ["Zoals het nu is", "Stoppen om 16:40", "Donderdag ziek"]


@pytest.mark.usefixtures("in_process")
def test_interrupting_writes_what_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = threading.Event()

    @contextlib.contextmanager
    def interrupting(quiet: bool) -> Iterator[Say]:
        yield lambda line: asked.set() if "1 of 3" in line else None

    @contextlib.contextmanager
    def stopping() -> Iterator[threading.Event]:
        yield asked

    monkeypatch.setattr(scheduler.progress, "progress", interrupting)
    monkeypatch.setattr("scheduler.jobs.stopping", stopping)
    third = '[[scenario]]\nname = "Laatste"\nset = { "siblings.walk_minutes" = 5 }\n'
    folder, file = school(tmp_path), scenarios_file(tmp_path, TEXT + third)
    monkeypatch.setenv("LC_ALL", "C")
    assert main(["whatif", str(folder), str(file), "--out", str(tmp_path / "out"), "--workers", "1"]) == 130
    rows = json.loads((tmp_path / "out" / "whatif.json").read_text())
    assert rows[1]["placed"] == 4
    assert rows[3]["error"] == "Het programma is gestopt voordat dit scenario was gepland."
    assert "Gestopt voordat alles was gepland" in (tmp_path / "out" / "whatif.html").read_text()
    assert "Gestopt: op de pagina staat wat tot dan toe klaar was." in capsys.readouterr().out


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(("fails", "code", "said"), [
    (True, 70, "De ronde zoals die is kon niet worden gepland, dus er is niets om mee te vergelijken: Het programma "
               "zelf ging fout (ValueError in test_command.py, regel "),
    (False, 3, "Van de ronde zoals die is werd in deze tijd geen rooster gevonden, dus er is niets om mee te "
               "vergelijken. Geef meer tijd: --seconds.\n"),
])
def test_without_a_baseline_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fails: bool, code: int,
    said: str,
) -> None:
    def plan(job: Job) -> Outcome:
        if fails:
            raise ValueError
        return Outcome("no_answer", None, {}, 0.1, 0)

    monkeypatch.setattr(comparing, "plan_job", plan)
    arguments = ["whatif", str(school(tmp_path)), str(scenarios_file(tmp_path, TEXT)), "--out", str(tmp_path / "out")]
    assert main([*arguments, "--quiet"]) == code
    assert capsys.readouterr().err.startswith(said)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("in_process")
def test_a_scenario_without_a_plan_makes_the_exit_code_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def plan(job: Job) -> Outcome:
        return Outcome("no_answer", None, {}, 0.1, 0) if job.round.availability else plan_job(job)

    monkeypatch.setattr(comparing, "plan_job", plan)
    arguments = ["whatif", str(school(tmp_path)), str(scenarios_file(tmp_path, TEXT)), "--out", str(tmp_path / "out")]
    assert main([*arguments, "--quiet"]) == 1
    assert "1 scenario heeft geen rooster; op de pagina staat waarom." in capsys.readouterr().out


@pytest.mark.usefixtures("in_process")
def test_bad_scenarios_stop_before_anything_is_planned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(comparing, "plan_job", None)
    file = scenarios_file(tmp_path, TEXT.replace("t1", "t7"))
    assert main(["whatif", str(school(tmp_path)), str(file), "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.splitlines()[0].startswith("whatif.toml, line 6, column absent.teacher_id: ")
    assert not (tmp_path / "out").exists()


def test_a_scenarios_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["whatif", str(school(tmp_path)), str(tmp_path / "wat-als.toml")]) == 2
    assert capsys.readouterr().err.splitlines()[0] == (
        f"{tmp_path / 'wat-als.toml'}: There is no such file. Check the name.")


@pytest.mark.usefixtures("in_process")
def test_against_a_published_plan_it_says_how_many_must_be_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, published = school(tmp_path), tmp_path / "plan"
    plan_folder(folder, published)
    assert main(["publish", str(published)]) == 0
    capsys.readouterr()
    arguments = ["whatif", str(folder), str(scenarios_file(tmp_path, TEXT)), "--quiet"]
    assert main([*arguments, "--out", str(published)]) == 0
    beside = capsys.readouterr().out
    assert main([*arguments, "--out", str(tmp_path / "elsewhere"), "--published", str(published)]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == beside.splitlines()[:2]
    rows = json.loads((published / "whatif.json").read_text())
    assert rows[0]["told"] == 0
    assert rows[0]["objective"]["moved"] == {"cost": 0, "bound": 0}
    # On Thursday one or two of 5A had an appointment: they at least must hear of it.
    assert rows[2]["told"] >= 1
    assert rows[2]["told"] == rows[2]["objective"]["moved"]["cost"]
    assert "bericht krijgen van een wijziging." in beside


@pytest.mark.usefixtures("in_process")
def test_a_folder_without_a_published_plan_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = scenarios_file(tmp_path, TEXT)
    assert main(["whatif", str(school(tmp_path)), str(file), "--published", str(tmp_path)]) == 2
    assert "Nothing is published in this folder. Name the folder of a published plan, or leave this out." in (
        capsys.readouterr().err)


@pytest.mark.parametrize("round", ["february-2027", "november-2026"])
def test_the_scenarios_of_the_sample_rounds_can_be_planned(round: str) -> None:
    from pathlib import Path

    from scheduler.whatif.run import prepare

    prepared = prepare(Path("inputs") / round, None, cheapest=False)
    assert len(prepared.scenarios) == 8
    assert prepared.warnings == ()
    wish = prepare(Path("inputs") / round, None, cheapest=True).wish
    assert wish is not None
    assert len(wish.with_allowed.windows) == len(wish.base.windows) + 2


def test_a_cluster_is_used_where_one_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    @contextlib.contextmanager
    def cluster(address: str) -> Iterator[ThreadPoolExecutor]:
        asked.append(address)
        with ThreadPoolExecutor(1) as executor:
            yield executor

    monkeypatch.setattr("scheduler.cluster.cluster", cluster)
    arguments = ["whatif", str(school(tmp_path)), str(scenarios_file(tmp_path, TEXT)), "--out", str(tmp_path / "out")]
    assert main([*arguments, "--quiet", "--cluster", "tcp://host:8786"]) == 0
    assert asked == ["tcp://host:8786"]
    assert len(json.loads((tmp_path / "out" / "whatif.json").read_text())) == 3
