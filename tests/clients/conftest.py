"""Invites of every kind, in summer and in winter, for every client to read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from scheduler.invites.feeds import write_feeds
from scheduler.invites.ledger import looked_into
from scheduler.invites.subscriptions import subscriptions
from tests.invites.school import ROUND_ID, appointment, daans, school, told, tree

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.invites.subscriptions import Subscription

SUMMER = dt.date(2027, 7, 6)


@pytest.fixture
def written(tmp_path: Path) -> dict[str, bytes]:
    """All iCalendar files of two publications, by path: requests, a change, a cancel, calendars to subscribe to.

    In the second, Daan's conversation is off, so that his teacher's calendar is empty.
    """
    output = tmp_path / "output"
    output.mkdir()
    told(output, appointment(), daans())
    first = {f"first/{path}": content for path, content in _calendars(output).items()}
    told(output, appointment(date=SUMMER, modality="phone"), days=1)
    return first | _calendars(output)


def _calendars(output: Path) -> dict[str, bytes]:
    """Every calendar file; those to subscribe to by whose they are."""
    served = output.parent / "served"
    write_feeds(output, served, school())
    names = {subscription.file: subscription.who[1] for subscription in _subscriptions(output)}
    files = {f"feed/{names[path]}.ics": content for path, content in tree(served).items() if path in names}
    return files | {path: content for path, content in tree(output).items() if path.endswith(".ics")}


def _subscriptions(output: Path) -> list[Subscription]:
    with looked_into(output, ROUND_ID) as ledger:
        assert ledger is not None
        return subscriptions(ledger)
