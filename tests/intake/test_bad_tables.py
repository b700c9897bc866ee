"""Everything a table can get wrong, and the exact sentence the office reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.intake import read_round
from scheduler.meetings import meetings_of
from scheduler.problems import BadInput
from tests.intake.folders import FILES, REQUESTS, SEPARATE, changed, problems, read, write

if TYPE_CHECKING:
    from pathlib import Path

NOT_AN_ID = (
    "An id has at most 64 letters, digits, dots, hyphens and underscores, without spaces or accents, and does not "
    "start with a dot. Choose another one, in every table where it stands."
)
NOT_DAYS = (
    "These are not days. Write mon, tue, wed, thu, fri, sat, sun or ma, di, wo, do, vr, za, zo; several with a "
    'semicolon between them, such as "ma;di".'
)
CELL_COUNT = (
    "This row has {found} cells, but the header names {expected} columns. A cell in which a comma or semicolon stands "
    'needs quotation marks, such as "ma;di".'
)
INVISIBLE = (
    "An invisible character stands here ({code}), such as a line break or a control character. Type the text anew on "
    "one line."
)


def test_the_unbroken_folder_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("table", "old", "new", "expected"),
    [
        ("teachers", "ma;di;wo", "maandag", f'teachers.csv, line 2, column working_days: "maandag" {NOT_DAYS}'),
        ("pupils", "p1,Elif", "../p1,Elif", f'pupils.csv, line 2, column pupil_id: "../p1" {NOT_AN_ID}'),
        ("adults", "a3,Juf", ".a3,Juf", f'adults.csv, line 4, column adult_id: ".a3" {NOT_AN_ID}'),
        ("pupils", "Elif", "El\x07if",
         f'pupils.csv, line 2, column first_name: "El\\x07if" {INVISIBLE.format(code="U+0007")}'),
        ("pupils", "Elif", "El\u202eif",
         f'pupils.csv, line 2, column first_name: "El\\u202eif" {INVISIBLE.format(code="U+202E")}'),
        ("pupils", "Elif", '"El\nif"',
         f'pupils.csv, line 2, column first_name: "El\\nif" {INVISIBLE.format(code="U+000A")}'),
        ("pupils", "Elif", "E" * 501,
         f'pupils.csv, line 2, column first_name: "{"E" * 59}…" This is 501 characters long, more than the 500 that '
         "fit. Make it shorter."),
        ("pupils", "Daan", " ", "pupils.csv, line 3, column first_name: This is empty, but it is needed. Fill it in."),
        ("pupils", "NA,8B", "NA,8C", 'pupils.csv, line 3, column group: "8C" No group has this name in groups.csv. '
                                     "Correct it, or add the group with its teacher."),
        ("pupils", "Daan,NA", "Daan", f"pupils.csv, line 3: {CELL_COUNT.format(found=3, expected=4)}"),
        ("pupils", "Daan,NA", "Daan,de Wit,NA", f"pupils.csv, line 3: {CELL_COUNT.format(found=5, expected=4)}"),
        ("pupils", "p2,Daan", "p1,Daan", 'pupils.csv, line 3, column pupil_id: "p1" This id stands in this table '
                                         "already, in line 2. Give each its own id, or remove one row."),
        ("groups", "8B,8,t3", "8B,8,", "groups.csv, line 4, column teacher_id: This is empty, but it is needed. "
                                       "Fill it in."),
        ("groups", "8B,8,t3", "8B,8,t9", 'groups.csv, line 4, column teacher_id: "t9" No teacher has this id in '
                                         "teachers.csv. Correct it, or add the teacher."),
        ("groups", "8B,8", "8B,9", 'groups.csv, line 4, column level: "9" Write a whole number from 1 to 8.'),
        ("groups", "5A,5,t2", "5A,6,t2", 'groups.csv, line 3, column level: "6" This group has level 5 in line 2. '
                                         "Give all its rows the same level."),
        ("groups", "5A,5,t2,do;vr", "5A,5,t1,", 'groups.csv, line 3, column teacher_id: "t1" The same stands in this '
                                                "table already, in line 2. Remove one row."),
        ("adults", "ali@post.example", "ali at post", 'adults.csv, line 2, column email: "ali at post" This is not an '
                                                      "e-mail address. Write one address, such as "
                                                      "name@school.example."),
        ("adults", "a3,", "A2,", 'adults.csv, line 4, column adult_id: "A2" This id stands in this table already, in '
                                 "line 3. Give each its own id, or remove one row."),
        ("guardians", "p2,a3,parent", "p2,a3,oma", 'guardians.csv, line 4, column relation: "oma" Choose one of '
                                                   "these: parent, step."),
        ("guardians", "p2,a3", "p9,a3", 'guardians.csv, line 4, column pupil_id: "p9" No pupil has this id in '
                                        "pupils.csv. Correct it, or add the pupil."),
        ("guardians", "p2,a3", "p2,a9", 'guardians.csv, line 4, column adult_id: "a9" No adult has this id in '
                                        "adults.csv. Correct it, or add the adult."),
        ("guardians", "p1,a2", "p1,a1", 'guardians.csv, line 3, column adult_id: "a1" The same stands in this table '
                                        "already, in line 2. Remove one row."),
        ("pupils", "last_name", "lastname", 'pupils.csv, line 1, column lastname: This name is unknown. Did you mean '
                                            '"last_name"? Then change it.'),
        ("pupils", "last_name,", "", f"pupils.csv, line 2: {CELL_COUNT.format(found=4, expected=3)}"),
        ("pupils", "last_name", "first_name", "pupils.csv, line 1, column first_name: Two columns have this name. "
                                              "Keep one of them."),
        ("pupils", "Daan", '"Daan', 'pupils.csv, line 3: A cell opens with a quotation mark (") that is not closed '
                                    "properly. Close it, or remove the marks."),
    ],
)
def test_a_wrong_cell_is_told_with_its_place(tmp_path: Path, table: str, old: str, new: str, expected: str) -> None:
    assert expected in problems(tmp_path, **{table: changed(f"{table}.csv", old, new)})


@pytest.mark.parametrize("address", ["gijs@brief..example", ".jan@x.nl", "ja..n@x.nl", "jan.@x.nl", "jan@-x.nl",
                                     "jan@x-.nl", "jan@gmail.c", "jan@x.1234"])
def test_an_address_that_no_mail_server_takes_is_told(tmp_path: Path, address: str) -> None:
    assert (f'adults.csv, line 2, column email: "{address}" This is not an e-mail address. Write one address, such as '
            "name@school.example.") in problems(tmp_path, adults=changed("adults.csv", "ali@post.example", address))


@pytest.mark.parametrize("address", ["o'neil+kind@sub.post.example", "jan_x@a--b.nl", "zoë@café.nl", "a@b.xn--p1ai"])
def test_an_unusual_address_is_taken(tmp_path: Path, address: str) -> None:
    adults = changed("adults.csv", "ali@post.example", address)
    assert not any(address in problem for problem in problems(tmp_path, adults=adults))


def test_one_mistake_is_told_once(tmp_path: Path) -> None:
    assert len(problems(tmp_path, pupils=changed("pupils.csv", "Daan,NA", "Daan"))) == 1
    assert len(problems(tmp_path, teachers=changed("teachers.csv", "t1,Juf", "t 1,Juf"))) == 2, "and where it is used"
    assert len(problems(tmp_path, teachers=None)) == 1


@pytest.mark.parametrize("table", ["teachers", "groups", "pupils", "adults", "guardians"])
def test_a_missing_or_empty_table(tmp_path: Path, table: str) -> None:
    header = FILES[f"{table}.csv"].splitlines()[0]
    assert problems(tmp_path, **{table: None}) == [f"{table}.csv: This file is missing. Add it to the folder."]
    assert problems(tmp_path, **{table: header}) == [f"{table}.csv: This table has a header but no rows. Fill it in."]
    [empty] = problems(tmp_path, **{table: "\n\n"})
    assert empty.startswith(f"{table}.csv: This table is empty. Its first line must name the columns: ")


def test_a_misspelled_optional_column_or_table_stops_the_plan(tmp_path: Path) -> None:
    banned = FILES["guardians.csv"].replace("relation", "relation,contactban").replace("parent", "parent,nee")
    assert problems(tmp_path, guardians=banned) == [
        'guardians.csv, line 1, column contactban: This name is unknown. Did you mean "contact_ban"? Then change it.'
    ]
    assert problems(tmp_path, seperate=SEPARATE) == [
        'seperate.csv: This name is unknown. Did you mean "separate.csv"? Then change it.'
    ]


def test_all_problems_come_at_once_in_dutch_too(tmp_path: Path) -> None:
    broken = {
        "settings": FILES["round.toml"].replace('"14:30"', '"half drie"'),
        "pupils": changed("pupils.csv", "NA,8B", "NA,8C"),
        "teachers": changed("teachers.csv", "ma;di;wo", "maandag"),
    }
    assert problems(tmp_path, "nl", **broken) == [
        'pupils.csv, regel 3, kolom group: "8C" Geen groep in groups.csv heet zo. Verbeter de naam, of voeg de groep '
        "met haar leerkracht toe.",
        'round.toml, regel 14, kolom window.start: "half drie" Dit is geen tijd. Schrijf uren en minuten, zoals 14:30.',
        'teachers.csv, regel 2, kolom working_days: "maandag" Dit zijn geen dagen. Schrijf ma, di, wo, do, vr, za, zo '
        'of mon, tue, wed, thu, fri, sat, sun; meer dagen met een puntkomma ertussen, zoals "ma;di".',
    ]


def test_lines_stay_right_after_empty_lines_and_a_cell_over_two_lines(tmp_path: Path) -> None:
    text = 'pupil_id,first_name,last_name,group,remark\n\np1,Elif,Yılmaz,5A,"two\nlines"\n,,,,\np2,Daan,NA,8C,\n'
    [found] = problems(tmp_path, pupils=text)
    assert found.startswith('pupils.csv, line 6, column group: "8C"')


def test_a_file_of_fifty_megabytes_is_not_read(tmp_path: Path) -> None:
    with (write(tmp_path) / "pupils.csv").open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(BadInput) as bad:
        read_round(tmp_path)
    assert [problem.text("en") for problem in bad.value.problems] == [
        "pupils.csv: This file is larger than 50 MB, far more than a school's list. Check that it is the right file."
    ]


def test_what_is_no_folder_or_no_file(tmp_path: Path) -> None:
    write(tmp_path)
    for folder, expected in [
        (tmp_path / "nowhere", "There is no such folder. Check the name."),
        (tmp_path / "pupils.csv", "This is a file. Name the folder in which the round's files are."),
    ]:
        with pytest.raises(BadInput) as bad:
            read_round(folder)
        assert [problem.text("en") for problem in bad.value.problems] == [f"{folder}: {expected}"]
    (tmp_path / "pupils.csv").unlink()
    (tmp_path / "pupils.csv").mkdir()
    with pytest.raises(BadInput) as bad:
        read_round(tmp_path)
    assert [problem.text("en") for problem in bad.value.problems] == [
        "pupils.csv: This is not a file. Put the table itself in the folder."
    ]


def test_a_spreadsheets_own_format_is_no_table(tmp_path: Path) -> None:
    (write(tmp_path) / "pupils.csv").write_bytes(FILES["pupils.csv"].encode("utf-16"))
    with pytest.raises(BadInput) as bad:
        read_round(tmp_path)
    assert [problem.text("nl") for problem in bad.value.problems] == [
        "pupils.csv: Dit bestand is geen gewone tekst. Sla het op als CSV UTF-8 (in Excel: Opslaan als, CSV UTF-8)."
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("p1,a1,A\np1,a2,A\n", 'line 2, column party: "A" This is the only party of this pupil. Whoever meets apart '
                               "needs at least two: give each party its own name, or remove the pupil's rows from this "
                               "table."),
        ("p1,a1,A\n", 'line 2, column pupil_id: "p1" a2 is invited for this pupil too, but is in none of the parties. '
                      "Add a row for this adult."),
        ("p1,a1,A\np1,a2,B\np1,a3,C\n", 'line 4, column adult_id: "a3" This adult is not invited for this pupil: no '
                                        "authority as a parent, no consent, or a contact ban. Remove the row, or "
                                        "correct guardians.csv."),
        ("p1,a1,A\np1,a2,B\np1,a1,B\n", 'line 4, column adult_id: "a1" This adult is in a party of this pupil already, '
                                        "in line 2. Remove one of the rows."),
        ("p2,a3,A\n", 'line 2, column pupil_id: "p2" Only one adult is invited for this pupil, so there is nobody to '
                      "meet apart from. Remove the pupil's rows from this table."),
        ("p9,a1,A\n", 'line 2, column pupil_id: "p9" No pupil has this id in pupils.csv. Correct it, or add the '
                      "pupil."),
        ("p1,a1,A\np1,a2,\n", "line 3, column party: This is empty, but it is needed. Fill it in."),
    ],
)
def test_parties_that_are_none(tmp_path: Path, rows: str, expected: str) -> None:
    assert f"separate.csv, {expected}" in problems(tmp_path, separate="pupil_id,adult_id,party\n" + rows)


def test_a_banned_adult_in_a_party(tmp_path: Path) -> None:
    banned = FILES["guardians.csv"].replace("relation", "relation,contact_ban,order_on_file")
    banned = banned.replace("p1,a2,parent", "p1,a2,parent,ja,ja").replace("p1,a1,parent", "p1,a1,parent,,")
    banned = banned.replace("p2,a3,parent", "p2,a3,parent,,")
    assert len(problems(tmp_path, guardians=banned, separate=SEPARATE)) == 2
    assert problems(tmp_path, separate=SEPARATE, guardians=None) == [
        "guardians.csv: This file is missing. Add it to the folder."
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("p1,,15,,,\n", 'line 2, column minutes: "15" A conversation takes a whole number of slots. Choose a multiple '
                        "of 10 minutes."),
        ("p1,,0,,,\n", 'line 2, column minutes: "0" Write a whole number from 1 to 1440.'),
        ("p1,,-10,,,\n", 'line 2, column minutes: "-10" Write a whole number from 1 to 1440.'),
        ("p1,,,t9,,\n", 'line 2, column staff: "t9" No teacher has this id in teachers.csv. Correct it, or add the '
                        "teacher."),
        ("p1,,,,skype,\n", 'line 2, column modality: "skype" Choose one of these: school, phone, video.'),
        ("p1,,,,,misschien\n", 'line 2, column mandatory: "misschien" Write yes or no (ja or nee).'),
        ("p1,,,,,\np1,,,,,\n", 'line 3, column pupil_id: "p1" This pupil has a request already, in line 2. Make them '
                               "one row."),
    ],
)
def test_requests_that_cannot_be(tmp_path: Path, rows: str, expected: str) -> None:
    header = REQUESTS.splitlines(keepends=True)[0]
    assert problems(tmp_path, requests=header + rows) == [f"requests.csv, {expected}"]


def test_a_round_of_requests_without_requests(tmp_path: Path) -> None:
    settings = FILES["round.toml"].replace('"all"', '"requested"')
    assert problems(tmp_path, settings=settings) == [
        "requests.csv: This round is only for the pupils in requests.csv, and there are none. Add the file with a row "
        'for each of them, or write audience = "all" in round.toml.'
    ]
    assert read(tmp_path, settings=settings, requests=REQUESTS).round.settings.mandatory is False


def test_a_table_of_requests_without_rows_says_that_nobody_asked(tmp_path: Path) -> None:
    settings = FILES["round.toml"].replace('"all"', '"requested"')
    given = read(tmp_path, settings=settings, requests=f"\n{REQUESTS.splitlines()[0]}\n")
    assert meetings_of(given.round) == ()
    assert [[warning.text(language) for warning in given.warnings] for language in ("en", "nl")] == [[
        "requests.csv, line 2: This round is only for the pupils in this table, and it has none: there is no "
        'conversation to plan. Add a row for each of them, or write audience = "all" in round.toml.'
    ], [
        "requests.csv, regel 2: Deze ronde is alleen voor de leerlingen in deze tabel, en die is leeg: er is geen "
        'gesprek te plannen. Voeg een rij toe voor elk van hen, of schrijf audience = "all" in round.toml.'
    ]]
    assert read(tmp_path, settings=FILES["round.toml"], requests=REQUESTS.splitlines()[0]).warnings == ()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("a9,,,,,unavailable", 'column person_id: "a9" Nobody has this id in adults.csv or teachers.csv. Correct it, '
                               "or add the person."),
        ("a1,2027-02-30,,,,unavailable", 'column date: "2027-02-30" This is not a date. Write year-month-day, such as '
                                         "2027-02-28."),
        ("a1,2-2-2027,,,,unavailable", 'column date: "2-2-2027" This is not a date. Write year-month-day, such as '
                                       "2027-02-28."),
        ("a1,2027-02-02,di,,,unavailable", 'column weekday: "di" Date and weekday are both filled in. Empty one of '
                                           "the two."),
        ("a1,,,15:00,14:00,unavailable", 'column end: "14:00" This ends before it starts, at 15:00. Change one of the '
                                         "two."),
        ("a1,,,25:00,,unavailable", 'column start: "25:00" This is not a time. Write hours and minutes, such as '
                                    "14:30."),
        ("a1,,,,,available", 'column kind: "available" available is only for teachers, on their days off. For a '
                             "parent, write unavailable or preferred."),
        ("a1,,,,,maybe", 'column kind: "maybe" Choose one of these: unavailable, preferred, available.'),
    ],
)
def test_availability_that_cannot_be(tmp_path: Path, row: str, expected: str) -> None:
    text = f"person_id,date,weekday,start,end,kind\n{row}\n"
    assert problems(tmp_path, availability=text) == [f"availability.csv, line 2, {expected}"]


def test_agreements_that_cannot_be(tmp_path: Path) -> None:
    text = "pupil_id,teacher_id\np1,t1;t9\np9,t1\n"
    assert problems(tmp_path, agreements=text) == [
        'agreements.csv, line 2, column teacher_id: "t1;t9" No teacher has this id in teachers.csv. Correct it, or add '
        "the teacher.",
        'agreements.csv, line 3, column pupil_id: "p9" No pupil has this id in pupils.csv. Correct it, or add the '
        "pupil.",
    ]


def test_rows_of_an_agreement_may_overlap(tmp_path: Path) -> None:
    text = "pupil_id,teacher_id\np1,t2\np1,t1;t2\np2,t2\np1,t2\n"
    assert read(tmp_path, agreements=text).round.agreements == {"p1": ("t2", "t1"), "p2": ("t2",)}


def test_adults_who_are_teachers(tmp_path: Path) -> None:
    text = "adult_id,name,teacher_id\na1,Ali,t9\na2,Suzanne,t3\na3,Ruth,t3\n"
    assert problems(tmp_path, adults=text) == [
        'adults.csv, line 2, column teacher_id: "t9" No teacher has this id in teachers.csv. Correct it, or add the '
        "teacher.",
        'adults.csv, line 4, column teacher_id: "t3" The adult in line 3 is this teacher already. A teacher is one '
        "person: empty one of the two.",
    ]
    stranger = FILES["adults.csv"] + "t1,Iemand Anders,,\n"
    assert problems(tmp_path, adults=stranger) == [
        'adults.csv, line 5, column adult_id: "t1" A teacher has this id too, in line 2 of teachers.csv. Give one of '
        "them another id; one person who is both goes in teacher_id."
    ]


def test_a_question_mark_of_an_import_is_told_once(tmp_path: Path) -> None:
    open_cells = changed("groups.csv", "5A,5,t1", "5A,5,?").replace("8B,8", "8B,?")
    still = "A question mark still stands here. Fill in what is right."
    assert problems(tmp_path, groups=open_cells) == [
        f"groups.csv, line 2, column teacher_id: {still}", f"groups.csv, line 4, column level: {still}"]
