"""What bad input gets from the program itself: a clear message, exit code 2, and all that was there untouched."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scheduler import files
from scheduler.cli import main
from tests.intake.folders import FILES, changed, write

if TYPE_CHECKING:
    from collections.abc import Callable

OTHER_DAYS = "person_id,date,kind\na1,2027-02-02,unavailable\na3,2027-02-02,unavailable\n"
"""With this the published plan can no longer stay as it is."""
NOTHING = "Nothing was written. Put this right and try again.\n"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round that is right, with its plan published; for reading only."""
    folder = tmp_path_factory.mktemp("published")
    write(folder / "in")
    assert main(["plan", str(folder / "in"), "--out", str(folder / "out"), "--quiet"]) == 0
    assert main(["publish", str(folder / "out"), "--quiet"]) == 0
    return folder


@pytest.fixture
def round(published: Path, tmp_path: Path) -> Path:
    """A copy of it to break: `in` is the input, `out` the published plan."""
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    return tmp_path


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def planned(round: Path, out: str = "out") -> int:
    return main(["plan", str(round / "in"), "--out", str(round / out), "--quiet"])


BROKEN = {
    "an empty table": ({"pupils": ""}, "pupils.csv: This table is empty. Its first line must name the columns: "
                                       "pupil_id, first_name, last_name, group."),
    "a missing file": ({"guardians": None}, "guardians.csv: This file is missing. Add it to the folder."),
    "a wrong date": ({"settings": changed("round.toml", "2027-02-04", '"2027-02-30"')},
                     'round.toml, line 17, column window.date: "2027-02-30" This is not a date. Write year-month-day, '
                     "such as 2027-02-28."),
    "a window that ends before it starts": (
        {"settings": changed("round.toml", '"17:00"', '"14:00"')},
        'round.toml, line 15, column window.end: "14:00" This window ends before it starts, at 14:30. Change one of '
        "the two."),
    "a pupil in an unknown group": (
        {"pupils": changed("pupils.csv", "NA,8B", "NA,8C")},
        'pupils.csv, line 3, column group: "8C" No group has this name in groups.csv. Correct it, or add the group '
        "with its teacher."),
    "a group without a teacher": (
        {"groups": changed("groups.csv", "8B,8,t3", "8B,8,")},
        "groups.csv, line 4, column teacher_id: This is empty, but it is needed. Fill it in."),
    "a flagged pupil with one party": (
        {"separate": "pupil_id,adult_id,party\np1,a1,A\np1,a2,A\n"},
        'separate.csv, line 2, column party: "A" This is the only party of this pupil. Whoever meets apart needs at '
        "least two: give each party its own name, or remove the pupil's rows from this table."),
    "a party of a pupil who is not flagged": (
        {"separate": "pupil_id,adult_id,party\np2,a3,A\n"},
        'separate.csv, line 2, column pupil_id: "p2" Only one adult is invited for this pupil, so there is nobody to '
        "meet apart from. Remove the pupil's rows from this table."),
    "an id that climbs out of its folder": (
        {"adults": changed("adults.csv", "a1,Ali", "../a1,Ali")},
        'adults.csv, line 2, column adult_id: "../a1" An id has at most 64 letters, digits, dots, hyphens and '
        "underscores, without spaces or accents, and does not start with a dot. Choose another one, in every table "
        "where it stands."),
    "a control character in a name": (
        {"adults": changed("adults.csv", "Suzanne de Vries", "Suzanne\x00de Vries")},
        'adults.csv, line 3, column name: "Suzanne\\x00de Vries" An invisible character stands here (U+0000), such as '
        "a line break or a control character. Type the text anew on one line."),
    "far too many rows": (
        {"pupils": FILES["pupils.csv"] + "p3,Noor,de Wit,8B\n" * 1_000},
        "pupils.csv, line 1002: This table has more than 1000 rows, far more than a school's list. Check that it is "
        "the right file."),
    "far too many windows": (
        {"settings": FILES["round.toml"] + '[[window]]\ndate = 2027-02-04\nstart = "18:30"\nend = "20:30"\n' * 999},
        "round.toml, line 4013, column window: This is more than 1000 windows, far more than a round has. Check that "
        "it is the right file."),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_round_is_told_and_nothing_changes(
    round: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    monkeypatch.setattr("scheduler.intake.tables.MOST_ROWS", 1_000)
    texts, expected = BROKEN[broken]
    write(round / "in", **texts)
    before = content(round)
    assert planned(round) == 2
    told = capsys.readouterr().err
    assert expected in told.splitlines()
    assert told.endswith(NOTHING)
    assert content(round) == before
    assert planned(round, "elsewhere") == 2
    assert not (round / "elsewhere").exists()


def test_everything_wrong_is_told_at_once(round: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = {name: text for each, _ in list(BROKEN.values())[1:7] for name, text in each.items()}
    write(round / "in", **texts)
    assert planned(round) == 2
    told = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in told[:-1]] == [
        "groups.csv, line 4, column teacher_id", "guardians.csv", "pupils.csv, line 3, column group",
        "round.toml, line 15, column window.end"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"teachers": changed("teachers.csv", "mon;tue;wed;thu;fri", "fri")},
         'teachers.csv, line 4, column working_days: "fri" This teacher never works in any window, but is needed for '
         "conversations. Add a window, or a row with available in availability.csv."),
        ({"guardians": "pupil_id,adult_id,relation,consent,contact_ban,order_on_file\np1,a1,parent,,,\n"
                       "p1,a2,parent,yes,yes,yes\np2,a3,parent,,,\n"},
         'guardians.csv, line 3, column contact_ban: "yes" There is a contact ban, and also consent or authority. The '
         "ban counts: this adult is invited to nothing about this pupil."),
    ],
    ids=["a teacher who never works in a window", "a banned adult who also has consent"],
)
def test_what_is_only_odd_is_a_warning_beside_a_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], texts: dict[str, str | None], expected: str
) -> None:
    write(tmp_path / "in", settings=FILES["round.toml"].replace("[round]", 'language = "en"\n\n[round]'), **texts)
    assert planned(tmp_path) in (0, 1)
    assert expected in capsys.readouterr().err.splitlines()
    assert (tmp_path / "out/plan.csv").is_file()


