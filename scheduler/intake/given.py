"""The folder of a round, read whole: the round itself, what is odd about it, and the checksum of its files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.intake.columns import SETTINGS_FILE, TABLES
from scheduler.intake.contents import checksum, read_contents
from scheduler.intake.entries import read_entries
from scheduler.intake.families import check_separations, warn_about_families
from scheduler.intake.holidays import warn_about_holidays
from scheduler.intake.references import check_references
from scheduler.intake.sections import read_parts
from scheduler.intake.settings import RoundFile, read_settings, settings_of
from scheduler.intake.tables import Rows, read_table
from scheduler.intake.text import decoded
from scheduler.intake.times import check_times, warn_about_times
from scheduler.problems import Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.intake.cells import Row
    from scheduler.intake.columns import Table
    from scheduler.intake.entries import Entries
    from scheduler.intake.sections import Part
    from scheduler.round import Round


@dataclass(frozen=True)
class Given:
    """A round that can be planned, and how it came in.

    `warnings` are odd but no hindrance; `sha256` is over the names and bytes of the round's files, so that
    the same content gives the same value wherever the folder stands.
    """

    round: Round
    warnings: tuple[Problem, ...]
    sha256: str


def read_round(folder: Path) -> Given:
    """Read and check a whole folder of the contract.

    Raises:
        BadInput: with everything that is wrong, and what was seen to be odd; there is then no round.
    """
    problems = Problems()
    contents = read_contents(folder, problems)
    texts = {file: decoded(file, content, problems) for file, content in contents.items()}
    settings = read_settings(texts.get(SETTINGS_FILE), problems)
    entries = read_entries({table.file: _rows(table, texts, problems) for table in TABLES})
    round = _checked(settings, entries, problems)
    problems.stop_if_any()
    _warn(settings, entries, round)
    return Given(round, problems.warnings, checksum(contents))


@dataclass(frozen=True)
class Cells:
    """A round as cells, to change and read anew: the parts of round.toml by name, the rows of each table by file.

    `headers` gives the line of each table's header, None where there is no such table.
    """

    parts: Mapping[str, tuple[Part, ...]]
    rows: Mapping[str, tuple[Row, ...]]
    headers: Mapping[str, int | None]

    def round(self, problems: Problems) -> Round:
        """The round that the cells make, with all that is wrong and odd about it noted; only sound without problems."""
        parts = {name: [replace(part, problems=problems) for part in of] for name, of in self.parts.items()}
        rows = {file: Rows(tuple(replace(row, problems=problems) for row in of), True, self.headers[file])
                for file, of in self.rows.items()}
        settings, entries = settings_of(parts, problems), read_entries(rows)
        round = _checked(settings, entries, problems)
        if not problems.serious:
            _warn(settings, entries, round)
        return round


def read_cells(folder: Path) -> Cells:
    """The cells of a round's folder that `read_round` found nothing wrong with.

    Raises:
        BadInput: the folder or a file in it cannot be read.
    """
    problems = Problems()
    contents = read_contents(folder, problems)
    texts = {file: decoded(file, content, problems) for file, content in contents.items()}
    parts = read_parts(texts.get(SETTINGS_FILE) or "", problems)
    tables = {table.file: _rows(table, texts, problems) for table in TABLES}
    problems.stop_if_any()
    return Cells({name: tuple(of) for name, of in parts.items()}, {file: each.rows for file, each in tables.items()},
                 {file: each.header for file, each in tables.items()})


def _checked(settings: RoundFile, entries: Entries, problems: Problems) -> Round:
    """The round of what was read, with everything noted that does not fit together."""
    round = entries.round(settings)
    check_references(entries)
    check_separations(entries, round)
    check_times(entries, settings, problems)
    return round


def _warn(settings: RoundFile, entries: Entries, round: Round) -> None:
    warn_about_families(entries, round)
    warn_about_times(entries, round)
    warn_about_holidays(settings)


def _rows(table: Table, texts: dict[str, str | None], problems: Problems) -> Rows:
    """The rows of a table; an optional one that is absent has none, and that is all of them."""
    text = texts.get(table.file)
    if text is None:
        return Rows(whole=not table.required and table.file not in texts)
    return read_table(table, text, problems)
