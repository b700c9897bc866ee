from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.verification.school import TIMES, change, delivered, findings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def school(tmp_path: Path) -> tuple[Path, Path]:
    return delivered(tmp_path, published=False)


def test_a_right_plan(school: tuple[Path, Path]) -> None:
    assert findings(*school) == []


def test_a_plan_with_a_meeting_left_out(tmp_path: Path) -> None:
    times = {key: at for key, at in TIMES.items() if key != ("p4", "a8")}
    assert findings(*delivered(tmp_path, times, published=False)) == []


def test_a_broken_rule_is_a_sentence(school: tuple[Path, Path]) -> None:
    input, output = school
    change(output / "plan.csv", "14:40,14:50,,school", "14:30,14:40,,school")
    assert (
        "one_at_a_time: Ali Yılmaz is in two appointments at once on Tue 2 Feb: "
        "at 14:30 with Juf Ruth and at 14:30 with Juf Anja."
    ) in findings(input, output)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("p4", "p9", 'plan.csv, line 6, column pupil_id: "p9" This id is not in the input.'),
        ("2027-02-02", "2 feb", 'plan.csv, line 2, column date: "2 feb" This is no date as in 2027-02-02.'),
        ("14:30,14:40", "halfdrie,14:40", 'plan.csv, line 2, column start: "halfdrie" This is no time as in 14:30.'),
        ("14:30,14:40", "14:30,14:30", 'plan.csv, line 2, column end: "14:30" A meeting ends after it starts.'),
        (",school", ",school,", "plan.csv, line 2: This row has more cells than the header."),
        ("modality", "how", "plan.csv, line 1, column modality: This column is missing."),
    ],
)
def test_a_broken_row_has_its_line(school: tuple[Path, Path], old: str, new: str, line: str) -> None:
    input, output = school
    rows = (output / "plan.csv").read_text().splitlines()
    at = next(number for number, row in enumerate(rows) if old in row)
    change(output / "plan.csv", old, new)
    assert line.replace("line 6", f"line {at + 1}") in findings(input, output)


def test_semicolons_and_another_order_of_columns_are_fine(school: tuple[Path, Path]) -> None:
    input, output = school
    rows = [row.split(",") for row in (output / "unplaced.csv").read_text().splitlines()]
    (output / "unplaced.csv").write_text("\n".join(";".join(reversed(row)) for row in rows))
    assert findings(input, output) == []


def test_a_meeting_twice_or_under_another_id(school: tuple[Path, Path]) -> None:
    input, output = school
    lines = (output / "plan.csv").read_text().splitlines()
    meeting_id = lines[1].split(",")[0]
    (output / "plan.csv").write_text("\n".join([*lines[:2], *lines[1:]]))
    assert f'plan.csv, column meeting_id: "{meeting_id}" This meeting has more than one row.' in findings(input, output)
    (output / "plan.csv").write_text("\n".join(lines).replace(meeting_id, "m0"))
    unknown = 'plan.csv, column meeting_id: "m0" The round has no meeting of this id with this pupil and these adults.'
    assert unknown in findings(input, output)


def test_rows_out_of_order(school: tuple[Path, Path]) -> None:
    input, output = school
    header, *rows = (output / "plan.csv").read_text().splitlines()
    (output / "plan.csv").write_text("\n".join([header, *reversed(rows)]))
    assert findings(input, output) == ["plan.csv: The rows are not in order of date, start and meeting_id."]


@pytest.mark.parametrize("name", ["plan.csv", "unplaced.csv", "summary.json"])
def test_a_missing_file(school: tuple[Path, Path], name: str) -> None:
    input, output = school
    (output / name).unlink()
    assert f"{name}: This file is missing." in findings(input, output)


@pytest.mark.parametrize("name", ["plan.csv", "unplaced.csv", "summary.json", "report.html", "ledger.sqlite"])
@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", b'"', b"[]", b"null", b"{" * 5000, b"a;b\n1;2;3\n"])
def test_garbage_is_a_finding_and_never_an_exception(school: tuple[Path, Path], name: str, content: bytes) -> None:
    input, output = school
    (output / name).write_bytes(content)
    assert findings(input, output) != [] or name == "report.html"


def test_in_dutch(school: tuple[Path, Path]) -> None:
    input, output = school
    (output / "unplaced.csv").unlink()
    assert findings(input, output, "nl") == ["unplaced.csv: Dit bestand ontbreekt."]
