"""From export to plan, typed in the order in which an office does it: the README's steps, with what is seen at each."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from scheduler.cli import main
from tests.imports.schools import PARENTS, edexml, edited, table, workbook, written

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "edexml" / "EDEXML.Voorbeeld.2.1.xml"

SAMPLE_PARENTS = """\
Leerlingnr.;Roepnaam;Tussenvoegsel;Achternaam;Geboortedatum;Klas;Naam ouder 1;E-mail ouder 1;Mobiel ouder 1;\
Naam ouder 2;E-mail ouder 2;Naam ouder 3;E-mail ouder 3
00001;Wimpie;imp;ie;21-06-2006;4B;Marie Ie;marie@post.example;+31612345678;Jan de Boer;jan@post.example;Piet Bos;\
piet@post.example
00002;Ismaël;;Assati;01-01-2006;4B;M. Ie;marie@post.example;;Yusuf Assati;;;
"""
QUESTION = "Hier staat nog een vraagteken. Vul in wat er moet staan."
SETTINGS = {"round": {"B2": "De Zandloper", "B3": "gesprekken@zandloper.example", "B6": "midden",
                      "B8": "Februarigesprekken 2027"},
            "windows": {"A2": "2027-02-02", "B2": "14:30", "C2": "17:00",
                        "A3": "2027-02-23", "B3": "18:30", "C3": "20:30", "D3": "ja"}}


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
          capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Type a command in the office's folder, see that it ends as it should, and give what it says."""
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    monkeypatch.chdir(tmp_path)

    def run(words: str, ends: int = 0) -> str:
        code = main([*words.split(), "--quiet"])
        said = capsys.readouterr()
        assert (code, said.out + said.err) == (ends, said.out + said.err)
        return said.out + said.err

    return run


def fill_in(path: Path, cells: dict[str, dict[str, str]]) -> None:
    """What the office does in Excel."""
    book = load_workbook(path)
    for sheet, filled in cells.items():
        for place, text in filled.items():
            book[sheet][place].value = text
    book.save(path)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared samples are not here")
def test_the_standards_own_example_becomes_a_plan(tmp_path: Path, typed: Callable[..., str]) -> None:
    pytest.importorskip("holidays")
    written(tmp_path, "school.xml", SAMPLE.read_bytes())
    written(tmp_path, "ouders.xlsx", workbook(*(tuple(line.split(";")) for line in SAMPLE_PARENTS.splitlines())))

    said = typed("import school.xml ouders.xlsx --out round")
    assert "  Mobiel ouder 1 = het telefoonnummer van de volwassene: +31612345678 | –\n" in said
    assert "  - school.xml: EDEXML 2.1: 2 leerlingen, 8 groepen, 2 leerkrachten.\n" in said
    assert "  - school.xml, regel 94: Ismaël Assati staat in geen groep.\n" in said
    assert "  - school.xml, regel 159: Lia de Bruin (OWA, STA) voert geen gesprekken.\n" in said
    assert "  - ouders.xlsx: Deze kolommen zijn niet gelezen: Geboortedatum.\n" in said
    assert said.partition("Aan u om te beslissen\n")[2].startswith(
        "  - Marie Ie <marie@post.example> en M. Ie <marie@post.example> hebben één adres en zijn misschien één "
        "persoon. Is dat zo?\n"
        "  - Piet Bos <piet@post.example> is de derde volwassene of later bij Wimpie imp ie, en de lijst zegt niet of "
        "het een ouder of een stiefouder is.\n")
    assert said.partition("Nog in te vullen\n")[2] == (
        "  - school.xml, regel 94: Een leerling heeft geen roepnaam; de eerste voornaam is genomen: kijk of Ismaël "
        "Assati zo heet.\n"
        "  - groups.csv: wie geeft les aan 4B? De leerlingen zitten ook in een samengestelde groep van Uilke Veldman.\n"
        "  - pupils.csv: de groep van Ismaël Assati. Haal de rij weg van een kind dat geen gesprek krijgt.\n"
        "  - teachers.csv: de werkdagen van Julia van Bemmel, Uilke Veldman, en het lokaal als u dat in de uitnodiging "
        "wilt. Haal de rij weg van wie geen gesprekken voert.\n"
        "  - adults.csv: er is geen e-mailadres bekend van Yusuf Assati.\n"
        "  - round.toml: waar een vraagteken staat, en de tijdvakken.\n"
        "\n"
        "Vragen die in decisions.toml op uw antwoord wachten: 2. Beantwoord ze en importeer opnieuw.\n"
        "De map is round; wat er nog te doen is, staat in round/to-do.txt.\n")

    decisions = tmp_path / "round" / "decisions.toml"
    first, second, rest = decisions.read_text("utf-8").split('answer = ""')
    decisions.write_text(f'{first}answer = "ja"{second}answer = "stiefouder"{rest}', "utf-8")
    said = typed("import school.xml ouders.xlsx --out round")
    assert "Aan u om te beslissen" not in said
    assert [(row["pupil_id"], row["adult_id"], row["relation"]) for row in table(tmp_path, "guardians.csv")] == [
        ("00001", "a001", "parent"), ("00001", "a002", "parent"), ("00001", "a003", "step"),
        ("00002", "a001", "parent"), ("00002", "a005", "parent")]

    assert typed("template --from round --out feb.xlsx") == (
        "feb.xlsx ligt klaar om in te vullen; daarna: tienminuten plan feb.xlsx\n"
        "Of breng hem terug in de map: tienminuten import feb.xlsx --out round\n")
    fill_in(tmp_path / "feb.xlsx", {**SETTINGS, "teachers": {"D2": "ma;wo;do", "D3": "di;do", "E3": "Lokaal 4"},
                                    "pupils": {"D3": "4B"}})
    assert f"feb.xlsx [groups], regel 2, kolom teacher_id: {QUESTION}\n" in typed("plan feb.xlsx", ends=2)
    fill_in(tmp_path / "feb.xlsx", {"groups": {"C2": "LK2"}})
    said = typed("import feb.xlsx --out round")
    assert said.partition("Nog in te vullen\n")[2].startswith("  - adults.csv: er is geen e-mailadres bekend van Yusuf")
    assert "kijk of Ismaël Assati zo heet" in (tmp_path / "round" / "to-do.txt").read_text("utf-8")
    edited(tmp_path, "guardians.csv", "00001,a002,parent,,,,", "00001,a002,parent,,,ja,ja")

    said = typed("plan round")
    assert ('round.toml, regel 34, kolom window.date: "2027-02-23" Op deze datum is er vrij: Voorjaarsvakantie. Klopt '
            "dit tijdvak?\n") in said
    assert "2 van de 2 gesprekken hebben een plaats.\n" in said
    with (tmp_path / "outputs" / "round" / "plan.csv").open(encoding="utf-8") as file:
        plan = [(row["pupil_id"], row["adult_ids"], row["teacher_ids"], row["date"]) for row in csv.DictReader(file)]
    assert sorted(plan) == [("00001", "a001", "LK2", "2027-02-02"), ("00002", "a001;a005", "LK2", "2027-02-02")]
    printed = load_workbook(io.BytesIO((tmp_path / "outputs" / "round" / "plan.xlsx").read_bytes()))
    assert printed.sheetnames == ["Overzicht", "Uilke Veldman"]
    assert "Alles is in orde" in typed("verify round outputs/round")

    newer = SAMPLE.read_text("utf-8").replace("<achternaam>Assati</achternaam>", "<achternaam>el Assati</achternaam>")
    written(tmp_path, "newer.xml", newer)
    said = typed("import newer.xml --out round")
    assert "  - pupils.csv, Ismaël Assati (00002), kolom last_name: was “Assati” en is nu “el Assati”.\n" in said
    assert table(tmp_path, "guardians.csv")[1]["contact_ban"] == "ja"
    assert table(tmp_path, "pupils.csv")[1]["group"] == "4B"


