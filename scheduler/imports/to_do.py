"""`to-do.txt`: what is left for the office, after this import and after earlier ones, to tick off by deleting lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scheduler.imports.notes import TO_DO
from scheduler.intake.text import decoded, read_bytes
from scheduler.language import marked, translate
from scheduler.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from scheduler.imports.notes import Notes

TO_DO_FILE = "to-do.txt"

EARLIER = marked("From earlier imports; delete a line once it is done")
AT_A_PLACE = re.compile(r"  - (?P<file>[^,:]+(?:\.\w+| \[[^\]]*\])), (?:line|regel) \d+.*")
"""A line about a row of a source, which no later import of other sources says again."""


def to_do_text(notes: Notes, folder: Path, files: Collection[str], language: str) -> str:
    """The list: what is to be decided and filled in now, then what earlier imports of other `files` asked."""
    now = notes.text(language, TO_DO)
    earlier = [line for line in _lines(folder / TO_DO_FILE) if (found := AT_A_PLACE.fullmatch(line))
               and found["file"].partition("/")[0] not in files and line not in now.splitlines()]
    if earlier:
        now += "\n".join([*([""] if now else []), translate(EARLIER, language), *earlier]) + "\n"
    return now or translate(marked("Nothing is left to do: everything is filled in."), language) + "\n"


def _lines(path: Path) -> list[str]:
    problems = Problems()
    content = read_bytes(path, problems) if path.exists() else b""
    return (decoded(path.name, content or b"", problems) or "").splitlines()
