from __future__ import annotations

from typing import TYPE_CHECKING

from tests.verification.school import TIMES, change, delivered, findings

if TYPE_CHECKING:
    from pathlib import Path

LATER = TIMES | {("p2", "a1"): "16:30"}


def test_apart_although_there_is_a_free_time_beside(tmp_path: Path) -> None:
    assert findings(*delivered(tmp_path, LATER, published=False)) == [
        "sibling_adjacency: Ali Yılmaz has to wait on Tue 2 Feb between the conversations that end at 14:40 and start "
        "at 16:30.",
        "sibling_adjacency: Suzanne de Vries has to wait on Tue 2 Feb between the conversations that end at 14:40 and "
        "start at 16:30.",
    ]


def test_apart_because_there_is_none(tmp_path: Path) -> None:
    input, output = delivered(tmp_path, LATER, published=False)
    # Around Elif's conversation Ali is busy, around Daan's he is too; on Thursday Daan's teacher is away.
    times = [("a1", "02-02", "14:40", "16:30"), ("a1", "02-02", "16:40", ""), ("t1", "02-02", "14:50", "")]
    rows = [f"{who},2027-{day},{start},{end},unavailable" for who, day, start, end in times]
    table = ["person_id,date,start,end,kind", *rows, "t3,2027-02-04,,,unavailable"]
    (input / "availability.csv").write_text("\n".join(table))
    assert [line for line in findings(input, output) if line.startswith("sibling_adjacency")] == []


def test_apart_where_that_is_only_a_wish(tmp_path: Path) -> None:
    input, output = delivered(tmp_path, LATER, published=False)
    change(input / "round.toml", "[[window]]", '[siblings]\nlevel = "wish"\n\n[[window]]')
    assert [line for line in findings(input, output) if line.startswith("sibling_adjacency")] == []
