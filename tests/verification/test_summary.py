from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.verification.school import delivered, findings

if TYPE_CHECKING:
    from pathlib import Path


def changed(folder: Path, **more: Any) -> list[str]:
    """The findings where summary.json says something else; `objective` changes single costs."""
    input, output = delivered(folder, published=False)
    summary = json.loads((output / "summary.json").read_text())
    summary["objective"].update(more.pop("objective", {}))
    (output / "summary.json").write_text(json.dumps(summary | more))
    return findings(input, output)


def test_a_cost_that_is_not_so(tmp_path: Path) -> None:
    assert changed(tmp_path, objective={"teacher_windows": {"cost": 1, "bound": 1}}) == [
        'summary.json, column teacher_windows: "1" Counted again from the plan, this cost is 2.'
    ]


def test_as_many_siblings_apart_as_it_says(tmp_path: Path) -> None:
    assert changed(tmp_path, objective={"siblings_apart": {"cost": 1, "bound": 0}}) == [
        'summary.json, column siblings_apart: "1" Counted again from the plan, this cost is 0.'
    ]


def test_a_bound_above_the_cost(tmp_path: Path) -> None:
    assert changed(tmp_path, objective={"teacher_windows": {"cost": 2, "bound": 3}}) == [
        'summary.json, column teacher_windows: "3" No bound is above the cost, 2.'
    ]


def test_optimal_only_where_all_agree(tmp_path: Path) -> None:
    assert changed(tmp_path, status="optimal") == [
        'summary.json, column status: "optimal" A plan is optimal only where every bound is the cost.'
    ]


def test_optimal_where_all_agree(tmp_path: Path) -> None:
    proven = {"teacher_windows": {"cost": 2, "bound": 2}, "teacher_idle_minutes": {"cost": 20, "bound": 20}}
    assert changed(tmp_path, status="optimal", objective=proven) == []


def test_another_input(tmp_path: Path) -> None:
    assert changed(tmp_path, input_sha256="0") == [
        'summary.json, column input_sha256: "0" The plan was made from another input than this one.'
    ]


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ({"meetings": 6}, 'summary.json, column meetings: "6" There are 5.'),
        ({"placed": 4}, 'summary.json, column placed: "4" There are 5.'),
        ({"seed": "x"}, 'summary.json, column seed: "x" This is missing, or of another kind.'),
        ({"status": "fine"}, 'summary.json, column status: "fine" This is none of the four outcomes.'),
        ({"objective": {"moved": None}},
         "summary.json, column objective: Every cost has a whole number as cost, and as bound a whole number or null."),
        ({"status": "infeasible"},
         'summary.json, column status: "infeasible" An outcome without a plan comes with no appointments.'),
    ],
)
def test_whatever_else_is_wrong(tmp_path: Path, what: dict[str, Any], line: str) -> None:
    assert changed(tmp_path, **what) == [line]
