"""A folder's tables as plain rows of text: as they stand now, and as they were imported last."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from scheduler.imports.sheets import read_csv
from scheduler.intake.columns import TABLE, TABLES, Column
from scheduler.intake.folder import table_text
from scheduler.intake.text import read_bytes
from scheduler.language import marked
from scheduler.problems import BadInput, Problems

if TYPE_CHECKING:
    from pathlib import Path

IMPORTED_FILE = "imported.json"

KEYS: dict[str, tuple[str, ...]] = {
    "teachers.csv": ("teacher_id",),
    "groups.csv": ("group", "teacher_id"),
    "pupils.csv": ("pupil_id",),
    "adults.csv": ("adult_id",),
    "guardians.csv": ("pupil_id", "adult_id"),
    "separate.csv": ("pupil_id", "adult_id"),
    "agreements.csv": ("pupil_id", "teacher_id"),
    "requests.csv": ("pupil_id",),
    "availability.csv": ("person_id", "date", "weekday", "start", "end", "kind"),
}
"""The columns that tell the rows of a table apart."""

Row = dict[str, str]
Tables = dict[str, list[Row]]


@dataclass
class Imported:
    """What the last import gave: the rows as they were then, who was called what, whether a register was read.

    `wishes` are the keys of the rows of availability.csv that came from a sign-up, by pupil; `held_bans` the pupils and
    adults under a contact ban until it is decided whether they are someone who has one; `ids` the pupil_ids of pupils
    whom an export gives another number.
    """

    tables: Tables = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    register: bool = False
    wishes: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    held_bans: frozenset[tuple[str, str]] = frozenset()
    ids: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def read(folder: Path) -> Imported:
        """That of the folder, empty before the first import.

        Raises:
            BadInput: the file is damaged.
        """
        path = folder / IMPORTED_FILE
        if not path.is_file():
            return Imported()
        try:
            kept: Any = json.loads(path.read_text("utf-8"))
            tables = {str(file): [{str(k): str(v) for k, v in row.items()} for row in rows]
                      for file, rows in kept["tables"].items() if file in KEYS}
            people = {str(label): str(adult_id) for label, adult_id in kept["people"].items()}
            wishes = {str(pupil_id): [tuple(map(str, key)) for key in keys]
                      for pupil_id, keys in kept["wishes"].items()}
            held_bans = frozenset((str(pupil_id), str(adult_id)) for pupil_id, adult_id in kept["held_bans"])
            ids = {str(number): str(pupil_id) for number, pupil_id in kept["ids"].items()}
            return Imported(tables, people, bool(kept["register"]), wishes, held_bans, ids)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise BadInput.one(IMPORTED_FILE, marked("This file is damaged. Delete it: the next import then asks about "
                                                     "every cell that differs.")) from error

    def text(self) -> str:
        """The file."""
        kept = {"register": self.register, "people": self.people, "wishes": self.wishes,
                "held_bans": sorted(self.held_bans), "ids": self.ids, "tables": self.tables}
        return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def key_of(file: str, row: Row) -> tuple[str, ...]:
    """What tells the row apart from the others of its table."""
    return tuple(row.get(column, "") for column in KEYS[file])


def row_key(file: str, row: Row) -> str:
    """The key of a row on one line, for files that people read."""
    return " ".join(part for part in key_of(file, row) if part)


def read_tables(folder: Path) -> Tables:
    """The rows of every table that the folder has, further columns too.

    Raises:
        BadInput: a table cannot be read, or a column that its rows are told apart by is missing.
    """
    found: Tables = {}
    for table in TABLES:
        path = folder / table.file
        if path.exists():
            problems = Problems()
            content = read_bytes(path, problems)
            problems.stop_if_any()
            found[table.file] = table_in(table.file, content or b"", table.file)
    return found


def table_in(file: str, content: bytes, place: str) -> list[Row]:
    """The rows of a table, further columns too; `place` is where messages say that it stands.

    Raises:
        BadInput: it cannot be read, or a column that its rows are told apart by is missing.
    """
    sheet = read_csv(content, place)
    names = {name: name.casefold() for name in sheet.header}
    problems = Problems()
    for column in TABLE[file].columns:
        if column.required and column.name in KEYS[file] and column.name not in names.values():
            problems.add(place, 1, column.name, "", marked("This column is missing. Add it to the header and fill it "
                                                           "in."))
    problems.stop_if_any()
    return [{names[name]: cell for name, cell in row.cells.items()} for row in sheet.rows]


def table_bytes(file: str, rows: list[Row]) -> bytes:
    """The table with all of the contract's columns, so that the office sees what it may fill in, and its own."""
    table = TABLE[file]
    own = dict.fromkeys(name for row in rows for name in row if name not in table.names)
    columns = [replace(column, required=True) for column in table.columns]
    return table_text(replace(table, columns=(*columns, *(Column(name, "", "") for name in own))), rows).encode()
