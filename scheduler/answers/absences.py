"""Who declined cannot come then: rows for availability.csv, added to what the office wrote and nothing else touched."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from scheduler.files import write_whole
from scheduler.intake.columns import TABLE
from scheduler.intake.folder import table_text
from scheduler.language import marked
from scheduler.problems import BadInput
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from scheduler.appointments import Told
    from scheduler.round import Round

FILE = "availability.csv"


def check_folder(folder: Path, round: Round, round_id: str) -> None:
    """See that this is a folder to which rows can be added, with the round that was published.

    Raises:
        BadInput: it is another round's, or no folder.
    """
    if not folder.is_dir():
        raise BadInput.one(str(folder), marked("Name the folder with the round: rows can only be added to a folder."))
    if round.settings.round_id != round_id:
        raise BadInput.one(str(folder), marked("This folder holds the round {found}, the answers are to {expected}."),
                           found=round.settings.round_id, expected=round_id)


def add_absences(folder: Path, round: Round, declined: Iterable[Told]) -> tuple[Told, ...]:
    """Add a row for each declined appointment whose adult is not known to be unavailable then; return those added.

    `round` is what the folder holds.

    Raises:
        CannotWrite: the file is untouched.
    """
    added = tuple(told for told in declined if told.adult_id in round.adult and not _away(round, told))
    if added:
        path = folder / FILE
        write_whole(path, extended(path.read_bytes() if path.exists() else b"", [_row(told) for told in added]))
    return added


def extended(content: bytes, rows: Sequence[Mapping[str, str]]) -> bytes:
    """A table with these rows at its end, in its own columns and with its own signs; what stood there stays.

    Columns that the rows need and the table lacks are added at the right. Empty content becomes a new table.
    """
    text = content.decode("latin-1")  # gives back every byte, and what matters here is ASCII in UTF-8 and Windows alike
    delimiter = _delimiter(text)
    records = list(_records(text, delimiter))
    start = next((number for number, (_, cells) in enumerate(records) if any(map(str.strip, cells))), None)
    if start is None:
        return table_text(TABLE[FILE], rows).encode()
    header = records[start][1]
    names = [name.removeprefix("ï»¿").strip().casefold() for name in header]
    lacking = [name for name in dict.fromkeys(name for row in rows for name in row) if name not in names]
    newline = next((end for raw, _ in records if (end := raw[len(_line(raw)):])), "\n")
    found = [raw for raw, _ in records]
    if lacking:
        found = [_widened(raw, cells, len(header) + len(lacking), delimiter) for raw, cells in records]
        found[start] = _line(records[start][0]) + delimiter + delimiter.join(lacking) + newline
    if _line(found[-1]) == found[-1]:
        found[-1] += newline
    found += [delimiter.join(row.get(name, "") for name in [*names, *lacking]) + newline for row in rows]
    return "".join(found).encode("latin-1")


def _away(round: Round, told: Told) -> bool:
    return any(
        row.kind == "unavailable" and row.on(told.date)
        and row.start_minute <= told.start_minute and told.end_minute <= row.end_minute
        for row in round.availability_of.get(told.adult_id, ())
    )


def _row(told: Told) -> dict[str, str]:
    return {"person_id": told.adult_id, "date": told.date.isoformat(), "start": clock(told.start_minute),
            "end": clock(told.end_minute), "kind": "unavailable"}


def _delimiter(text: str) -> str:
    header = next((line for line in io.StringIO(text, newline="") if line.strip()), "")
    return ";" if header.count(";") > header.count(",") else ","


def _records(text: str, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    """Each record as it stands, line ends included, with its cells: a quoted cell may run over several lines."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    for cells in csv.reader(lines(), delimiter=delimiter):
        yield "".join(taken), cells
        taken.clear()


def _line(raw: str) -> str:
    return raw.rstrip("\r\n")


def _widened(raw: str, cells: Sequence[str], width: int, delimiter: str) -> str:
    """The record with empty cells at its right up to that width; an empty line stays one."""
    line = _line(raw)
    return line + delimiter * (width - len(cells) if cells else 0) + raw[len(line):]
