"""Hostile and broken sources: a clear message with file, row and cell, nothing half-written, never a traceback."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from scheduler.imports.folder import import_into
from scheduler.problems import BadInput
from tests.imports.schools import PARENTS, PUPILS, column, edexml, imported, workbook, written, zipped

if TYPE_CHECKING:
    from pathlib import Path


def refused(tmp_path: Path, name: str, content: str | bytes) -> list[str]:
    """What is said of the source; nothing may have been written."""
    with pytest.raises(BadInput) as bad:
        imported(tmp_path, written(tmp_path, name, content))
    assert not (tmp_path / "round").exists()
    return [problem.text("en") for problem in bad.value.problems]


DOCTYPE = ("school.xml: This XML file has a DOCTYPE or defines entities, which an export never needs: it is not "
           "opened. Export it again.")


@pytest.mark.parametrize("prologue", [
    '<!DOCTYPE EDEX [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>',
    '<!DOCTYPE EDEX SYSTEM "file:///etc/passwd">',
    "<!DOCTYPE EDEX>",
])
def test_doctype(tmp_path, prologue):
    assert refused(tmp_path, "school.xml", edexml().replace("\n<EDEX", f"\n{prologue}<EDEX")) == [DOCTYPE]


def test_half_an_xml(tmp_path):
    text = edexml()
    [said] = refused(tmp_path, "school.xml", text[: text.index("</leerlingen>")])
    assert said == "school.xml, line 9: This XML file is damaged or only half there: export it again."


def test_other_xml(tmp_path):
    [said] = refused(tmp_path, "school.xml", "<html><body/></html>")
    assert said == "school.xml: This XML file is no EDEXML with pupils: export the school's EDEXML file and use that."


def test_two_pupils_with_one_key(tmp_path):
    twice = (*PUPILS, ("p1", "Jan", "", "Dam", "g5", "5"))
    assert refused(tmp_path, "school.xml", edexml(twice)) == [
        'school.xml, line 9, column leerling: "p1" This key was used before, on line 5: each needs its own.']


def test_pupil_without_a_group(tmp_path):
    report = imported(tmp_path, written(tmp_path, "school.xml", edexml((*PUPILS, ("p9", "Bo", "", "Dam", "", "5")))))
    assert "school.xml, line 9: Bo Dam stands in no group." in report.text
    assert "pupils.csv: the group of Bo Dam. Delete the row of a child who gets no conversation." in report.text
    assert column(tmp_path, "pupils.csv", "group")[-1] == "?"


def test_zip_bomb(tmp_path):
    bomb = zipped({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * 51_000_000})
    assert len(bomb) < 100_000
    assert refused(tmp_path, "ouders.xlsx", bomb) == [
        "ouders.xlsx: This file unpacks to more than 50 MB, which no school list does: it is not opened."]
    assert "unpacks to more than 50 MB" in refused(tmp_path, "sds.zip", zipped({"users.csv": b"0" * 51_000_000}))[0]


def test_macros(tmp_path):
    book = io.BytesIO(workbook(("Naam leerling", "E-mail"), ("Noor", "a@b.example")))
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    assert refused(tmp_path, "ouders.xlsm", book.getvalue()) == [
        "ouders.xlsm: This workbook holds macros: it is not opened. Save it as .xlsx without macros."]


@pytest.mark.parametrize(("name", "content", "said"), [
    ("ouders.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a workbook of an old or locked kind"),
    ("ouders.xlsx", b"PK\x03\x04 and no more", "damaged or only half there"),
    ("ouders.xlsx", zipped({"xl/workbook.xml": b"<no"}), "This workbook is damaged"),
    ("ouders.csv", b"", "There is nothing in this file."),
    ("ouders.csv", b"\n\n;;;\n", "There is nothing in this file"),
    ("ouders.csv", bytes(range(256)), "not plain text"),
    ("ouders.csv", b"Naam\0;E-mail\n", "no text that can be read"),
    ("ouders.csv", PARENTS.encode("utf-16"), "not plain text"),
    ("ouders.csv", 'Leerlingnummer;E-mail\np1;"half', "line 2: From this line on the file is damaged or only"),
    ("ouders.csv", PARENTS[:-30], "line 5: This row has 6 cells, the header 11: the file may be only half there."),
    ("ouders.csv", "Leerlingnummer;E-mail\np1;a@b.example;c;d\n", "line 2: This row has 4 cells, the header 2"),
    ("ouders.csv", "E-mail;e-mail\na;b\n", "Two columns have this name"),
    ("sds.zip", zipped({"users.csv": b"a,b\n1,2\n"}), "users.csv, line 1, column sourcedId: This column is missing"),
    ("lists.zip", zipped({"inner.zip": zipped({"a.csv": b"x"})}), "There is a zip within this zip"),
    ("sds.zip", zipped({"a/users.csv": b"a\n1\n", "b/Users.csv": b"a\n2\n"}), "holds two files of this name"),
    ("ouders.ods", zipped({"mimetype": b"application/vnd.oasis", "content.xml": b"<x/>"}), "a file of LibreOffice"),
    ("ouders.xlsx", workbook(("Leerlingnummer", "E-mail"), *[("p1", "a@b.example")] * 20_000), "more than 20000 rows"),
    ("ouders.xlsx", workbook(tuple(f"k{n}" for n in range(201))), "more than 200 columns"),
    ("ouders.csv", "Leerlingnummer;E-mail\n" + "p1;a@b.example\n" * 20_001, "more than 20000 rows"),
])
def test_broken_files(tmp_path, name, content, said):
    assert said in refused(tmp_path, name, content)[0]


def test_a_workbook_with_entities_is_not_opened(tmp_path):
    entities = (b'<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
                b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>')
    good = io.BytesIO(workbook(("Naam leerling", "E-mail"), ("Noor", "a@b.example")))
    with zipfile.ZipFile(good) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert refused(tmp_path, "ouders.xlsx", zipped({**parts, "xl/sharedStrings.xml": entities})) == [
        "ouders.xlsx: This workbook has a DOCTYPE or defines entities, which Excel never does: it is not opened."]


def test_a_formula_is_told_and_never_run(tmp_path):
    rows = [("Leerlingnummer", "Naam ouder", "E-mail"), ("p1", '="Su"&"us"', "a@b.example"),
            ("p1", '=HYPERLINK("http://evil.example")', "b@b.example"), ("p2", "-2+Kim", "+c@b.example")]
    report = imported(tmp_path, written(tmp_path, "school.xml", edexml()),
                      written(tmp_path, "ouders.xlsx", workbook(*rows)))
    assert ("ouders.xlsx, line 2, column Naam ouder: A formula stands here and perhaps further down; it is not run. "
            "Type in this column what it should say.") in report.text
    written_names = column(tmp_path, "adults.csv", "name")
    assert written_names == ['"Su"&"us"', 'HYPERLINK("http://evil.example")', "2+Kim"]


@pytest.mark.parametrize("row", ["Noor;Berg;04-03-2018;5A", "Noor;5A;ali@post.example", "Noor;123456782;5A"])
def test_a_list_without_column_names_is_refused_without_repeating_it(tmp_path, row):
    assert refused(tmp_path, "lijst.csv", f"{row}\n{row}\n") == [
        "lijst.csv, line 1: The first row seems to be about a person: put a row above it that names the columns."]


def test_a_title_above_the_table_is_no_header(tmp_path):
    rows = [("Ouderlijst De Zandloper",), (), ("Leerlingnummer", "Naam ouder"), ("p1", "Suus")]
    imported(tmp_path, written(tmp_path, "school.xml", edexml()), written(tmp_path, "ouders.xlsx", workbook(*rows)))
    assert column(tmp_path, "adults.csv", "name") == ["Suus"]


def test_a_column_without_a_name_is_named_by_its_number(tmp_path):
    rows = "Leerlingnummer;Naam ouder;;\np1;Suus;rood;\n"
    report = imported(tmp_path, written(tmp_path, "school.xml", edexml()), written(tmp_path, "ouders.csv", rows))
    assert "ouders.csv: These columns were not read: #3." in report.text
    assert "rood" not in report.text + "".join(report.previews)


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    taken = written(tmp_path, "round", "keep me")
    with pytest.raises(BadInput) as bad:
        imported(tmp_path, written(tmp_path, "school.xml", edexml()))
    assert bad.value.problems[0].text("en") == f"{taken}: This is a file. Name a folder, new or with an earlier import."
    assert taken.read_text() == "keep me"


@pytest.mark.parametrize("broken", ["decisions.toml", "mapping.toml", "imported.json"])
def test_damaged_files_of_its_own_are_told_and_nothing_changes(tmp_path, broken):
    source, folder = written(tmp_path, "school.xml", edexml()), tmp_path / "round"
    imported(tmp_path, source)
    for damage in ("[" * 100_000, "\0", "a = 1\n[[list]]\n[[relation]]\nx = 1\n[[", "7"):
        (folder / broken).write_text(damage)
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        with pytest.raises(BadInput) as bad:
            imported(tmp_path, source)
        assert "damaged" in bad.value.problems[0].text("en")
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_file_that_is_not_there(tmp_path):
    with pytest.raises(BadInput) as bad:
        imported(tmp_path, tmp_path / "weg.xml")
    assert bad.value.problems[0].text("en") == (
        f"{tmp_path / 'weg.xml'}: There is no such file or folder. Check the name.")


def test_list_without_known_columns_gets_a_mapping_to_correct(tmp_path):
    source = written(tmp_path, "lijst.csv", "Wie;Waar;E-mail\nNoor Berg;5A;a@b.example\n")
    with pytest.raises(BadInput) as bad:
        imported(tmp_path, source)
    assert "The columns do not tell which pupil and which adult a row is about." in bad.value.problems[0].text("en")
    mapping = tmp_path / "round" / "mapping.toml"
    assert [path.name for path in mapping.parent.iterdir()] == ["mapping.toml"]
    text = mapping.read_text("utf-8").replace('"Wie" = ""', '"Wie" = "pupil_name"').replace('"Waar" = ""',
                                                                                           '"Waar" = "group"')
    mapping.write_text(text, "utf-8")
    report = imported(tmp_path, source)
    assert column(tmp_path, "pupils.csv", "last_name") == ["Berg"]
    assert "Wie = the pupil's whole name: Noor Berg" in report.previews[0]


def test_mapping_with_an_unknown_field(tmp_path):
    (tmp_path / "round").mkdir()
    (tmp_path / "round" / "mapping.toml").write_text('[[list]]\nfile = "a.csv"\n[list.columns]\n"A" = "email"\n')
    with pytest.raises(BadInput) as bad:
        imported(tmp_path, written(tmp_path, "a.csv", "A;B\n1;2\n"))
    assert bad.value.problems[0].text("en").startswith('mapping.toml, column A: "email" No column can be that')


def test_windows_1252_with_semicolons(tmp_path):
    text = "Leerlingnummer;Naam leerling;Groep;Naam ouder;E-mail\nx1;Zoë Čapek;4;Renée Dürr;renee@post.example\n"
    imported(tmp_path, written(tmp_path, "ouders.csv", text.replace("Č", "C").encode("cp1252")))
    assert column(tmp_path, "adults.csv", "name") == ["Renée Dürr"]
    assert column(tmp_path, "pupils.csv", "first_name") == ["Zoë"]


@pytest.mark.parametrize("cell", [dt.datetime(2027, 4, 3), dt.date(2027, 3, 4), "3-apr", "04-03-2027"])
def test_group_that_excel_made_a_date(tmp_path, cell):
    book = workbook(("Leerlingnummer", "Naam leerling", "Klas", "E-mail ouder"),
                    ("x1", "Noor Berg", cell, "a@b.example"))
    report = imported(tmp_path, written(tmp_path, "ouders.xlsx", book))
    assert column(tmp_path, "pupils.csv", "group") == ["3-4"]
    assert "ouders.xlsx, line 2, column Klas: Excel made a date of this group; it was read as 3-4." in report.text


def test_date_that_no_group_can_be(tmp_path):
    book = workbook(("Leerlingnummer", "Naam leerling", "Klas", "E-mail ouder"),
                    ("x1", "Noor Berg", dt.date(2027, 3, 14), "a@b.example"))
    assert refused(tmp_path, "ouders.xlsx", book) == [
        'ouders.xlsx, line 2, column Klas: "2027-03-14" Excel made a date of this group: make the column text, write '
        "the group as it is called, and try again."]


def test_formulas_and_odd_characters_are_only_text(tmp_path):
    book = workbook(("Leerlingnummer", "Naam leerling", "Klas", "Naam ouder", "E-mail ouder", "Telefoon ouder"),
                    (12, "=CMD() Berg", "5A", "@SUM(A1)\u202e Dam", "=a@b.example", "=1+1"))
    report = imported(tmp_path, written(tmp_path, "ouders.xlsx", book))
    folder = tmp_path / "round"
    assert not any(cell.startswith(("=", "@")) for file in ("pupils.csv", "adults.csv")
                   for line in (folder / file).read_text("utf-8").splitlines() for cell in line.split(","))
    assert column(tmp_path, "pupils.csv", "pupil_id") == ["12"]
    assert column(tmp_path, "adults.csv", "name") == ["SUM(A1) Dam"]
    assert "ouders.xlsx, line 2, column E-mail ouder: This is no e-mail address; it was left empty." in report.text
    assert "column Telefoon ouder: This is no telephone number; it was left empty." in report.text


def test_failure_midway_writes_nothing(tmp_path):
    good = written(tmp_path, "school.xml", edexml())
    bad = written(tmp_path, "ouders.csv", PARENTS[:-30])
    with pytest.raises(BadInput):
        import_into([good, bad], tmp_path / "round", "en")
    assert not (tmp_path / "round").exists()
