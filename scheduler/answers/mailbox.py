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
BLOCK = 1 << 20
"""So many bytes of an mbox are looked at together, up to the end of a line."""
LONGEST_LINE = 65_536

_SEPARATOR = re.compile(rb"\nFrom \S+ .*\d\d:\d\d.*")
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
        if _SEPARATOR.match(b"\n" + first):
            yield from _in_mbox(file, place)
        else:
            content = file.read(MOST_BYTES + 1)
            yield Mail(place, content[:MOST_BYTES], cut=len(content) > MOST_BYTES)


def _in_mbox(file: BinaryIO, place: str) -> Iterator[Mail]:
    mail = _Growing(place)
    while block := file.read(BLOCK) + file.readline(LONGEST_LINE):
        block, start = b"\n" + block, 1
        for separator in _SEPARATOR.finditer(block):
            mail.add(block[start : separator.start() + 1])
            yield from mail.whole()
            mail.begin()
            start = separator.end() + 1
        mail.add(block[start:])
    yield from mail.whole()


class _Growing:
    """The mail that is being read from an mbox, block by block; before the first separator there is none."""

    def __init__(self, mbox: str) -> None:
        self._mbox, self._number, self._size = mbox, 0, 0
        self._kept: list[bytes] = []

    def begin(self) -> None:
        self._number, self._size, self._kept = self._number + 1, 0, []

    def add(self, piece: bytes) -> None:
        if self._size < MOST_BYTES:
            self._kept.append(piece[: MOST_BYTES - self._size])
        self._size += len(piece)

    def whole(self) -> Iterator[Mail]:
        if self._number:
            yield Mail(f"{self._mbox} {self._number}", b"".join(self._kept), cut=self._size > MOST_BYTES)
