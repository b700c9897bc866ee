"""Publishing: what must be told is entered in the ledger, and then the files are brought in line with it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from scheduler.invites.folder import bring_in_line
from scheduler.invites.ledger import known_in, opened
from scheduler.invites.news import publication
from scheduler.invites.recovery import begin, recovered
from scheduler.mail.entries import entries_of
from scheduler.mail.lists import bring_in_line as bring_lists_in_line
from scheduler.mail.outbox import outbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scheduler.appointments import Plan
    from scheduler.invites.invite import Publication
    from scheduler.round import Round

    Announce = Callable[[Publication], None]


def publish(
    output: Path, *, dry_run: bool = False, now: dt.datetime | None = None, announce: Announce | None = None
) -> Publication:
    """Publish the plan that was delivered in this folder: new, changed and cancelled invites.

    `now` is the time of publication, by default the clock's; `announce` is called with what will be told before
    anything is written. With `dry_run` nothing is.

    Raises:
        BadInput: there is no plan to publish, or the ledger is another round's, a newer program's, or damaged.
        CannotWrite: what was there before is untouched, or running it again completes the work.
    """
    from scheduler.delivery import read_delivered_round, read_plan

    round, plan = read_delivered_round(output), read_plan(output)
    return publish_plan(output, round, plan, dry_run=dry_run, now=now, announce=announce)


def publish_plan(
    output: Path,
    round: Round,
    plan: Plan,
    *,
    dry_run: bool = False,
    now: dt.datetime | None = None,
    announce: Announce | None = None,
) -> Publication:
    """The same for a plan in memory."""
    now = now or dt.datetime.now(dt.UTC)
    announce = announce or (lambda news: None)
    if dry_run:
        news = _looked_ahead(output, round, plan, now)
        announce(news)
        return news
    round_id = round.settings.round_id
    with opened(output, round_id) as ledger:
        with ledger.transaction():
            if ledger.new:
                begin(ledger, output, round_id)
            news = publication(round, plan, ledger.known(), now)
            announce(news)
            ledger.enter(news)
        # In a transaction of its own, so that of two runs at once the later one's files stay.
        with ledger.transaction():
            bring_in_line(output, ledger.latest_messages(), ledger.known().staff.values())
            bring_lists_in_line(output, round, outbox(entries_of(ledger)))
    return news


def _looked_ahead(output: Path, round: Round, plan: Plan, now: dt.datetime) -> Publication:
    round_id = round.settings.round_id
    known = known_in(output, round_id) or recovered(output, round_id).known
    return publication(round, plan, known, now)
