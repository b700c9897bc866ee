"""A workbook that knows what it was written from: what it alone changed comes in, what both changed is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.imports.schools import brought_back, column, edited, handed_out, imported, table, written

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

ROUND = """# Our round
[school]
name = "De Zandloper"
email = "gesprekken@zandloper.example"

[round]  # as in the hall
id = "round"
name = "Februari"
audience = "all"
meeting_minutes = 10
cutoff = "17:00"             # the caretaker goes home
mandatory = true

[[window]]  # the afternoon
date = 2027-02-02
start = "14:30"
end = "17:00"

[[window]]
date = 2027-02-04
start = "18:30"
end = "20:30"
evening = true
"""


@pytest.fixture
def school(tmp_path: Path, register: Path, parents: Path) -> Path:
    """A folder with all that exports know, and with settings that are finished."""
    imported(tmp_path, register, parents)
    edited(tmp_path, "teachers.csv", "t1,Anja Visser,,?,", "t1,Anja Visser,,ma;di,Lokaal 1")
    return written(tmp_path / "round", "round.toml", ROUND).parent


def _set(book: Workbook, **settings: str) -> None:
    for row in book["round"].iter_rows(min_row=2):
        name = str(row[0].value).replace(".", "_")
        if name in settings:
            row[1].value = settings.pop(name)
    assert not settings


def _settings(folder: Path) -> str:
    return (folder / "round.toml").read_text("utf-8")


def test_what_only_the_workbook_changed_comes_in_and_is_told(tmp_path: Path, school: Path) -> None:
    book = handed_out(tmp_path)
    book["teachers"]["D2"].value, book["teachers"]["E2"].value = "ma;do", None
    book["guardians"]["F2"].value = "ja"
    book["teachers"].append(["t9", "Sara Smit", None, "vr"])
    book["separate"].append(["p1", "a001", "A"])
    report = imported(tmp_path, brought_back(tmp_path, book))
    assert report.open_questions == 0
    assert "\n".join([
        "What changed in the folder",
        "  - teachers.csv, Anja Visser (t1), column working_days: was “ma;di”, and is now “ma;do”.",
        "  - teachers.csv, Anja Visser (t1), column room: “Lokaal 1” was taken out.",
        "  - teachers.csv: new are Sara Smit (t9).",
        "  - guardians.csv, Noor van den Berg (p1) – Suzanne van den Berg (a001), column contact_ban: filled in is "
        "“ja”.",
        "  - separate.csv: new are Noor van den Berg (p1) – Suzanne van den Berg (a001).",
        "",
    ]) in report.text
    assert [(row["working_days"], row["room"]) for row in table(tmp_path, "teachers.csv")] == [
        ("ma;do", ""), ("?", ""), ("vr", "")]
    assert column(tmp_path, "guardians.csv", "contact_ban")[0] == "ja"


def test_what_only_the_folder_changed_stays(tmp_path: Path, school: Path) -> None:
    book = brought_back(tmp_path, handed_out(tmp_path))
    edited(tmp_path, "teachers.csv", "ma;di,Lokaal 1", "do;vr,")
    edited(tmp_path, "round.toml", '"17:00"  ', '"16:30"  ')
    edited(tmp_path, "round.toml", "2027-02-02", "2027-02-09")
    before = {path.name: path.read_bytes() for path in school.iterdir() if path.name != "to-do.txt"}
    report = imported(tmp_path, book)
    assert "What changed" not in report.text
    assert "decide" not in report.text
    assert {path.name: path.read_bytes() for path in school.iterdir() if path.name != "to-do.txt"} == before


def test_settings_and_windows_come_in_between_the_comments(tmp_path: Path, school: Path) -> None:
    book = handed_out(tmp_path)
    _set(book, round_cutoff="16:30", round_mandatory="nee", school_language="en", breaks_after_meetings="5",
         breaks_minutes="10", round_meeting_minutes="15")
    book["windows"]["A2"].value, book["windows"]["D3"].value = "2027-02-09", "nee"
    book["windows"].append(["2027-02-16", "14:30", "16:00", None])
    report = imported(tmp_path, brought_back(tmp_path, book))
    assert report.open_questions == 0
    for said in ("round.toml, round, column cutoff: was “17:00”, and is now “16:30”.",
                 "round.toml, breaks, column minutes: filled in is “10”.",
                 "round.toml: the window 2027-02-02 14:30–17:00 is now 2027-02-09 14:30–17:00.",
                 "round.toml: the window 2027-02-04 18:30–20:30 evening is now 2027-02-04 18:30–20:30.",
                 "round.toml: new windows are 2027-02-16 14:30–16:00."):
        assert f"  - {said}\n" in report.text
    meant = ROUND.replace('"17:00"    ', '"16:30"    ').replace("mandatory = true", "mandatory = false")
    meant = meant.replace('example"\n', 'example"\nlanguage = "en"\n', 1).replace("minutes = 10", "minutes = 15")
    meant = meant.replace("2027-02-02", "2027-02-09").replace("evening = true", "evening = false")
    meant += "\n[breaks]\nafter_meetings = 5\nminutes = 10\n"
    assert _settings(school) == meant + '\n[[window]]\ndate = 2027-02-16\nstart = "14:30"\nend = "16:00"\n'


def test_a_setting_that_both_changed_is_asked_and_the_answer_used(tmp_path: Path, school: Path) -> None:
    book = handed_out(tmp_path)
    _set(book, round_cutoff="16:30")
    saved = brought_back(tmp_path, book)
    edited(tmp_path, "round.toml", '"17:00"  ', '"16:45"  ')
    report = imported(tmp_path, saved)
    assert ("round.toml, round, column cutoff: “16:45” in the folder and “16:30” in the export, both changed. Decide "
            "which is right.") in report.text
    assert 'cutoff = "16:45"' in _settings(school)
    edited(tmp_path, "decisions.toml", 'answer = ""', 'answer = "export"')
    assert imported(tmp_path, saved).open_questions == 0
    assert 'cutoff = "16:30"             # the caretaker goes home\n' in _settings(school)


def test_windows_that_both_changed_are_asked_as_a_whole(tmp_path: Path, school: Path) -> None:
    book = handed_out(tmp_path)
    book["windows"]["A2"].value = "2027-02-09"
    saved = brought_back(tmp_path, book)
    edited(tmp_path, "round.toml", "2027-02-02", "2027-02-03")
    report = imported(tmp_path, saved)
    assert ("round.toml, the windows: 2027-02-03 14:30–17:00, 2027-02-04 18:30–20:30 evening in the folder and "
            "2027-02-09 14:30–17:00, 2027-02-04 18:30–20:30 evening in the workbook, both changed. Decide which is "
            "right.") in report.text
    assert "2027-02-09" not in _settings(school)
    edited(tmp_path, "decisions.toml", 'answer = ""', 'answer = "export"')
    imported(tmp_path, saved)
    assert _settings(school) == ROUND.replace("2027-02-02", "2027-02-09")


def test_a_question_of_an_earlier_workbook_is_not_left_open(tmp_path: Path, school: Path) -> None:
    book = handed_out(tmp_path)
    book["teachers"]["D2"].value = "vr"
    _set(book, round_cutoff="16:30")
    first = brought_back(tmp_path, book)
    edited(tmp_path, "teachers.csv", "ma;di,Lokaal 1", "do,Lokaal 1")
    edited(tmp_path, "round.toml", '"17:00"  ', '"16:45"  ')
    assert imported(tmp_path, first).open_questions == 2
    assert imported(tmp_path, brought_back(tmp_path, handed_out(tmp_path))).open_questions == 0
    assert column(tmp_path, "teachers.csv", "working_days")[0] == "do"


def test_what_the_folder_settled_by_hand_is_asked_no_more(tmp_path: Path, school: Path, register: Path) -> None:
    book = handed_out(tmp_path)
    _set(book, round_cutoff="16:30")
    saved = brought_back(tmp_path, book)
    edited(tmp_path, "round.toml", '"17:00"  ', '"16:45"  ')
    imported(tmp_path, saved)
    assert imported(tmp_path, register).open_questions == 1
    edited(tmp_path, "round.toml", "16:45", "16:30")
    assert imported(tmp_path, register).open_questions == 0


def test_a_ban_goes_by_decision_only(tmp_path: Path, school: Path) -> None:
    edited(tmp_path, "guardians.csv", "p1,a002,parent,,,,", "p1,a002,parent,,,ja,ja")
    book = handed_out(tmp_path)
    book["guardians"]["F3"].value = "nee"
    report = imported(tmp_path, brought_back(tmp_path, book))
    assert ("guardians.csv, Noor van den Berg (p1) – Karel Smit (a002), column contact_ban: “ja” in the folder and "
            "“nee” in the workbook; this is never taken back without a decision. Decide which is right.") in report.text
    assert column(tmp_path, "guardians.csv", "contact_ban")[1] == "ja"


def test_a_teacher_in_the_place_of_a_question_mark_leaves_nothing_to_remove(tmp_path: Path, parents: Path) -> None:
    imported(tmp_path, parents)
    book = handed_out(tmp_path)
    book["teachers"].append(["t2", "Tom de Wit", None, "ma"])
    book["groups"]["C2"].value = book["groups"]["C3"].value = "t2"
    report = imported(tmp_path, brought_back(tmp_path, book))
    assert column(tmp_path, "groups.csv", "teacher_id") == ["t2", "t2"]
    assert "not in the workbook" not in report.text
    assert "groups.csv: new are 5A – Tom de Wit (t2), 3-4 – Tom de Wit (t2)." in report.text
    assert "teachers.csv: new are Tom de Wit (t2)." in report.text


def test_a_question_mark_that_both_replaced_is_for_a_person_to_decide(tmp_path: Path, parents: Path) -> None:
    imported(tmp_path, parents)
    book = handed_out(tmp_path)
    book["groups"]["C2"].value = "t2"
    edited(tmp_path, "groups.csv", "5A,5,?", "5A,5,t5")
    report = imported(tmp_path, brought_back(tmp_path, book))
    assert ("groups.csv, 5A: t5 in the folder and t2 in the workbook; both stand there now. Delete by hand who does "
            "not teach this group.") in report.text


def test_rows_and_windows_that_are_gone_from_the_workbook_stay_and_are_listed(tmp_path: Path, school: Path) -> None:
    written(school, "separate.csv", "pupil_id,adult_id,party\np3,a003,A\np3,a004,B\n")
    book = handed_out(tmp_path)
    book["separate"].delete_rows(2, 2)
    book["windows"].delete_rows(2)
    report = imported(tmp_path, brought_back(tmp_path, book))
    assert ("separate.csv: not in the workbook, but kept: Elif Yılmaz (p3) – Ali Yılmaz (a003), Elif Yılmaz (p3) – "
            "Ayşe Yılmaz (a004). Delete by hand what should go.") in report.text
    assert ("round.toml: not in the workbook, but kept: the windows 2027-02-02 14:30–17:00. Delete by hand what should "
            "go.") in report.text
    assert _settings(school) == ROUND


def test_a_file_that_cannot_be_edited_neatly_is_left_with_the_lines_to_put(tmp_path: Path, school: Path) -> None:
    edited(tmp_path, "round.toml", '"17:00"  ', '"""17:00"""  ')
    before = _settings(school)
    book = handed_out(tmp_path)
    _set(book, round_cutoff="16:30")
    book["windows"].append(["2027-02-16", "14:30", "16:00", "ja"])
    report = imported(tmp_path, brought_back(tmp_path, book))
    assert ("round.toml: what the workbook changed cannot be put in without touching what stands around it. Put there "
            'by hand: [round] cutoff = "16:30"; [[window]] date = 2027-02-16 start = "14:30" end = "16:00" evening = '
            "true") in report.text
    assert _settings(school) == before


def test_a_workbook_of_another_folder_comes_in_as_a_new_one(tmp_path: Path, school: Path) -> None:
    saved = brought_back(tmp_path, handed_out(tmp_path))
    imported(tmp_path / "elders", saved)
    assert column(tmp_path / "elders", "pupils.csv", "pupil_id") == ["p1", "p2", "p3", "p4"]


def test_the_hidden_sheet_names_nobody(tmp_path: Path, school: Path) -> None:
    sheet = handed_out(tmp_path)["origin"]
    assert sheet.sheet_state == "hidden"
    text = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert set(text) <= set("0123456789abcdef windowcells")
    assert "Yılmaz" not in text
