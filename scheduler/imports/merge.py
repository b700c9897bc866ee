"""Again next time: a newer export against the folder and the last import, cell by cell.

What people entered by hand stays; where both changed, a person decides; a flag, a ban or a consent never disappears.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.imports.decisions import Question
from scheduler.imports.tables import KEYS, Row, Tables, key_of, row_key
from scheduler.intake.values import UNKNOWN, yes_no_in
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.imports.decisions import Decisions
    from scheduler.imports.notes import Heading, Notes

CONFLICT = marked("{table}, {row}, column {column}: “{folder}” in the folder and “{export}” in the export, both "
                  "changed. Decide which is right.")
CHANGED = marked("{table}, {row}, column {column}: was “{old}”, and is now “{new}”.")
NEW = marked("{table}: new are {rows}.")
GONE = marked("{table}: no longer in the export and taken out are {rows}.")
DELETED = marked("{table}: deleted here by hand and left out are {rows}.")
STAYS = marked("{table}: no longer in the export, but kept, as something was entered by hand about them: {rows}. "
               "Delete by hand what should go.")
FILLED = marked("{table}, {row}, column {column}: filled in is “{new}”.")
EMPTIED = marked("{table}, {row}, column {column}: “{old}” was taken out.")
TAKEN_BACK = marked("{table}, {row}, column {column}: “{folder}” in the folder and “{export}” in the workbook; this is "
                    "never taken back without a decision. Decide which is right.")
BOTH_TEACH = marked("{table}, {group}: {folder} in the folder and {export} in the workbook; both stand there now. "
                    "Delete by hand who does not teach this group.")
HEADINGS: dict[str, Heading] = {NEW: "changed", GONE: "changed", DELETED: "left_out", STAYS: "decide"}

GUARDED = ("consent", "contact_ban", "order_on_file")
"""Columns in which a yes is never taken back by an export alone, whoever wrote it."""


@dataclass(frozen=True)
class Merge:
    """The three sides of a merge, and what it tells: `base` is the last import, `export` the new one.

    Where `exact`, the export began as the base and was changed by people, so that whatever differs in it was meant.
    """

    folder: Tables
    base: Tables
    export: Tables
    decisions: Decisions
    notes: Notes
    exact: bool = False
    _rows: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def table(self, file: str, may_go: Callable[[Row], bool]) -> tuple[list[Row], list[Row]]:
        """The rows to write, and those to remember as imported.

        `may_go` says of a row that the export no longer has whether the export speaks of it at all.
        """
        base = {key_of(file, row): row for row in self.base.get(file, [])}
        export = {key_of(file, row): row for row in self.export.get(file, [])}
        rows: list[Row] = []
        remembered: list[Row] = []
        open_rows = {row[KEYS[file][0]]: row for row in self.folder.get(file, []) if UNKNOWN in key_of(file, row)}
        for row in self.folder.get(file, []):
            key = key_of(file, row)
            if UNKNOWN in key and any(one[0] == key[0] and UNKNOWN not in one for one in export):
                continue
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
                rows.append(_completed(row, open_rows.get(key[0], {})))
        self._say(file)
        return rows, remembered

    def _wanted(self, file: str, row: Row, known: bool) -> bool:
        """Whether a row that the folder lacks comes in: not where it was deleted by hand, or is filled in by now."""
        now = self.folder.get(file, [])
        if row.get("teacher_id") == UNKNOWN and any(one.get("group") == row.get("group") for one in now):
            return False
        if self.exact and file == "groups.csv" and not known:
            self._note_both_filled_in(file, row)
        if known or now or self.exact:
            self._rows[file, DELETED if known else NEW].append(self.words(file, row))
        return not known

    def _note_both_filled_in(self, file: str, row: Row) -> None:
        """List a group whose open teacher was filled in here and there, with another name."""
        then = {key_of(file, one) for one in self.base.get(file, [])}
        here = [one["teacher_id"] for one in self.folder.get(file, []) if one["group"] == row["group"]
                and one["teacher_id"] != UNKNOWN and key_of(file, one) not in then]
        if here and (row["group"], UNKNOWN) in then:
            self.notes.add("decide", None, BOTH_TEACH, table=file, group=row["group"], folder=", ".join(here),
                           export=row["teacher_id"])

    def _cells(self, file: str, folder: Row, base: Row, export: Row) -> tuple[Row, Row]:
        merged, known = dict(folder), {**base, **export}
        for column, new in export.items():
            now, then = folder.get(column, ""), base.get(column, "")
            if self.exact or new not in {"", UNKNOWN}:
                self.decisions.compare(file, row_key(file, folder), column)
            if self.exact:
                merged[column] = self._changed(file, folder, column, then, new)
            elif new in {"", UNKNOWN, now}:
                merged[column] = now or new
            elif now in {"", UNKNOWN} or (now == then and not _guarded(column, now)):
                merged[column] = new
                if now == then and now not in {"", UNKNOWN}:
                    self.notes.add("changed", None, CHANGED, table=file, row=self.words(file, folder), column=column,
                                   old=now, new=new)
            elif new != then or now == then:
                merged[column], settled = self._decide(file, folder, column, new)
                if not settled:
                    known[column] = then
        return merged, known

    def _changed(self, file: str, folder: Row, column: str, then: str, new: str) -> str:
        """The cell after someone changed it in the export, in the folder, or in both."""
        now = folder.get(column, "")
        if new in {now, then}:
            return now
        if now != then or _guarded(column, now):
            return self._decide(file, folder, column, new, CONFLICT if now != then else TAKEN_BACK)[0]
        note_changed(self.notes, file, self.words(file, folder), column, now, new)
        return new

    def _decide(self, file: str, folder: Row, column: str, new: str, why: str = CONFLICT) -> tuple[str, bool]:
        now = folder.get(column, "")
        answer = self.decisions.ask([changed(file, row_key(file, folder), column, now, new)], why, table=file,
                                    row=self.words(file, folder), column=column, folder=now, export=new)
        return (new if answer == "export" else now), bool(answer)

    def _gone(self, file: str, row: Row, base: Row) -> bool:
        """Whether the row may go with the export; it stays where anything was entered by hand or depends on it."""
        entered = [column for column, cell in row.items() if cell and cell != base.get(column, "")]
        guarded = [column for column, cell in row.items() if _guarded(column, cell)]
        stays = entered or guarded or self._needed(file, row)
        self._rows[file, STAYS if stays else GONE].append(self.words(file, row))
        return not stays

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
                guarded = any(_guarded(column, cell) for column, cell in line.items())
                if mine in named and (guarded or not imported):
                    return True
        return False

    def _say(self, file: str) -> None:
        for (table, message), rows in self._rows.items():
            if table == file:
                self.notes.add(HEADINGS[message], None, message, table=file, rows=", ".join(rows))

    def words(self, file: str, row: Row) -> str:
        """How a sentence calls the row: by name where a key has one, with the key itself."""
        return " – ".join(f"{self._names[part]} ({part})" if part in self._names else part
                          for part in key_of(file, row) if part)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {row[KEYS[file][0]]: row.get("name") or f"{row.get('first_name', '')} {row.get('last_name', '')}"
                for side in (self.base, self.export, self.folder)
                for file in ("teachers.csv", "pupils.csv", "adults.csv") for row in side.get(file, [])}


def changed(table: str, row: str, column: str, folder: str, export: str) -> Question:
    """Which of two is right."""
    return Question("changed", (("table", table), ("row", row), ("column", column), ("folder", folder),
                                ("export", export)))


def note_changed(notes: Notes, table: str, row: str, column: str, old: str, new: str) -> None:
    """Tell what was filled in, changed or taken out."""
    message = FILLED if old in {"", UNKNOWN} else CHANGED if new else EMPTIED
    notes.add("changed", None, message, table=table, row=row, column=column, old=old, new=new)


def _completed(row: Row, before: Row) -> Row:
    """The row with what was filled in beside a question mark that it answers."""
    return {**row, **{column: cell for column, cell in before.items()
                      if cell not in {"", UNKNOWN} and row.get(column, "") in {"", UNKNOWN}}}


def _guarded(column: str, cell: str) -> bool:
    return column in GUARDED and yes_no_in(cell) is True


def _filled(row: Row) -> Row:
    return {column: cell for column, cell in row.items() if cell}
