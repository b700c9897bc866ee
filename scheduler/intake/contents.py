"""The folder of a round, or a workbook in its place, to the bytes of its files and what does not belong among them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from scheduler.intake.columns import SETTINGS_FILE, TABLES
from scheduler.intake.text import read_bytes
from scheduler.intake.values import UNKNOWN_NAME, unknown_names
from scheduler.language import marked
from scheduler.problems import BadInput

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from scheduler.problems import Problems

FILES = (SETTINGS_FILE, *(table.file for table in TABLES))
"""The files that make a round; anything else in the folder is neither read nor part of its checksum."""


def read_contents(folder: Path, problems: Problems) -> dict[str, bytes]:
    """The bytes of the round's files by name; files that are missing, unreadable or misnamed are noted.

    A filled workbook stands for a folder: its sheets are the files.

    Raises:
        BadInput: there is no folder to read.
    """
    if folder.suffix.casefold() in {".xlsx", ".xlsm"} and folder.is_file():
        from scheduler.imports.workbook import read_filled

        filled = read_filled(folder)
        problems.stand_at(filled.place)
        for file, row, column, formula in filled.formulas:
            problems.warn(file, row, column, formula, marked("This formula is not run, but read as text. Type what it "
                                                             "should say."))
        _note_missing(filled.contents, problems, marked("This sheet is missing. Take it from a new template."))
        return filled.contents
    names = _names(folder)
    unknown = unknown_names([name for name in names if name.casefold().endswith((".csv", ".toml"))], FILES)
    for name, meant in unknown.items():
        shown = name.encode("utf-8", "replace").decode()
        if meant:
            problems.add(shown, None, "", "", UNKNOWN_NAME, meant=meant)
        elif name.casefold().endswith(".csv"):
            problems.warn(shown, None, "", "", marked("This table is unknown and was not read. Known are: {files}."),
                          files=", ".join(table.file for table in TABLES))
    _note_missing({*names, *unknown.values()}, problems,
                  marked("This file is missing. Add it to the folder."))
    read = {file: read_bytes(folder / file, problems) for file in FILES if file in names}
    return {file: content for file, content in read.items() if content is not None}


def checksum(contents: Mapping[str, bytes]) -> str:
    """The SHA-256 of files given by name, in the order of their names; each length keeps neighbours apart."""
    digest = hashlib.sha256()
    for name in sorted(contents):
        digest.update(f"{name}\n{len(contents[name])}\n".encode())
        digest.update(contents[name])
    return digest.hexdigest()


def _note_missing(names: Collection[str], problems: Problems, message: str) -> None:
    for file in (SETTINGS_FILE, *(table.file for table in TABLES if table.required)):
        if file not in names:
            problems.add(file, None, "", "", message)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        message = marked("There is no such folder. Check the name.")
    except NotADirectoryError:
        message = marked("This is a file. Name the folder in which the round's files are.")
    except (OSError, ValueError):
        message = marked("This folder cannot be opened. Check that you may read it.")
    raise BadInput.one(str(folder), message)
