"""Text as it comes from exports, made fit for a folder: names, ids, addresses, what to compare them by, and TOML."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from functools import lru_cache

from scheduler.intake.values import is_email, is_id

NO_NAMES = {"onbekend", "niet bekend", "nog onbekend", "nog niet bekend", "nvt", "n v t", "niet van toepassing", "geen",
            "nnb", "n n b", "unknown", "not known", "not applicable", "n a"}
"""What people write, folded, where they have no name to write."""

FORMULA = "=+-@"
"""What a spreadsheet takes for the start of a formula."""


def clean(text: str) -> str:
    """The text composed (NFC), on one line, without control and direction characters.

    >>> clean(" van\\u00a0 't\\tHof\\u202e ")
    "van 't Hof"
    """
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(" " if c.isspace() else c for c in composed if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(visible.split())


def quoted(text: str) -> str:
    """The text as TOML writes it.

    >>> quoted('Juf "Anja"')
    '"Juf \\\\"Anja\\\\""'
    """
    return json.dumps(text, ensure_ascii=False)


def clean_name(text: str) -> str:
    """A name, without what would make a spreadsheet take it for a formula.

    >>> clean_name("=Jan")
    'Jan'
    """
    return clean(text).lstrip(FORMULA + " ")


def no_name(text: str) -> bool:
    """Whether there stands something, and no name.

    >>> no_name("n.v.t."), no_name("?"), no_name("NA"), no_name("")
    (True, True, False, False)
    """
    bare = folded(text)
    return bool(text.strip()) and (bare in NO_NAMES or not any(c.isalpha() for c in bare))


def whole_name(*parts: str) -> str:
    """The parts of a name that are there, in order.

    >>> whole_name("Gradje", "van 't", "Hof")
    "Gradje van 't Hof"
    """
    return clean_name(" ".join(parts))


def clean_email(text: str) -> str:
    """The address in small letters, "" where the text is none.

    >>> clean_email("mailto:Jan@Post.example"), clean_email("onbekend")
    ('jan@post.example', '')
    """
    found = clean(text).removeprefix("mailto:").casefold()
    return found if is_email(found) and found[0] not in FORMULA else ""


def clean_phone(text: str) -> str:
    """The digits of a telephone number and what people write between them, "" where the text is none.

    >>> clean_phone("+31 6 12345678"), clean_phone("geheim")
    ('+31 6 12345678', '')
    """
    found = clean(text)
    return found if re.fullmatch(r"\+?[0-9][0-9 ()./-]{4,24}", found) else ""


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """What two spellings of one name have in common: no case, accents or punctuation.

    >>> folded("E-mailadres Ouder/Verzorger 1") == folded("e mailadres ouder verzorger 1")
    True
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    bare = bare.replace("ı", "i").replace("ø", "o").replace("ł", "l").replace("đ", "d")
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


def id_of(key: str, prefix: str) -> str:
    """The key itself where it is a valid id, else one made from it, the same every time.

    >>> id_of("00001", "p"), id_of("LL 1", "p")
    ('00001', 'p-ll-1-6d783e')
    """
    if is_id(key):
        return key
    readable = folded(key).encode("ascii", "ignore").decode().replace(" ", "-")[:40]
    return "-".join(part for part in (prefix, readable, hashlib.sha256(key.encode()).hexdigest()[:6]) if part)


def group_id(name: str) -> str:
    """The name of a group as the tables take it: 3/4 and 3-4 are one, and so are 5A and Groep 5A.

    >>> group_id("Samgroep 1"), group_id("3 / 4"), group_id("Groep 5A"), group_id("gr. 3"), group_id("Grutto")
    ('Samgroep-1', '3-4', '5A', '3', 'Grutto')
    """
    bare = re.sub(r"^((groep|klas|group)\s+(?=\S)|gr\.?\s*(?=\d))", "", clean_name(name), flags=re.IGNORECASE)
    joined = re.sub(r"[\s/\\+&,_]+", "-", bare).strip("-")
    return id_of(re.sub(r"-{2,}", "-", joined), "g")
