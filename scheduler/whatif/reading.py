"""A scenarios file to what it asks for: every key understood as far as it stands alone, with its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scheduler.intake import values
from scheduler.intake.columns import SECTIONS, Column
from scheduler.intake.sections import Part, as_cell
from scheduler.intake.text import decoded, read_bytes
from scheduler.intake.toml_lines import Lines, lines_of, read_toml
from scheduler.language import marked
from scheduler.whatif.keys import CHANGES, KEYS, MOST_DRAWS, SETTING, USUAL_DRAWS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scheduler.problems import Problems

TOP = ("scenario", "allowed_window", "cheapest")
LENGTHS = "meeting_minutes"


@dataclass(frozen=True)
class Wanted:
    """One scenario of the file.

    `at` is where it stands; not `sound` where something in it could not be read. `changes` gives for each list of the
    scenario its items; `settings` the cells of `set` by whole name, such as round.cutoff; `share` None where no
    requests are drawn; `sweep` the values of each setting.
    """

    at: Part
    sound: bool = True
    after: str = ""
    changes: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    settings: Part | None = None
    share: float | None = None
    draws: int = USUAL_DRAWS
    sweep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the school calls it."""
        return self.at.text("name")


@dataclass(frozen=True)
class ScenariosFile:
    """The whole file: its scenarios, the windows that the school allows, and the lengths to try (() for the usual)."""

    scenarios: tuple[Wanted, ...] = ()
    allowed_windows: tuple[Part, ...] = ()
    lengths: tuple[int, ...] = ()


def read_scenarios(path: Path, problems: Problems) -> ScenariosFile:
    """What the file asks for; whatever is wrong with it is noted."""
    content = read_bytes(path, problems)
    text = None if content is None else decoded(path.name, content, problems)
    data = None if text is None else read_toml(path.name, text, problems)
    if text is None or data is None:
        return ScenariosFile()
    reader = _Reader(path.name, lines_of(text), problems)
    reader.note_unknown(data, TOP, ())
    windows = next(section.keys for section in SECTIONS if section.name == "window")
    allowed = reader.tables(data.get("allowed_window", []), ("allowed_window",), windows, "allowed_window")
    scenarios = tuple(reader.scenario(one, at) for at, one in enumerate(reader.listed(data, "scenario")))
    return ScenariosFile(scenarios, allowed, reader.lengths(data.get("cheapest", {})))


