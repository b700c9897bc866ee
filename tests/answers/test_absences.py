"""A declined time becomes a row of availability.csv, and nothing that the office wrote there changes."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.answers.absences import add_absences, check_folder, extended
from scheduler.appointments import Told
from scheduler.intake import read_round
from scheduler.problems import BadInput
from scheduler.round import Availability
from tests.intake.folders import FILES
from tests.rounds import TUESDAY, WEEK, adult, minute, teacher, tiny_round

if TYPE_CHECKING:
    from pathlib import Path

ROW = {"person_id": "a1", "date": "2027-02-02", "start": "14:30", "end": "14:40", "kind": "unavailable"}
DECLINED = Told("a1", "m1", ("t1",), TUESDAY, minute("14:30"), minute("14:40"), "", "school")
AWAY = Availability("a1", "unavailable", TUESDAY, None, minute("14:30"), minute("14:40"))


@pytest.mark.parametrize(("before", "after"), [
    (b"person_id,date,start,end,kind\nb,,,,preferred\n",
     b"person_id,date,start,end,kind\nb,,,,preferred\na1,2027-02-02,14:30,14:40,unavailable\n"),
    (b"\xef\xbb\xbfKind;End;Start;Date;Weekday;Person_ID\r\n", b"\xef\xbb\xbfKind;End;Start;Date;Weekday;Person_ID\r\n"
     b"unavailable;14:40;14:30;2027-02-02;;a1\r\n"),
    (b"person_id,date,start,end,kind,note\nb,,,,preferred,\"caf\xe9,\nlate\"",
     b"person_id,date,start,end,kind,note\nb,,,,preferred,\"caf\xe9,\nlate\"\na1,2027-02-02,14:30,14:40,unavailable,\n"),
    (b"\nperson_id;weekday;kind\n\nb;ma;unavailable\nc;di;unavailable;;\n",
     b"\nperson_id;weekday;kind;date;start;end\n\nb;ma;unavailable;;;\nc;di;unavailable;;;\n"
     b"a1;;unavailable;2027-02-02;14:30;14:40\n"),
    (b"person_id,kind,start\r", b"person_id,kind,start,date,end\ra1,unavailable,14:30,2027-02-02,14:40\r"),
    (b"person_id,kind", b"person_id,kind,date,start,end\na1,unavailable,2027-02-02,14:30,14:40\n"),
    (b"", b"person_id,date,start,end,kind\na1,2027-02-02,14:30,14:40,unavailable\n"),
], ids=["plain", "Excel", "quoted and Windows-1252", "columns lack", "old Mac", "header only", "no file"])
def test_a_row_is_added_in_the_tables_own_way(before: bytes, after: bytes) -> None:
    assert extended(before, [ROW]) == after


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.permutations(["person_id", "date", "weekday", "start", "end", "kind", "note"]), st.sampled_from(",;"),
       st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=4), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_what_stood_there_stays_to_the_byte(names: list[str], delimiter: str, rows: list[list[str]], end: str,
                                            ended: bool) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows([names, *rows])
    before = text.getvalue() if ended else text.getvalue().removesuffix(end)
    after = extended(before.encode(), [ROW]).decode()
    assert after.startswith(before)
    read = list(csv.DictReader(io.StringIO(after, newline=""), delimiter=delimiter))
    assert {name: cell for name, cell in read[-1].items() if cell} == ROW
    assert len(read) == sum(row != [""] for row in rows) + 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A round on paper."""
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("table", [None, "person_id;weekday;kind\r\na2;ma;unavailable\r\n"])
def test_the_next_plan_reads_it_and_a_second_run_adds_nothing(folder: Path, table: str | None) -> None:
    (folder / "availability.csv").unlink(missing_ok=True)
    if table:
        (folder / "availability.csv").write_bytes(table.encode())
    assert add_absences(folder, read_round(folder).round, [DECLINED]) == (DECLINED,)
    before, now = (folder / "availability.csv").read_bytes(), read_round(folder)
    assert AWAY in now.round.availability
    assert len(now.round.availability) == (2 if table else 1)
    assert add_absences(folder, now.round, [DECLINED]) == ()
    assert (folder / "availability.csv").read_bytes() == before


@pytest.mark.parametrize("known", [
    replace(AWAY, date=None, weekday=1, start_minute=0), replace(AWAY, date=None, end_minute=minute("17:00")),
    replace(AWAY, person_id="t1"),
])
def test_who_is_known_to_be_away_gets_no_row(tmp_path: Path, known: Availability) -> None:
    round = tiny_round(adults=[adult("a1", teacher_id="t1"), adult("a2")], teachers=[teacher("t1", WEEK)],
                       availability=(known,))
    assert add_absences(tmp_path, round, [DECLINED]) == ()
    assert not (tmp_path / "availability.csv").exists()


@pytest.mark.parametrize("other", [replace(AWAY, kind="preferred"), replace(AWAY, start_minute=minute("14:35")),
                                   replace(AWAY, person_id="a2"), replace(AWAY, date=None, weekday=3)])
def test_another_row_is_no_reason_to_leave_it_out(tmp_path: Path, other: Availability) -> None:
    assert add_absences(tmp_path, tiny_round(availability=(other,)), [DECLINED]) == (DECLINED,)


def test_who_has_left_the_folder_gets_no_row(tmp_path: Path) -> None:
    assert add_absences(tmp_path, tiny_round({"p1": ["a2"]}), [DECLINED]) == ()


def test_the_folder_must_be_of_the_round(folder: Path) -> None:
    round = read_round(folder).round
    check_folder(folder, round, "2027-february")
    for path, round_id, said in (
        (folder, "2027-november", "This folder holds the round 2027-february, the answers are to 2027-november."),
        (folder / "round.toml", "2027-february", "Name the folder with the round: rows can only be added to a folder."),
    ):
        with pytest.raises(BadInput) as bad:
            check_folder(path, round, round_id)
        assert bad.value.problems[0].text("en") == f"{path}: {said}"
