"""Same round, seed and version: the same plan, however many searches run at once, and the same again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.solver import by_windows, least, search, solve
from tests.demo.reading import drawn
from tests.random_rounds import random_parts, random_round
from tests.solver.changed_rounds import side_by_side

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.appointments import Outcome


def told(outcome: Outcome) -> object:
    """All of an outcome but the time it took."""
    return outcome.status, outcome.plan, outcome.objective, outcome.seed


@pytest.mark.parametrize("season", ["february", "november", "start"])
def test_a_school_gets_the_same_plan_whatever_the_number_of_workers(tmp_path: Path, season: str) -> None:
    round = drawn(tmp_path / "round", 36, 3, season).round
    once = told(solve(round, workers=1, seed=7))
    assert told(solve(round, workers=2, seed=7)) == once
    assert told(solve(round, workers=5, seed=7)) == once


def test_so_does_a_school_whose_windows_take_long_to_prove(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    round = drawn(tmp_path / "round", 120, 8, "february").round
    soon = solve(round)
    assert soon.status == "optimal"
    monkeypatch.setattr(search, "WHOLE", -1)
    monkeypatch.setattr(least, "SOON", 1e-4)
    monkeypatch.setattr(least, "RISE", 0.01)
    monkeypatch.setattr(least, "RISE_RELAXED", 0.01)
    monkeypatch.setattr(by_windows, "QUICK", 0.001)
    long_proofs = []
    prove_meanwhile = by_windows.ByWindows._prove_meanwhile
    monkeypatch.setattr(by_windows.ByWindows, "_prove_meanwhile", lambda *given, **how: (
        long_proofs.append(given), prove_meanwhile(*given, **how)))
    once = solve(round, workers=1)
    assert long_proofs
    assert once.objective == soon.objective
    assert told(solve(round, workers=2)) == told(once)


@pytest.mark.parametrize("seed", range(6))
def test_so_does_a_round_with_every_rule_in_play(seed: int) -> None:
    round, published = side_by_side(random_parts(seed, 3))
    once = told(solve(round, published=published, workers=1))
    assert told(solve(round, published=published, workers=3)) == once


@pytest.mark.parametrize("seed", range(0, 200, 20))
def test_another_seed_gives_an_equally_good_plan(seed: int) -> None:
    round, published = random_round(seed)
    one, other = (solve(round, published=published, seed=each) for each in (1, 2))
    assert one.objective == other.objective
    assert (one.seed, other.seed) == (1, 2)
