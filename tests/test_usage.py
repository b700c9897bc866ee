"""Help and wrong commands in one language, not in two."""

from __future__ import annotations

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
