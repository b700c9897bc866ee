"""Importing into a folder, as an office does it: first time, again, with decisions."""

from __future__ import annotations

import pytest

from scheduler.imports.folder import import_into
from scheduler.problems import BadInput
from tests.imports.schools import PARENTS, PUPILS, column, edexml, edited, imported, table, written


@pytest.fixture
def register(tmp_path):
    return written(tmp_path, "school.xml", edexml())


@pytest.fixture
def parents(tmp_path):
    return written(tmp_path, "ouders.csv", PARENTS)


def test_register_and_parents_become_a_folder(tmp_path, register, parents):
    report = imported(tmp_path, register, parents)
    assert table(tmp_path, "pupils.csv")[1] == {
        "pupil_id": "p2", "first_name": "Tim", "last_name": "van den Berg", "group": "3-4"}
    assert column(tmp_path, "pupils.csv", "last_name")[3] == "NA"
    assert column(tmp_path, "adults.csv", "phone")[0] == "+31612345678"
    groups = [(row["group"], row["level"], row["teacher_id"]) for row in table(tmp_path, "groups.csv")]
    assert groups == [("5A", "5", "t1"), ("5A", "5", "t2"), ("3-4", "?", "t2")]
    assert column(tmp_path, "teachers.csv", "working_days") == ["?", "?"]
    ties = [(row["pupil_id"], row["adult_id"], row["relation"]) for row in table(tmp_path, "guardians.csv")]
    assert ties == [("p1", "a001", "parent"), ("p1", "a002", "parent"), ("p2", "a001", "parent"),
                    ("p3", "a003", "parent"), ("p3", "a004", "parent"), ("p4", "a005", "parent")]
    assert "school.xml: EDEXML 2.1: 4 pupils, 2 groups, 2 teachers." in report.text
    assert "groups.csv: the year group (1 to 8) of 3-4. Its pupils are in year group: 3, 4." in report.text
    assert "teachers.csv: the working days of Anja Visser, Tom de Wit" in report.text
    assert "adults.csv: no e-mail address is known of Ayşe Yılmaz." in report.text


def test_personal_data_is_dropped_and_named(tmp_path, register, parents):
    report = imported(tmp_path, register, parents)
    assert "Personal data that no conversation needs was not read: bsn, geboortedatum." in report.text
    assert "ouders.csv: These columns were not read: Geboortedatum." in report.text
    everything = report.text + "".join(report.previews)
    everything += "".join(path.read_text("utf-8") for path in (tmp_path / "round").iterdir())
    for value in ("123456782", "2018-03-04", "04-03-2018"):
        assert value not in everything


def test_files_are_for_their_owner_only(tmp_path, register, parents):
    imported(tmp_path, register, parents)
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "round").iterdir()}
    assert modes == {0o600}


def test_again_changes_nothing(tmp_path, register, parents):
    imported(tmp_path, register, parents)
    before = {path.name: path.read_bytes() for path in (tmp_path / "round").iterdir() if path.name != "to-do.txt"}
    report = imported(tmp_path, register, parents)
    after = {path.name: path.read_bytes() for path in (tmp_path / "round").iterdir() if path.name != "to-do.txt"}
    assert after == before
    assert "What changed" not in report.text


def test_one_after_the_other_is_the_same_as_both(tmp_path, register, parents):
    imported(tmp_path, register)
    imported(tmp_path, parents)
    apart = {file: table(tmp_path, file) for file in ("pupils.csv", "adults.csv", "guardians.csv", "groups.csv")}
    import_into([register, parents], tmp_path / "both" / "round", "en")
    together = {file: table(tmp_path / "both", file) for file in apart}
    assert apart == together


def test_what_was_entered_by_hand_stays(tmp_path, register, parents):
    imported(tmp_path, register, parents)
    edited(tmp_path, "teachers.csv", "t1,Anja Visser,,?,", "t1,Anja Visser,,ma;di,Lokaal 3")
    edited(tmp_path, "guardians.csv", "p1,a002,parent,,,,", "p1,a002,parent,,,ja,ja")
    edited(tmp_path, "groups.csv", "3-4,?,t2", "3-4,3,t2")
    moved = tuple((p[0], p[1], p[2], p[3], "g34", p[5]) if p[0] == "p3" else p for p in PUPILS)
    newer = written(tmp_path, "newer.xml", edexml((*moved, ("p5", "Lou", "", "Mulder", "g5", "5"))))
    report = imported(tmp_path, newer, parents)
    assert table(tmp_path, "teachers.csv")[0]["working_days"] == "ma;di"
    assert table(tmp_path, "teachers.csv")[0]["room"] == "Lokaal 3"
    assert table(tmp_path, "guardians.csv")[1]["contact_ban"] == "ja"
    assert column(tmp_path, "groups.csv", "level") == ["5", "5", "3"]
    assert table(tmp_path, "pupils.csv")[2]["group"] == "3-4"
    assert "pupils.csv, p3, column group: now as in the export." in report.text
    assert "pupils.csv: p5 is new." in report.text


