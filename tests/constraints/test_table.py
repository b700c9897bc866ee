"""No rule is forgotten anywhere: a file, a place in the list, sentences, a test file, a row in the README."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scheduler.constraints.table import RULES

if TYPE_CHECKING:
    from scheduler.constraints.rule import Rule

ROOT = Path(__file__).parents[2]
NO_RULES = {"__init__", "rule", "table"}
CONTRACT = (
    "cutoff", "joint_parents", "separate_meetings", "separate_distance", "consent", "contact_ban", "working_days",
    "teachers_of_group", "sibling_adjacency", "availability", "one_at_a_time", "breaks", "audience",
)


def test_the_rules_are_those_of_the_contract_in_its_order() -> None:
    assert tuple(rule.key for rule in RULES) == CONTRACT


def test_every_file_has_its_place_in_the_list() -> None:
    files = {path.stem for path in (ROOT / "scheduler/constraints").glob("*.py")} - NO_RULES
    assert files == {rule.key for rule in RULES}
    for rule in RULES:
        assert import_module(f"scheduler.constraints.{rule.key}").RULE is rule


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_every_rule_speaks_both_languages(rule: Rule) -> None:
    assert rule.broken
    for phrase in (rule.kept, *rule.broken):
        assert phrase.en.endswith(".")
        assert phrase.nl.endswith(".")
        assert phrase.en != phrase.nl
        assert sorted(re.findall(r"{\w+}", phrase.en)) == sorted(re.findall(r"{\w+}", phrase.nl))
    assert rule.promise("nl") == rule.kept.nl


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_every_rule_is_tested(rule: Rule) -> None:
    tests = (ROOT / f"tests/constraints/test_{rule.key}.py").read_text("utf-8")
    assert len(re.findall(r"^def test_", tests, re.MULTILINE)) >= 3
    assert re.search(r"def test_the_(solver|meetings)_agree", tests)


def test_the_readme_has_a_row_for_every_rule() -> None:
    rows = [line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.startswith("|")]
    untold = [rule.key for rule in RULES if not any(f"`{rule.key}`" in row for row in rows)]
    assert untold == []


def test_the_rules_run_without_the_solver() -> None:
    blocked = "import sys; sys.modules['ortools'] = None\n"
    judged = """
from scheduler.constraints.table import violations_of
from tests.constraints.plans import at, plan
from tests.rounds import tiny_round
print(len(violations_of(tiny_round(), plan(at("14:35")))))
"""
    run = subprocess.run([sys.executable, "-c", blocked + judged], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(run.stdout) == 2  # between two slots, and without the second parent
