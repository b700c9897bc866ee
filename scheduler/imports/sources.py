"""Which kind of export each source is, by what is in it rather than by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.imports.archives import is_zip, unpacked, zip_names
from scheduler.imports.excel import raw_sheets, sheets_in
from scheduler.imports.rosters import USED
from scheduler.imports.sheets import OLD_EXCEL, Sheet, read_csv
from scheduler.imports.workbook import Filled, filled_in, is_filled
from scheduler.intake.text import read_bytes
from scheduler.language import marked
from scheduler.problems import BadInput, Problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Xml:
    """An XML file, not yet opened."""

    file: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """The CSV files of one export that belong together, by name in small letters; `unread` were never opened."""

    file: str
    sheets: dict[str, Sheet]
    unread: tuple[str, ...]


Source = Xml | Bundle | Sheet | Filled


def opened(paths: Sequence[Path]) -> tuple[Source, ...]:
    """What the paths hold: files, zips and folders, in the order given.

    Raises:
        BadInput: a path is not there, cannot be read, or is hostile.
    """
    problems = Problems()
    for path in paths:
        if not path.exists():
            problems.add(str(path), None, "", "", marked("There is no such file or folder. Check the name."))
    problems.stop_if_any()
    return tuple(source for path in paths for source in _opened(path))


def _opened(path: Path) -> Iterator[Source]:
    if path.is_dir():
        files = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
        if any(one.name.casefold() == "users.csv" for one in files):
            yield _bundle(path.name, {one.name: _content(one) for one in files})
        elif files:
            for one in files:
                yield from _of_content(one.name, _content(one))
        else:
            raise BadInput.one(str(path), marked("There are no files in this folder."))
        return
    yield from _of_content(path.name, _content(path))


def _of_content(name: str, content: bytes) -> Iterator[Source]:
    start = content[:400].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    if is_zip(content):
        names = zip_names(content)
        if any(one.startswith("xl/") for one in names) or not names or name.casefold().endswith(("xlsx", "xlsm")):
            raw = raw_sheets(content, name)
            if is_filled(raw):
                yield filled_in(raw, name)
            else:
                yield from sheets_in(raw, name)
        elif "content.xml" in names and "mimetype" in names:
            raise BadInput.one(name, marked("This is a file of LibreOffice: save it as Excel (.xlsx)."))
        else:
            yield from _of_zip(name, unpacked(content, name))
    elif start.startswith(b"<"):
        yield Xml(name, content)
    elif content.startswith(OLD_EXCEL) or start:
        yield read_csv(content, name)
    else:
        raise BadInput.one(name, marked("There is nothing in this file."))


def _of_zip(name: str, files: dict[str, bytes]) -> Iterator[Source]:
    if any(one.casefold() == "users.csv" for one in files):
        yield _bundle(name, files)
        return
    for one, content in sorted(files.items()):
        if is_zip(content) and not one.casefold().endswith(".xlsx"):
            raise BadInput.one(name, marked("There is a zip within this zip: unpack it first."))
        yield from _of_content(one, content)


def _bundle(name: str, files: dict[str, bytes]) -> Bundle:
    tables = {one.casefold(): read_csv(content, f"{name}/{one}") for one, content in sorted(files.items())
              if one.casefold() in USED and content.strip()}
    return Bundle(name, tables, tuple(one for one in sorted(files) if one.casefold() not in USED))


def _content(path: Path) -> bytes:
    problems = Problems()
    content = read_bytes(path, problems)
    problems.stop_if_any()
    return content or b""
