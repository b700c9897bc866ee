"""Numbers on the command line: what is none, or larger than can be meant, is a mistake of use and no fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("number", ["0", "-1", "inf", "nan", "1e300", "1000001", "ten"])
@pytest.mark.parametrize("command", [
    ("plan", "{folder}", "--seconds"), ("whatif", "{folder}", "--seconds"), ("board", "{folder}", "--seconds"),
    ("board", "{folder}", "--memory"),
])
def test_numbers_that_are_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], number: str
) -> None:
    with pytest.raises(SystemExit) as left:
        main([*(word.format(folder=tmp_path) for word in command), number])
    assert left.value.code == 2
    assert number in capsys.readouterr().err
