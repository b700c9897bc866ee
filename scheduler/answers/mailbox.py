"""A mailbox, mail by mail and never as a whole: a folder of files, of folders or a Maildir, or an mbox file.

Nothing is trusted to be of a decent size: of each mail at most its beginning is kept.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from scheduler.language import marked
from scheduler.problems import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 2_000_000
"""Of a mail no more is read than this: an answer is a few kilobytes, unless a photo hangs on it."""
LONGEST_LINE = 65_536

_SEPARATOR = re.compile(rb"From \S+ .*\d\d:\d\d")
"""The line before each mail of an mbox: who, and when it came in."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail, or a calendar file that somebody saved; `place` says where in the mailbox it stands.

    `cut` says that it is larger than `MOST_BYTES`, and that `content` is its beginning only.
    """

    place: str
    content: bytes
    cut: bool = False


def mails_in(mailbox: Path) -> Iterator[Mail]:
    """Every mail below the folder or in the file, in order of name and place.

    Raises:
        BadInput: there is no such mailbox, or it may not be read.
    """
    if not mailbox.exists():
        raise BadInput.one(str(mailbox), marked("There is no such mailbox. Name a folder with mails, or an mbox file."))
    try:
        for path in _files(mailbox) if mailbox.is_dir() else [mailbox]:
            if stat.S_ISREG(path.stat().st_mode):
                yield from _in_file(path, _place(path, mailbox))
    except OSError as error:
        raise BadInput.one(_place(mailbox, mailbox), marked(
            "This mailbox cannot be read. Check that you may open everything in it, and that no other program holds "
            "it.")) from error


def _files(mailbox: Path) -> Iterator[Path]:
    """The files of a folder and of the folders in it, without following links to other folders."""
    for folder, folders, names in os.walk(mailbox, onerror=_refuse):
        folders.sort()
        yield from (Path(folder) / name for name in sorted(names))


def _refuse(error: OSError) -> None:
    raise error


def _place(path: Path, mailbox: Path) -> str:
    """Where a file stands in the mailbox, fit to be shown: a file's name may be any bytes."""
    inside = path.relative_to(mailbox).as_posix() if path != mailbox else path.name
    return os.fsencode(inside).decode("utf-8", errors="replace")


def _in_file(path: Path, place: str) -> Iterator[Mail]:
    with path.open("rb") as file:
        first = file.readline(LONGEST_LINE)
        file.seek(0)
        if _SEPARATOR.match(first):
            yield from _in_mbox(file, place)
        else:
            content = file.read(MOST_BYTES + 1)
            yield Mail(place, content[:MOST_BYTES], cut=len(content) > MOST_BYTES)


def _in_mbox(file: BinaryIO, place: str) -> Iterator[Mail]:
    number, kept, size, fresh = 0, [b""], 0, True
    while line := file.readline(LONGEST_LINE):
        if fresh and line.startswith(b"From ") and _SEPARATOR.match(line):
            if number:
                yield Mail(f"{place} {number}", b"".join(kept), cut=size > MOST_BYTES)
            number, kept, size = number + 1, [], 0
        else:
            size += len(line)
            if size <= MOST_BYTES:
                kept.append(line)
        fresh = line.endswith(b"\n")
    yield Mail(f"{place} {number}", b"".join(kept), cut=size > MOST_BYTES)
