"""Help and wrong commands in one language, not in two, whatever the terminal can write."""

from __future__ import annotations

import io
import sys

import pytest

from scheduler.cli import COMMANDS, main


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_in_dutch_has_no_english_heading(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    with pytest.raises(SystemExit):
        main([*([command] if command else []), "--help"])
    said = capsys.readouterr().out
    assert said.startswith("gebruik: tienminuten")
    assert "toon deze uitleg en stop" in said
    assert not [line for line in said.splitlines() if line in ("positional arguments:", "options:")]


@pytest.mark.parametrize(
    ("language", "given", "sentence"),
    [
        ("nl", ["plan"], "tienminuten plan: fout: dit ontbreekt nog: INPUT"),
        ("nl", ["plan", "x", "--schoen"], "tienminuten: fout: dit is onbekend: --schoen"),
        ("nl", ["plan", "x", "--seed"], "tienminuten plan: fout: bij --seed: hierachter hoort iets te staan"),
        ("en", ["plan"], "tienminuten plan: error: the following arguments are required: INPUT"),
    ],
)
def test_a_wrong_command_is_told_in_the_readers_language(
    language: str,
    given: list[str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    with pytest.raises(SystemExit) as stopped:
        main(given)
    assert stopped.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == sentence


def test_a_letter_that_the_terminal_lacks_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setenv("LC_ALL", "nl")
    with pytest.raises(SystemExit) as stopped:
        main(["check", "--help"])
    assert stopped.value.code == 0
    assert b"Zegt v??r het plannen" in out.buffer.getvalue()  # type: ignore[attr-defined]
