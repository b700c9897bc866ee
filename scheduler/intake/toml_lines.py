"""TOML files with the place of every key: the standard reader gives values without their lines."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduler.intake.values import NOT_A_DATE
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.problems import Problems

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_DATE = re.compile(r"\s*([A-Za-z0-9_.-]+)\s*=\s*(\d+-\d+-\d+)\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*([A-Za-z0-9_."'-]+?)\s*=""")


@dataclass(frozen=True, slots=True)
class Lines:
    """The line of every table and key; a table or value of a list has its place in the list in its path."""

    of: Mapping[Path, int]

    def line(self, *path: str | int) -> int | None:
        """The line of this key, else of the nearest thing around it; None where nothing of it is in the file."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.of:
                return self.of[path[:length]]
        return None


def read_toml(file: str, text: str, problems: Problems) -> dict[str, Any] | None:
    """What the text says; None, with the line noted, where it cannot be read."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else None
        if line and (date := _DATE.match(text.split("\n")[line - 1])):
            problems.add(file, line, date[1], date[2], NOT_A_DATE)
            return None
        problems.add(file, line, "", "", marked(
            'This line cannot be read. Write key = value, with texts between quotation marks, such as '
            'name = "De Zandloper"; every key once, and every part between brackets once.'))
        return None


def lines_of(text: str) -> Lines:
    """The lines of all tables, of keys that begin one, and of what stands in their lists.

    >>> lines_of("a = [\\n  1,\\n  2,\\n]").line("a", 1)
    3
    """
    found: dict[Path, int] = {}
    table: Path = ()
    lists: dict[Path, int] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if header := _HEADER.match(line):
            table = _within(lists, _parts(header[2]), several=header[1] == "[[")
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            path = (*table, *_parts(key[1]))
            found.setdefault(path, number)
            for place, item in enumerate(_items(lines, number, key.end())):
                found.setdefault((*path, place), item)
    return Lines(found)


def _within(lists: dict[Path, int], parts: Path, *, several: bool) -> Path:
    """The path of a header: it speaks of the last table of each list that it names on the way."""
    path: Path = ()
    for place, part in enumerate(parts):
        path = (*path, part)
        if several and place == len(parts) - 1:
            lists[path] = lists.get(path, -1) + 1
        if path in lists:
            path = (*path, lists[path])
    return path


def _items(lines: list[str], number: int, column: int) -> Iterator[int]:
    """The line of each value in the list that begins after that column; nothing where it is no list."""
    depth, comma = 0, True
    for line, character in _outside_texts(lines, number, column):
        if depth == 1 and comma and character not in "],":
            yield line
            comma = False
        if character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
        elif character == "," and depth == 1:
            comma = True
        if depth == 0:
            return


def _outside_texts(lines: list[str], number: int, column: int) -> Iterator[tuple[int, str]]:
    """Every character from that place on with its line, without blanks and comments; of a text its first mark only."""
    mark = ""
    for at in range(number - 1, len(lines)):
        skip = False
        for character in lines[at][column if at == number - 1 else 0:]:
            if mark:
                if skip:
                    skip = False
                elif character == "\\" and mark == '"':
                    skip = True
                elif character == mark:
                    mark = ""
                continue
            if character == "#":
                break
            if character in "\"'":
                mark = character
            if not character.isspace():
                yield at + 1, character


def _parts(name: str) -> Path:
    return tuple(part.strip(" \t\"'") for part in name.split("."))
