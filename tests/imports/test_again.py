"""A newer export over a folder: what changed is shown, what people entered stays, where both changed they are asked."""

from __future__ import annotations

from scheduler.imports.folder import import_into
from tests.imports.schools import PARENTS, PUPILS, column, edexml, edited, imported, table, written


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
    assert ("pupils.csv, Elif Yılmaz (p3), column group: was “5A”, and is now “3-4”."
            in report.text)
    assert "pupils.csv: new are Lou Mulder (p5)." in report.text


def test_both_changed_is_asked_and_the_answer_used(tmp_path, register, parents):
    imported(tmp_path, register, parents)
    edited(tmp_path, "pupils.csv", "p3,Elif,Yılmaz,5A", "p3,Elif,Yilmaz,5A")
    renamed = written(tmp_path, "newer.xml", edexml().replace("Yılmaz", "Yıldız"))
    report = imported(tmp_path, renamed)
    question = ("pupils.csv, Elif Yilmaz (p3), column last_name: “Yilmaz” in the folder and “Yıldız” in the export, "
                "both changed. Decide which is right.")
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
    assert "pupils.csv: no longer in the export and taken out are Sam NA (p4)." in report.text
    assert ("pupils.csv: no longer in the export, but kept, as something was entered by hand about them: "
            "Elif Yılmaz (p3). Delete by hand what should go.") in report.text


def test_list_of_one_group_takes_nobody_else_out(tmp_path, register, parents):
    imported(tmp_path, register, parents)
    header, first, *_ = PARENTS.splitlines()
    imported(tmp_path, written(tmp_path, "groep5.csv", f"{header}\n{first.replace('karel@post', 'kees@post')}\n"))
    assert len(table(tmp_path, "guardians.csv")) == 6
    assert table(tmp_path, "adults.csv")[1]["email"] == "kees@post.example"


def test_own_columns_and_deleted_rows_are_respected(tmp_path, register, parents):
    imported(tmp_path, register, parents)
    path = tmp_path / "round" / "pupils.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([lines[0] + ",fiets", *(f"{line},rood" for line in lines[1:-1])]) + "\n", "utf-8")
    report = imported(tmp_path, register, parents)
    assert column(tmp_path, "pupils.csv", "fiets") == ["rood"] * 3
    assert "pupils.csv: deleted here by hand and left out are Sam NA (p4)." in report.text


def _ban_karel(tmp_path, register, parents):
    imported(tmp_path, register, parents)
    edited(tmp_path, "guardians.csv", "p1,a002,parent,,,,", "p1,a002,parent,,,ja,ja")


def _bans(tmp_path):
    rows = table(tmp_path, "guardians.csv")
    return [(row["adult_id"], row["contact_ban"]) for row in rows if row["pupil_id"] == "p1"]


def _decided(tmp_path, answer):
    """The office answers the question who is who; whether they are a step-parent stays open."""
    path = tmp_path / "round" / "decisions.toml"
    who, relation = path.read_text("utf-8").split("[[relation]]")
    path.write_text(who.replace('answer = ""', f'answer = "{answer}"') + "[[relation]]" + relation, "utf-8")


RENAMED = PARENTS.replace("Karel Smit;karel@post.example", "Charles Bakker;charles@werk.example")


def test_a_ban_outlives_a_change_of_name_and_address(tmp_path, register, parents):
    _ban_karel(tmp_path, register, parents)
    report = imported(tmp_path, written(tmp_path, "nieuw.csv", RENAMED))
    assert _bans(tmp_path) == [("a001", ""), ("a002", "ja"), ("a006", "ja")]
    assert ("Karel Smit <karel@post.example>, who has a contact ban, is no longer in the list, and Charles Bakker "
            "<charles@werk.example> is new there. Are they the same person? Until you answer, the ban holds for "
            "both.") in report.text
    imported(tmp_path, written(tmp_path, "nieuw.csv", RENAMED))
    assert _bans(tmp_path) == [("a001", ""), ("a002", "ja"), ("a006", "ja")]


def test_the_ban_of_someone_else_is_lifted_by_the_answer(tmp_path, register, parents):
    _ban_karel(tmp_path, register, parents)
    newer = written(tmp_path, "nieuw.csv", RENAMED)
    imported(tmp_path, newer)
    _decided(tmp_path, "nee")
    imported(tmp_path, newer)
    assert _bans(tmp_path) == [("a001", ""), ("a002", "ja"), ("a006", "")]
    assert imported(tmp_path, newer).open_questions == 1
    assert _bans(tmp_path) == [("a001", ""), ("a002", "ja"), ("a006", "")]


def test_the_ban_of_one_person_under_two_names_stays(tmp_path, register, parents):
    _ban_karel(tmp_path, register, parents)
    newer = written(tmp_path, "nieuw.csv", RENAMED)
    imported(tmp_path, newer)
    _decided(tmp_path, "ja")
    imported(tmp_path, newer)
    assert _bans(tmp_path) == [("a001", ""), ("a002", "ja")]
    assert table(tmp_path, "adults.csv")[1]["name"] == "Charles Bakker"


