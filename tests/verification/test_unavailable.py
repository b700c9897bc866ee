"""The verdict minds the times that stand beside the plan: appointments at another school of the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.verification import verify
from tests.verification.school import TIMES, delivered

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "person_id,date,start,end,kind\n"


def test_an_appointment_in_such_a_time_breaks_a_rule(tmp_path: Path) -> None:
    input, output = delivered(tmp_path, published=False)
    assert verify(input, output).sound
    (output / "unavailable.csv").write_text(HEADER + "a1,2027-02-02,14:00,14:40,unavailable\n")
    assert [broken.rule for broken in verify(input, output).violations] == ["availability"]


def test_siblings_apart_because_of_such_a_time_are_no_fault(tmp_path: Path) -> None:
    input, output = delivered(tmp_path, TIMES | {("p2", "a1"): "15:30"}, published=False)
    assert {broken.rule for broken in verify(input, output).violations} == {"sibling_adjacency"}
    rows = (f"a1,2027-02-02,{time},unavailable\n" for time in ("00:00,14:30", "14:40,15:30", "15:40,24:00"))
    (output / "unavailable.csv").write_text(HEADER + "".join(rows))
    assert verify(input, output).sound


def test_a_damaged_file_is_a_finding(tmp_path: Path) -> None:
    input, output = delivered(tmp_path, published=False)
    (output / "unavailable.csv").write_text("person_id\na1\n")
    assert verify(input, output).lines("en") == (
        "unavailable.csv, line 1, column date, start, end, kind: This column is missing.",)
    times = ("2 Feb,14:00,14:40,unavailable", "2027-02-02,14:00,noon,unavailable", "2027-02-02,17:00,17:40,preferred",
             "2027-02-02,17:00,24:00,unavailable")
    (output / "unavailable.csv").write_text(HEADER + "".join(f"a1,{time}\n" for time in times))
    assert verify(input, output).lines("en") == tuple(
        f"unavailable.csv, line {line}: This is no time at which somebody is unavailable, as in "
        "a1,2027-02-02,14:20,15:10,unavailable." for line in (2, 3, 4))
