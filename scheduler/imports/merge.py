"""Again next time: a newer export against the folder and the last import, cell by cell.

What people entered by hand stays; where both changed, a person decides; a flag, a ban or a consent never disappears.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.imports.decisions import Question
from scheduler.imports.tables import KEYS, Row, Tables, key_of, row_words
from scheduler.intake.values import UNKNOWN
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.imports.decisions import Decisions
    from scheduler.imports.notes import Notes

CONFLICT = marked("{table}, {row}, column {column}: changed by hand and in the export. Decide which is right.")


@dataclass(frozen=True, slots=True)
class Merge:
    """The three sides of a merge, and what it tells: `base` is the last import, `export` the new one."""

    folder: Tables
    base: Tables
    export: Tables
    decisions: Decisions
    notes: Notes

    def table(self, file: str, may_go: Callable[[Row], bool]) -> tuple[list[Row], list[Row]]:
        """The rows to write, and those to remember as imported.

        `may_go` says of a row that the export no longer has whether the export speaks of it at all.
        """
        base = {key_of(file, row): row for row in self.base.get(file, [])}
        export = {key_of(file, row): row for row in self.export.get(file, [])}
        rows: list[Row] = []
        remembered: list[Row] = []
        for row in self.folder.get(file, []):
            key = key_of(file, row)
            if key in export:
                merged, known = self._cells(file, row, base.get(key, {}), export[key])
                rows.append(merged)
                remembered.append(known)
            elif key in base and may_go(row) and self._gone(file, row, base[key]):
                continue
            else:
                rows.append(row)
                remembered += [base[key]] if key in base else []
        present = {key_of(file, row) for row in rows}
        for key, row in export.items():
            if key in present:
                continue
            remembered.append(row)
            if self._wanted(file, row, key in base):
                rows.append(row)
        return rows, remembered

    def _wanted(self, file: str, row: Row, known: bool) -> bool:
        """Whether a row that the folder lacks comes in: not where it was deleted by hand, or is filled in by now."""
        now = self.folder.get(file, [])
        if row.get("teacher_id") == UNKNOWN and any(one.get("group") == row.get("group") for one in now):
            return False
        words = {"table": file, "row": row_words(file, row)}
        if known:
            self.notes.add("left_out", None, marked("{table}: {row} was deleted here by hand and stays out."), **words)
        elif file in self.folder:
            self.notes.add("changed", None, marked("{table}: {row} is new."), **words)
        return not known

    def _cells(self, file: str, folder: Row, base: Row, export: Row) -> tuple[Row, Row]:
        merged, known = dict(folder), {**base, **export}
        for column, new in export.items():
            now, then = folder.get(column, ""), base.get(column, "")
            if new in {"", UNKNOWN, now}:
                merged[column] = now or new
            elif now in {"", UNKNOWN, then}:
                merged[column] = new
                if now == then:
                    self.notes.add("changed", None, marked("{table}, {row}, column {column}: now as in the export."),
                                   table=file, row=row_words(file, folder), column=column)
            elif new != then:
                merged[column], settled = self._decide(file, folder, column, new)
                if not settled:
                    known[column] = then
        return merged, known

    def _decide(self, file: str, folder: Row, column: str, new: str) -> tuple[str, bool]:
        row = row_words(file, folder)
        about = (("table", file), ("row", row), ("column", column), ("folder", folder[column]), ("export", new))
        answer = self.decisions.ask(Question("changed", about), CONFLICT, table=file, row=row, column=column)
        return (new if answer == "export" else folder[column]), bool(answer)

    def _gone(self, file: str, row: Row, base: Row) -> bool:
        """Whether the row may go with the export; it stays where anything was entered by hand or depends on it."""
        entered = [column for column, cell in row.items() if cell and cell != base.get(column, "")]
        words = {"table": file, "row": row_words(file, row)}
        if entered or self._needed(file, row):
            self.notes.add("decide", None, marked("{table}: {row} is no longer in the export, but something was "
                                                  "entered by hand about it here, so it stays. Delete it by hand if "
                                                  "it should go."), **words)
            return False
        self.notes.add("changed", None, marked("{table}: {row} is no longer in the export and was taken out."), **words)
        return True

    def _needed(self, file: str, row: Row) -> bool:
        """Whether another table says something about the row that no export says."""
        if file in {"requests.csv", "availability.csv"}:
            return False
        if file == "guardians.csv":
            return any(flag["pupil_id"] == row["pupil_id"] and flag["adult_id"] == row["adult_id"]
                       for flag in self.folder.get("separate.csv", []))
        by_hand = {"separate.csv", "agreements.csv", "requests.csv", "availability.csv", "guardians.csv", "adults.csv",
                   "groups.csv"} - {file}
        mine = row[KEYS[file][0]]
        for other in by_hand:
            for line in self.folder.get(other, []):
                named = {part for column in ("pupil_id", "adult_id", "teacher_id", "person_id", "staff")
                         for part in line.get(column, "").split(";")}
                imported = any(_filled(line) == _filled(one) for one in self.base.get(other, []))
                if mine in named and not imported:
                    return True
        return False


def _filled(row: Row) -> Row:
    return {column: cell for column, cell in row.items() if cell}
