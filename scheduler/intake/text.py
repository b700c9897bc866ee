"""Files to text: read whole, decoded as the office's programs save it, with accents composed."""

from __future__ import annotations

import codecs
import unicodedata
from typing import TYPE_CHECKING

from scheduler.language import marked

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.problems import Problems

MOST_BYTES = 50_000_000
"""A file of this size or more is not read: a large school's largest table is under one megabyte."""

_JOINERS = {"\u200c", "\u200d"}  # Persian names and several Indian scripts are spelled with these


def read_bytes(path: Path, problems: Problems) -> bytes | None:
    """The file's content; None, with the problem noted, where it cannot be read or is far too large."""
    try:
        if not path.is_file():
            problems.add(path.name, None, "", "", marked("This is not a file. Put the table itself in the folder."))
        elif path.stat().st_size >= MOST_BYTES:
            problems.add(path.name, None, "", "", marked(
                "This file is larger than 50 MB, far more than a school's list. Check that it is the right file."))
        else:
            return path.read_bytes()
    except OSError:
        problems.add(path.name, None, "", "", marked(
            "This file cannot be opened. Check that you may read it, and that no other program holds it."))
    return None


def decoded(file: str, content: bytes, problems: Problems) -> str | None:
    """The content as text: UTF-8 with or without a byte order mark, else Windows-1252, in Unicode's form NFC.

    None, with the problem noted, where it is neither.
    """
    for encoding in () if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ("utf-8-sig", "cp1252"):
        try:
            return unicodedata.normalize("NFC", content.decode(encoding))
        except UnicodeDecodeError:
            continue
    problems.add(file, None, "", "", marked(
        "This file is not plain text. Save it as CSV UTF-8 (in Excel: Save as, CSV UTF-8)."))
    return None


def unfit_character(text: str) -> str:
    """The first character that may not stand in a cell, as U+202E; "" where all may.

    Refused are control characters, line breaks, and those that reverse or hide text: in a name they
    make a person look like another, in an invite they break the file.
    """
    if text.isprintable():
        return ""
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Co"} and character not in _JOINERS:
            return f"U+{ord(character):04X}"
    return ""