def test_both_changed_is_asked_and_the_answer_used(tmp_path, register, parents):
    imported(tmp_path, register, parents)
    edited(tmp_path, "pupils.csv", "p3,Elif,Yılmaz,5A", "p3,Elif,Yilmaz,5A")
    renamed = written(tmp_path, "newer.xml", edexml().replace("Yılmaz", "Yıldız"))
    report = imported(tmp_path, renamed)
    question = "pupils.csv, p3, column last_name: changed by hand and in the export. Decide which is right."
    assert question in report.text
    assert report.open_questions == 1
    assert table(tmp_path, "pupils.csv")[2]["last_name"] == "Yilmaz"
    edited(tmp_path, "decisions.toml", 'answer = ""', 'answer = "export"')
    assert imported(tmp_path, renamed).open_questions == 0
    assert table(tmp_path, "pupils.csv")[2]["last_name"] == "Yıldız"
    assert question not in imported(tmp_path, renamed).text


def test_pupil_who_left_goes_unless_flagged(tmp_path, register, parents):
    imported(tmp_path, register, parents)
    edited(tmp_path, "guardians.csv", "p3,a003,parent,,,,", "p3,a003,parent,,,ja,")
    report = imported(tmp_path, written(tmp_path, "newer.xml", edexml(PUPILS[:2])))
    assert column(tmp_path, "pupils.csv", "pupil_id") == ["p1", "p2", "p3"]
    assert ("p3", "ja") in [(row["pupil_id"], row["contact_ban"]) for row in table(tmp_path, "guardians.csv")]
    assert "p4" not in column(tmp_path, "guardians.csv", "pupil_id")
    assert "Kim NA" not in column(tmp_path, "adults.csv", "name")
    assert "pupils.csv: p4 is no longer in the export and was taken out." in report.text
    assert "pupils.csv: p3 is no longer in the export, but something was entered by hand about it here" in report.text


def test_list_of_one_group_takes_nobody_else_out(tmp_path, register, parents):
    imported(tmp_path, register, parents)
    header, first, *_ = PARENTS.splitlines()
    imported(tmp_path, written(tmp_path, "groep5.csv", f"{header}\n{first.replace('karel@post', 'kees@post')}\n"))
    assert len(table(tmp_path, "guardians.csv")) == 6
    assert table(tmp_path, "adults.csv")[1]["email"] == "kees@post.example"


def test_changed_address_is_the_same_person_and_said(tmp_path, register, parents):
    imported(tmp_path, register, parents)
    newer = written(tmp_path, "nieuw.csv", PARENTS.replace("ali@post.example", "ali@nieuw.example"))
    report = imported(tmp_path, newer)
    assert table(tmp_path, "adults.csv")[2] == {"adult_id": "a003", "name": "Ali Yılmaz", "email": "ali@nieuw.example",
                                               "phone": "", "language": "", "teacher_id": ""}
    assert "Ali Yılmaz has another address or number here than in the folder" in report.text


def test_likely_double_is_asked_and_joined_on_yes(tmp_path, register):
    two = PARENTS.replace("p2;Tim;van den;Berg;3/4;04-03-2018;Suzanne van den Berg;suzanne@post.example;+31612345678",
                          "p2;Tim;van den;Berg;3/4;04-03-2018;Suzanne van den Berg;suus@werk.example;")
    parents = written(tmp_path, "ouders.csv", two)
    report = imported(tmp_path, register, parents)
    asked = ("Suzanne van den Berg <suzanne@post.example> and Suzanne van den Berg <suus@werk.example> have the same "
             "name. Are they the same person?")
    assert asked in report.text
    assert len(table(tmp_path, "adults.csv")) == 6
    edited(tmp_path, "guardians.csv", "p2,a003,parent,,,,", "p2,a003,parent,,ja,,")
    edited(tmp_path, "decisions.toml", 'answer = ""', 'answer = "ja"')
    report = imported(tmp_path, register, parents)
    assert asked not in report.text
    assert len(table(tmp_path, "adults.csv")) == 5
    tie = next(row for row in table(tmp_path, "guardians.csv") if row["pupil_id"] == "p2")
    assert (tie["adult_id"], tie["consent"]) == ("a001", "ja")
    assert imported(tmp_path, register, parents).open_questions == 0


