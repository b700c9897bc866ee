"""Words for people: translations, dates and times as they are written in Dutch, English and any added language.

Every text in the code is English and doubles as its key in the catalogues: `locale/<language>/*.po`,
plain gettext files. All files of a language are read as one catalogue, so a further language is a folder with files.
"""

from __future__ import annotations

import gettext
import io
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

LOCALE = Path(__file__).parent / "locale"


def marked(message: str) -> str:
    """Mark a text for the catalogues where it is defined, to be translated where it is shown."""
    return message


def languages() -> tuple[str, ...]:
    """The languages that texts exist in: English and every folder of catalogues."""
    return ("en", *sorted(path.name for path in LOCALE.iterdir() if any(path.glob("*.po"))))


def own_language() -> str:
    """The language of whoever sits at this machine, from its settings; English where that has no catalogue."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        setting = os.environ.get(variable, "")
        if setting:
            wanted = setting.split("_")[0].split(".")[0].lower()
            return wanted if wanted in languages() else "en"
    wanted = _language_of_windows()
    return wanted if wanted in languages() else "en"


def _language_of_windows() -> str:
    """What the menus of Windows speak, which has none of these variables; empty on other systems."""
    import ctypes
    import locale

    library = getattr(ctypes, "windll", None)
    if library is None:
        return ""
    return locale.windows_locale.get(library.kernel32.GetUserDefaultUILanguage(), "").split("_")[0]


def translate(message: str, language: str, **fields: object) -> str:
    """The message in that language with its fields filled in.

    >>> translate("line {line}", "nl", line=3)
    'regel 3'
    """
    found = _catalogue(language).gettext(message)
    return found.format(**fields) if fields else found


def translate_count(one: str, many: str, count: int, language: str, **fields: object) -> str:
    """The form that fits the count, which is also the field `count`.

    >>> translate_count("{count} meeting", "{count} meetings", 2, "nl")
    '2 gesprekken'
    """
    return _catalogue(language).ngettext(one, many, count).format(count=count, **fields)


def date_words(date: dt.date, language: str) -> str:
    """The date as people write it.

    >>> import datetime
    >>> date_words(datetime.date(2027, 2, 2), "nl")
    'dinsdag 2 februari 2027'
    """
    return _babel_date(date, "EEEE d MMMM y", language)


def date_short(date: dt.date, language: str) -> str:
    """The date without its year, for tables and sentences.

    >>> import datetime
    >>> date_short(datetime.date(2027, 2, 2), "en")
    'Tue 2 Feb'
    """
    return _babel_date(date, "EEE d MMM", language).replace(".", "")


def weekday_words(weekday: int, language: str) -> str:
    """The day of the week, 0 for Monday.

    >>> weekday_words(1, "nl")
    'dinsdag'
    """
    import datetime as dt

    return _babel_date(dt.date(2024, 1, 1) + dt.timedelta(days=weekday), "EEEE", language)


def listed(items: list[str], language: str) -> str:
    """The items as a list in running text.

    >>> listed(["Jan", "Ali", "Suzanne"], "nl")
    'Jan, Ali en Suzanne'
    """
    if len(items) < 2:
        return "".join(items)
    return translate("{first} and {last}", language, first=", ".join(items[:-1]), last=items[-1])


def _babel_date(date: dt.date, pattern: str, language: str) -> str:
    from babel.dates import format_date

    return format_date(date, pattern, locale="en_GB" if language == "en" else language)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    folder = LOCALE / language
    if language == "en" or not folder.is_dir():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    together: gettext.GNUTranslations | None = None
    for path in sorted(folder.glob("*.po")):
        compiled = io.BytesIO()
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, locale=language))
        compiled.seek(0)
        translations = gettext.GNUTranslations(compiled)
        if together is None:
            together = translations
        else:
            together.add_fallback(translations)
    return together or gettext.NullTranslations()
