"""The template, and a filled workbook in place of a folder."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache

import pytest
from openpyxl import load_workbook

from scheduler.cli import main
from scheduler.imports.template import template_workbook
from scheduler.intake import read_round
from scheduler.problems import BadInput

FILLED = {
    "round": {"school.name": "De Zandloper", "school.email": "gesprekken@zandloper.example",
              "round.id": "2027-february", "round.name": "Februari", "round.mandatory": "ja",
              "breaks.after_meetings": 6, "breaks.minutes": "10"},
    "windows": [[dt.date(2027, 2, 2), dt.time(14, 30), "17:00", ""], ["2027-02-04", "18:30", dt.time(20, 30), "ja"]],
    "teachers": [["t1", "Anja Visser", "", "ma;di;do", "Lokaal 3"]],
    "groups": [["3-4", 3, "t1", ""]],
    "pupils": [["p1", "Noor", "NA", "3-4"], [], ["p2", "=SUM(A1)", "None", "3-4"]],
    "adults": [["a1", "Ali Yılmaz", "ali@post.example", "+31612345678"]],
    "guardians": [["p1", "a1", "parent", True], ["p2", "a1", "parent"]],
}


@cache
def template(language):
    return template_workbook(language)


def filled(**changes):
    """The Dutch template with rows typed in, as a person in Excel does."""
    book = load_workbook(io.BytesIO(template("nl")))
    given = {**FILLED, **changes}
    for row in book["round"].iter_rows(min_row=2):
        if row[0].value in given["round"]:
            row[1].value = given["round"][row[0].value]
    for title, rows in given.items():
        for number, cells in enumerate(rows if isinstance(rows, list) else (), 2):
            for place, cell in enumerate(cells, 1):
                book[title].cell(number, place).value = cell
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(tmp_path, content):
    path = tmp_path / "round.xlsx"
    path.write_bytes(content)
    return read_round(path)


def test_filled_workbook_stands_for_a_folder(tmp_path):
    given = read(tmp_path, filled())
    assert given.round.settings.breaks.after_meetings == 6
    assert given.round.settings.mandatory
    assert [(window.date.isoformat(), window.start_minute, window.end_minute, window.evening)
            for window in given.round.windows] == [("2027-02-02", 870, 1020, False), ("2027-02-04", 1110, 1230, True)]
    assert given.round.teachers[0].working_days == frozenset({0, 1, 3})
    assert [(pupil.first_name, pupil.last_name) for pupil in given.round.pupils] == [
        ("Noor", "NA"), ("=SUM(A1)", "None")]
    assert given.round.adults[0].phone == "+31612345678"
    assert given.round.guardians[0].authority


def test_problems_name_the_row_of_the_sheet(tmp_path):
    with pytest.raises(BadInput) as bad:
        read(tmp_path, filled(pupils=[["p1", "Noor", "Berg", "3-4"], [], ["p2", "Tim", "Berg", "weg"]]))
    assert [(problem.file, problem.line, problem.value) for problem in bad.value.problems] == [
        ("round.xlsx [pupils]", 4, "weg")]


def test_group_that_excel_made_a_date_is_told(tmp_path):
    with pytest.raises(BadInput) as bad:
        read(tmp_path, filled(groups=[[dt.date(2027, 4, 3), 3, "t1"]]))
    assert bad.value.problems[0].text("en").startswith(
        'round.xlsx [groups], line 2, column group: "2027-04-03" Excel made a date of this group')


def test_empty_template_says_what_is_missing(tmp_path):
    with pytest.raises(BadInput) as bad:
        read(tmp_path, template("en"))
    empty = "Deze tabel heeft wel kolomnamen, maar geen rijen. Vul haar in."
    missing = "Dit gegeven ontbreekt. Voeg het toe, zoals"
    assert [problem.text("nl") for problem in bad.value.problems] == [
        f"round.xlsx [adults]: {empty}",
        f"round.xlsx [groups]: {empty}",
        f"round.xlsx [guardians]: {empty}",
        f"round.xlsx [pupils]: {empty}",
        "round.xlsx [round], kolom window: Dit deel ontbreekt in het bestand. Voeg het toe.",
        f'round.xlsx [round], regel 5, kolom school.name: {missing} name = "De Zandloper".',
        f'round.xlsx [round], regel 5, kolom school.email: {missing} email = "gesprekken@zandloper.example".',
        f'round.xlsx [round], regel 9, kolom round.id: {missing} id = "2027-february".',
        f'round.xlsx [round], regel 9, kolom round.name: {missing} name = "Februarigesprekken 2027".',
        f"round.xlsx [teachers]: {empty}",
    ]


def test_wrong_settings_and_windows_name_the_row_of_their_sheet(tmp_path):
    wrong = {**FILLED["round"], "school.region": "oost", "round.slot_minutes": "tien"}
    windows = [[dt.date(2027, 2, 2), "14:30", "17:00"], ["2 feb", "14:30", "15u"]]
    with pytest.raises(BadInput) as bad:
        read(tmp_path, filled(round=wrong, windows=windows))
    assert [problem.text("en") for problem in bad.value.problems if problem.severity == "problem"] == [
        'round.xlsx [round], line 6, column school.region: "oost" Choose one of these: noord, midden, zuid.',
        'round.xlsx [round], line 12, column round.slot_minutes: "tien" Write a whole number from 1 to 1440.',
        'round.xlsx [windows], line 3, column window.date: "2 feb" This is not a date. Write year-month-day, such as '
        "2027-02-28.",
        'round.xlsx [windows], line 3, column window.end: "15u" This is not a time. Write hours and minutes, such as '
        "14:30.",
    ]


def test_warnings_name_the_sheet_too(tmp_path):
    given = read(tmp_path, filled(windows=[["2027-02-02", "14:30", "17:30", ""], ["2027-02-06", "14:30", "16:00", ""]]))
    assert [warning.text("en") for warning in given.warnings] == [
        'round.xlsx [pupils], line 4, column first_name: "=SUM(A1)" This formula is not run, but read as text. Type '
        "what it should say.",
        'round.xlsx [windows], line 2, column window.end: "17:30" This window is cut off at 17:00, when the last '
        "conversation ends. Is it an evening? Then add evening = true; in a workbook, choose yes under evening.",
        'round.xlsx [windows], line 3, column window.date: "2027-02-06" This date is a Saturday. Is this window right?',
    ]


def test_a_sheet_that_is_gone_is_told(tmp_path):
    book = load_workbook(io.BytesIO(filled()))
    del book["adults"]
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(BadInput) as bad:
        read(tmp_path, out.getvalue())
    assert [problem.text("en") for problem in bad.value.problems if problem.severity == "problem"] == [
        "round.xlsx [adults]: This sheet is missing. Take it from a new template."]


def test_unknown_setting_is_told(tmp_path):
    book = load_workbook(io.BytesIO(filled()))
    book["round"]["A3"].value = "school.mail"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(BadInput) as bad:
        read(tmp_path, out.getvalue())
    assert bad.value.problems[0].text("en") == (
        'round.xlsx [round], line 3, column setting: "school.mail" There is no such setting; look in the template.')


@pytest.mark.parametrize(("language", "word"), [("nl", "Voorbeeld"), ("en", "Example")])
def test_template_has_a_sheet_per_table_with_drop_downs_and_text_cells(language, word):
    book = load_workbook(io.BytesIO(template(language)))
    assert book.sheetnames == ["help", "round", "windows", "teachers", "groups", "pupils", "adults", "guardians",
                               "separate", "agreements", "requests", "availability"]
    assert book["help"]["D6"].value == word
    rules = {rule.promptTitle: rule.formula1 for rule in book["guardians"].data_validations.dataValidation}
    assert rules["relation"] == '"parent,step"'
    assert rules["contact_ban"] == {"nl": '"ja,nee"', "en": '"yes,no"'}[language]
    assert rules["adult_id"] == "=adults!$A$2:$A$4000"
    assert book["pupils"].column_dimensions["D"].number_format == "@"


def test_template_command_writes_once(tmp_path, capsys):
    path = tmp_path / "round.xlsx"
    assert main(["template", "--out", str(path)]) == 0
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    assert before in {template("en"), template("nl")}
    assert main(["template", "--out", str(path)]) == 2
    assert path.read_bytes() == before
