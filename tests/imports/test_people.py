"""Who is who: likely doubles, step-parents and colleagues are listed for a person to decide."""

from __future__ import annotations

import pytest

from scheduler.problems import BadInput
from tests.imports.schools import PARENTS, column, edited, imported, table, written


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


LISTED = "Leerlingnummer;Ouder;E-mail;Telefoon\n"


@pytest.mark.parametrize(("first", "second", "asked"), [
    ("p1;Suzanne Berg;s@post.example;", "p2;S. Berg;s@post.example;", "have one address and may be one person"),
    ("p1;Suzanne Berg;s@post.example;", "p2;Berg;s@post.example;", "have one address and may be one person"),
    ("p1;Suzanne Berg;s@post.example;", "p2;Suus Smit;s@post.example;", "have one address and may be one person"),
    ("p1;Suzanne Berg;;0612345678", "p2;S. Berg;s@post.example;+31 6 12345678", "have one telephone number"),
    ("p1;Suzanne van Dijk;;", "p2;Susanne van Dijk;s@post.example;", "have almost the same name"),
    ("p1;Suzanne Berg;;", "p2;Suzanne BERG;s@post.example;", "have the same name"),
    ("p1;Jan Ie;fam@post.example;", "p1;Janneke Ie;fam@post.example;", ""),
    ("p1;Jan Ie;fam@post.example;", "p2;Kim Bos;kim@post.example;", ""),
])
def test_likely_doubles_are_listed(tmp_path, register, first, second, asked):
    report = imported(tmp_path, register, written(tmp_path, "ouders.csv", f"{LISTED}{first}\n{second}\n"))
    assert report.open_questions == (1 if asked else 0)
    assert asked in report.text
    assert len(table(tmp_path, "adults.csv")) == 2


def test_an_adult_of_several_pupils_is_one_person_and_that_is_said(tmp_path, register, parents):
    report = imported(tmp_path, register, parents)
    assert ("These stand with more than one pupil under one name and address, and count as one person each: Suzanne "
            "van den Berg.") in report.text
    assert "count as one person each" not in imported(tmp_path, register, parents).text


ADDRESSES = ("Roepnaam;Tussenvoegsel;Achternaam;Geboortedatum;Klasnaam;Leerjaar;E-mailadres ouder/verzorger 1;"
             "E-mailadres ouder/verzorger 2\n")


def test_an_address_without_a_name_belongs_to_who_has_it(tmp_path, register, parents):
    row = "Noor;van den;Berg;;5A;5;suzanne@post.example;karel@post.example\n"
    sheet = written(tmp_path, "social.csv", ADDRESSES + row)
    report = imported(tmp_path, register, parents, sheet)
    assert len(table(tmp_path, "adults.csv")) == 5
    assert ("social.csv, line 2: An address without a name belongs to Suzanne van den Berg, who has it too."
            in report.text)


def test_two_adults_with_one_address_and_no_names_are_told(tmp_path, register):
    sheet = written(tmp_path, "social.csv", f"{ADDRESSES}Noor;van den;Berg;;5A;5;fam@post.example;fam@post.example\n")
    report = imported(tmp_path, register, sheet)
    assert column(tmp_path, "adults.csv", "name") == ["Parent of Noor van den Berg"]
    assert ("social.csv, line 2: Two adults of Noor van den Berg have one address and no name, so they count as one. "
            "Add the other to adults.csv and guardians.csv.") in report.text


def test_a_name_that_comes_later_takes_the_place_of_the_children(tmp_path, register, parents):
    sheet = written(tmp_path, "social.csv", f"{ADDRESSES}Noor;van den;Berg;;5A;5;suzanne@post.example;\n")
    imported(tmp_path, register, sheet)
    imported(tmp_path, parents)
    assert column(tmp_path, "adults.csv", "name")[0] == "Suzanne van den Berg"
    assert column(tmp_path, "adults.csv", "adult_id") == ["a001", "a002", "a003", "a004", "a005"]


def test_a_name_written_by_hand_stays_when_the_children_change(tmp_path, register):
    one, two = "Noor;van den;Berg;;5A;5;fam@post.example;\n", "Tim;van den;Berg;;3-4;3;fam@post.example;\n"
    imported(tmp_path, register, written(tmp_path, "social.csv", ADDRESSES + one))
    edited(tmp_path, "adults.csv", "Parent of Noor van den Berg", "Suzanne Berg")
    report = imported(tmp_path, written(tmp_path, "social.csv", ADDRESSES + one + two))
    assert column(tmp_path, "adults.csv", "name") == ["Suzanne Berg"]
    assert report.open_questions == 0


@pytest.mark.parametrize(("header", "said"), [("Stiefvader", "step"), ("Partner moeder", "step"), ("Vader", "parent")])
def test_a_column_may_say_who_the_adult_is(tmp_path, register, header, said):
    report = imported(tmp_path, register, written(tmp_path, "o.csv", f"Leerlingnummer;Moeder;{header}\np1;Suus;Piet\n"))
    assert column(tmp_path, "guardians.csv", "relation") == ["parent", said]
    note = "Piet (p1) is a step-parent of Noor van den Berg by the list, and is invited only with consent."
    assert (note in report.text) == (said == "step")
