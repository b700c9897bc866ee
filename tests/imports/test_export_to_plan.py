"""From an export to a round that can be planned, in the order in which an office does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.imports.folder import import_into
from scheduler.intake import read_round
from scheduler.meetings import meetings_of
from scheduler.problems import BadInput
from tests.imports.schools import PARENTS, edexml, edited, written

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "edexml" / "EDEXML.Voorbeeld.2.1.xml"

SAMPLE_PARENTS = """Leerlingnummer;Roepnaam;Achternaam;Geboortedatum;Naam verzorger 1;E-mail verzorger 1;\
Naam verzorger 2;E-mail verzorger 2
00001;Wimpie;imp ie;21-06-2006;Marie Ie;marie@post.example;Jan Ie;jan@post.example
00002;Ismaël;Assati;01-01-2006;Fatima Assati;fatima@post.example;;
"""


def _fill_in_settings(tmp_path: Path) -> None:
    edited(tmp_path, "round.toml", 'name = "?"                   # de school', 'name = "De Zandloper" # de school')
    edited(tmp_path, "round.toml", 'email = "?"', 'email = "gesprekken@zandloper.example"')
    edited(tmp_path, "round.toml", 'name = "?"', 'name = "Februarigesprekken 2027"')
    path = tmp_path / "round" / "round.toml"
    path.write_text(path.read_text("utf-8").replace("# [[window]]", "[[window]]").replace("# date", "date")
                    .replace("# start", "start").replace("# end", "end").replace("# evening", "evening"), "utf-8")


def test_own_export_becomes_a_round(tmp_path):
    folder = tmp_path / "round"
    report = import_into([written(tmp_path, "school.xml", edexml())], folder, "nl")
    assert "Importeer ook een ouderlijst." in report.text
    import_into([written(tmp_path, "ouders.csv", PARENTS)], folder, "nl")
    with pytest.raises(BadInput) as bad:
        read_round(folder)
    still = "Hier staat nog een vraagteken. Vul in wat er moet staan."
    assert [problem.text("nl") for problem in bad.value.problems] == [
        f"groups.csv, regel 4, kolom level: {still}",
        "round.toml, kolom window: Dit deel ontbreekt in het bestand. Voeg het toe.",
        f"round.toml, regel 3, kolom school.name: {still}",
        f"round.toml, regel 4, kolom school.email: {still}",
        f"round.toml, regel 9, kolom round.name: {still}",
        f"teachers.csv, regel 2, kolom working_days: {still}",
        f"teachers.csv, regel 3, kolom working_days: {still}",
    ]
    edited(tmp_path, "teachers.csv", "t1,Anja Visser,,?,", "t1,Anja Visser,,ma;di;do,Lokaal 3")
    edited(tmp_path, "teachers.csv", "t2,Tom de Wit,,?,", "t2,Tom de Wit,,di;do;vr,Lokaal 4")
    edited(tmp_path, "groups.csv", "3-4,?,t2", "3-4,3,t2")
    _fill_in_settings(tmp_path)
    given = read_round(folder)
    assert [(warning.file, warning.line) for warning in given.warnings] == [("adults.csv", 5)]
    assert len(meetings_of(given.round)) == 4
    report = import_into([written(tmp_path, "ouders.csv", PARENTS)], folder, "nl")
    assert "Nog in te vullen\n  - adults.csv: er is geen e-mailadres bekend van Ayşe Yılmaz.\n" in report.text
    assert read_round(folder).sha256 == given.sha256


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared samples are not here")
def test_the_standards_own_export_becomes_a_round(tmp_path):
    folder = tmp_path / "round"
    import_into([SAMPLE], folder, "nl")
    edited(tmp_path, "pupils.csv", "Assati,?", "Assati,4B")
    import_into([written(tmp_path, "ouders.csv", SAMPLE_PARENTS)], folder, "nl")
    edited(tmp_path, "teachers.csv", "LK1,Julia van Bemmel,,?,", "LK1,Julia van Bemmel,,ma;di;wo,")
    edited(tmp_path, "teachers.csv", "LK2,Uilke Veldman,,?,", "LK2,Uilke Veldman,,di;do,")
    edited(tmp_path, "groups.csv", "4B,4,?", "4B,4,LK2")
    _fill_in_settings(tmp_path)
    given = read_round(folder)
    assert given.warnings == ()
    assert [pupil.name for pupil in given.round.pupils] == ["Wimpie imp ie", "Ismaël Assati"]
    assert [meeting.adult_ids for meeting in meetings_of(given.round)] != []
    import_into([SAMPLE], folder, "nl")
    assert read_round(folder).sha256 == given.sha256
