"""plan.xlsx: a sheet per teacher and one overview, all of it text, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace

from openpyxl import load_workbook

from scheduler.appointments import Appointment, Plan, Unplaced
from scheduler.meetings import meetings_of
from scheduler.planning import plan_folder
from scheduler.reports.workbook import plan_workbook
from scheduler.round import Adult, Group, GroupTeacher, Guardian, Pupil, Round, School, Settings, Teacher
from tests.intake.folders import write

SCHOOL = School("De Zandloper", "gesprekken@zandloper.example")
SETTINGS = Settings("2027-february", "Februarigesprekken 2027", "all", True, 10, 10, child_present_from_level=5)
WEEK = frozenset(range(5))
ROUND = Round(
    SCHOOL, SETTINGS, (),
    (Teacher("t1", "Anja [5A]", WEEK), Teacher("t2", "Tom de Wit", WEEK), Teacher("t3", "Zonder Werk", WEEK)),
    (Group("5A", 5, (GroupTeacher("t1"),)), Group("3-4", 3, (GroupTeacher("t2"),))),
    (Pupil("p1", "Noor", "Berg", "5A"), Pupil("p2", "Tim", "Berg", "3-4"), Pupil("p3", "=1+1", "NA", "3-4")),
    (Adult("a1", "Suzanne Berg", phone="+31612345678"), Adult("a2", "Karel Smit"), Adult("a3", "Geheim Verboden")),
    (Guardian("p1", "a1"), Guardian("p1", "a2"), Guardian("p2", "a1"), Guardian("p3", "a2"),
     Guardian("p1", "a3", contact_ban=True)),
)


def plan_of(round, modality="school"):
    meetings = {meeting.pupil_id: meeting for meeting in meetings_of(round)}

    def appointment(pupil_id, teacher_id, date, start):
        meeting = meetings[pupil_id]
        return Appointment(meeting.meeting_id, pupil_id, meeting.adult_ids, (teacher_id,), date, start, start + 10,
                           "Lokaal 3", modality)

    placed = [appointment("p1", "t1", dt.date(2027, 2, 2), 870), appointment("p2", "t2", dt.date(2027, 2, 2), 880)]
    return Plan.of(placed, [Unplaced(meetings["p3"].meeting_id, "p3", ("a2",), "Tom heeft geen plaats meer.")])


def opened(round, plan):
    content = plan_workbook(round, meetings_of(round), plan)
    return load_workbook(io.BytesIO(content))


def rows(sheet):
    return [[cell.value or "" for cell in row] for row in sheet.iter_rows()]


def test_sheets_and_what_stands_in_them():
    book = opened(ROUND, plan_of(ROUND))
    assert book.sheetnames == ["Overzicht", "Anja 5A", "Tom de Wit", "Zonder plek"]
    assert rows(book["Overzicht"]) == [
        ["Februarigesprekken 2027", "", "", "", "", "", ""],
        ["Datum", "Tijd", "Leerkracht", "Leerling", "Groep", "Volwassenen", "Plaats"],
        ["dinsdag 2 februari 2027", "14:30–14:40", "Anja [5A]", "Noor Berg", "5A",
         "Suzanne Berg en Karel Smit, met Noor", "Lokaal 3"],
        ["dinsdag 2 februari 2027", "14:40–14:50", "Tom de Wit", "Tim Berg", "3-4", "Suzanne Berg", "Lokaal 3"],
    ]
    assert rows(book["Tom de Wit"])[2:] == [
        ["dinsdag 2 februari 2027", "14:40–14:50", "Tim Berg", "3-4", "Suzanne Berg", "Lokaal 3"]]
    assert rows(book["Zonder plek"])[2:] == [["=1+1 NA", "3-4", "Karel Smit", "Tom heeft geen plaats meer."]]


def test_every_cell_is_text_and_nobody_banned_is_named():
    book = opened(ROUND, plan_of(ROUND))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert book["Zonder plek"]["A3"].quotePrefix
    assert not any("Geheim" in cell.value for cell in cells)


def test_prints_on_a4_with_its_header_on_every_page():
    sheet = opened(ROUND, plan_of(ROUND))["Anja 5A"]
    assert (sheet.page_setup.paperSize, sheet.print_title_rows, sheet.freeze_panes) == (9, "$2:$2", "A3")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_telephone_round_gives_the_number():
    phone = replace(ROUND, settings=replace(SETTINGS, modality="phone"))
    assert rows(opened(phone, plan_of(phone, "phone"))["Tom de Wit"])[2][4:] == [
        "Suzanne Berg (+31612345678)", "telefonisch"]


def test_same_plan_gives_the_same_bytes():
    once = plan_workbook(ROUND, meetings_of(ROUND), plan_of(ROUND))
    assert once == plan_workbook(ROUND, meetings_of(ROUND), plan_of(ROUND))


def test_plan_writes_it_the_same_each_time_and_for_its_owner_only(tmp_path):
    folder = write(tmp_path / "in")
    for name in ("one", "two"):
        plan_folder(folder, tmp_path / name)
    path = tmp_path / "one" / "plan.xlsx"
    assert path.read_bytes() == (tmp_path / "two" / "plan.xlsx").read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    book = load_workbook(path)
    assert book.sheetnames == ["Overzicht", "Juf Anja", "Juf Ruth"]
    assert rows(book["Juf Ruth"])[2][2:5] == ["Daan NA", "8B", "Juf Ruth NA"]


def test_no_time_of_making_stands_in_it():
    content = plan_workbook(ROUND, meetings_of(ROUND), plan_of(ROUND))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r">([^<]*)</dcterms:", core)) == {"1980-01-01T00:00:00Z"}
