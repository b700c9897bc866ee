"""The mapping file: what the columns of each list mean, as the program guesses and the office corrects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.imports.columns import about, fields, guess, usable
from scheduler.imports.kept import toml_in
from scheduler.imports.school import Place
from scheduler.imports.text import clean, quoted
from scheduler.language import marked, translate
from scheduler.problems import BadInput, Problems

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.imports.notes import Notes
    from scheduler.imports.sheets import Sheet

MAPPING_FILE = "mapping.toml"
PREVIEW_ROWS = 5

INTRODUCTION = marked("What each column of your lists means. Correct it where it is wrong, and import again: what "
                      "stands here is used. Write \"\" for a column that is not needed; it is then not read.\n"
                      "A column can be:")


class Mappings:
    """The mappings of all lists of a round: those kept in the folder, and new guesses."""

    def __init__(self, kept: Mapping[str, Mapping[str, str]]) -> None:
        self._by_file = {file: dict(columns) for file, columns in kept.items()}
        self._kept = set(kept)

    @staticmethod
    def read(folder: Path) -> Mappings:
        """Those kept in the folder.

        Raises:
            BadInput: the file is no mapping, or names a field that does not exist.
        """
        try:
            lists = {str(one["file"]): {clean(column): str(field) for column, field in one["columns"].items()}
                     for one in toml_in(folder / MAPPING_FILE).get("list", [])}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadInput.one(MAPPING_FILE, marked("This file is damaged: put it right, or delete it to let the "
                                                    "program guess anew.")) from error
        problems = Problems()
        for columns in lists.values():
            for column, field in columns.items():
                if field and field not in fields():
                    problems.add(MAPPING_FILE, None, column, field, marked("No column can be that; choose one of: "
                                                                           "{fields}."), fields=", ".join(fields()))
                elif field and list(columns.values()).count(field) > 1:
                    problems.add(MAPPING_FILE, None, column, field, marked("Two columns have the same meaning: keep "
                                                                           "one of them."))
        problems.stop_if_any()
        return Mappings(lists)

    def of(self, sheet: Sheet) -> dict[str, str]:
        """What each column of the list means: as kept for this file or for one with the same columns, else guessed."""
        known = self._by_file.get(sheet.file) or next(
            (columns for columns in self._by_file.values() if set(columns) == set(sheet.header)), {})
        guessed = guess(sheet.header)
        taken = set(known.values())
        new = {c: f if f not in taken else "" for c, f in guessed.items() if c not in known}
        mapping = {column: known[column] if column in known else new[column] for column in sheet.header}
        self._by_file[sheet.file] = mapping
        return mapping

    def usable(self, sheet: Sheet) -> bool:
        """Whether the list can be read with what is known of its columns."""
        return usable(self.of(sheet))

    def text(self, language: str) -> str:
        """The mapping file."""
        lines = [f"# {line}" for line in translate(INTRODUCTION, language).splitlines()]
        lines += [f"#   {field:<18} {translate(about(field), language)}" for field in fields()
                  if not field.startswith("adult") or field[5] in "12"]
        lines += ["# " + translate("More adults of one pupil are adult3, adult4 and so on.", language)]
        for file, columns in sorted(self._by_file.items()):
            lines += ["", "[[list]]", f"file = {quoted(file)}", "", "[list.columns]"]
            lines += [f"{quoted(column)} = {quoted(field)}" for column, field in columns.items()]
        return "\n".join(lines) + "\n"


def note_columns(sheet: Sheet, mapping: Mapping[str, str], notes: Notes) -> None:
    """Say which columns were understood and how, and which were dropped: dropped ones by their name only."""
    dropped = [column[:40] for column in sheet.header if not mapping.get(column)]
    if dropped:
        notes.add("left_out", Place(sheet.file), marked("These columns were not read: {names}."),
                  names=", ".join(dropped))
    for column in dict.fromkeys(name for _, name in sheet.formulas if mapping.get(name)):
        line = next(line for line, name in sheet.formulas if name == column)
        notes.add("missing", Place(sheet.file, line), marked("A formula stands here and perhaps further down; it is "
                                                             "not run. Type in this column what it should say."),
                  column)


def preview(sheet: Sheet, mapping: Mapping[str, str], language: str) -> str:
    """How each column was understood, with the first rows as they stand; dropped columns show nothing."""
    lines = [translate("{file}, the first rows:", language, file=sheet.file)]
    for column in sheet.header:
        field = mapping.get(column, "")
        if field:
            cells = [row.cells.get(column, "") or "–" for row in sheet.rows[:PREVIEW_ROWS]]
            lines.append(f"  {column} = {translate(about(field), language)}: {' | '.join(cells)}")
        else:
            lines.append(f"  {column[:40]} = {translate('not read', language)}")
    return "\n".join(lines)
