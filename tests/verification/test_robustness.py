from __future__ import annotations

import contextlib
import io
import sqlite3
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.problems import Problems
from scheduler.verification import verify
from scheduler.verification.documents import documents_in
from tests.verification.school import delivered, findings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return delivered(tmp_path_factory.mktemp("school"))


def workbook(*names: str) -> bytes:
    """A workbook in which these stand."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", "".join(f"<t>{name}</t>" for name in names))
    return file.getvalue()


@pytest.mark.parametrize("content", [
    workbook("Juf Anja")[:60] + b"\xff" + workbook("Juf Anja")[61:], workbook("Juf Anja")[:80], workbook()[-22:], b""],
    ids=["another byte", "cut off", "no sheet", "empty"])
def test_a_workbook_that_cannot_be_read_is_told(tmp_path: Path, content: bytes) -> None:
    input, output = delivered(tmp_path)
    (output / "plan.xlsx").write_bytes(content)
    assert findings(input, output) == [
        "plan.xlsx: This file cannot be read, so nobody could look who stands in it."]


def test_who_stands_in_a_workbook_is_found_or_the_damage_is(tmp_path: Path) -> None:
    whole = workbook("Geert Verboden", "geert@post.example")
    for at in range(len(whole)):
        (tmp_path / "plan.xlsx").write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        problems = Problems()
        texts = [document.text for document in documents_in(tmp_path, problems)]
        assert problems.serious or any("Geert Verboden" in text for text in texts)


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plan.html").touch()
    monkeypatch.setattr("pathlib.Path.read_bytes", refused)
    problems = Problems()
    assert list(documents_in(tmp_path, problems)) == []
    assert [problem.text("en") for problem in problems] == [
        "plan.html: This file cannot be read, so nobody could look who stands in it."]


def refused(path: Path) -> bytes:
    """As the system refuses what belongs to somebody else."""
    raise PermissionError(path)


@pytest.mark.parametrize(("table", "column"), [("events", "uid"), ("events", "invite"), ("staff_events", "event")])
def test_a_ledger_with_another_column(tmp_path: Path, table: str, column: str) -> None:
    input, output = delivered(tmp_path)
    with contextlib.closing(sqlite3.connect(output / "ledger.sqlite")) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME COLUMN {column} TO other")
    assert findings(input, output) == ["ledger.sqlite: The ledger is missing, damaged, or in use."]


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_no_damage_ends_in_an_exception(school: tuple[Path, Path], data: st.DataObject) -> None:
    input, output = school
    path = data.draw(st.sampled_from(sorted(path for path in output.rglob("*") if path.is_file())))
    whole = path.read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 20)))
    try:
        path.write_bytes(whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:])
        verify(input, output).lines("nl")
    finally:
        path.write_bytes(whole)
    assert verify(input, output).sound