def test_a_list_brings_a_ban_and_takes_none_back(tmp_path, register):
    banned = "Leerlingnummer;Ouder;E-mail;Contactverbod;Gezag\np1;Karel Smit;karel@post.example;{};nee\n"
    imported(tmp_path, register, written(tmp_path, "ouders.csv", banned.format("ja")))
    assert [(row["contact_ban"], row["authority"]) for row in table(tmp_path, "guardians.csv")] == [("ja", "nee")]
    report = imported(tmp_path, written(tmp_path, "ouders.csv", banned.format("nee")))
    assert _bans(tmp_path) == [("a001", "ja")]
    assert ("guardians.csv, Noor van den Berg (p1) – Karel Smit (a001), column contact_ban: “ja” in the folder and "
            "“nee” in the export, both changed. Decide which is right.") in report.text
    imported(tmp_path, written(tmp_path, "ouders.csv", banned.format("zie dossier")))
    assert _bans(tmp_path) == [("a001", "ja")]


def test_who_is_not_in_a_newer_list_stays_and_is_listed(tmp_path, register, parents):
    imported(tmp_path, register, parents)
    report = imported(tmp_path, written(tmp_path, "nieuw.csv", PARENTS.replace("Karel Smit;karel@post.example", ";")))
    assert ("p1", "a002") in [(row["pupil_id"], row["adult_id"]) for row in table(tmp_path, "guardians.csv")]
    assert ("guardians.csv: these adults are not in the new list, and stay: Karel Smit (Noor van den Berg). Delete the "
            "row of who should go.") in report.text


def test_an_open_question_waits_through_other_imports_until_it_is_settled(tmp_path, register):
    third = "Leerlingnummer;Ouder 1;Ouder 2;Ouder 3\np1;Suzanne Berg;Karel Smit;Piet Bos\n"
    parents = written(tmp_path, "ouders.csv", third)
    imported(tmp_path, register, parents)
    assert imported(tmp_path, register).open_questions == 1
    assert "Piet Bos (p1) is the third adult or later" in (tmp_path / "round" / "to-do.txt").read_text("utf-8")
    edited(tmp_path, "guardians.csv", "p1,a003,step", "p1,a003,parent")
    assert imported(tmp_path, register).open_questions == 0
    assert "Piet" not in (tmp_path / "round" / "decisions.toml").read_text("utf-8")


def test_a_third_adult_alone_in_a_newer_list_is_still_the_third(tmp_path, register, parents):
    imported(tmp_path, register, parents)
    more = written(tmp_path, "meer.csv", "Leerlingnummer;Ouder;E-mail\np1;Piet Bos;piet@post.example\n")
    report = imported(tmp_path, more)
    assert "Piet Bos <piet@post.example> is the third adult or later with Noor van den Berg" in report.text
    assert table(tmp_path, "guardians.csv")[-1]["relation"] == "step"


def test_files_saved_by_a_windows_editor_are_read(tmp_path, register):
    parents = written(tmp_path, "ouders.csv", PARENTS.replace("Kim NA;", "Anja Visser;").replace("Ali Yılmaz", "Zoë"))
    imported(tmp_path, register, parents)
    for name, encoding in (("decisions.toml", "utf-8-sig"), ("mapping.toml", "cp1252")):
        path = tmp_path / "round" / name
        text = path.read_text("utf-8").replace('answer = ""', 'answer = "ja"').replace("\n", "\r\n")
        path.write_bytes(text.encode(encoding, "replace"))
    assert imported(tmp_path, register, parents).open_questions == 0
    assert table(tmp_path, "adults.csv")[-1]["teacher_id"] == "t1"


def test_a_register_with_other_numbers_keeps_pupils_and_their_bans(tmp_path, register):
    rows = "Leerlingnummer;Roepnaam;Achternaam;Groep;Ouder;E-mail\n"
    parents = written(tmp_path, "lijst.csv", f"{rows}11;Noor;van den Berg;5A;Suus;s@post.example\n")
    imported(tmp_path, parents)
    edited(tmp_path, "guardians.csv", "11,a001,parent,,,,", "11,a001,parent,,,ja,")
    report = imported(tmp_path, register)
    assert column(tmp_path, "pupils.csv", "pupil_id") == ["11", "p2", "p3", "p4"]
    assert ("Pupils whom this export gives another number than the folder, known by their name, keep the folder's: "
            "p1 = 11.") in report.text
    imported(tmp_path, register, written(tmp_path, "o.csv", "Leerlingnummer;Ouder;E-mail\np1;Suus;s@post.example\n"))
    assert [(row["pupil_id"], row["contact_ban"]) for row in table(tmp_path, "guardians.csv")] == [("11", "ja")]
    assert column(tmp_path, "pupils.csv", "pupil_id") == ["11", "p2", "p3", "p4"]


def test_a_question_mark_that_an_export_answers_goes_with_what_stood_beside_it(tmp_path, parents):
    imported(tmp_path, parents)
    edited(tmp_path, "groups.csv", "3-4,?,?,", "3-4,3,?,di")
    report = imported(tmp_path, written(tmp_path, "school.xml", edexml()))
    rows = [(row["group"], row["level"], row["teacher_id"], row["days"]) for row in table(tmp_path, "groups.csv")]
    assert rows == [("5A", "5", "t1", ""), ("5A", "5", "t2", ""), ("3-4", "3", "t2", "di")]
    assert "groups.csv: who teaches" not in report.text
