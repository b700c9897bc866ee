"""`tienminuten purge OUTPUT`: removes personal data once a round is over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.commands.arguments import day
from scheduler.language import marked, translate, translate_count

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from scheduler.purging import Purge

ABOUT = marked("Removes names, addresses and invites of a round that is over, and keeps counts.")


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Say what the command takes."""
    parser.add_argument("output", metavar="OUTPUT", type=Path,
                        help=translate("the folder with the plan, such as outputs/2027-february", language))
    parser.add_argument("--force", action="store_true",
                        help=translate("also while appointments lie ahead: nobody is told of that", language))
    parser.add_argument("--dry-run", action="store_true",
                        help=translate("only show what would be removed, remove nothing", language))
    parser.add_argument("--today", metavar="DATE", type=day,
                        help=translate("take this for today's date, such as 2027-02-01", language))


def run(given: argparse.Namespace) -> int:
    """Remove, and say what."""
    from scheduler.progress import progress
    from scheduler.purging import purge

    language = given.language
    today = given.today or dt.datetime.now().astimezone().date()
    with progress(given.quiet) as say:
        say(translate("Removing personal data …", language))
        done = purge(given.output, today, force=given.force, dry_run=given.dry_run)
    print("\n".join(_told(done, given, language)))
    return 0


def _told(done: Purge, given: argparse.Namespace, language: str) -> Iterator[str]:
    if done.over:
        yield translate("The personal data of this round was removed on {date} already.", language,
                        date=done.counts.get("purged_on", "?"))
    elif given.dry_run:
        yield translate("This would be removed from {folder}:", language, folder=given.output)
    else:
        yield translate("Removed from {folder}:", language, folder=given.output)
    for kind, count in done.removed.items():
        yield "  " + _kind(kind, count, language)
    for path in done.left:
        yield translate("Left, as this program did not make it: {path}", language, path=path)
    if not done.over:
        yield translate("Kept, without any person: summary.json and purged.json.", language)
        yield translate("The round's input folder, and mails in mailboxes, are not touched: remove them yourself.",
                        language)


def _kind(kind: str, count: int, language: str) -> str:
    one, many = {
        "invites": (marked("{count} invite"), marked("{count} invites")),
        "staff": (marked("{count} teacher's calendar"), marked("{count} teachers' calendars")),
        "plan": (marked("{count} file with the plan"), marked("{count} files with the plan")),
        "reports": (marked("{count} report"), marked("{count} reports")),
        "lists": (marked("{count} list for the office"), marked("{count} lists for the office")),
        "faults": (marked("the report of a fault of this program"),
                   marked("the report of a fault of this program, in {count} files")),
        "ledger": (marked("the ledger"), marked("the ledger, in {count} files")),
        "mails": (marked("{count} mail as a file"), marked("{count} mails as files")),
        "feeds": (marked("{count} calendar file to subscribe to"), marked("{count} calendar files to subscribe to")),
    }[kind]
    return translate_count(one, many, count, language)
