"""The command `demo`, as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.cli import main
from scheduler.intake import read_round

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def test_it_writes_a_school_and_says_how_to_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "trial"
    assert main(["demo", "--pupils", "45", "--out", str(folder)]) == 0
    assert capsys.readouterr().out == (
        f"{folder} holds a fictional school: 45 pupils in 2 groups, with 5 people on the staff. "
        f"Plan its round with: tienminuten plan {folder}\n"
    )
    assert len(read_round(folder).round.pupils) == 45


def test_the_round_of_the_year_is_a_choice(tmp_path: Path) -> None:
    assert main(["demo", "--pupils", "45", "--round", "november", "--out", str(tmp_path / "trial")]) == 0
    assert read_round(tmp_path / "trial").round.settings.audience == "requested"


def test_the_same_command_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert main(["demo", "--pupils", "60", "--seed", "5", "--out", str(tmp_path / name)]) == 0
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_a_folder_in_use_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    assert main(["demo", "--pupils", "45", "--out", str(tmp_path)]) == 2
    assert "This is in use already; nothing in it is overwritten. Give a new or an empty folder." in (
        capsys.readouterr().err
    )
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("pupils", ["0", "-3", "4001"])
def test_a_school_without_pupils_or_with_too_many_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], pupils: str
) -> None:
    assert main(["demo", "--pupils", pupils, "--out", str(tmp_path / "trial")]) == 2
    assert f'--pupils: "{pupils}" Give a number of pupils from 1 to 4000.' in capsys.readouterr().err
    assert not (tmp_path / "trial").exists()
