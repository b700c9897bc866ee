"""One at a time: of two commands that send or purge, the second stops with a clear word."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING

from scheduler.files import OWNER_ONLY, CannotWrite
from scheduler.language import marked
from scheduler.problems import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = ".sending"
"""An empty file that is locked, by the means that SQLite has on every system: the lock ends with its holder."""


@contextlib.contextmanager
def own_turn(output: Path) -> Iterator[None]:
    """Keep other commands from sending from this folder or purging it.

    Raises:
        BadInput: another one is at it.
        CannotWrite: the folder cannot be written in, or nothing can be locked there.
    """
    path = output / NAME
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, OWNER_ONLY))
    except OSError as error:
        raise CannotWrite(path, error) from error
    with contextlib.closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise CannotWrite(path, OSError(0, str(error))) from error
            raise BadInput.one(str(output), marked("Another command is sending from this folder or purging it. "
                                                   "Wait until it is done and try again.")) from error
        yield
