"""From sources to an input folder: read everything, join, merge, and only then write, all files or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.files import write_all
from scheduler.imports.decisions import DECISIONS_FILE, Decisions, Question
from scheduler.imports.extracts import read_sources
from scheduler.imports.joined import join_rows
from scheduler.imports.mapping import MAPPING_FILE, Mappings
from scheduler.imports.merge import Merge
from scheduler.imports.missing import note_missing
from scheduler.imports.notes import TO_DO, Notes
from scheduler.imports.people import People
from scheduler.imports.pupils import Pupils
from scheduler.imports.registers import (
    group_hints,
    group_rows,
    list_group_rows,
    pupil_rows,
    rows_by_table,
    teacher_rows,
)
from scheduler.imports.requests import Requests
from scheduler.imports.skeleton import dates_of, language_of, settings_of, skeleton
from scheduler.imports.tables import IMPORTED_FILE, KEYS, Imported, Row, Tables, key_of, read_tables, table_bytes
from scheduler.imports.text import group_id
from scheduler.imports.ties import Ties
from scheduler.intake.columns import SETTINGS_FILE
from scheduler.language import translate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from scheduler.imports.school import Extract

TO_DO_FILE = "to-do.txt"


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did: its notes as text, the preview of each list, and how many questions wait."""

    text: str
    previews: tuple[str, ...]
    open_questions: int


def import_into(sources: Sequence[Path], folder: Path, language: str) -> Report:
    """Read the sources into the folder of a round, keeping what people entered there.

    Raises:
        BadInput: a source is hostile, broken or not understood; nothing but, for a list whose columns are not
            understood, the mapping file was written.
        CannotWrite: nothing has changed.
    """
    notes = Notes()
    settings = settings_of(folder)
    language = language_of(settings, language)
    decisions, mappings, before = Decisions.read(folder, language), Mappings.read(folder), Imported.read(folder)
    now = read_tables(folder)
    extracts, previews = read_sources(sources, mappings, folder, language, notes)
    work = _Work(now, before, decisions, notes, language)
    tables, remembered = work.merged(extracts, dates_of(settings))
    for why in decisions.waiting:
        notes.add("decide", None, "{why}", why=why)
    note_missing(tables, settings, group_hints(extracts), notes)
    contents = {folder / file: table_bytes(file, rows) for file, rows in tables.items()}
    contents[folder / IMPORTED_FILE] = remembered.text().encode()
    contents[folder / TO_DO_FILE] = _to_do(notes, language).encode()
    for file, text in ((DECISIONS_FILE, decisions.text()), (MAPPING_FILE, mappings.text(language))):
        if (file == DECISIONS_FILE and text) or (file == MAPPING_FILE and previews) or (folder / file).exists():
            contents[folder / file] = text.encode()
    if not (folder / SETTINGS_FILE).exists():
        contents[folder / SETTINGS_FILE] = skeleton(folder, language, "requests.csv" in tables).encode()
    write_all(contents)
    return Report(notes.text(language), previews, len(decisions.waiting))


