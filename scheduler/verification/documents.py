"""Everything that was delivered, as texts to search: who reads each, and which meeting it is about."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.imports.archives import parts_of, refuse_hostile
from scheduler.language import marked
from scheduler.problems import BadInput
from scheduler.verification.icalendar_text import unescaped
from scheduler.verification.ledger import NAME, read_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scheduler.problems import Problems

UNREADABLE = marked("This file cannot be read, so nobody could look who stands in it.")


@dataclass(frozen=True, slots=True)
class Document:
    """A text that somebody reads.

    `line` is its place in a table, None for a whole file; `reader` is the adult it is for, "" for the school's own
    use; `meeting_id` is the meeting it is about, "" for no single one. `invites` tells an invitation that stands
    from a cancel, and from what the ledger only remembers.
    """

    file: str
    line: int | None
    text: str
    reader: str = ""
    meeting_id: str = ""
    invites: bool = False


def documents_in(output: Path, problems: Problems) -> Iterator[Document]:
    """All texts below the folder, tables row by row, and what the ledger holds; what cannot be read is noted."""
    for path in sorted(output.rglob("*")):
        file = path.relative_to(output).as_posix()
        if not path.is_file() or path.name == NAME:
            continue
        try:
            content = path.read_bytes()
            workbook = _workbook(content, file) if path.suffix == ".xlsx" else ""
        except (OSError, BadInput):
            problems.add(file, None, "", "", UNREADABLE)
            continue
        if path.suffix == ".xlsx":
            yield Document(file, None, workbook)
        elif path.suffix == ".csv":
            yield from _rows(file, _decoded(content))
        elif file.startswith("invites/") and path.suffix == ".ics":
            text = _calendar(content)
            invites = "METHOD:CANCEL" not in text.splitlines()
            yield Document(file, None, text, reader=path.parent.name, meeting_id=path.stem, invites=invites)
        elif file.startswith("staff/") and path.suffix == ".ics":
            events = _calendar(content).split("BEGIN:VEVENT")
            yield from (Document(file, None, event) for event in events)
        elif path.suffix == ".json":
            yield Document(file, None, _json(_decoded(content)))
        else:
            yield Document(file, None, _page(_decoded(content)))
    ledger = read_ledger(output)
    for (adult_id, meeting_id), text in ledger.texts if ledger else ():
        yield Document(NAME, None, _calendar(text.encode()), reader=adult_id, meeting_id=meeting_id)


def _rows(file: str, text: str) -> Iterator[Document]:
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="further", restval="")
    try:
        for row in reader:
            cells = " \n ".join(str(cell) for cell in row.values())
            adult_id, meeting_id = row.get("adult_id") or "", row.get("meeting_id") or ""
            invites = bool(adult_id) and row.get("method") != "CANCEL"
            yield Document(file, reader.line_num, cells, adult_id, meeting_id, invites)
    except csv.Error:
        yield Document(file, None, text)


def _decoded(content: bytes) -> str:
    return content.decode("utf-8-sig", errors="replace")


def _calendar(content: bytes) -> str:
    return unescaped(re.sub(r"\r?\n[ \t]", "", _decoded(content)))


def _json(text: str) -> str:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def _page(text: str) -> str:
    return html.unescape(text) + "\n" + html.unescape(re.sub(r"<[^>]*>", " ", text))


def _workbook(content: bytes, file: str) -> str:
    """All texts in it.

    Raises:
        BadInput: it is damaged, unpacks too large, or holds nothing.
    """
    refuse_hostile(content, file)
    parts = parts_of(content, file, UNREADABLE)
    if not parts:
        raise BadInput.one(file, UNREADABLE)
    return "\n".join(_page(_decoded(part)) for _, part in parts)
