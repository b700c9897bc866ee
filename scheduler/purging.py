"""The end of a round: names, addresses and invites go, counts stay.

Only files that this program makes are removed, by their names; whatever else lies in the folder is named and left.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import json
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from scheduler.files import CannotWrite, write_whole
from scheduler.invites.closing import ClosingLedger, closing_ledger
from scheduler.invites.ledger import NAME as LEDGER
from scheduler.language import marked
from scheduler.mail.turn import NAME as TURN
from scheduler.mail.turn import own_turn
from scheduler.problems import BadInput
from scheduler.purged import PURGED, read_purged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

KEPT = ("summary.json", PURGED, ".gitkeep")
MADE: Mapping[str, tuple[str, ...]] = {
    "invites": ("invites/*/*.ics", "invites/*/.*.part"),
    "staff": ("staff/*.ics", "staff/.*.part"),
    "plan": ("plan.csv", "plan.xlsx", "unplaced.csv", "unavailable.csv", "round.json", ".*.part"),
    "reports": ("report.html", "whatif.html", "whatif.json"),
    "lists": ("messages.csv", "telephone.csv", "unsent.csv", "feeds.csv"),
    "faults": ("fault/round.json", "fault/.*.part"),
    "ledger": ("ledger.sqlite", "ledger.sqlite-*"),
}
"""What this program writes in an output folder, by kind."""
MAILS, FEEDS = "mails", "feeds"
"""What it writes in other folders; the ledger knows which."""


@dataclass(frozen=True)
class Purge:
    """What is removed and what stays: files by kind, and the counts that are kept.

    `left` are files in the folder that this program did not make. `over` tells that all this was removed before.
    """

    files: Mapping[str, tuple[Path, ...]]
    counts: Mapping[str, Any]
    left: tuple[str, ...]
    over: bool

    @property
    def removed(self) -> dict[str, int]:
        """How many files of each kind, kinds without any left out."""
        return {kind: len(paths) for kind, paths in self.files.items() if paths}


def purge(output: Path, today: dt.date, *, force: bool = False, dry_run: bool = False) -> Purge:
    """Remove the personal data of the round in this folder; with `dry_run` only say what that would be.

    Raises:
        BadInput: there is no round here, appointments lie ahead or a newer program wrote the ledger (unless `force`),
            or another command is at work.
        CannotWrite: running it again completes the work.
    """
    if not any((output / name).exists() for name in (*KEPT[:2], "plan.csv", "round.json", "ledger.sqlite")):
        raise BadInput.one(str(output), marked("There is no round in this folder. Name the folder with its plan."))
    if dry_run:
        with closing_ledger(output) as ledger:
            return _found(output, ledger, today, force)
    with own_turn(output):
        with closing_ledger(output) as ledger:
            found = _found(output, ledger, today, force)
            if not found.over:
                write_whole(output / PURGED, (json.dumps(found.counts, indent=2) + "\n").encode())
                # Where these are only the ledger knows, so they go before it.
                _remove((*found.files[MAILS], *found.files[FEEDS]))
                ledger.clear()
        _remove(path for paths in found.files.values() for path in paths)
        _remove_empty_folders(output)
    _remove([output / TURN])
    return found


def _found(output: Path, ledger: ClosingLedger, today: dt.date, force: bool) -> Purge:
    files = {kind: _made(output, patterns) for kind, patterns in MADE.items()}
    files[MAILS] = tuple(path for path in ledger.mails if path.is_file())
    files[FEEDS] = tuple(path for path in ledger.feeds if path.is_file())
    every = {path.absolute() for paths in files.values() for path in paths}
    before = read_purged(output)
    if before is None and not force:
        if ledger.newer:
            raise BadInput.one(LEDGER, marked("A newer version of this program wrote the ledger, and may know of files "
                                              "elsewhere that this one does not. Use that version, or --force."))
        _refuse_ahead(output, ledger, today, files)
    left = tuple(sorted(path.relative_to(output).as_posix() for path in output.rglob("*")
                        if not path.is_dir() and path.absolute() not in every and path.name not in KEPT
                        and not path.name.startswith(TURN)))
    removed = {kind: len(paths) for kind, paths in files.items() if paths}
    counts = before or {"purged_on": today.isoformat(), "version": version("tienminuten"), **ledger.counts,
                        "removed": removed}
    return Purge(files, counts, left, over=before is not None and not every)


def _made(output: Path, patterns: Iterable[str]) -> tuple[Path, ...]:
    """The files of these names; none that a link leads to outside the folder."""
    within = output.resolve()
    return tuple(path for pattern in patterns for path in sorted(output.glob(pattern))
                 if not path.is_dir() and path.parent.resolve().is_relative_to(within))


def _refuse_ahead(
    output: Path, ledger: ClosingLedger, today: dt.date, files: Mapping[str, tuple[Path, ...]]
) -> None:
    planned = _planned(output)
    if (ledger.damaged and files["ledger"]) or (planned is None and ledger.last is None and files["plan"]):
        raise BadInput.one(str(output), marked("The plan or the ledger cannot be read, so appointments may lie ahead. "
                                               "If you are sure that the round is over: --force."))
    last = max([date for date in (planned, ledger.last) if date], default=None)
    if last and last >= today:
        raise BadInput.one(str(output), marked("Appointments lie ahead, the last on {date}. Purge the round after "
                                               "that, or with --force."), date=last.isoformat())


def _planned(output: Path) -> dt.date | None:
    """The last date of the plan, the first there is where nothing is placed; None where it cannot be read."""
    try:
        with (output / "plan.csv").open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            if "date" not in (rows.fieldnames or ()):
                return None
            return max((dt.date.fromisoformat(row["date"]) for row in rows), default=dt.date.min)
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        return None


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise CannotWrite(path, error) from error


def _remove_empty_folders(output: Path) -> None:
    """Those in the folder that hold nothing any more; it stays itself."""
    for folder in sorted((path for path in output.rglob("*") if path.is_dir()), key=lambda path: -len(path.parts)):
        with contextlib.suppress(OSError):
            folder.rmdir()