@dataclass(frozen=True)
class _Reader:
    file: str
    lines: Lines
    problems: Problems

    def note_unknown(self, found: Mapping[str, Any], known: Sequence[str], path: tuple[str | int, ...]) -> None:
        """Refuse every key that is not known, with the one that was probably meant."""
        for name, meant in values.unknown_names(found, known).items():
            line = self.lines.line(*path, name)
            if meant:
                self.problems.add(self.file, line, name, "", values.UNKNOWN_NAME, meant=meant)
            else:
                self.problems.add(self.file, line, name, "", marked("This key is unknown. Choose from: {known}."),
                                  known=", ".join(known))

    def listed(self, data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
        """The tables under `[[name]]`."""
        found = data.get(name, [])
        if isinstance(found, list) and all(isinstance(one, dict) for one in found):
            return found
        self.problems.add(self.file, self.lines.line(name), name, "", marked(
            "Write [[{name}]] between double brackets, once for each."), name=name)
        return []

    def scenario(self, table: Mapping[str, Any], at: int) -> Wanted:
        """One scenario; a key that cannot be read is noted and left out."""
        path, before = ("scenario", at), len(self.problems.serious)
        self.note_unknown(table, [key.name for key in KEYS], path)
        lines = {key.name: self.lines.line(*path, key.name) for key in KEYS}
        part = self._part({"name": table.get("name", "")}, path, "scenario", lines)
        part.check([Column("name", "", "")])
        if len(self.problems.serious) == before and not any(key in table for key in CHANGES):
            part.refuse("name", marked("This scenario changes nothing. Say what would be different, such as "
                                       '{example}.'), example='set = { "round.cutoff" = "16:30" }')
        changes = {
            key.name: self.tables(table[key.name], (*path, key.name), key.columns, key.name)
            for key in KEYS if key.columns and key.name in table
        }
        settings = self._settings(table["set"], (*path, "set")) if "set" in table else None
        sweep = self._sweep(table["sweep"], (*path, "sweep")) if "sweep" in table else {}
        share, draws = self._share(table, path), self._draws(table, path)
        sound = len(self.problems.serious) == before
        return Wanted(part, sound, as_cell(table.get("after", "")), changes, settings, share, draws, sweep)

    def tables(
        self, found: Any, path: tuple[str | int, ...], columns: Sequence[Column], name: str
    ) -> tuple[Part, ...]:
        """The tables of a list, each as a part; a text stands for a table with only the first column."""
        listed = found if isinstance(found, list) else [found]
        tables = [{columns[0].name: one} if isinstance(one, str) else one for one in listed]
        if not all(isinstance(one, dict) for one in tables):
            example = next((key.example for key in KEYS if key.name == name), "[ … ]")
            self.problems.add(self.file, self.lines.line(*path), name, as_cell(found), marked(
                "This is not a list of tables. Write it as {example}."), example=f"{name} = {example}")
            return ()
        return tuple(self._item(one, (*path, at), columns, name) for at, one in enumerate(tables))

    def lengths(self, table: Any) -> tuple[int, ...]:
        """The lengths of conversations to try; () where the file names none."""
        path = ("cheapest",)
        if not isinstance(table, dict):
            table = {}
        self.note_unknown(table, [LENGTHS], path)
        found = table.get(LENGTHS, [])
        part = self._part({LENGTHS: found}, path, "cheapest", {LENGTHS: self.lines.line(*path, LENGTHS)})
        numbers = [values.number_in(text) for text in values.items_in(part.text(LENGTHS))]
        if any(number is None or not 1 <= number <= 240 for number in numbers):
            part.refuse(LENGTHS, marked("These are not lengths. Write whole minutes, such as [10, 12, 15, 20]."))
            return ()
        return tuple(sorted({number for number in numbers if number}))

    def _item(
        self, table: Mapping[str, Any], path: tuple[str | int, ...], columns: Sequence[Column], name: str
    ) -> Part:
        self.note_unknown(table, [column.name for column in columns], path)
        lines = {column: self.lines.line(*path, column) for column in table}
        part = self._part(table, path, name, lines)
        part.check(columns)
        for column in columns:
            if column.required and column.name not in table:
                part.refuse(column.name, marked("This key is missing. Add it, such as {example}."),
                            example=f'{column.name} = "{column.example}"')
        return part

    def _part(
        self, table: Mapping[str, Any], path: tuple[str | int, ...], name: str, lines: Mapping[str, int | None]
    ) -> Part:
        cells = {key: _cell(value) for key, value in table.items()}
        return Part(self.file, self.lines.line(*path) or 1, cells, self.problems, name, lines)

    def _settings(self, table: Any, path: tuple[str | int, ...]) -> Part | None:
        cells = self._flat(table, path)
        if cells is None:
            return None
        lines = {name: self.lines.line(*path, *name.split(".")) for name in cells}
        self._check_settings(cells, path, [*SETTING, "breaks"])
        part = self._part(cells, path, "set", lines)
        if part.text("breaks") not in ("", "no"):
            part.refuse("breaks", marked("Write breaks = false for none, or breaks.after_meetings and breaks.minutes."))
        return part

    def _sweep(self, table: Any, path: tuple[str | int, ...]) -> Mapping[str, tuple[str, ...]]:
        found = self._flat(table, path)
        if found is None:
            return {}
        self._check_settings(found, path, [*SETTING, "request_share"])
        sweep = {}
        for name, tried in found.items():
            if not isinstance(tried, list) or not tried or any(isinstance(one, (list, dict)) for one in tried):
                self.problems.add(self.file, self.lines.line(*path, name), f"sweep.{name}", as_cell(tried), marked(
                    "Write the values to try between brackets, such as [10, 12, 15]."))
            elif len({as_cell(one) for one in tried}) < len(tried):
                self.problems.add(self.file, self.lines.line(*path, name), f"sweep.{name}", as_cell(tried), marked(
                    "A value stands there twice. Name each only once."))
            else:
                sweep[name] = tuple(as_cell(one) for one in tried)
        return sweep

    def _check_settings(
        self, found: Mapping[str, Any], path: tuple[str | int, ...], known: Sequence[str]
    ) -> None:
        for name, meant in values.unknown_names(found, known).items():
            shown = f"{path[-1]}.{name}"
            line = self.lines.line(*path, *name.split("."))
            if meant:
                self.problems.add(self.file, line, shown, "", values.UNKNOWN_NAME, meant=meant)
            else:
                self.problems.add(self.file, line, shown, "", marked(
                    "This is no setting that a scenario can change. Choose from: {known}."), known=", ".join(known))

    def _flat(self, table: Any, path: tuple[str | int, ...]) -> dict[str, Any] | None:
        """The settings by whole name, also where the file writes them as `[scenario.set.round]`."""
        if not isinstance(table, dict) or not table:
            self.problems.add(self.file, self.lines.line(*path), str(path[-1]), as_cell(table), marked(
                "Write the settings between braces, such as {example}."),
                example=next(key.example for key in KEYS if key.name == path[-1]))
            return None
        flat: dict[str, Any] = {}
        for name, value in table.items():
            inside = {f"{name}.{key}": one for key, one in value.items()} if isinstance(value, dict) else {name: value}
            flat |= inside
        return flat

    def _share(self, table: Mapping[str, Any], path: tuple[str | int, ...]) -> float | None:
        if "request_share" not in table:
            return None
        share = share_in(as_cell(table["request_share"]))
        if share is None:
            self.problems.add(self.file, self.lines.line(*path, "request_share"), "request_share",
                              as_cell(table["request_share"]), NOT_A_SHARE)
        return share

    def _draws(self, table: Mapping[str, Any], path: tuple[str | int, ...]) -> int:
        draws = table.get("draws", USUAL_DRAWS)
        if isinstance(draws, bool) or not isinstance(draws, int) or not 1 <= draws <= MOST_DRAWS:
            self.problems.add(self.file, self.lines.line(*path, "draws"), "draws", as_cell(draws), values.NOT_A_NUMBER,
                              least=1, most=MOST_DRAWS)
            return USUAL_DRAWS
        return draws


NOT_A_SHARE = marked("This is no part of all pupils. Write a number above 0 and at most 1, such as 0.7 for 70 %.")


def share_in(text: str) -> float | None:
    """A part of the whole, above nothing and at most all.

    >>> share_in("0.7"), share_in("70")
    (0.7, None)
    """
    try:
        share = float(text)
    except ValueError:
        return None
    return share if 0 < share <= 1 else None


def _cell(value: Any) -> str:
    """The value as a cell; a list of lists keeps its parts apart."""
    if isinstance(value, list) and value and all(isinstance(one, list) for one in value):
        return " | ".join(as_cell(one) for one in value)
    return as_cell(value)
