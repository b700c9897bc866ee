"""Two rows of one name: one pupil only where the list or a person says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.imports.schools import column, edited, imported, table, written

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "Voornaam;Achternaam;Groep;{}Naam ouder 1;E-mail ouder 1;Naam ouder 2;E-mail ouder 2\n"
JAN, ANNA = "Jan de Vries;jan@x.example;;", "Anna Smit;anna@y.example;;"
ASKED = ("Sem de Vries (group 3) stands in two rows of sem.csv: with Jan de Vries <jan@x.example>, and with Anna Smit "
         "<anna@y.example>. Are both rows about one pupil?")
SEM = "p-sem-de-vries-3-b8f43b"


def _list(folder: Path, *rows: str, more: str = "") -> Path:
    return written(folder, "sem.csv", HEADER.format(more) + "".join(f"Sem;de Vries;{row}\n" for row in rows))


def _parents_of(folder: Path) -> dict[str, list[str]]:
    """The names of the adults of each pupil."""
    names = {row["adult_id"]: row["name"] for row in table(folder, "adults.csv")}
    found: dict[str, list[str]] = {pupil_id: [] for pupil_id in column(folder, "pupils.csv", "pupil_id")}
    for row in table(folder, "guardians.csv"):
        found[row["pupil_id"]].append(names[row["adult_id"]])
    return found


TWO = {SEM: ["Jan de Vries"], f"{SEM}-2": ["Anna Smit"]}


def test_two_rows_of_one_name_are_two_pupils_until_someone_decides(tmp_path: Path) -> None:
    report = imported(tmp_path, _list(tmp_path, f"3;{JAN}", f"3;{ANNA}"))
    assert report.open_questions == 1
    assert ASKED in report.text
    assert _parents_of(tmp_path) == TWO
    assert imported(tmp_path, _list(tmp_path, f"3;{ANNA}", f"3;{JAN}")).open_questions == 1
    assert _parents_of(tmp_path) == TWO


def test_the_answer_makes_them_one_with_all_that_was_entered(tmp_path: Path) -> None:
    source = _list(tmp_path, f"3;{JAN}", f"3;{ANNA}")
    imported(tmp_path, source)
    edited(tmp_path, "guardians.csv", f"{SEM}-2,a002,parent,,,,", f"{SEM}-2,a002,parent,,,ja,")
    edited(tmp_path, "decisions.toml", 'answer = ""', 'answer = "ja"')
    assert imported(tmp_path, source).open_questions == 0
    assert _parents_of(tmp_path) == {SEM: ["Jan de Vries", "Anna Smit"]}
    assert column(tmp_path, "guardians.csv", "contact_ban") == ["", "ja"]
    assert "What changed" not in imported(tmp_path, source).text


def test_pupils_whom_a_folder_joined_before_are_asked_about_too(tmp_path: Path) -> None:
    imported(tmp_path, _list(tmp_path, f"3;{JAN}".removesuffix(";") + ANNA.removesuffix(";;")))
    assert _parents_of(tmp_path) == {SEM: ["Jan de Vries", "Anna Smit"]}
    source = _list(tmp_path, f"3;{JAN}", f"3;{ANNA}")
    assert ASKED in imported(tmp_path, source).text
    edited(tmp_path, "decisions.toml", 'answer = ""', 'answer = "ja"')
    imported(tmp_path, source)
    assert _parents_of(tmp_path) == {SEM: ["Jan de Vries", "Anna Smit"]}


def test_the_answer_takes_in_nobody_of_another_group(tmp_path: Path) -> None:
    source = _list(tmp_path, f"3;{JAN}", f"3;{ANNA}", f"5;{ANNA}")
    imported(tmp_path, source)
    edited(tmp_path, "decisions.toml", 'answer = ""', 'answer = "ja"')
    for _ in range(2):
        assert imported(tmp_path, source).open_questions == 0
        assert _parents_of(tmp_path) == {SEM: ["Jan de Vries", "Anna Smit"], "p-sem-de-vries-5-0f94e6": ["Anna Smit"]}


def test_the_answer_no_keeps_them_two(tmp_path: Path) -> None:
    source = _list(tmp_path, f"3;{JAN}", f"3;{ANNA}")
    imported(tmp_path, source)
    edited(tmp_path, "decisions.toml", 'answer = ""', 'answer = "nee"')
    assert imported(tmp_path, source).open_questions == 0
    assert _parents_of(tmp_path) == TWO


def test_a_double_row_is_one_pupil_and_told(tmp_path: Path) -> None:
    report = imported(tmp_path, _list(tmp_path, f"3;{JAN}", f"3;{JAN}"))
    assert report.open_questions == 0
    assert _parents_of(tmp_path) == {SEM: ["Jan de Vries"]}
    assert ("sem.csv, line 3: Sem de Vries stands in several rows with the same adult, and counts as one pupil. Are "
            "there two of one name? Then add the pupils' numbers to the list.") in report.text


@pytest.mark.parametrize(("more", "first", "second", "pupils"), [
    ("Leerlingnummer;", "3;11;", "3;11;", {"11": ["Jan de Vries", "Anna Smit"]}),
    ("Leerlingnummer;", "3;11;", "3;12;", {"11": ["Jan de Vries"], "12": ["Anna Smit"]}),
    ("Geboortedatum;", "3;04-03-2018;", "3;04-03-2018;", {SEM: ["Jan de Vries", "Anna Smit"]}),
    ("Geboortedatum;", "3;04-03-2018;", "3;05-03-2018;", TWO),
    ("", "3;", "5;", {SEM: ["Jan de Vries"], "p-sem-de-vries-5-0f94e6": ["Anna Smit"]}),
])
def test_what_the_list_itself_tells_is_not_asked(tmp_path: Path, more: str, first: str, second: str,
                                                 pupils: dict[str, list[str]]) -> None:
    report = imported(tmp_path, _list(tmp_path, first + JAN, second + ANNA, more=more))
    assert report.open_questions == 0
    assert _parents_of(tmp_path) == pupils
    assert ("compared by their dates of birth" in report.text) == more.startswith("Geb")
    assert not any("2018" in path.read_text("utf-8") for path in (tmp_path / "round").iterdir())


def test_a_list_with_a_row_for_each_parent_names_one_pupil(tmp_path: Path) -> None:
    rows = "Voornaam;Achternaam;Groep;Ouder;E-mail\nSem;de Vries;3;Jan;j@x.example\nSem;de Vries;3;Anna;a@y.example\n"
    report = imported(tmp_path, written(tmp_path, "ouders.csv", rows))
    assert report.open_questions == 0
    assert _parents_of(tmp_path) == {SEM: ["Jan", "Anna"]}
    assert ("ouders.csv: These pupils stand in several rows with another adult each, and count as one pupil each: Sem "
            "de Vries. Are there two of one name? Then add the pupils' numbers to the list.") in report.text


def test_a_row_for_a_parent_more_of_two_known_namesakes_is_left_to_a_person(tmp_path: Path) -> None:
    imported(tmp_path, _list(tmp_path, f"3;{JAN}", f"3;{ANNA}"))
    rows = "Voornaam;Achternaam;Groep;Ouder;E-mail\n" + "".join(
        f"Sem;de Vries;3;{adult}\n" for adult in ("Anna Smit;anna@y.example", "Piet Bos;piet@z.example"))
    report = imported(tmp_path, written(tmp_path, "ouders.csv", rows))
    assert _parents_of(tmp_path) == TWO
    assert ("ouders.csv, line 3: More than one pupil is called Sem de Vries: add the pupil's number or group to the "
            "list.") in report.text


def test_a_double_row_of_a_list_with_a_row_for_each_parent_is_told_as_one(tmp_path: Path) -> None:
    row = "Sem;de Vries;3;Jan;j@x.example\n"
    source = written(tmp_path, "o.csv", f"Voornaam;Achternaam;Groep;Ouder;E-mail\n{row}{row}")
    report = imported(tmp_path, source)
    assert "o.csv, line 3: Sem de Vries stands in several rows with the same adult" in report.text
    assert "another adult each" not in report.text


def test_where_the_school_has_one_of_that_name_nobody_is_tied_by_guess(tmp_path: Path, register: Path) -> None:
    rows = HEADER.format("") + f"Elif;Yılmaz;5A;{JAN}\nElif;Yılmaz;5A;{ANNA}\n"
    source = written(tmp_path, "o.csv", rows)
    report = imported(tmp_path, register, source)
    assert report.open_questions == 1
    assert not table(tmp_path, "guardians.csv")
    assert ("o.csv, line 2: The school has fewer pupils called Elif Yılmaz than this list: this row was left out, as "
            "it is not plain which pupil it is about. Add the pupils' numbers to the list.") in report.text
    edited(tmp_path, "decisions.toml", 'answer = ""', 'answer = "ja"')
    assert imported(tmp_path, register, source).open_questions == 0
    assert _parents_of(tmp_path)["p3"] == ["Jan de Vries", "Anna Smit"]


def test_a_question_that_a_better_list_answers_is_not_left_open(tmp_path: Path) -> None:
    imported(tmp_path, _list(tmp_path, f"3;{JAN}", f"3;{ANNA}"))
    numbered = _list(tmp_path, f"3;11;{JAN}", f"3;12;{ANNA}", more="Leerlingnummer;")
    assert imported(tmp_path, numbered).open_questions == 0
    assert _parents_of(tmp_path) == TWO


def test_a_later_list_finds_each_by_an_adult(tmp_path: Path) -> None:
    imported(tmp_path, _list(tmp_path, f"3;{JAN}", f"3;{ANNA}"))
    rows = "Voornaam;Achternaam;Groep;Ouder;E-mail;Telefoon\nSem;de Vries;3;Anna Smit;anna@y.example;0612345678\n"
    imported(tmp_path, written(tmp_path, "tel.csv", rows))
    assert _parents_of(tmp_path) == TWO
    assert column(tmp_path, "adults.csv", "phone") == ["", "0612345678"]
