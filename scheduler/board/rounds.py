"""Where the rounds of a board are: every folder in or below it that holds a round.toml."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from scheduler.intake.columns import SETTINGS_FILE
from scheduler.language import marked
from scheduler.problems import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def rounds_below(folder: Path) -> tuple[str, ...]:
    """The rounds in and below a folder by their path in it, with slashes, sorted; "." is the folder itself.

    Hidden folders, and those that may not be opened, are passed over. Links are followed; a folder that can be reached
    in several ways is met once, without a link where there is such a way.

    Raises:
        BadInput: there is no such folder, or it cannot be opened.
    """
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        message = marked("This folder cannot be opened. Name the folder below which the rounds of the schools are.")
        raise BadInput.one(str(folder), message) from error
    return tuple(sorted(path.relative_to(folder).as_posix() for path in _folders(folder) if _holds_a_round(path)))


def _holds_a_round(folder: Path) -> bool:
    try:
        return (folder / SETTINGS_FILE).is_file()
    except OSError:
        return False


def _folders(top: Path) -> Iterator[Path]:
    """Every folder once; what is behind a link comes after all that is not."""
    met: set[tuple[int, int]] = set()
    plain: deque[Path] = deque([top])
    linked: deque[Path] = deque()
    while plain or linked:
        folder = plain.popleft() if plain else linked.popleft()
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in met:
                continue
            inside = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
        except OSError:
            continue
        met.add((status.st_dev, status.st_ino))
        yield folder
        for path in inside:
            (linked if path.is_symlink() else plain).append(path)
