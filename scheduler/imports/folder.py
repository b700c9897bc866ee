"""From sources to an input folder: read everything, join, merge, and only then write, all files or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.files import write_all
from scheduler.imports.assembly import Assembly
from scheduler.imports.decisions import DECISIONS_FILE, Decisions
from scheduler.imports.extracts import read_sources
from scheduler.imports.handed_in import brought_back, known_by, settings_in
from scheduler.imports.mapping import MAPPING_FILE, Mappings
from scheduler.imports.missing import note_missing
from scheduler.imports.notes import Notes
from scheduler.imports.registers import group_hints
from scheduler.imports.returned import is_settled
from scheduler.imports.skeleton import dates_of, language_of, read_settings, settings_text, skeleton
from scheduler.imports.tables import IMPORTED_FILE, Imported, read_tables, table_bytes
from scheduler.imports.to_do import TO_DO_FILE, to_do_text
from scheduler.intake.columns import SETTINGS_FILE
from scheduler.language import marked
from scheduler.problems import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did: its notes as text, the preview of each list, and how many questions wait."""

    text: str
    previews: tuple[str, ...]
    open_questions: int


def import_into(sources: Sequence[Path], folder: Path, language: str) -> Report:
    """Read the sources into the folder of a round, keeping what people entered there.

    Raises:
        BadInput: a source is hostile or broken; nothing was written.
        MappingNeeded: the columns of a list are not understood; only the mapping file was written.
        CannotWrite: nothing has changed.
    """
    if folder.exists() and not folder.is_dir():
        raise BadInput.one(str(folder), marked("This is a file. Name a folder, new or with an earlier import."))
    notes = Notes()
    text = settings_text(folder)
    settings = read_settings(text)
    language = language_of(settings, language)
    decisions, mappings, before = Decisions.read(folder, language), Mappings.read(folder), Imported.read(folder)
    now = read_tables(folder)
    read = read_sources(sources, mappings, folder, language, notes)
    settings_file: str | None = None
    for given in read.filled:
        book = known_by(given, now, settings)
        now = brought_back(now, before.tables, book, decisions, notes)
        settings_file = settings_in(book, settings_file or text, decisions, notes) or settings_file
    if settings_file is not None:
        settings = read_settings(settings_file)
    decisions.forget(lambda question: is_settled(question, settings_file or text))
    tables, remembered = Assembly(now, before, decisions, notes, language).merged(read.extracts, dates_of(settings))
    for why in decisions.waiting:
        notes.add("decide", None, "{why}", why=why)
    note_missing(tables, settings, group_hints(read.extracts), notes)
    files = {file: table_bytes(file, rows) for file, rows in tables.items()}
    files[IMPORTED_FILE] = remembered.text().encode()
    files[TO_DO_FILE] = to_do_text(notes, folder, {extract.file for extract in read.extracts}, language).encode()
    for file, text, needed in ((DECISIONS_FILE, decisions.text(), bool(decisions.text())),
                               (MAPPING_FILE, mappings.text(language), bool(read.previews))):
        if needed or (folder / file).exists():
            files[file] = text.encode()
    if settings_file is not None:
        files[SETTINGS_FILE] = settings_file.encode()
    elif not (folder / SETTINGS_FILE).exists():
        files[SETTINGS_FILE] = skeleton(folder, language, "requests.csv" in tables).encode()
    write_all({folder / file: content for file, content in files.items()})
    return Report(notes.text(language), read.previews, len(decisions.waiting))
