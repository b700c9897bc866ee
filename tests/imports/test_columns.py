"""Columns of a school's own list, recognised by their names."""

from __future__ import annotations

import pytest

from scheduler.imports.columns import guess, usable

LISTS = {
    "Roepnaam;Tussenvoegsel;Achternaam;Klas;E-mailadres ouder/verzorger 1;E-mailadres ouder/verzorger 2":
        "first_name prefix last_name group adult1_email adult2_email",
    "LEERLINGNUMMER;Voornaam;VOORVOEGSEL(S);Achternaam;Stamgroep;Verzorger 1;Verzorger 2":
        "pupil_id first_name prefix last_name group adult1_name adult2_name",
    "key;Naam leerling;Groep;Naam vader;E-mail vader;Naam moeder;Mobiel moeder":
        "pupil_id pupil_name group adult1_name adult1_email adult2_name adult2_phone",
    "Leerling;Klasnaam;Ouder;Émail;Telefoonnummer;Relatie":
        "pupil_name group adult1_name adult1_email adult1_phone adult1_relation",
    "Naam kind;Groep;Gesprek gewenst;Opmerkingen": "pupil_name group wanted remark",
    "Leerlingnummer;Opmerking;Ouder 1": "pupil_id - adult1_name",
    "Geboortedatum;BSN leerling;Wachtwoord;Adres verzorger 1;Land vader;Cijfer;Geboortedatum ouder 1":
        "- - - - - - -",
    "Naam leerling;E-mail;E-mailadres": "pupil_name adult1_email -",
}


@pytest.mark.parametrize("header", LISTS)
def test_guess(header):
    assert [field or "-" for field in guess(header.split(";")).values()] == LISTS[header].split()


def test_usable_needs_a_pupil_and_something_about_them():
    assert usable(guess(["Naam leerling", "E-mail"]))
    assert usable(guess(["Leerlingnummer", "Wens"]))
    assert not usable(guess(["Naam leerling"]))
    assert not usable(guess(["Roepnaam", "E-mail"]))
    assert not usable(guess(["E-mail ouder 1", "Groep"]))
