"""Importing into a folder, as an office does it: first time, again, with decisions."""

from __future__ import annotations

from scheduler.imports.folder import import_into
from tests.imports.schools import PARENTS, column, edexml, imported, table, workbook, written


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
    assert "What no conversation needs of pupils and teachers was not read: bsn, geboortedatum." in report.text
    assert "ouders.csv: These columns were not read: Geboortedatum." in report.text
    everything = report.text + "".join(report.previews)
    everything += "".join(path.read_text("utf-8") for path in (tmp_path / "round").iterdir())
    for value in ("123456782", "2018-03-04", "04-03-2018"):
        assert value not in everything


def test_files_are_for_their_owner_only(tmp_path, register, parents):
    imported(tmp_path, register, parents)
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "round").iterdir()}
    assert modes == {0o600}


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
    assert ("pupils.csv, Elif Yılmaz (p3), column group: was “5A”, and is now “6A”."
            in report.text)
    assert "groups.csv: new are 6A – ?." in report.text


def test_dutch_report(tmp_path, register, parents):
    report = imported(tmp_path, register, parents, language="nl")
    assert "Wat er is begrepen\n  - school.xml: EDEXML 2.1: 4 leerlingen, 2 groepen, 2 leerkrachten." in report.text
    assert "de school zoals ouders die kennen" in (tmp_path / "round" / "round.toml").read_text("utf-8")


def test_what_an_earlier_list_left_to_do_stays_until_the_line_is_deleted(tmp_path, register, parents):
    wishes = "Leerlingnummer;Wens\np1;graag na het eten\n"
    imported(tmp_path, register, parents, written(tmp_path, "wens.csv", wishes), language="nl")
    to_do = tmp_path / "round" / "to-do.txt"
    asked = "  - wens.csv, regel 2: Deze wens bij Noor van den Berg is voor u om te lezen: “graag na het eten”."
    assert asked in to_do.read_text("utf-8")
    for _ in range(2):
        imported(tmp_path, parents, language="nl")
        assert f"Van eerdere imports; haal een regel weg als die gedaan is\n{asked}" in to_do.read_text("utf-8")
    to_do.write_text(to_do.read_text("utf-8").partition("Van eerdere")[0], "utf-8")
    imported(tmp_path, parents, language="nl")
    assert asked not in to_do.read_text("utf-8")


def test_a_list_that_comes_again_asks_anew(tmp_path, register, parents):
    imported(tmp_path, register, parents, written(tmp_path, "wens.csv", "Leerlingnummer;Wens\np1;na het eten\n"))
    imported(tmp_path, written(tmp_path, "wens.csv", "Leerlingnummer;Wens\np1;na 16u\n"))
    assert "na het eten" not in (tmp_path / "round" / "to-do.txt").read_text("utf-8")


def test_groups_are_called_as_texts_call_them_and_twins_are_told(tmp_path):
    named = edexml().replace("<naam>5A</naam>", "<naam>Groep 5A</naam>").replace("<naam>3/4</naam>", "<naam>5 a</naam>")
    imported(tmp_path, written(tmp_path, "school.xml", named))
    assert sorted(set(column(tmp_path, "pupils.csv", "group"))) == ["5-a", "5A"]
    twins = named.replace("<naam>5 a</naam>", "<naam>5A</naam>")
    report = import_into([written(tmp_path, "twins.xml", twins)], tmp_path / "twins", "en")
    assert ("twins.xml, line 4: 5A and Groep 5A are both called 5A here, so their pupils are in one group. Are they "
            "two? Rename one in the export.") in report.text


def test_a_list_may_spell_a_group_in_its_own_way(tmp_path):
    rows = "Naam leerling;Groep;Ouder;E-mail\nNoor Berg;5A;Suus;s@post.example\nTim Dam;groep 5a;Jo;j@post.example\n"
    imported(tmp_path, written(tmp_path, "ouders.csv", rows))
    assert column(tmp_path, "pupils.csv", "group") == ["5A", "5A"]


def test_a_zero_that_excel_took_is_put_back_and_said(tmp_path, register):
    book = workbook(("Leerlingnummer", "Ouder", "Telefoon"), ("p1", "Suus", 612345678), ("p2", "Jo", "geheim"))
    report = imported(tmp_path, register, written(tmp_path, "ouders.xlsx", book))
    assert column(tmp_path, "adults.csv", "phone") == ["0612345678", ""]
    assert ("ouders.xlsx, line 2, column Telefoon: Excel took the zero off this telephone number; it was put back."
            in report.text)
    assert "ouders.xlsx, line 3, column Telefoon: This is no telephone number; it was left empty." in report.text
