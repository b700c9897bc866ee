"""What is only odd: the round is given, and the office is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.intake.folders import FILES, changed, warnings

if TYPE_CHECKING:
    from pathlib import Path

TIES = "pupil_id,adult_id,relation,authority,consent,contact_ban,order_on_file\n"
NOBODY = (
    'pupils.csv, line 3, column pupil_id: "p2" Nobody may be invited for this pupil, who therefore gets no '
    "conversation. Check authority, consent and contact_ban in guardians.csv."
)
BAN_COUNTS = (
    'guardians.csv, line 4, column contact_ban: "ja" There is a contact ban, and also consent or authority. The ban '
    "counts: this adult is invited to nothing about this pupil."
)


def test_the_unbroken_folder_has_no_warning(tmp_path: Path) -> None:
    assert warnings(tmp_path) == []


@pytest.mark.parametrize(
    ("tie", "expected"),
    [
        ("p2,a3,parent,,,ja,ja", [NOBODY]),
        ("p2,a3,parent,,ja,ja,ja", [BAN_COUNTS, NOBODY]),
        ("p2,a3,parent,ja,,ja,ja", [BAN_COUNTS, NOBODY]),
        ("p2,a3,step,ja,nee,,", [NOBODY]),
        ("p2,a3,step,,ja,,", []),
        ("p2,a3,parent,,,ja,", [
            'guardians.csv, line 4, column contact_ban: "ja" There is a contact ban, but no copy of the ruling on '
            "file. Ask for it; the ban is kept meanwhile.",
            NOBODY,
        ]),
        ("p1,a3,parent,,,,", [
            'pupils.csv, line 3, column pupil_id: "p2" No adult stands with this pupil in guardians.csv, so there is '
            "nobody to invite and no conversation. Add a row for each parent.",
        ]),
    ],
)
def test_ties_that_leave_someone_out(tmp_path: Path, tie: str, expected: list[str]) -> None:
    assert warnings(tmp_path, guardians=f"{TIES}p1,a1,parent,,,,\np1,a2,parent,,,,\n{tie}\n") == expected


def test_a_ban_in_dutch(tmp_path: Path) -> None:
    ties = f"{TIES}p1,a1,parent,,,,\np1,a2,parent,,ja,1,yes\np2,a3,parent,,,,\n"
    assert warnings(tmp_path, "nl", guardians=ties) == [
        'guardians.csv, regel 3, kolom contact_ban: "1" Er is een contactverbod, en ook toestemming of gezag. Het '
        "verbod telt: deze volwassene wordt voor niets rond deze leerling uitgenodigd."
    ]


@pytest.mark.parametrize(
    ("table", "text", "expected"),
    [
        ("teachers", changed("teachers.csv", "mon;tue;wed;thu;fri", "fri"),
         'teachers.csv, line 4, column working_days: "fri" This teacher never works in any window, but is needed for '
         "conversations. Add a window, or a row with available in availability.csv."),
        ("groups", changed("groups.csv", "do;vr", "ma;do"),
         'groups.csv, line 3, column days: "ma;do" This teacher does not work on all of these days. Check working_days '
         "in teachers.csv."),
        ("adults", FILES["adults.csv"] + "a4,Oma Riet,,\n",
         'adults.csv, line 5, column adult_id: "a4" This adult belongs to no pupil in guardians.csv and is not '
         "invited."),
        ("adults", changed("adults.csv", "ruth@post.example", ""),
         "adults.csv, line 4, column email: This adult has no e-mail address and no telephone number. Bring the invite "
         "on paper, or add one of the two."),
        ("pupils", FILES["pupils.csv"].replace("group", "group,remark").replace("5A", "5A,").replace("8B", "8B,x"),
         "pupils.csv, line 1, column remark: This name is unknown and was not read. Known are: pupil_id, first_name, "
         "last_name, group."),
        ("lunches", "pupil_id\n",
         "lunches.csv: This table is unknown and was not read. Known are: teachers.csv, groups.csv, pupils.csv, "
         "adults.csv, guardians.csv, separate.csv, agreements.csv, requests.csv, availability.csv."),
        ("requests", "pupil_id,minutes\np1,160\n",
         'requests.csv, line 2, column minutes: "160" This is longer than every window, so this conversation will get '
         "no place. The longest has 150 minutes."),
        ("availability", "person_id,date,kind\na1,2027-02-03,unavailable\n",
         'availability.csv, line 2, column date: "2027-02-03" There is no window on this date, so this row has no '
         "effect."),
        ("availability", "person_id,kind\nt1,preferred\n",
         'availability.csv, line 2, column kind: "preferred" Wishes are for parents; for a teacher this row has no '
         "effect. Write unavailable for the times that are really impossible."),
    ],
)
def test_an_odd_row_is_a_warning(tmp_path: Path, table: str, text: str, expected: str) -> None:
    assert warnings(tmp_path, **{table: text}) == [expected]


def test_a_teacher_made_available_works_and_one_away_all_along_does_not(tmp_path: Path) -> None:
    friday = changed("teachers.csv", "mon;tue;wed;thu;fri", "fri")
    rows = "person_id,date,start,kind\nt3,2027-02-02,15:00,available\n"
    assert warnings(tmp_path, teachers=friday, availability=rows) == []
    [away] = warnings(tmp_path, availability="person_id,kind\nt3,unavailable\n")
    assert away.startswith("teachers.csv, line 4, column working_days:")


def test_a_group_that_excel_made_a_date_is_told(tmp_path: Path) -> None:
    groups, pupils = (FILES[file].replace("8B", "4-mrt") for file in ("groups.csv", "pupils.csv"))
    assert warnings(tmp_path, groups=groups, pupils=pupils) == [
        'groups.csv, line 4, column group: "4-mrt" Excel may have made a date of this group. Write it as it is called, '
        "here and in pupils.csv, in a column that is text."]
