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
    "initials": marked("the adult's initials"),
    "prefix": marked("what stands before the adult's last name"),
    "last_name": marked("the adult's last name"),
    "email": marked("the adult's e-mail address"),
    "phone": marked("the adult's telephone number"),
    "relation": marked("what the adult is to the pupil: parent or step-parent"),
    "authority": marked("whether the adult has parental authority: yes or no"),
    "contact_ban": marked("whether a court forbids the adult contact with the pupil: yes or no"),
}
SIGN_UP_FIELDS = {
    "wish": marked("a wish in the parents' own words"),
    "remark": marked("a remark in the parents' own words, read as a wish"),
    "wanted": marked("whether a conversation is wanted: yes or no"),
}
MOST_ADULTS = 6

WHAT = {
    "email": "email|e mail|mail|emailadres|e mailadres|e mail adres|mailadres|email address",
    "phone": "telefoon|telefoonnummer|tel|tel nr|mobiel|mobiel nummer|mobiele nummer|mobiele telefoon|mobiel telefoon|"
             "telefoon mobiel|gsm|phone|mobile",
    "first_name": "roepnaam|voornaam|first name|given name",
    "initials": "voorletters|voorletter|voorl|initialen|initials",
    "prefix": "tussenvoegsel|tussenvoegsels|tussenvoegsel s|voorvoegsel|voorvoegsels|voorvoegsel s|prefix",
    "last_name": "achternaam|familienaam|last name|surname|family name",
    "name": "naam|volledige naam|name|full name|roepnaam achternaam|voor achternaam",
    "relation": "relatie|soort|type|rol|relation|relatie tot",
    "authority": "gezag|ouderlijk gezag|wettelijk gezag|heeft gezag|gezag ja nee|authority",
    "contact_ban": "contactverbod|contact verbod|omgangsverbod|contact ban",
    "group": "groep|klas|klasnaam|stamgroep|group|class|groepsnaam|naam groep",
    "level": "leerjaar|jaargroep|jaarlaag|year group|level",
    "pupil_id": "leerlingnummer|leerlingnr|leerlingcode|leerlingkey|key|pupil id|stamnummer",
    "pupil_ids": "leerlingcodes|leerlingnummers",
    "wish": "wens|wensen|voorkeur|voorkeuren|tijdwens|tijdwensen|wish|wishes|voorkeurstijd|voorkeur tijd|"
            "voorkeur dag tijd|wanneer",
    "wanted": "gesprek|gesprek gewenst|gesprek ja nee|gesprek wenselijk|aanmelding|aangemeld|wil gesprek|"
              "wilt u gesprek|wilt u een gesprek|meeting wanted",
    "remark": "opmerking|opmerkingen|toelichting|bijzonderheden|remark|remarks|comment|comments",
    "number": "nummer|nr|id|code",
}
SYNONYMS = {synonym: what for what, synonyms in WHAT.items() for synonym in synonyms.split("|")}
ADULT_WORDS = {"ouder", "ouders", "verzorger", "verzorgers", "vader", "moeder", "contactpersoon", "voogd",
               "gezaghebbende", "parent", "guardian", "mother", "father", "oudersverzorgers", "ouderverzorger"}
EACH_ANOTHER = {"vader", "moeder", "father", "mother", "stiefvader", "stiefmoeder", "stiefouder", "bonusvader",
                "bonusmoeder", "bonusouder", "partner", "stepfather", "stepmother", "stepparent"}
"""Words that each mean another adult where they stand side by side."""

PUPIL_WORDS = {"leerling", "kind", "pupil", "child", "student", "lln", "ll"}
FILLING = {"van", "de", "het", "der", "uw"}
KNOWN_WORDS = {word for synonym in SYNONYMS for word in synonym.split()} | ADULT_WORDS | EACH_ANOTHER | PUPIL_WORDS
NAMES = {"name", "first_name", "initials", "prefix", "last_name"}


def fields() -> dict[str, str]:
    """Every field that a column may mean, with what it is in words."""
    adults = {f"adult{n}_{name}": about for n in range(1, MOST_ADULTS + 1) for name, about in ADULT_FIELDS.items()}
    return {**PUPIL_FIELDS, **adults, **SIGN_UP_FIELDS}


def about(field: str) -> str:
    """What a field is, as an English text of the catalogue."""
    return fields()[field]


