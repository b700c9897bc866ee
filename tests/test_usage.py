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
        ("nl", ["send", "x", "--today", "29-1-2027"], "tienminuten send: fout: bij --today: '29-1-2027' kan hier niet. "
         "Schrijf een datum als jaar-maand-dag, zoals 2027-02-01."),
        ("nl", ["purge", "x", "--today", "morgen"], "tienminuten purge: fout: bij --today: 'morgen' kan hier niet. "
         "Schrijf een datum als jaar-maand-dag, zoals 2027-02-01."),
        ("nl", ["plan", "x", "--seed", "zeven"], "tienminuten plan: fout: bij --seed: 'zeven' kan hier niet. "
         "Schrijf een heel getal, zoals 7."),
        ("nl", ["demo", "--pupils", "veel"], "tienminuten demo: fout: bij --pupils: 'veel' kan hier niet. "
         "Schrijf een heel getal, zoals 7."),
        ("nl", ["plan", "x", "--workers", "0"], "tienminuten plan: fout: bij --workers: '0' kan hier niet. "
         "Schrijf een heel getal vanaf 1."),
        ("nl", ["whatif", "x", "--seconds", "-1"], "tienminuten whatif: fout: bij --seconds: '-1' kan hier niet. "
         "Schrijf een getal boven 0, tot en met 1000000."),
        ("nl", ["board", "x", "--travel-minutes", "601"], "tienminuten board: fout: bij --travel-minutes: '601' kan "
         "hier niet. Schrijf een heel getal van 0 tot en met 600."),
        ("en", ["send", "x", "--today", "29-1-2027"], "tienminuten send: error: argument --today: '29-1-2027' does not "
         "fit here. Write a date as year-month-day, such as 2027-02-01."),
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
