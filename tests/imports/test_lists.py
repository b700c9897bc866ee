"""Cells of a list that say something else than they should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.imports.schools import column, imported, written, zipped

if TYPE_CHECKING:
    from pathlib import Path

LISTED = "Leerlingnummer;Naam verzorger 1;E-mail verzorger 1;Naam verzorger 2;E-mail verzorger 2\n"


@pytest.mark.parametrize("nobody", ["onbekend", "Onbekend", "-", "n.v.t.", "?", "Niet bekend", "---"])
def test_what_is_no_name_invites_nobody_and_is_told(tmp_path: Path, register: Path, nobody: str) -> None:
    row = f"p1;Suus Berg;s@post.example;{nobody};-\n"
    report = imported(tmp_path, register, written(tmp_path, "o.csv", LISTED + row))
    assert column(tmp_path, "adults.csv", "name") == ["Suus Berg"]
    assert "o.csv, line 2, column Naam verzorger 2: This is no name; it was left out." in report.text
    assert "o.csv, line 2, column E-mail verzorger 2: This is no e-mail address; it was left empty." in report.text


def test_who_has_an_address_but_no_name_is_called_after_the_children(tmp_path: Path, register: Path) -> None:
    imported(tmp_path, register, written(tmp_path, "o.csv", f"{LISTED}p1;onbekend;s@post.example;;\n"))
    assert column(tmp_path, "adults.csv", "name") == ["Parent of Noor van den Berg"]


def test_a_malformed_address_is_left_empty_and_told(tmp_path: Path, register: Path) -> None:
    report = imported(tmp_path, register, written(tmp_path, "o.csv", f"{LISTED}p1;Suus Berg;s@post..example;;\n"))
    assert column(tmp_path, "adults.csv", "email") == [""]
    assert "o.csv, line 2, column E-mail verzorger 1: This is no e-mail address; it was left empty." in report.text


def test_a_guardian_without_a_name_of_a_roster_is_left_out(tmp_path: Path) -> None:
    files = {"orgs.csv": "sourcedId,name,type\ns,De Zandloper,school\n",
             "users.csv": "sourcedId,givenName,familyName,email,role,agentSourcedIds\nl1,Noor,Berg,,student,\"v1,v2\"\n"
                          "v1,Suus,Berg,s@post.example,guardian,l1\nv2,,onbekend,,guardian,l1\n",
             "classes.csv": "sourcedId,title,grades,classType\nk1,5A,5,homeroom\n",
             "enrollments.csv": "sourcedId,classSourcedId,userSourcedId,role\ne1,k1,l1,student\n"}
    source = written(tmp_path, "or.zip", zipped({name: text.encode() for name, text in files.items()}))
    report = imported(tmp_path, source)
    assert column(tmp_path, "adults.csv", "name") == ["Suus Berg"]
    assert "or.zip/users.csv, line 4: This is no name; it was left out." in report.text


@pytest.mark.parametrize("called", ["gr 3", "gr. 3", "Gr3", "GR.3", "Groep 3", "3"])
def test_a_group_by_any_of_its_names(tmp_path: Path, called: str) -> None:
    rows = f"Voornaam;Achternaam;Groep;Ouder;E-mail\nSem;Bos;{called};Jan;j@x.example\nBo;Dam;Groep 3;Kim;k@x.example\n"
    imported(tmp_path, written(tmp_path, "o.csv", rows))
    assert column(tmp_path, "groups.csv", "group") == ["3"]
    assert column(tmp_path, "groups.csv", "level") == ["3"]