def guess(header: Iterable[str]) -> dict[str, str]:
    """The field that each column most likely means, "" where it is none or one that another column has already.

    Where names are said to be the pupil's, a name of nobody in particular is the adult's.

    >>> guess(["Roepnaam", "KLAS", "E-mailadres ouder/verzorger 2", "Geboortedatum"])
    {'Roepnaam': 'first_name', 'KLAS': 'group', 'E-mailadres ouder/verzorger 2': 'adult2_email', 'Geboortedatum': ''}
    """
    words = {column: _words(column) for column in header}
    said = [_what(each) for each in words.values()]
    of_pupil = any(who == "pupil" and what in NAMES for who, what in said)
    of_adult = any(who == "adult" and what in NAMES for who, what in said)
    nobodys = "adult" if of_pupil and not of_adult else "pupil"
    parents: list[str] = []
    found: dict[str, str] = {}
    for column, each in words.items():
        field = _field(each, parents, nobodys)
        found[column] = "" if field in found.values() else field
    adults = any(field.startswith("adult") for field in found.values())
    signed = {"wanted", "wish"} & set(found.values()) or not adults
    return {column: "" if field == "remark" and not signed else field for column, field in found.items()}


def usable(mapping: Mapping[str, str]) -> bool:
    """Whether a list with these fields names pupils, and says something about them."""
    meant = set(mapping.values())
    named = bool(meant & {"pupil_id", "pupil_ids", "pupil_name"}) or {"first_name", "last_name"} <= meant
    adult = any(re.fullmatch(r"adult\d_(name|last_name|email)", one) for one in meant)
    return named and (adult or bool(meant & {"group", "wish", "wanted", "remark"}))


def _words(column: str) -> list[str]:
    """The words of a column's name; what is written as one, as Ouder1 and Kindnaam, is taken apart.

    >>> _words("EmailOuder1"), _words("Leerlingnummer")
    (['email', 'ouder', '1'], ['leerlingnummer'])
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)", " ", column)
    words = (re.sub(r"^(\d)(e|ste|de)$", r"\1", word) for word in folded(apart).split())
    return [part for word in words for part in _parts(word)]


def _parts(word: str) -> tuple[str, ...]:
    if word in KNOWN_WORDS:
        return (word,)
    splits = ((word[:at], word[at:]) for at in range(2, len(word) - 1))
    return next((split for split in splits if KNOWN_WORDS.issuperset(split)), (word,))


def _what(words: list[str]) -> tuple[str, str]:
    """Whose cell a column holds, adult or pupil or "" where it does not say, and what of them."""
    adult = [word for word in words if word in ADULT_WORDS | EACH_ANOTHER]
    pupil = [word for word in words if word in PUPIL_WORDS]
    rest = " ".join(word for word in words
                    if word not in ADULT_WORDS | EACH_ANOTHER | PUPIL_WORDS | FILLING and not word.isdigit())
    what = SYNONYMS.get(rest) or SYNONYMS.get(" ".join(words)) or ("name" if not rest and (adult or pupil) else "")
    if adult and pupil:
        return "", ""
    if adult or (what in set(ADULT_FIELDS) - NAMES and not pupil):
        return "adult", what
    return ("pupil" if pupil else ""), what


def _field(words: list[str], parents: list[str], nobodys: str) -> str:
    """The field of one column; `parents` collects the words for a parent, as the first met is adult 1."""
    number = next((int(word) for word in words if word.isdigit() and 1 <= int(word) <= MOST_ADULTS), None)
    who, what = _what(words)
    if who == "adult" or (not who and what in NAMES and nobodys == "adult"):
        return f"adult{number or _position(words, parents)}_{what}" if what in ADULT_FIELDS else ""
    if number is not None or what in ADULT_FIELDS.keys() - NAMES or what == "initials":
        return ""
    if what == "number":
        return "pupil_id" if who == "pupil" else ""
    return "pupil_name" if what == "name" else what


def _position(words: list[str], parents: list[str]) -> int:
    """Vader and moeder side by side are adult 1 and 2, in the order of the list; any other word is the only adult."""
    said = next((word for word in words if word in EACH_ANOTHER), None)
    if said is None:
        return 1
    if said not in parents:
        parents.append(said)
    return min(parents.index(said) + 1, MOST_ADULTS)