def test_a_file_of_fifty_megabytes_costs_neither_time_nor_memory(
    round: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (round / "in/pupils.csv").open("wb") as file:
        file.truncate(50_000_000)
    assert planned(round) == 2
    assert capsys.readouterr().err == (
        "pupils.csv: This file is larger than 50 MB, far more than a school's list. Check that it is the right file.\n"
        + NOTHING)


@pytest.mark.parametrize("command", ["plan in --out {file}", "plan in --out {file}/deeper", "publish {file}",
                                     "demo --pupils 4 --out {file}/deeper", "template --out {file}/deeper.xlsx",
                                     "verify in {file}"])
def test_a_file_in_the_place_of_a_folder(
    round: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(round)
    Path("letter.txt").write_text("keep me")
    before = content(round)
    assert main([*command.format(file="letter.txt").split(), "--quiet"]) == 2
    assert "letter.txt" in capsys.readouterr().err
    assert content(round) == before


def full_at(call: int, function: str) -> Callable[..., object]:
    """The function of `os`, on a disk that is full from this call on."""
    calls, whole = [0], getattr(os, function)

    def filling(*given: object, **named: object) -> object:
        calls[0] += 1
        if calls[0] >= call:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return whole(*given, **named)

    return filling


@pytest.mark.parametrize("call", [1, 2, 4])
def test_a_disk_that_is_full_while_planning(
    round: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    write(round / "in", availability=OTHER_DAYS)
    before = content(round)
    with monkeypatch.context() as full:
        full.setattr(files.os, "fsync", full_at(call, "fsync"))
        assert planned(round) == 2
    told = capsys.readouterr().err
    assert "could not be written: No space left on device. What was there before is untouched.\n" in told
    assert content(round) == before
    assert planned(round) == 0
    assert content(round) != before


@pytest.mark.parametrize("call", [1, 2, 4])
def test_a_disk_that_is_full_while_publishing(
    round: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    write(round / "in", availability=OTHER_DAYS)
    assert planned(round) == 0
    before = content(round)
    with monkeypatch.context() as full:
        full.setattr(files.os, "fsync", full_at(call, "fsync"))
        assert main(["publish", str(round / "out"), "--quiet"]) == 2
    assert "could not be written: No space left on device." in capsys.readouterr().err
    after = content(round)
    assert {path: text for path, text in after.items() if path.endswith(".ics")} == {
        path: text for path, text in before.items() if path.endswith(".ics")}
    assert main(["publish", str(round / "out"), "--quiet"]) == 0
    assert main(["verify", str(round / "in"), str(round / "out")]) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
@pytest.mark.parametrize("most_bytes", [0, 2_000, 20_000, 100_000])
@pytest.mark.parametrize("command", ["plan", "publish"])
def test_a_disk_that_really_takes_no_more(
    round: Path, monkeypatch: pytest.MonkeyPatch, command: str, most_bytes: int
) -> None:
    """No file may grow beyond a size, as the system itself sees to: files that libraries write included."""
    import resource

    monkeypatch.chdir(round)
    write(round / "in", availability=OTHER_DAYS)
    typed = {"plan": ["plan", "in", "--out", "out", "--quiet"], "publish": ["publish", "out", "--quiet"]}
    if command == "publish":
        assert main(typed["plan"]) == 0
    before = content(round)
    run = subprocess.run([sys.executable, "-m", "scheduler.cli", *typed[command]], capture_output=True, text=True,
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes)))
    assert run.returncode == (0 if most_bytes == 100_000 else 2), run.stderr
    if run.returncode == 2:
        assert "could not be written" in run.stderr
        assert content(round) == before
        assert main(typed[command]) == 0
    assert main(typed["publish"]) == 0
    assert main(["verify", "in", "out"]) == 0