def test_third_adult_is_no_parent_before_somebody_says_so(tmp_path, register):
    third = "Leerlingnummer,Naam ouder,E-mail,Relatie\n" + "".join(
        f"p1,{name},{name.split()[0].lower()}@post.example,{relation}\n" for name, relation in
        [("Suzanne Berg", "moeder"), ("Karel Smit", "vader"), ("Piet Bos", ""), ("Bo Dam", "stiefvader"),
         ("Oma Rie", "grootmoeder"), ("Buur Man", "noodcontact")])
    parents = written(tmp_path, "ouders.csv", third)
    report = imported(tmp_path, register, parents)
    assert column(tmp_path, "guardians.csv", "relation") == ["parent", "parent", "step", "step", "parent"]
    assert "Piet Bos <piet@post.example> is the third adult or later with Noor van den Berg" in report.text
    assert "Buur Man is neither parent nor step-parent by this row." in report.text
    edited(tmp_path, "decisions.toml", 'answer = ""', 'answer = "ouder"')
    imported(tmp_path, register, parents)
    assert column(tmp_path, "guardians.csv", "relation")[2] == "parent"


def test_parent_who_teaches_here_is_asked(tmp_path, register):
    parents = written(tmp_path, "ouders.csv", PARENTS.replace("Kim NA;", "Anja Visser;"))
    report = imported(tmp_path, register, parents)
    assert "has the name of the teacher Anja Visser (t1). Are they the same person?" in report.text
    edited(tmp_path, "decisions.toml", 'answer = ""', 'answer = "yes"')
    imported(tmp_path, register, parents)
    assert table(tmp_path, "adults.csv")[-1]["teacher_id"] == "t1"


def test_wrong_answer_is_told(tmp_path, register):
    parents = written(tmp_path, "ouders.csv", PARENTS.replace("Kim NA;", "Anja Visser;"))
    imported(tmp_path, register, parents)
    edited(tmp_path, "decisions.toml", 'answer = ""', 'answer = "misschien"')
    with pytest.raises(BadInput) as bad:
        imported(tmp_path, register, parents)
    assert bad.value.problems[0].text("en") == (
        'decisions.toml, column works_here: "misschien" The answer is one of: yes, no.')


def test_pupils_who_are_not_found_are_listed(tmp_path, register):
    rows = "Naam leerling,Groep,Naam ouder,E-mail\nNoor van den Berg,5A,Suus,s@post.example\n"
    rows += "Onno Weg,5A,Jo,j@post.example\n"
    numbers = "Leerlingnummer,Naam leerling,Naam ouder,E-mail\np1,Elif Yılmaz,Ali,ali@post.example\n"
    report = imported(tmp_path, register, written(tmp_path, "a.csv", rows), written(tmp_path, "b.csv", numbers))
    assert "a.csv, line 3: Onno Weg is not among the pupils of the school; this row was left out." in report.text
    assert "b.csv, line 2: The number of this row belongs to another pupil than its name" in report.text
    assert column(tmp_path, "guardians.csv", "pupil_id") == ["p1"]


def test_lists_alone_make_a_school(tmp_path):
    parents = written(tmp_path, "ouders.csv", PARENTS)
    report = imported(tmp_path, parents)
    assert column(tmp_path, "pupils.csv", "pupil_id") == ["p1", "p2", "p3", "p4"]
    assert [(row["group"], row["level"], row["teacher_id"]) for row in table(tmp_path, "groups.csv")] == [
        ("5A", "5", "?"), ("3-4", "?", "?")]
    assert "Group 5A was taken to be year group 5, by its name." in report.text
    assert "teachers.csv: all teachers; no export named any." in report.text
    newer = written(tmp_path, "nieuw.csv", PARENTS.replace("Yılmaz;5A", "Yılmaz;6A"))
    report = imported(tmp_path, newer)
    assert "pupils.csv, p3, column group: now as in the export." in report.text
    assert "groups.csv: 6A ? is new." in report.text


def test_own_columns_and_deleted_rows_are_respected(tmp_path, register, parents):
    imported(tmp_path, register, parents)
    path = tmp_path / "round" / "pupils.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([lines[0] + ",fiets", *(f"{line},rood" for line in lines[1:-1])]) + "\n", "utf-8")
    report = imported(tmp_path, register, parents)
    assert column(tmp_path, "pupils.csv", "fiets") == ["rood"] * 3
    assert "pupils.csv: p4 was deleted here by hand and stays out." in report.text


def test_dutch_report(tmp_path, register, parents):
    report = imported(tmp_path, register, parents, language="nl")
    assert "Wat er is begrepen\n  - school.xml: EDEXML 2.1: 4 leerlingen, 2 groepen, 2 leerkrachten." in report.text
    assert "de school zoals ouders die kennen" in (tmp_path / "round" / "round.toml").read_text("utf-8")
