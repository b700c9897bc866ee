from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scheduler.board.rounds import rounds_below
from scheduler.problems import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator


def rounds(top: Path, *paths: str) -> None:
    for path in paths:
        (top / path).mkdir(parents=True, exist_ok=True)
        (top / path / "round.toml").write_text("")


def test_every_folder_with_a_round_is_found_in_order(tmp_path: Path) -> None:
    rounds(tmp_path, "zuid/maart", "noord", "noord/extra", ".hidden", "zuid/.git/x", ".")
    (tmp_path / "leeg").mkdir()
    (tmp_path / "geen" / "round.toml").mkdir(parents=True)
    assert rounds_below(tmp_path) == (".", "noord", "noord/extra", "zuid/maart")


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    rounds(tmp_path, "noord/a")
    (tmp_path / "noord" / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "noord" / "a" / "self").symlink_to(tmp_path / "noord" / "a" / "self")
    assert rounds_below(tmp_path) == ("noord/a",)


def test_a_linked_round_is_met_once_and_without_the_link_where_it_can_be(tmp_path: Path) -> None:
    rounds(tmp_path, "board/zuid/deep/a", "elsewhere/b")
    (tmp_path / "board" / "noord").symlink_to(tmp_path / "board" / "zuid" / "deep")
    (tmp_path / "board" / "b1").symlink_to(tmp_path / "elsewhere" / "b")
    (tmp_path / "board" / "b2").symlink_to(tmp_path / "elsewhere" / "b")
    assert rounds_below(tmp_path / "board") == ("b1", "zuid/deep/a")


def test_a_folder_that_may_not_be_opened_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds(tmp_path, "noord", "zuid")
    iterdir = Path.iterdir

    def closed(self: Path) -> Iterator[Path]:
        if self.name == "zuid":
            raise PermissionError(13, "Permission denied", str(self))
        return iterdir(self)

    monkeypatch.setattr(Path, "iterdir", closed)
    assert rounds_below(tmp_path) == ("noord",)


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_what_is_no_folder_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput) as told:
        rounds_below(tmp_path / name)
    assert told.value.problems[0].sentence("en") == (
        "This folder cannot be opened. Name the folder below which the rounds of the schools are.")
