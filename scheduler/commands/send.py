"""`tienminuten send OUTPUT --smtp URL`: mails what the ledger has not yet sent."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.commands.arguments import day, positive
from scheduler.language import marked, translate, translate_count

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from scheduler.mail.address import ServerAddress
    from scheduler.mail.posting import Posted, Way

ABOUT = marked("Mails what was published and not yet sent, lists who must be called, and reminds.")

DONE, NOT_ALL, STOPPED = 0, 1, 2
PER_MINUTE = 30
"""As many mails as Microsoft 365 takes from one mailbox in a minute; other providers take more."""
MOST_IDS = 10


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Say what the command takes."""
    parser.add_argument("output", metavar="OUTPUT", type=Path,
                        help=translate("the folder with the plan, such as outputs/2027-february", language))
    ways = parser.add_mutually_exclusive_group(required=True)
    ways.add_argument("--smtp", metavar="URL",
                      help=translate("the mail server: smtps://user@host:465 or smtp://user@host:587; the password "
                                     "is asked for, or read from TIENMINUTEN_SMTP_PASSWORD", language))
    ways.add_argument("--eml", metavar="DIR", type=Path,
                      help=translate("write the mails to this folder instead, to be sent by hand", language))
    ways.add_argument("--by-hand", action="store_true",
                      help=translate("mail nothing, enter as told what was told otherwise", language))
    parser.add_argument("--remind", action="store_true",
                        help=translate("remind too, two school days before an appointment, once", language))
    parser.add_argument("--again", action="store_true",
                        help=translate("send what may have arrived already once more", language))
    parser.add_argument("--per-minute", metavar="N", type=positive, default=PER_MINUTE,
                        help=translate("send no more than N mails a minute (default: {number})", language,
                                       number=PER_MINUTE))
    parser.add_argument("--today", metavar="DATE", type=day,
                        help=translate("take this for today's date, such as 2027-02-01", language))


def run(given: argparse.Namespace) -> int:
    """Send, and tell in a few lines what is left."""
    from scheduler.mail.posting import Wanted, post
    from scheduler.progress import progress

    language = given.language
    wanted = Wanted(given.today or dt.datetime.now().astimezone().date(), remind=given.remind, again=given.again)
    with contextlib.ExitStack() as end:
        way = _way(given, end)
        say = end.enter_context(progress(given.quiet))
        posted = post(given.output, way, wanted, say=say)
    print("\n".join(_told(posted, given, language)))
    _compare_with_the_plan(given.output, language)
    if posted.trouble:
        print(translate(posted.trouble.message, language, **posted.trouble.fields), file=sys.stderr)
        print(translate("Nothing is lost: run the same command again.", language), file=sys.stderr)
        return STOPPED
    return NOT_ALL if posted.kept or posted.refused or posted.doubtful else DONE


def _compare_with_the_plan(output: Path, language: str) -> None:
    """Say so where the plan is no longer what was published; what was sent is entered whatever became of the plan."""
    from scheduler.invites.publish import publish
    from scheduler.problems import BadInput

    try:
        same = publish(output, dry_run=True).empty
    except BadInput as bad:
        print(*(problem.text(language) for problem in bad.problems), sep="\n", file=sys.stderr)
        print(translate("So nobody could look whether the plan is still what was published. What was told is entered.",
                        language), file=sys.stderr)
        return
    if not same:
        print(translate("The plan is no longer what was published. To tell what changed: tienminuten publish {folder}",
                        language, folder=output), file=sys.stderr)


def _way(given: argparse.Namespace, end: contextlib.ExitStack) -> Way:
    from scheduler.mail.address import server_address
    from scheduler.mail.delivery import AsFiles, ByHand, ByServer, Pace
    from scheduler.mail.server import MailServer
    from scheduler.problems import BadInput

    if given.eml:
        return AsFiles(given.eml)
    if given.by_hand:
        if given.remind:
            raise BadInput.one("--by-hand", marked("A reminder goes by mail or as a file. Leave one of the two out."))
        return ByHand()
    address = server_address(given.smtp)
    server = MailServer(address, _password(address, given.language) if address.user else "")
    return ByServer(end.enter_context(server), Pace(given.per_minute))


def _password(address: ServerAddress, language: str) -> str:
    """From the environment, else asked for where somebody sits at the keyboard."""
    from getpass import getpass

    from scheduler.mail.address import OPTION, PASSWORD_VARIABLE
    from scheduler.problems import BadInput

    found = os.environ.get(PASSWORD_VARIABLE, "")
    if not found and sys.stdin.isatty():
        found = getpass(translate("Password of {user} at {host}: ", language, user=address.user, host=address.host))
    if not found:
        raise BadInput.one(OPTION, marked("There is no password for {user}. Put it in the environment variable "
                                          "{variable}."), user=address.user, variable=PASSWORD_VARIABLE)
    return found


def _told(posted: Posted, given: argparse.Namespace, language: str) -> Iterator[str]:
    """What was handed over, and a line for each kind of what was not."""
    yield _handed_over(posted, given, language)
    if given.remind:
        yield translate_count("{count} reminder", "{count} reminders", len(posted.reminders.sent), language)
    if posted.refused:
        yield _about(translate_count("{count} address was refused", "{count} addresses were refused",
                                     len(posted.refused), language), posted.refused, language)
    if posted.doubtful:
        yield _about(translate_count("{count} adult may or may not have a mail (--again sends it once more)",
                                     "{count} adults may or may not have a mail (--again sends it once more)",
                                     len(posted.doubtful), language), posted.doubtful, language)
    if posted.kept:
        yield translate_count("{count} mail is kept for the next run", "{count} mails are kept for the next run",
                              posted.kept, language)
    if posted.late:
        yield translate_count("{count} message is about a day gone by and stays unsent",
                              "{count} messages are about days gone by and stay unsent", posted.late, language)
    if posted.to_call:
        yield translate_count("{count} adult without an e-mail address, {new} of them new: see telephone.csv",
                              "{count} adults without an e-mail address, {new} of them new: see telephone.csv",
                              len(posted.to_call), language, new=len(posted.newly_to_call))
    if not posted.encrypted:
        yield translate("The mail server is this machine itself, and was spoken to without encryption.", language)


def _handed_over(posted: Posted, given: argparse.Namespace, language: str) -> str:
    count = len(posted.mails.sent)
    if given.eml:
        return translate_count("{count} mail written to {folder}, and entered as sent",
                               "{count} mails written to {folder}, and entered as sent", count, language,
                               folder=given.eml)
    if given.by_hand:
        return translate_count("{count} message entered as told", "{count} messages entered as told", count, language)
    return translate_count("{count} mail sent", "{count} mails sent", count, language)


def _about(said: str, adult_ids: Sequence[str], language: str) -> str:
    """The adults by their ids: their names and addresses stand in the file."""
    shown = ", ".join(adult_ids[:MOST_IDS]) + (", …" if len(adult_ids) > MOST_IDS else "")
    return translate("{said}: {ids}. See unsent.csv", language, said=said, ids=shown)
