"""Where a key of a TOML file stands: the standard reader gives values without their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*([A-Za-z0-9_."'-]+?)\s*=""")


@dataclass(frozen=True, slots=True)
class Lines:
    """The line of every table and key; a table of a list has its place in the list in its path."""

    of: Mapping[Path, int]

    def line(self, *path: str | int) -> int | None:
        """The line of this key, else of the nearest thing around it; None where nothing of it is in the file."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.of:
                return self.of[path[:length]]
        return None


def lines_of(text: str) -> Lines:
    """The lines of all tables and keys that begin one; what stands inside braces has the line of its table."""
    found: dict[Path, int] = {}
    table: Path = ()
    lists: dict[Path, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(line):
            table = _parts(header[2])
            if header[1] == "[[":
                place = lists.get(table, -1) + 1
                lists[table] = place
                table = (*table, place)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_parts(key[1])), number)
    return Lines(found)


def _parts(name: str) -> Path:
    return tuple(part.strip(" \t\"'") for part in name.split("."))
