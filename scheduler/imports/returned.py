"""The settings and windows of a workbook that comes back: what it changed goes into round.toml, what both changed is
asked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.imports.merge import CONFLICT, changed, note_changed
from scheduler.imports.origin import plain, window_digest
from scheduler.imports.round_file import edited, line_for, lines_for, settings_cells, windows_of
from scheduler.imports.settings import SETTING
from scheduler.imports.skeleton import read_settings
from scheduler.intake.columns import SETTINGS_FILE
from scheduler.intake.sections import SEVERAL
from scheduler.intake.values import yes_no_in
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.imports.decisions import Decisions, Question
    from scheduler.imports.notes import Notes
    from scheduler.imports.origin import Origin
    from scheduler.imports.tables import Row

NEW_WINDOWS = marked("round.toml: new windows are {windows}.")
CHANGED_WINDOW = marked("round.toml: the window {old} is now {new}.")
KEPT_WINDOWS = marked("round.toml: not in the workbook, but kept: the windows {windows}. Delete by hand what "
                      "should go.")
BOTH_WINDOWS = marked("{table}, the windows: {folder} in the folder and {export} in the workbook, both changed. Decide "
                      "which is right.")
BY_HAND = marked("round.toml: what the workbook changed cannot be put in without touching what stands around it. Put "
                 "there by hand: {lines}")


@dataclass(frozen=True)
class Returned:
    """The settings of a workbook, what it was written from, and round.toml as it stands."""

    book: str
    origin: Origin
    file: str
    decisions: Decisions
    notes: Notes

    def text(self) -> str | None:
        """round.toml with what the workbook changed; None where nothing did."""
        settings, (windows, new) = self._settings(), self._windows()
        if not settings and not windows and not new:
            return None
        text = edited(self.file, settings, windows, new)
        if text is None:
            lines = [line_for(*one) for one in settings.items()]
            lines += [" ".join(lines_for(window)) for window in (*windows.values(), *new)]
            self.notes.add("decide", None, BY_HAND, lines="; ".join(lines))
            return None
        was, held = settings_cells(read_settings(self.file)), windows_of(read_settings(self.file))
        for name, cell in settings.items():
            section, key = name.split(".", 1)
            note_changed(self.notes, SETTINGS_FILE, section, key, was.get(name, ""), cell)
        for place, window in windows.items():
            self.notes.add("changed", None, CHANGED_WINDOW, old=words(held[place]), new=words(window))
        if new:
            self.notes.add("changed", None, NEW_WINDOWS, windows=_listed(new))
        return text

    def _settings(self) -> Row:
        """The settings that come in."""
        now, new = (settings_cells(read_settings(text)) for text in (self.file, self.book))
        found = {}
        for name in SETTING:
            here, there = now.get(name, ""), new.get(name, "")
            was = self.origin.setting(name, there, here)
            section, key = name.split(".", 1)
            self.decisions.compare(SETTINGS_FILE, section, key)
            if plain(name, there) in {plain(name, here), was}:
                continue
            if was == plain(name, here) or self._answer(changed(SETTINGS_FILE, section, key, here, there)) == "export":
                found[name] = there
        return found

    def _windows(self) -> tuple[dict[int, Row], list[Row]]:
        """The windows that are others now, by their place in the file, and those that are new."""
        held, given = (windows_of(read_settings(text)) for text in (self.file, self.book))
        here, there, then = [*map(window_digest, held)], [*map(window_digest, given)], self.origin.windows
        added = _beyond(there, [*then, *_of(here, _beyond(here, then))])
        taken = [place for place in _beyond(here, there) if here[place] in then]
        gone = [digest for digest in then if digest not in {*here, *there}]
        self.decisions.compare(SETTINGS_FILE, SEVERAL, "")
        both = changed(SETTINGS_FILE, SEVERAL, "", _listed(held), _listed(given))
        if added and gone:
            if self._answer(both, BOTH_WINDOWS) != "export":
                return {}, []
            taken, added = _beyond(here, there), _beyond(there, here)
        pairs = {place: place for place in taken if place in added}
        pairs |= dict(zip([one for one in taken if one not in pairs], [one for one in added if one not in pairs],
                          strict=False))
        kept = [held[place] for place in taken if place not in pairs]
        if kept:
            self.notes.add("decide", None, KEPT_WINDOWS, windows=_listed(kept))
        return ({place: given[new] for place, new in pairs.items()},
                [given[new] for new in added if new not in pairs.values()])

    def _answer(self, question: Question, why: str = CONFLICT) -> str:
        return self.decisions.ask([question], why, **dict(question.about))


def is_settled(question: Question, file: str) -> bool:
    """Whether what was asked about round.toml no longer stands there as it was."""
    about, settings = dict(question.about), read_settings(file)
    if question.kind != "changed" or about.get("table") != SETTINGS_FILE:
        return False
    if about.get("row") == SEVERAL:
        return about.get("folder") != _listed(windows_of(settings))
    return about.get("folder") != settings_cells(settings).get(f"{about.get('row')}.{about.get('column')}", "")


def words(window: Row) -> str:
    """A window on one line."""
    evening = "evening" if yes_no_in(window.get("evening", "")) else ""
    return f"{window.get('date', '')} {window.get('start', '')}–{window.get('end', '')} {evening}".strip()


def _beyond(some: Sequence[str], others: Sequence[str]) -> list[int]:
    """The places of those that the others have not, or not as often."""
    left = Counter(others)
    left.subtract(some)
    return [place for place, one in enumerate(some) if some[place:].count(one) <= -left[one]]


def _of(some: Sequence[str], places: Sequence[int]) -> list[str]:
    return [some[place] for place in places]


def _listed(windows: Iterable[Row]) -> str:
    return ", ".join(map(words, windows))
