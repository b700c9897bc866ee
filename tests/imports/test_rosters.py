"""School Data Sync and OneRoster, Zermelo and Social Schools."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.imports.schools import column, imported, table, written

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"

ONEROSTER = {
    "users.csv": "sourcedId,status,enabledUser,role,username,givenName,familyName,email,sms,phone,agentSourcedIds,"
                 "grades,password\n"
                 'u1,active,true,student,x,Noor,Berg,,,,"u3,u5",5,secret-one\n'
                 "u2,active,true,student,x,Tim,Berg,,,,,4,secret-two\n"
                 'u3,active,true,parent,x,Suzanne,Berg,suzanne@post.example,,+31612345678,"u1,u2",,\n'
                 "u4,active,true,teacher,x,Anja,Visser,anja@zandloper.example,,,,,\n"
                 "u5,active,true,relative,x,Oma,Rie,,,,,,\n"
                 "u6,tobedeleted,true,student,x,Weg,Gegaan,,,,,5,\n"
                 "u7,active,true,aide,x,Bo,Hulp,,,,,,\n",
    "classes.csv": "sourcedId,status,title,grades,classType\nc1,active,5A,5,homeroom\nc2,active,Gym,,scheduled\n",
    "enrollments.csv": "sourcedId,classSourcedId,userSourcedId,role\ne1,c1,u1,student\ne2,c2,u1,student\n"
                       "e3,c1,u2,student\ne4,c1,u4,teacher\n",
}
USERS_1_2 = "\n".join(",".join(cell for place, cell in enumerate(line.split(",")) if place != 3) for line in
                      ONEROSTER["users.csv"].splitlines())
ROLES_1_2 = "sourcedId,status,userSourcedId,roleType,role\n" + "".join(
    f"r{n},active,u{n},primary,{role}\n" for n, role in enumerate(
        ["student", "student", "parent", "teacher", "relative", "student", "aide"], 1))


def _check(tmp_path, report):
    assert column(tmp_path, "pupils.csv", "pupil_id") == ["u1", "u2"]
    assert [tuple(row.values())[:3] for row in table(tmp_path, "groups.csv")] == [("5A", "5", "u4")]
    assert [(row["pupil_id"], row["adult_id"]) for row in table(tmp_path, "guardians.csv")] == [
        ("u1", "a001"), ("u2", "a001")]
    assert table(tmp_path, "adults.csv")[0]["phone"] == "+31612345678"
    assert "OneRoster: 2 pupils, 2 groups, 1 teachers, 2 times a guardian with a pupil." in report.text
    assert "These columns were not read: enabledUser, username, password." in report.text
    assert "Oma Rie is neither parent nor step-parent by this row." in report.text
    assert "Bo Hulp (aide) holds no conversations." in report.text
    assert not any("secret" in path.read_text("utf-8") for path in (tmp_path / "round").iterdir())


def test_oneroster_zip(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in ONEROSTER.items():
            archive.writestr(f"export/{name}", text)
    _check(tmp_path, imported(tmp_path, written(tmp_path, "oneroster.zip", out.getvalue())))


def test_oneroster_1_2_folder(tmp_path):
    folder = tmp_path / "oneroster"
    folder.mkdir()
    for name, text in {**ONEROSTER, "users.csv": USERS_1_2, "roles.csv": ROLES_1_2}.items():
        written(folder, name, text)
    report = imported(tmp_path, folder)
    assert "These columns were not read: enabledUser, username, password." in report.text
    assert column(tmp_path, "pupils.csv", "pupil_id") == ["u1", "u2"]
    assert [(row["pupil_id"], row["adult_id"]) for row in table(tmp_path, "guardians.csv")] == [
        ("u1", "a001"), ("u2", "a001")]


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
def test_school_data_sync(tmp_path):
    report = imported(tmp_path, SAMPLES / "sds-v2.1")
    assert column(tmp_path, "pupils.csv", "last_name") == ["Craig", "Hutch", "Smithee", "Miller"]
    assert [(row["pupil_id"], row["adult_id"]) for row in table(tmp_path, "guardians.csv")] == [
        ("114001", "a001"), ("114004", "a002")]
    assert "School Data Sync: 4 pupils, 2 groups, 2 teachers, 2 times a guardian with a pupil." in report.text
    assert "users.csv: These columns were not read: username, password, activeDirectoryMatchId." in report.text
    assert "sds-v2.1: These files were not read: academicSessions.csv, orgs.csv." in report.text
    assert "not-a-password" not in "".join(path.read_text("utf-8") for path in (tmp_path / "round").iterdir())


def test_zermelo_after_the_pupils(tmp_path):
    imported(tmp_path, written(
        tmp_path, "l.csv", "Leerlingnummer;Naam leerling;Klas\n11;Noor Berg;5A\n12;Tim Berg;4\n"))
    imported(tmp_path, written(
        tmp_path, "ouders.csv", 'Code;Achternaam;Email;Leerlingcodes\nx;Berg;b@post.example;"11,12"\n'))
    assert [(row["pupil_id"], row["adult_id"]) for row in table(tmp_path, "guardians.csv")] == [
        ("11", "a001"), ("12", "a001")]


def test_social_schools_sheet_names_adults_after_their_children(tmp_path):
    sheet = ("Roepnaam;Tussenvoegsel;Achternaam;Geboortedatum;Klasnaam;Leerjaar;E-mailadres ouder/verzorger 1;"
             "E-mailadres ouder/verzorger 2\n"
             "Noor;van den;Berg;2016-01-01;5A;5;suzanne@post.example;karel@post.example\n"
             "Tim;van den;Berg;2018-01-01;3-4;3;suzanne@post.example;\n")
    report = imported(tmp_path, written(tmp_path, "social.csv", sheet), language="nl")
    assert column(tmp_path, "adults.csv", "name") == ["Ouder van Noor van den Berg en Tim van den Berg",
                                                     "Ouder van Noor van den Berg"]
    assert [tuple(row.values())[:2] for row in table(tmp_path, "groups.csv")] == [("5A", "5"), ("3-4", "3")]
    assert "Deze kolommen zijn niet gelezen: Geboortedatum." in report.text
    assert report.previews == ()
