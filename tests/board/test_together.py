"""Whoever shares whom: nobody is at two schools at once or without the time to travel, and no order matters."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.board.board import Manner, plan_board
from scheduler.delivery import read_plan
from scheduler.verification import verify
from tests.board.schools import ALI, KIM, SUZANNE, write_school

TRAVEL = 20


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.lists(st.sampled_from([ALI, KIM, SUZANNE]), min_size=1, max_size=3, unique=True),
                          st.sampled_from(["14:30", "14:50", "15:20"])), min_size=2, max_size=4))
def test_nobody_is_at_two_schools_at_once(drawn: list[tuple[list[str], str]]) -> None:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as executor:
        top = Path(folder)
        for number, (parents, start) in enumerate(drawn):
            write_school(top / "in" / f"s{number}", f"S{number}", parents, start=start, end="16:30")
        board = plan_board(top / "in", top / "out", executor, Manner(travel_minutes=TRAVEL))
        times: dict[str, list[tuple[int, int, int]]] = {}
        for number, (parents, _) in enumerate(drawn):
            assert verify(top / "in" / f"s{number}", top / "out" / f"s{number}").sound
            plan = read_plan(top / "out" / f"s{number}")
            for place, address in enumerate(parents, 1):
                for each in plan.of_adult.get(f"a{place}", ()):
                    times.setdefault(address, []).append((each.start_minute, each.end_minute, number))
        assert board.double_bookings == {}
        for visits in times.values():
            for (start, end, school), (other_start, other_end, other) in combinations(sorted(visits), 2):
                assert school == other or other_start >= end + TRAVEL, (start, end, other_start, other_end)
        csv = [path.read_bytes() for path in sorted((top / "out").rglob("*.csv"))]
        again = plan_board(top / "in", top / "again", executor, Manner(travel_minutes=TRAVEL), at_once=1)
        assert [row.objective for row in again.rows] == [row.objective for row in board.rows]
        assert [path.read_bytes() for path in sorted((top / "again").rglob("*.csv"))] == csv
