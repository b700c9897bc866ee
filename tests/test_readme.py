"""The papers against the program: every command, table, column, setting, cost and exit code is explained, and the rule
that CONTRIBUTING adds works as it stands there.
"""

from __future__ import annotations

import ast
import re
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scheduler import cli
from scheduler.cli import COMMANDS, main
from scheduler.intake.columns import SECTIONS, TABLES, Section, Table
from scheduler.language import languages, translate
from scheduler.round import COST_KEYS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
ROWS = [line for line in README.splitlines() if line.startswith("|")]


def part(heading: str) -> str:
    """What stands under a heading, up to the next of its rank."""
    rank = heading.split(" ")[0]
    found = re.search(rf"^{re.escape(heading)}$\n(.*?)(?=^#{{1,{len(rank)}}} |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, f"the README has no {heading}"
    return found[1]


def test_its_two_commands_are_those_of_the_makefile() -> None:
    shown = re.findall(r"^make (\w+)", part("## Start"), re.MULTILINE)
    assert shown == ["demo", "test"]
    assert re.findall(r"^(demo|test): setup", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE) == shown


def test_without_make_the_same_is_set_up() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    recipe = re.findall(r"-m (venv .venv|pip install .*)$", makefile, re.MULTILINE)
    assert len(recipe) == 3
    shown = re.findall(r"^(?:python|\.venv\\Scripts\\python) -m (.*)$", part("## Start"), re.MULTILINE)
    assert shown == [words.replace(" --quiet", "") for words in recipe]
    assert ".venv\\Scripts\\tienminuten plan inputs\\february-2027\n" in README
    assert ".venv\\Scripts\\tienminuten publish outputs\\2027-february\n" in README


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_explained(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"`tienminuten {command} " in part("## Commands")
    with pytest.raises(SystemExit):
        main([command, "--help"])
    shown = capsys.readouterr().out
    about = import_module(f"scheduler.commands.{command}{'_' if command == 'import' else ''}").ABOUT
    assert " ".join(shown.split()).count(about) == 1
    options = set(re.findall(r"--[a-z-]+", shown)) - {"--help"}
    assert {option for option in options if option not in part("## Commands")} == set()


def test_no_command_is_explained_that_is_none() -> None:
    assert set(re.findall(r"tienminuten (\w+)", README)) <= set(COMMANDS)


@pytest.mark.parametrize("language", languages())
def test_help_names_every_command(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", f"{language}.UTF-8")
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = " ".join(capsys.readouterr().out.split())
    for command in COMMANDS:
        about = import_module(f"scheduler.commands.{command}{'_' if command == 'import' else ''}").ABOUT
        assert f"{command} {translate(about, language)}" in shown


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_every_column_is_explained(table: Table) -> None:
    found = re.search(rf"\*\*`{re.escape(table.file)}`\*\*.*?\n\n(\|.*?)\n\n", part("### Tables"), re.DOTALL)
    assert found, f"the README has no {table.file}"
    shown = re.findall(r"^\| `(\w+)`( \?)? \| (.*?) \|", found[1], re.MULTILINE)
    assert shown == [(column.name, "" if column.required else " ?", column.about) for column in table.columns]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_every_setting_is_explained(section: Section) -> None:
    settings = part("### `round.toml`")
    found = re.search(rf"\*\*`\[+{section.name}\]+`\*\*.*?\n(.*?)(?=\n\| \*\*|\n\n)", settings, re.DOTALL)
    assert found, f"the README has no [{section.name}]"
    shown = re.findall(r"^\| `(\w+)`( \?)? \| (.*?) \|", found[1], re.MULTILINE)
    assert shown == [(key.name, "" if key.required else " ?", key.about) for key in section.keys]


def test_every_cost_is_explained_in_its_usual_order() -> None:
    assert tuple(re.findall(r"^\| `(\w+)`", part("## Costs"), re.MULTILINE)) == COST_KEYS


def test_every_exit_code_is_explained() -> None:
    codes = {cli.DONE, cli.NOT_ALL, cli.BAD_INPUT, cli.NO_PLAN, cli.OWN_FAULT, cli.INTERRUPTED,
             cli.NO_READER}
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", part("### Exit codes"), re.MULTILINE)} == codes


def test_its_python_is_python_that_runs() -> None:
    [code] = re.findall(r"```python\n(.*?)```", part("## Python"), re.DOTALL)
    imported = [name.name for node in ast.walk(ast.parse(code)) if isinstance(node, ast.ImportFrom)
                and node.module == "scheduler" for name in node.names]
    assert imported == ["plan", "publish", "read_round", "verify"]


def test_its_pictures_are_there_and_small() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    for picture in pictures:
        assert 5_000 < (ROOT / picture).stat().st_size < 250_000


def test_its_links_lead_somewhere() -> None:
    headings = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
                for title in re.findall(r"^#+ (.*)$", README, re.MULTILINE)}
    for target in re.findall(r"\]\((?!http)([^)]+)\)", README):
        assert target[1:] in headings if target.startswith("#") else (ROOT / target).exists(), target


def test_the_rule_that_contributing_adds_works(monkeypatch: pytest.MonkeyPatch) -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    [rule_file, test_file] = re.findall(r"```python\n(.*?)```", contributing, re.DOTALL)
    lunch = ModuleType("scheduler.constraints.lunch")
    monkeypatch.setitem(sys.modules, lunch.__name__, lunch)
    exec(rule_file, lunch.__dict__)  # noqa: S102
    for module in ("tests.constraints.agreement", "scheduler.solver.instance", "scheduler.solver.model"):
        monkeypatch.setattr(f"{module}.RULES", (*import_module(module).RULES, lunch.RULE))
    tests: dict[str, Any] = {}
    exec(test_file, tests)  # noqa: S102
    names = [name for name in tests if name.startswith("test_")]
    assert len(names) == 3
    for name in names:
        tests[name]()
