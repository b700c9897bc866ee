"""`tienminuten publish OUTPUT`: the invites that the plan now needs, and their entry in the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.language import marked, translate, translate_count

if TYPE_CHECKING:
    import argparse

    from scheduler.invites.invite import Publication

ABOUT = marked("Writes the invites that the plan now needs: new, changed and cancelled ones.")


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Say what the command takes."""
    parser.add_argument("output", metavar="OUTPUT", type=Path,
                        help=translate("the folder with the plan, such as outputs/2027-february", language))
    parser.add_argument("--dry-run", action="store_true",
                        help=translate("only show what would be told, write nothing", language))


def run(given: argparse.Namespace) -> int:
    """Show what will be told, then write it."""
    from scheduler import publish
    from scheduler.progress import progress

    language = given.language

    def announce(news: Publication) -> None:
        print("\n".join(_announced(news, language)), flush=True)

    with progress(given.quiet) as say:
        say(translate("Comparing the plan with what was published …", language))
        news = publish(given.output, dry_run=given.dry_run, announce=announce)
    if given.dry_run:
        print(translate("Nothing was written.", language))
        return 0
    _refresh_report(given.output)
    if news.empty:
        print(translate("Everything stands in the calendars already.", language))
    else:
        print(translate("Written to {folder}.", language, folder=given.output))
    return 0


def _refresh_report(output: Path) -> None:
    """Make the report say what is published now."""
    from scheduler.answers.entered import answers_in
    from scheduler.delivery import read_delivered_round, read_plan
    from scheduler.invites.ledger import told
    from scheduler.reports.refresh import refresh_report

    round, plan = read_delivered_round(output), read_plan(output)
    round_id = round.settings.round_id
    refresh_report(output, round, plan, told(output, round_id), answers_in(output, round_id))


def _announced(news: Publication, language: str) -> list[str]:
    """A line for each kind of invite, and one for the adults who can only be told otherwise."""
    lines = [
        translate_count("{count} new invite", "{count} new invites", len(news.new), language),
        translate_count("{count} changed invite", "{count} changed invites", len(news.changed), language),
        translate_count("{count} cancelled invite", "{count} cancelled invites", len(news.cancelled), language),
        translate_count("{count} invite stays as it is", "{count} invites stay as they are", len(news.untouched),
                        language),
    ]
    unreachable = {message.adult_id for message in news.messages if not message.recipient}
    if unreachable:
        lines.append(translate_count("{count} adult without an e-mail address: see messages.csv",
                                     "{count} adults without an e-mail address: see messages.csv", len(unreachable),
                                     language))
    return lines
