"""Every key of a scenario is explained in the README, with an example that can be read."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from scheduler.problems import Problems
from scheduler.whatif.edits import EDITS
from scheduler.whatif.keys import KEYS, Key
from scheduler.whatif.reading import read_scenarios

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
PART = README.split("### What if\n")[1].split("\n### ")[0]


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_every_key_stands_in_the_readme(key: Key) -> None:
    assert f"| `{key.name}` | {key.about} | `{key.example}` |" in PART.splitlines()


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_every_example_can_be_read(tmp_path: Path, key: Key) -> None:
    lines = {"name": '"Een"', "set": '{ "round.cutoff" = "16:30" }', key.name: key.example}
    path = tmp_path / "whatif.toml"
    path.write_text("[[scenario]]\n" + "\n".join(f"{name} = {value}" for name, value in lines.items()), "utf-8")
    problems = Problems()
    (wanted,) = read_scenarios(path, problems).scenarios
    assert [problem.text("en") for problem in problems] == []
    assert wanted.sound


def test_every_list_of_tables_has_an_edit() -> None:
    assert {key.name for key in KEYS if key.columns} == set(EDITS)


def test_the_readmes_file_can_be_read(tmp_path: Path) -> None:
    text = PART.split("```toml\n")[1].split("```")[0]
    assert [scenario["name"] for scenario in tomllib.loads(text)["scenario"]] == [
        "Stoppen om 16:30", "Stoppen om 16:30, met een extra avond", "Lengte en eindtijd"]
    path = tmp_path / "whatif.toml"
    path.write_text(text, "utf-8")
    problems = Problems()
    read_scenarios(path, problems)
    assert not problems.serious
