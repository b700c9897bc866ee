"""`tienminuten feed OUTPUT DIR`: calendar files to subscribe to, for schools that host files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.language import marked, translate, translate_count

if TYPE_CHECKING:
    import argparse

ABOUT = marked("Writes a calendar file to subscribe to for each adult and teacher, under a name nobody can guess.")


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Say what the command takes."""
    parser.add_argument("output", metavar="OUTPUT", type=Path,
                        help=translate("the folder with the plan, such as outputs/2027-february", language))
    parser.add_argument("folder", metavar="DIR", type=Path,
                        help=translate("where to write the calendar files, such as a folder of the school's web server",
                                       language))
    parser.add_argument("--revoke", metavar="PERSON", action="append", default=[],
                        help=translate("take away the file of this adult or teacher, by id; the next run without "
                                       "--revoke gives a new name", language))


def run(given: argparse.Namespace) -> int:
    """Write the files, and say where the list of names stands."""
    from scheduler.delivery import read_delivered_round
    from scheduler.invites.feeds import write_feeds
    from scheduler.invites.subscriptions import FEEDS
    from scheduler.progress import progress

    language = given.language
    with progress(given.quiet) as say:
        say(translate("Writing the calendar files …", language))
        feeds = write_feeds(given.output, given.folder, read_delivered_round(given.output), given.revoke)
    for person_id in given.revoke:
        print(translate("The calendar file of {person} is gone.", language, person=person_id))
    print(translate_count("{count} calendar file stands in {folder}, {new} under a new name, {empty} empty.",
                          "{count} calendar files stand in {folder}, {new} under new names, {empty} empty.",
                          feeds.files, language, folder=given.folder, new=feeds.new, empty=feeds.empty))
    print(translate("{list} says whose is which: give everyone their own address only, and never serve that list.",
                    language, list=given.output / FEEDS))
    return 0
