"""Files that appear whole or not at all, readable by their owner only."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

OWNER_ONLY = 0o600


class CannotWrite(Exception):
    """A file or folder could not be written (exit code 2): no permission, a full disk, a file in a folder's place."""

    def __init__(self, path: Path, cause: OSError) -> None:
        self.path = path
        self.cause = cause
        super().__init__(f"{path}: {cause.strerror or cause}")


def csv_text(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """A table as every CSV file of the program is written: commas, and a line feed after each row on any system."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def write_whole(path: Path, content: bytes) -> None:
    """Write the file through a temporary neighbour, so that a reader sees the old content or the new, never a part.

    Raises:
        CannotWrite: the old file, if any, is then untouched.
    """
    write_all({path: content})


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write several files: all contents reach the disk before the first takes its place.

    A full disk therefore changes nothing. Files that already hold these bytes are left alone.

    Raises:
        CannotWrite: nothing has changed, unless the renames themselves failed.
    """
    ready: list[tuple[str, Path]] = []
    path = Path()
    try:
        for path, content in contents.items():
            if not _holds(path, content):
                ready.append((_written_beside(path, content), path))
        for temporary, path in ready:
            os.replace(temporary, path)
    except OSError as error:
        raise CannotWrite(path, error) from error
    finally:
        for temporary, _ in ready:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content and (os.name == "nt" or path.stat().st_mode & 0o777 == OWNER_ONLY)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _written_beside(path: Path, content: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary
