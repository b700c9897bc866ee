"""A folder as a workbook, filled in in Excel, and brought back: nothing that stood in the folder is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.cli import main
from scheduler.imports.held import held_in
from scheduler.imports.template import template_workbook
from scheduler.intake import read_round
from scheduler.problems import BadInput
from tests.imports.schools import brought_back, column, edited, handed_out, imported, table

if TYPE_CHECKING:
    from pathlib import Path


FILL_IN = {
    "teachers": {"D2": "ma;di;do", "D3": "di;do;vr", "E2": "Lokaal 3"},
    "groups": {"B4": "3"},
    "round": {"B2": "De Zandloper", "B3": "gesprekken@zandloper.example", "B8": "Februarigesprekken 2027"},
    "windows": {"A2": "2027-02-02", "B2": "14:30", "C2": "17:00", "A3": "2027-02-04", "B3": "18:30", "C3": "20:30",
                "D3": "ja"},
}


def _filled_in(tmp_path: Path) -> Path:
    book = handed_out(tmp_path)
    for sheet, cells in FILL_IN.items():
        for place, text in cells.items():
            book[sheet][place].value = text
    return brought_back(tmp_path, book)


@pytest.fixture
def school(tmp_path: Path, register: Path, parents: Path) -> Path:
    """A folder with all that the exports know."""
    imported(tmp_path, register, parents)
    return tmp_path / "round"


def test_what_is_open_is_marked(tmp_path: Path, school: Path) -> None:
    book = handed_out(tmp_path)
    marked = [f"{sheet.title}!{cell.coordinate}" for sheet in book for row in sheet.iter_rows() for cell in row
              if cell.value == "?"]
    assert marked == ["round!B2", "round!B3", "round!B8", "teachers!D2", "teachers!D3", "groups!B4"]
    assert {book[place.split("!")[0]][place.split("!")[1]].fill.start_color.rgb for place in marked} == {"FFFFE699"}
    assert book["pupils"]["D3"].value == "3-4"
    assert book["adults"]["D2"].value == "+31612345678"


def test_the_same_folder_gives_the_same_bytes(school: Path) -> None:
    assert template_workbook("nl", held_in(school, "nl")) == template_workbook("nl", held_in(school, "nl"))


def test_plan_reads_workbook_and_folder_alike(tmp_path: Path, school: Path) -> None:
    filled = _filled_in(tmp_path)
    report = imported(tmp_path, filled)
    assert report.open_questions == 0
    assert "feb.xlsx: A workbook of a round, with 20 rows in 5 sheets." in report.text
    assert "Still to fill in\n  - adults.csv: no e-mail address is known of Ayşe Yılmaz.\n" in report.text
    assert read_round(school).round == read_round(filled).round
    assert read_round(school).round.teachers[0].room == "Lokaal 3"


def test_brought_back_twice_changes_nothing_more(tmp_path: Path, school: Path) -> None:
    filled = _filled_in(tmp_path)
    imported(tmp_path, filled)
    before = {path.name: path.read_bytes() for path in school.iterdir()}
    imported(tmp_path, filled)
    assert {path.name: path.read_bytes() for path in school.iterdir()} == before


def test_a_newer_export_after_the_workbook_keeps_what_it_brought(tmp_path: Path, school: Path, register: Path) -> None:
    imported(tmp_path, _filled_in(tmp_path))
    imported(tmp_path, register)
    assert column(tmp_path, "teachers.csv", "working_days") == ["ma;di;do", "di;do;vr"]
    assert column(tmp_path, "groups.csv", "level") == ["5", "5", "3"]


def test_no_flag_or_row_is_lost_by_an_older_workbook(tmp_path: Path, school: Path) -> None:
    book = handed_out(tmp_path)
    book["pupils"].delete_rows(5)
    edited(tmp_path, "guardians.csv", "p1,a002,parent,,,,", "p1,a002,parent,,,ja,ja")
    (school / "separate.csv").write_text("pupil_id,adult_id,party\np3,a003,A\np3,a004,B\n", "utf-8")
    report = imported(tmp_path, brought_back(tmp_path, book))
    assert table(tmp_path, "guardians.csv")[1]["contact_ban"] == "ja"
    assert len(table(tmp_path, "separate.csv")) == 2
    assert column(tmp_path, "pupils.csv", "pupil_id") == ["p1", "p2", "p3", "p4"]
    assert "pupils.csv: not in the workbook, but kept: Sam NA (p4). Delete by hand what should go." in report.text


def test_where_workbook_and_folder_were_both_changed_a_person_decides(tmp_path: Path, school: Path) -> None:
    book = handed_out(tmp_path)
    book["teachers"]["D2"].value = "ma;di"
    edited(tmp_path, "teachers.csv", "t1,Anja Visser,,?,", "t1,Anja Visser,,do;vr,")
    report = imported(tmp_path, brought_back(tmp_path, book))
    assert ("teachers.csv, Anja Visser (t1), column working_days: “do;vr” in the folder and “ma;di” in the export, "
            "both changed. Decide which is right.") in report.text
    assert column(tmp_path, "teachers.csv", "working_days")[0] == "do;vr"
    edited(tmp_path, "decisions.toml", 'answer = ""', 'answer = "export"')
    imported(tmp_path, tmp_path / "feb.xlsx")
    assert column(tmp_path, "teachers.csv", "working_days")[0] == "ma;di"


def test_finished_settings_stay_where_the_workbook_does_not_know_what_it_was_written_from(
    tmp_path: Path, school: Path,
) -> None:
    imported(tmp_path, _filled_in(tmp_path))
    book = handed_out(tmp_path)
    del book["origin"]
    book["round"]["B13"].value, book["windows"]["C3"].value = "16:30", "21:00"
    report = imported(tmp_path, brought_back(tmp_path, book))
    assert "round.toml: the workbook says otherwise, but the file stays as it is: round.cutoff, window." in report.text
    assert read_round(school).round.settings.cutoff_minute == 17 * 60


def test_the_command_fills_and_says_how_to_go_on(tmp_path: Path, school: Path,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "feb.xlsx"
    assert main(["template", "--from", str(school), "--out", str(book)]) == 0
    assert f"tienminuten import {book} --out {school}" in capsys.readouterr().out
    assert book.read_bytes() in [template_workbook(language, held_in(school, language)) for language in ("nl", "en")]
    assert main(["template", "--from", str(tmp_path / "weg"), "--out", str(tmp_path / "x.xlsx")]) == 2
    assert not (tmp_path / "x.xlsx").exists()


def test_a_workbook_alone_makes_a_folder(tmp_path: Path, school: Path) -> None:
    filled = _filled_in(tmp_path)
    imported(tmp_path / "elders", filled)
    assert read_round(tmp_path / "elders" / "round").round == read_round(filled).round


def test_a_damaged_sheet_is_told_by_its_name(tmp_path: Path, school: Path) -> None:
    book = handed_out(tmp_path)
    book["pupils"]["A1"].value = "nummer"
    with pytest.raises(BadInput) as bad:
        imported(tmp_path, brought_back(tmp_path, book))
    assert [problem.text("en") for problem in bad.value.problems] == [
        "feb.xlsx [pupils], line 1, column pupil_id: This column is missing. Add it to the header and fill it in."]
