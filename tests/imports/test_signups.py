"""Sign-up lists: requests, and wishes on the right adult."""

from __future__ import annotations

from tests.imports.schools import PARENTS, edexml, edited, imported, table, written

SIGN_UPS = """Naam leerling;Groep;Gesprek gewenst;Wens;E-mail
Noor van den Berg;5A;ja;niet op woensdag, samen met broertje;karel@post.example
Tim van den Berg;3/4;ja;liefst na 16u;
Elif Yılmaz;5A;ja;Kan oma erbij zijn?;
Sam NA;3/4;nee;;
Onno Weg;5A;ja;;
"""


def test_sign_ups_become_requests_and_availability(tmp_path):
    sources = [written(tmp_path, "school.xml", edexml()), written(tmp_path, "ouders.csv", PARENTS),
               written(tmp_path, "aanmeldingen.csv", SIGN_UPS)]
    report = imported(tmp_path, *sources, language="nl")
    assert [row["pupil_id"] for row in table(tmp_path, "requests.csv")] == ["p1", "p2", "p3"]
    assert table(tmp_path, "availability.csv") == [
        {"person_id": "a002", "date": "", "weekday": "wo", "start": "", "end": "", "kind": "unavailable"},
        {"person_id": "a001", "date": "", "weekday": "", "start": "16:00", "end": "", "kind": "preferred"},
    ]
    assert "aanmeldingen.csv, regel 4: Deze wens bij Elif Yılmaz is voor u om te lezen: “Kan oma erbij zijn?”." \
        in report.text
    assert 'audience = "requested"' in (tmp_path / "round" / "round.toml").read_text("utf-8")
    assert "aanmeldingen.csv, regel 6: Onno Weg staat niet bij de leerlingen van de school" in report.text


def test_siblings_with_a_common_adult_are_said_to_be_planned_together(tmp_path):
    sources = [written(tmp_path, "school.xml", edexml()), written(tmp_path, "ouders.csv", PARENTS),
               written(tmp_path, "wens.csv", "Leerlingnummer;Wens\np1;samen met broertje\np2;\np3;samen met zus\n")]
    report = imported(tmp_path, *sources)
    assert "Noor van den Berg next to Tim van den Berg: they have an adult in common" in report.text
    assert "Elif Yılmaz is to come next to a brother or sister, but none with the same adult" in report.text


def test_wish_of_nobody_named_is_everyones_unless_the_adults_meet_apart(tmp_path):
    imported(tmp_path, written(tmp_path, "school.xml", edexml()), written(tmp_path, "ouders.csv", PARENTS))
    list_of_wishes = written(tmp_path, "wens.csv", "Leerlingnummer;Wens\np1;niet op di\n")
    report = imported(tmp_path, list_of_wishes)
    assert [row["person_id"] for row in table(tmp_path, "availability.csv")] == ["a001", "a002"]
    assert "This wish was entered for all adults of Noor van den Berg" in report.text
    (tmp_path / "round" / "separate.csv").write_text("pupil_id,adult_id,party\np1,a001,A\np1,a002,B\n", "utf-8")
    other = written(tmp_path, "wens2.csv", "Leerlingnummer;Wens\np1;niet op do\n")
    report = imported(tmp_path, other)
    assert table(tmp_path, "availability.csv") == []
    assert ("availability.csv: no longer in the export and taken out are Suzanne van den Berg (a001) – tue – "
            "unavailable, Karel Smit (a002) – tue – unavailable.") in report.text
    assert "This wish of Noor van den Berg was not entered, as it is not plain whose it is: “niet op do”" in report.text
    assert len(table(tmp_path, "separate.csv")) == 2


def test_date_is_read_with_the_windows_of_the_round(tmp_path):
    imported(tmp_path, written(tmp_path, "school.xml", edexml()), written(tmp_path, "ouders.csv", PARENTS))
    edited(tmp_path, "round.toml", "# [[window]]\n# date = 2027-02-02\n# start", "[[window]]\ndate = 2027-02-02\nstart")
    imported(tmp_path, written(tmp_path, "wens.csv", "Leerlingnummer;Wens\np4;niet op 2 februari\n"))
    assert [row["date"] for row in table(tmp_path, "availability.csv")] == ["2027-02-02"]