def test_an_export_of_our_own_becomes_a_plan_by_editing_the_files(tmp_path: Path, typed: Callable[..., str]) -> None:
    written(tmp_path, "school.xml", edexml())
    written(tmp_path, "ouders.csv", PARENTS)
    assert "Importeer ook een ouderlijst." in typed("import school.xml --out round")
    typed("import ouders.csv --out round")
    assert typed("plan round", ends=2).splitlines() == [
        f"groups.csv, regel 4, kolom level: {QUESTION}",
        "round.toml, kolom window: Dit deel ontbreekt in het bestand. Voeg het toe.",
        f"round.toml, regel 3, kolom school.name: {QUESTION}",
        f"round.toml, regel 4, kolom school.email: {QUESTION}",
        f"round.toml, regel 9, kolom round.name: {QUESTION}",
        f"teachers.csv, regel 2, kolom working_days: {QUESTION}",
        f"teachers.csv, regel 3, kolom working_days: {QUESTION}",
        "Er is niets geschreven. Verbeter dit en probeer het opnieuw.",
    ]
    edited(tmp_path, "teachers.csv", "t1,Anja Visser,,?,", "t1,Anja Visser,,ma;di;do,Lokaal 3")
    edited(tmp_path, "teachers.csv", "t2,Tom de Wit,,?,", "t2,Tom de Wit,,di;do;vr,Lokaal 4")
    edited(tmp_path, "groups.csv", "3-4,?,t2", "3-4,3,t2")
    settings = tmp_path / "round" / "round.toml"
    text = settings.read_text("utf-8")
    for old, new in (('name = "?"                   # de school', 'name = "De Zandloper" # de school'),
                     ('email = "?"', 'email = "gesprekken@zandloper.example"'),
                     ('name = "?"', 'name = "Februarigesprekken 2027"'), ("# [[window]]", "[[window]]"),
                     ("# date", "date"), ("# start", "start"), ("# end", "end"), ("# evening", "evening")):
        assert old in text
        text = text.replace(old, new)
    settings.write_text(text, "utf-8")
    said = typed("plan round")
    assert ("adults.csv, regel 5, kolom email: Deze volwassene heeft geen e-mailadres en geen telefoonnummer."
            in said)
    assert "4 van de 4 gesprekken hebben een plaats.\n" in said
    assert typed("import ouders.csv --out round").partition("Nog in te vullen\n")[2] == (
        "  - adults.csv: er is geen e-mailadres bekend van Ayşe Yılmaz.\n\n"
        "De map is round; wat er nog te doen is, staat in round/to-do.txt.\n")
    assert "Alles is in orde" in typed("verify round outputs/round")
