"""What a school's office does: publish a plan, send it, look at what is left."""

from __future__ import annotations

import csv
import datetime as dt
from typing import TYPE_CHECKING

from scheduler.appointments import Outcome, Plan
from scheduler.delivery import delivered_files
from scheduler.files import write_all
from scheduler.mail.address import server_address
from scheduler.mail.delivery import ByServer, Pace
from scheduler.mail.posting import Posted, Wanted, post
from scheduler.mail.server import MailServer
from tests.invites.school import MONDAY, appointment, daans, school, told
from tests.rounds import adult

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.appointments import Appointment
    from scheduler.invites.invite import Publication
    from scheduler.mail.posting import Way
    from scheduler.round import Round

TODAY = MONDAY.date()
SUZANNE, ALI = "suzanne@post.example", "ali@post.example"


def with_addresses() -> Round:
    """The school of the other tests, where Ali can be mailed too; he reads English."""
    suzanne, ali = school().adults
    return school(adults=[suzanne, adult("ali", name=ali.name, language="en")])


def published(output: Path, *appointments: Appointment, round: Round | None = None, days: int = 0) -> Publication:
    """Deliver the plan of these appointments and publish it; by default Emma's and Daan's."""
    round, rows = round or with_addresses(), list(appointments or (appointment(), daans()))
    outcome = Outcome("feasible", Plan.of(rows, []), {}, 0.0, 0)
    write_all({output / name: content for name, content in delivered_files(round, outcome, "", "").items()})
    return told(output, *rows, round=round, days=days)


def by_server(port: int, url: str = "smtp://127.0.0.1") -> ByServer:
    """The way to a mail server on this machine, without waiting."""
    return ByServer(MailServer(server_address(f"{url}:{port}")), Pace(1e9), now=at(0))


def at(days: int) -> Clock:
    """A clock that stands still, so many days and two hours after the first Monday's publication."""
    return Clock(MONDAY + dt.timedelta(days=days, hours=2))


class Clock:
    """Says one time."""

    def __init__(self, time: dt.datetime) -> None:
        self.time = time

    def __call__(self) -> dt.datetime:
        """That time."""
        return self.time


def sent(output: Path, way: int | Way, *, days: int = 0, remind: bool = False, again: bool = False) -> Posted:
    """Send from the folder, so many days after the first Monday; `way` may be the port of a server."""
    chosen = by_server(way) if isinstance(way, int) else way
    if isinstance(chosen, ByServer):
        chosen.now = at(days)
    try:
        return post(output, chosen, Wanted(TODAY + dt.timedelta(days=days), remind, again), now=at(days))
    finally:
        if isinstance(chosen, ByServer):
            chosen.server.__exit__(None, None, None)


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table, none where it is not there."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
