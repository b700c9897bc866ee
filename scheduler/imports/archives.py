"""Zip files, workbooks among them, opened only where their directory and content are harmless."""

from __future__ import annotations

import io
import zipfile

from scheduler.intake.text import MOST_BYTES
from scheduler.language import marked
from scheduler.problems import BadInput

MOST_ENTRIES = 1000
DAMAGED_WORKBOOK = marked("This workbook is damaged: open it in Excel, save it anew as .xlsx and try again.")
DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
UNREADABLE = (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError)


def is_zip(content: bytes) -> bool:
    """Whether the bytes are a zip, as every workbook is."""
    return content[:4] == b"PK\x03\x04"


def unpacked(content: bytes, file: str) -> dict[str, bytes]:
    """The files of a zip by name, without their folders.

    Raises:
        BadInput: it unpacks to more than 50 MB or is damaged.
    """
    refuse_hostile(content, file)
    damaged = marked("This zip file is damaged or locked with a password: make it anew.")
    found = [(name.replace("\\", "/").rpartition("/")[2], part) for name, part in parts_of(content, file, damaged)
             if not name.endswith("/") and "__MACOSX" not in name]
    names = [name.casefold() for name, _ in found]
    for name, _ in found:
        if names.count(name.casefold()) > 1:
            raise BadInput.one(f"{file}/{name}", marked("This zip holds two files of this name: make a zip of one "
                                                        "export only."))
    return dict(found)


def parts_of(content: bytes, file: str, damaged: str) -> list[tuple[str, bytes]]:
    """All that a zip holds, by the whole name of each part, also of one that calls itself a folder.

    Raises:
        BadInput: `damaged`, whatever the damage is.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception as error:  # damage shows as zlib, struct, encoding or password errors
        raise BadInput.one(file, damaged) from error


def zip_names(content: bytes) -> tuple[str, ...]:
    """What the directory of a zip lists, () where it has none that can be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return tuple(archive.namelist())
    except UNREADABLE:
        return ()


def refuse_hostile(content: bytes, file: str) -> None:
    """Refuse what unpacks too large or holds macros, by the directory alone.

    Raises:
        BadInput: it does, or has no directory that can be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except UNREADABLE as error:
        raise BadInput.one(file, marked("This file is damaged or only half there: save or export it again.")) from error
    if sum(entry.file_size for entry in entries) >= MOST_BYTES or len(entries) > MOST_ENTRIES:
        raise BadInput.one(file, marked("This file unpacks to more than 50 MB, which no school list does: it is not "
                                        "opened."))
    if any("vbaproject" in entry.filename.casefold() or "/activex/" in entry.filename.casefold() for entry in entries):
        raise BadInput.one(file, marked("This workbook holds macros: it is not opened. Save it as .xlsx without "
                                        "macros."))


def refuse_entities(content: bytes, file: str) -> None:
    """Refuse a workbook whose parts define entities, which may unfold to any size.

    Raises:
        BadInput: one does, or cannot be unpacked.
    """
    parts = parts_of(content, file, DAMAGED_WORKBOOK)
    if any(mark in part for _, part in parts for mark in DOCTYPES):
        raise BadInput.one(file, marked("This workbook has a DOCTYPE or defines entities, which Excel never does: it "
                                        "is not opened."))
