"""The tables of the benchmarks say what the runs came to."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from typing import TYPE_CHECKING

import pytest

from scheduler.constraints.table import violations_of
from scheduler.meetings import meetings_of
from scheduler.round import COST_KEYS
from tests.benchmarks import __main__ as main
from tests.benchmarks.__main__ import BEGIN, END, README, RESULTS, write
from tests.benchmarks.contestants import METHODS, WEIGHTS, price, watched
from tests.benchmarks.machine import machine
from tests.benchmarks.plot import to_svg
from tests.benchmarks.portal import book
from tests.benchmarks.readme import with_measured
from tests.benchmarks.results import COMMAND, Run, how_fast, how_good, run_from, tables, to_csv
from tests.benchmarks.tight import TIGHT
from tests.benchmarks.tight_schools import ALL_TIGHT
from tests.rounds import tiny_round, window

if TYPE_CHECKING:
    from pathlib import Path


def moment(seconds: float, costs: dict[str, int], bounds: dict[str, int] | None = None) -> dict[str, object]:
    return {"seconds": seconds, "costs": dict.fromkeys(COST_KEYS, 0) | costs, "bounds": bounds or {}}


OURS = Run("20 pupils, seed 1", "tienminuten", "optimal", 21, 9.0, 12.0, 123.4, [
    moment(1.0, {"unplaced_mandatory": 2, "teacher_windows": 4}, {"teacher_windows": 3}),
    moment(2.0, {"teacher_windows": 4}, {"teacher_windows": 3}),
    moment(8.0, {"teacher_windows": 4}, {"teacher_windows": 4}),
])
FILES = Run("20 pupils, seed 1", COMMAND, "optimal", 21, 9.9, 11.0, 150.0, [])
PORTAL = Run("20 pupils, seed 1", "portal, any time", "booked", 21, 1.0, 1.0, 80.0, [
    moment(0.5, {"siblings_apart": 1, "wishes_missed": 7, "teacher_windows": 9}),
])
NOTHING = Run("20 pupils, seed 1", "one model", "unknown", 21, 61.0, 110.0, 300.0, [])


def test_when_there_was_a_plan_and_when_a_proof() -> None:
    assert (OURS.first_plan, OURS.proven) == (2.0, 8.0)
    assert (PORTAL.first_plan, PORTAL.proven) == (0.5, None)
    assert (NOTHING.first_plan, NOTHING.proven) == (None, None)
    left_out = dataclasses.replace(OURS, moments=[moment(1.0, {"unplaced_mandatory": 2}, {"unplaced_mandatory": 1})])
    assert (left_out.first_plan, left_out.proven) == (None, None)


def test_the_table_of_speed() -> None:
    assert how_fast([OURS, FILES, PORTAL]).splitlines()[2:] == [
        "| 20 pupils, seed 1 | 21 | 2.0 | 8.0 | 25 % of teacher_windows | 0 | 0 | 9.9 | 12.0 | 123 |  |",
    ]


def test_the_table_of_speed_says_what_is_open() -> None:
    late = dataclasses.replace(OURS, moments=[
        moment(7.0, {"unplaced_mandatory": 4, "teacher_windows": 8}, {"unplaced_mandatory": 3}),
        moment(70.0, {"unplaced_mandatory": 4, "teacher_windows": 8}, {"unplaced_mandatory": 4}),
    ])
    assert how_fast([late]).splitlines()[2:] == [
        "| 20 pupils, seed 1 | 21 | 7.0 |  | no plan | 25 % of unplaced_mandatory | 25 % of unplaced_mandatory |  "
        "| 12.0 | 123 | teacher_windows 8 ≥ 0 |",
    ]


def test_the_table_of_quality_is_the_mean_over_the_seeds() -> None:
    other = Run("20 pupils, seed 2", "tienminuten", "feasible", 20, 9.0, 9.0, 1.0, [moment(1, {"wishes_missed": 1})])
    assert how_good([OURS, other, PORTAL, NOTHING]).splitlines()[2:] == [
        "| 20 pupils | tienminuten | 0 | 0 | 0.5 | 0 | 2 | 0 |",
        "| 20 pupils | one model | no plan |  |  |  |  |  |",
        "| 20 pupils | portal, any time | 0 | 1 | 7 | 0 | 9 | 0 |",
    ]


def test_the_figures_of_every_run_for_a_spreadsheet() -> None:
    one, other = csv.DictReader(io.StringIO(to_csv([OURS, NOTHING])))
    assert (one["first_plan_seconds"], one["gap_at_5_seconds"], one["teacher_windows_bound"]) == ("2.00", "0.2500", "4")
    assert (one["of_at_5_seconds"], one["gap_at_15_seconds"], one["of_at_15_seconds"]) == ("teacher_windows", "0", "")
    assert (other["status"], other["first_plan_seconds"], other["teacher_windows"]) == ("unknown", "", "")


def test_the_plot_has_a_panel_per_round_and_the_same_bytes() -> None:
    picture = to_svg([OURS, PORTAL, NOTHING])
    assert picture == to_svg([OURS, PORTAL, NOTHING])
    assert picture.startswith("<?xml")


def test_the_readme_has_what_was_measured() -> None:
    stored = json.loads((RESULTS / "runs.json").read_text())
    measured = (RESULTS / "tables.md").read_text()
    assert measured.endswith(f"\n\n{tables([run_from(row) for row in stored])}")
    assert f"{BEGIN}{measured}{END}" in README.read_text("utf-8")


def test_what_was_measured_later_stands_with_its_size() -> None:
    tight, later = (dataclasses.replace(OURS, round=round) for round in ("a tight round", "20 pupils, seed 2"))
    rows = how_fast([OURS, tight, later]).splitlines()[2:]
    assert [row.split(" | ")[0] for row in rows] == ["| 20 pupils, seed 1", "| 20 pupils, seed 2", "| a tight round"]


def test_new_results_replace_only_what_was_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{BEGIN}old\n{END}\nafter\n")
    monkeypatch.setattr(main, "README", readme)
    monkeypatch.setattr(main, "RESULTS", tmp_path / "results")
    write([OURS, FILES, PORTAL], tmp_path / "results", "On this machine.")
    measured = f"On this machine.\n\n{tables([OURS, FILES, PORTAL])}"
    assert readme.read_text() == f"before\n{BEGIN}{measured}{END}\nafter\n"
    stored = json.loads((tmp_path / "results" / "runs.json").read_text())
    assert [run_from(row) for row in stored] == [OURS, FILES, PORTAL]
    assert sorted(it.name for it in (tmp_path / "results").iterdir()) == [
        "plot.svg", "runs.csv", "runs.json", "tables.md",
    ]


def test_the_machine_is_told_with_a_time_to_compare_it_by() -> None:
    assert re.fullmatch(r"Python 3\.\S+ on \d+ processors \(\w+\), where a loop of ten million additions takes "
                        r"\d+\.\d s\.", machine())


def test_a_price_puts_the_costs_in_their_order() -> None:
    assert set(WEIGHTS) == set(COST_KEYS)
    assert price({"unplaced_mandatory": 1}) > price({"siblings_apart": 99}) > price({"wishes_missed": 999})


@pytest.mark.parametrize("method", METHODS)
def test_each_contestant_plans_and_is_watched(method: str) -> None:
    round = tiny_round({"p1": ["a1"], "p2": ["a1"]}, windows=[window("14:30", "14:50")])
    found = watched(method, round, 5)
    assert found["meetings"] == 2
    assert found["moments"][-1]["costs"] == dict.fromkeys(COST_KEYS, 0) | {"teacher_windows": 1}
    assert found["status"] in ("optimal", "booked")


@pytest.mark.parametrize("name", ALL_TIGHT)
def test_a_tight_round_is_of_its_size_and_can_be_booked(name: str) -> None:
    round = ALL_TIGHT[name]()
    assert len(meetings_of(round)) >= (240 if name in TIGHT else 220)
    assert ALL_TIGHT[name]() == round
    plan = book(round)
    assert violations_of(round, plan) == ()
    assert len(plan.appointments) > 120


def test_what_is_measured_takes_the_place_of_what_stood_there() -> None:
    text = "before\n<!-- measured by x -->\n\nold\n\n<!-- end of x -->\nafter"
    found = with_measured(text, "x", "new\n")
    assert found == "before\n<!-- measured by x -->\n\nnew\n\n<!-- end of x -->\nafter"
    assert with_measured(found, "x", "new\n") == found


@pytest.mark.parametrize("name", ["tests.benchmarks.whatif", "tests.benchmarks.board"])
def test_the_readme_has_a_place_for_it(name: str) -> None:
    assert "\n\nmeasured here\n\n" in with_measured(README.read_text("utf-8"), name, "measured here")