class _Work:
    """One import: what stands in the folder, what was imported before, and the answers given."""

    def __init__(self, now: Tables, before: Imported, decisions: Decisions, notes: Notes, language: str) -> None:
        self.now = now
        self.before = before
        self.decisions = decisions
        self.notes = notes
        self.language = language

    def merged(self, extracts: Sequence[Extract], dates: Sequence[dt.date]) -> tuple[Tables, Imported]:
        """The tables to write, and what to remember of this import."""
        registers = [extract for extract in extracts if extract.register]
        register = self.before.register or bool(registers)
        pupils = Pupils([row for one in registers for row in pupil_rows(one, self.notes)], not register)
        listed_in_register = set(pupils.rows)
        for row in self.now.get("pupils.csv", []):
            pupils.add(row)
        named = [] if register else self._named(extracts, pupils)
        people = People(self.now, self.before, self._ids_taken(pupils))
        found = [tie for extract in extracts for tie in extract.ties]
        ties = Ties(found, self.now.get("guardians.csv", []), pupils, people, self.decisions, self.notes)
        join_rows(self.now, people.replaced)
        join_rows(self.before.tables, people.replaced)
        export = self._export(extracts, registers, pupils, listed_in_register, named)
        guardians, teachers = ties.guardian_rows(), export.get("teachers.csv", self.now.get("teachers.csv", []))
        export |= {"adults.csv": ties.adult_rows(teachers, self.language), "guardians.csv": guardians}
        known = {(row["pupil_id"], row["adult_id"]): row for row in [*self.now.get("guardians.csv", []), *guardians]}
        apart = {row["pupil_id"] for row in self.now.get("separate.csv", [])}
        signups = [signup for extract in extracts for signup in extract.signups]
        requests = Requests(signups, pupils, people, list(known.values()), apart, dates, self.notes)
        export |= requests.tables(self.language)
        merge = Merge(self.now, self.before.tables, export, self.decisions, self.notes)
        tables, remembered = self._tables(merge, bool(registers), listed_in_register, ties.mentioned)
        self.decisions.forget(lambda question: _is_settled(question, tables, people))
        return tables, Imported(remembered, people.labels, register)

    def _export(self, extracts: Sequence[Extract], registers: Sequence[Extract], pupils: Pupils,
                listed_in_register: set[str], named: list[Row]) -> Tables:
        """The register's rows, or where there is none those of the pupils that the lists name."""
        if registers:
            rows = [row for pupil_id, row in pupils.rows.items() if pupil_id in listed_in_register]
            groups = group_rows(registers, rows, self.notes)
            return rows_by_table(teacher_rows(registers), groups, rows)
        known = {row.get("group", "") for row in self.now.get("groups.csv", [])}
        new = [name for name in dict.fromkeys(row["group"] for row in named) if name not in known]
        return rows_by_table([], list_group_rows(new, extracts, self.notes), named)

    def _named(self, extracts: Sequence[Extract], pupils: Pupils) -> list[Row]:
        """The pupils of the lists, each with the group that the first row about them gives."""
        rows: dict[str, Row] = {}
        for pupil in (pupil for extract in extracts for pupil in extract.pupils if pupil.group):
            pupil_id = pupils.find(pupil, self.notes)
            if pupil_id:
                rows.setdefault(pupil_id, {**pupils.rows[pupil_id], "group": group_id(pupil.group)})
        return list(rows.values())

    def _tables(self, merge: Merge, register: bool, listed: set[str],
                mentioned: frozenset[str]) -> tuple[Tables, Tables]:
        tables, remembered = dict(self.now), dict(self.before.tables)

        def put(file: str, may_go: dict[str, bool] | bool, column: str = "") -> None:
            rows, kept = merge.table(file, lambda row: may_go if isinstance(may_go, bool) else may_go[row[column]])
            tables[file], remembered[file] = rows, kept

        put("teachers.csv", register)
        put("groups.csv", register)
        put("pupils.csv", register)
        here = {row["pupil_id"] for row in tables["pupils.csv"]}
        ties = self.now.get("guardians.csv", [])
        put("guardians.csv", {row["pupil_id"]: row["pupil_id"] in mentioned or row["pupil_id"] not in here
                              for row in ties}, "pupil_id")
        tied = {row["adult_id"] for row in tables["guardians.csv"]}
        put("adults.csv", {row["adult_id"]: row["adult_id"] not in tied for row in self.now.get("adults.csv", [])},
            "adult_id")
        for file in ("requests.csv", "availability.csv"):
            if file in merge.export or file in self.now:
                put(file, False)
        return tables, remembered

    def _ids_taken(self, pupils: Pupils) -> set[str]:
        return {row["teacher_id"] for row in self.now.get("teachers.csv", [])} | set(pupils.rows)


def _is_settled(question: Question, tables: Tables, people: People) -> bool:
    """Whether what is asked has been settled by hand, or is about someone who is no longer there."""
    about = dict(question.about)
    if question.kind == "same_person":
        return people.is_settled(about.get("one", ""), about.get("other", ""))
    if question.kind == "changed":
        file, column = about.get("table", ""), about.get("column", "")
        rows = tables.get(file, []) if file in KEYS else []
        cells = [row.get(column, "") for row in rows if " ".join(key_of(file, row)) == about.get("row")]
        return about.get("folder") not in cells
    adult_id = people.labels.get(about.get("adult", ""))
    if question.kind == "works_here":
        return not any(row["adult_id"] == adult_id and not row.get("teacher_id") for row in tables["adults.csv"])
    return not any(row["pupil_id"] == about.get("pupil_id") and row["adult_id"] == adult_id
                   and row.get("relation") == "step" for row in tables["guardians.csv"])


def _to_do(notes: Notes, language: str) -> str:
    return notes.text(language, TO_DO) or translate("Nothing is left to do: everything is filled in.", language) + "\n"
