"""What the columns of a school's own list mean, recognised by their names whatever case, accents and punctuation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scheduler.imports.text import folded
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PUPIL_FIELDS = {
    "pupil_id": marked("the pupil's number or key"),
    "pupil_ids": marked("the numbers of several pupils, with commas"),
    "first_name": marked("the pupil's first name"),
    "prefix": marked("what stands before the pupil's last name"),
    "last_name": marked("the pupil's last name"),
    "pupil_name": marked("the pupil's whole name"),
    "group": marked("the pupil's group"),
    "level": marked("the pupil's year group"),
}
ADULT_FIELDS = {
    "name": marked("the adult's whole name"),
    "first_name": marked("the adult's first name"),
    "prefix": marked("what stands before the adult's last name"),
    "last_name": marked("the adult's last name"),
    "email": marked("the adult's e-mail address"),
    "phone": marked("the adult's telephone number"),
    "relation": marked("what the adult is to the pupil: parent or step-parent"),
}
SIGN_UP_FIELDS = {
    "wish": marked("a wish in the parents' own words"),
    "wanted": marked("whether a conversation is wanted: yes or no"),
}
MOST_ADULTS = 6

WHAT = {
    "email": "email|e mail|mail|emailadres|e mailadres|e mail adres|mailadres|email address",
    "phone": "telefoon|telefoonnummer|tel|tel nr|mobiel|mobiel nummer|mobiele nummer|mobiele telefoon|mobiel telefoon|"
             "telefoon mobiel|gsm|phone|mobile",
    "first_name": "roepnaam|voornaam|first name|given name",
    "prefix": "tussenvoegsel|tussenvoegsels|tussenvoegsel s|voorvoegsel|voorvoegsels|voorvoegsel s|prefix",
    "last_name": "achternaam|familienaam|last name|surname|family name",
    "name": "naam|volledige naam|name|full name|roepnaam achternaam|voor achternaam",
    "relation": "relatie|soort|type|rol|relation|relatie tot",
    "group": "groep|klas|klasnaam|stamgroep|group|class|groepsnaam|naam groep",
    "level": "leerjaar|jaargroep|jaarlaag|year group|level",
    "pupil_id": "leerlingnummer|leerlingnr|leerlingcode|leerlingkey|key|pupil id|stamnummer",
    "pupil_ids": "leerlingcodes|leerlingnummers",
    "wish": "wens|wensen|voorkeur|voorkeuren|tijdwens|tijdwensen|wish|wishes|voorkeurstijd|voorkeur tijd",
    "wanted": "gesprek|gesprek gewenst|gesprek ja nee|gesprek wenselijk|aanmelding|aangemeld|wil gesprek",
    "remark": "opmerking|opmerkingen|toelichting|bijzonderheden|remark|remarks|comment|comments",
    "number": "nummer|nr|id|code",
}
SYNONYMS = {synonym: what for what, synonyms in WHAT.items() for synonym in synonyms.split("|")}
ADULT_WORDS = {"ouder", "ouders", "verzorger", "verzorgers", "vader", "moeder", "contactpersoon", "voogd",
               "gezaghebbende", "parent", "guardian", "mother", "father", "oudersverzorgers", "ouderverzorger"}
PUPIL_WORDS = {"leerling", "kind", "pupil", "child", "student", "lln"}
FILLING = {"van", "de", "het", "der"}


def fields() -> dict[str, str]:
    """Every field that a column may mean, with what it is in words."""
    adults = {f"adult{n}_{name}": about for n in range(1, MOST_ADULTS + 1) for name, about in ADULT_FIELDS.items()}
    return {**PUPIL_FIELDS, **adults, **SIGN_UP_FIELDS}


def about(field: str) -> str:
    """What a field is, as an English text of the catalogue."""
    return fields()[field]


def guess(header: Iterable[str]) -> dict[str, str]:
    """The field that each column most likely means, "" where it is none or one that another column has already.

    >>> guess(["Roepnaam", "KLAS", "E-mailadres ouder/verzorger 2", "Geboortedatum"])
    {'Roepnaam': 'first_name', 'KLAS': 'group', 'E-mailadres ouder/verzorger 2': 'adult2_email', 'Geboortedatum': ''}
    """
    parents: list[str] = []
    found: dict[str, str] = {}
    for column in header:
        field = _field(folded(column), parents)
        found[column] = "" if field in found.values() else field
    adults = any(field.startswith("adult") for field in found.values())
    remark = next((column for column, field in found.items() if field == "remark"), None)
    if remark is not None:
        signed = "wanted" in found.values() or not adults
        found[remark] = "wish" if signed and "wish" not in found.values() else ""
    return found


def usable(mapping: Mapping[str, str]) -> bool:
    """Whether a list with these fields names pupils, and says something about them."""
    meant = set(mapping.values())
    named = bool(meant & {"pupil_id", "pupil_ids", "pupil_name"}) or {"first_name", "last_name"} <= meant
    says = bool(meant & {"group", "wish", "wanted"}) or any(re.fullmatch(r"adult\d_(name|last_name|email)", one)
                                                            for one in meant)
    return named and says


def _field(name: str, parents: list[str]) -> str:
    """The field of one column; `parents` collects the words for a parent, as the first met is adult 1."""
    words = name.split()
    number = next((int(word) for word in words if word.isdigit() and 1 <= int(word) <= MOST_ADULTS), None)
    adult = [word for word in words if word in ADULT_WORDS]
    pupil = [word for word in words if word in PUPIL_WORDS]
    rest = " ".join(word for word in words
                    if word not in ADULT_WORDS | PUPIL_WORDS | FILLING and not word.isdigit())
    what = SYNONYMS.get(rest) or SYNONYMS.get(name, "") or ("name" if not rest and (adult or pupil) else "")
    if adult and pupil:
        return ""
    if adult or (what in {"email", "phone", "relation"} and not pupil):
        return _adult_field(what, number or _position(adult, parents))
    return _pupil_field(what, bool(pupil)) if number is None else ""


def _position(adult: list[str], parents: list[str]) -> int:
    """Vader and moeder side by side are adult 1 and 2, in the order of the list; any other word is the only adult."""
    said = next((word for word in adult if word in {"vader", "moeder", "father", "mother"}), None)
    if said is None:
        return 1
    if said not in parents:
        parents.append(said)
    return parents.index(said) + 1


def _adult_field(what: str, number: int) -> str:
    return f"adult{number}_{what}" if what in ADULT_FIELDS else ""


def _pupil_field(what: str, qualified: bool) -> str:
    if what == "number":
        return "pupil_id" if qualified else ""
    if what in {"email", "phone"}:
        return ""
    return "pupil_name" if what == "name" else what
