"""Parcels handed over one after another: to a mail server, as files, or by hand."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.files import write_all
from scheduler.language import marked
from scheduler.mail.mail import known_to_the_world
from scheduler.mail.server import Broken, InDoubt, Refused, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scheduler.mail.parcels import Parcel
    from scheduler.mail.server import MailServer

MOST_BREAKS = 3
"""So many times in a row the connection may break before the rest is kept for later."""
MOST_REFUSALS = 20
"""So many mails in a row may be refused: going on would only make the school look like a sender of spam."""


def clock() -> dt.datetime:
    """The time now."""
    return dt.datetime.now(dt.UTC)


@dataclass
class Handed:
    """What became of the parcels: `kept` are those not tried; `trouble` is what stopped it, None if nothing did.

    `encrypted` is no where they went to a server on this machine in the clear.
    """

    sent: list[Parcel] = field(default_factory=list)
    refused: list[Parcel] = field(default_factory=list)
    doubtful: list[Parcel] = field(default_factory=list)
    kept: int = 0
    trouble: Trouble | None = None
    encrypted: bool = True


@dataclass
class Pace:
    """No more than so many mails a minute, evenly."""

    per_minute: float
    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    _next: float | None = None

    def wait(self) -> None:
        """Wait until the next one may go."""
        now = self.monotonic()
        if self._next is not None and self._next > now:
            self.sleep(self._next - now)
            now = self._next
        self._next = now + 60 / self.per_minute


@dataclass
class ByServer:
    """Hands parcels to a mail server, and never one to somebody whose earlier one did not go."""

    server: MailServer
    pace: Pace
    now: Callable[[], dt.datetime] = clock
    _closed: set[str] = field(default_factory=set)
    _breaks: int = 0
    _refusals: int = 0

    def hand_over(self, parcels: Sequence[Parcel], said: Callable[[int], None]) -> Handed:
        """Mail them in order; `said` is called with how many have been dealt with."""
        handed = Handed()
        overtaken = 0
        try:
            for number, parcel in enumerate(parcels):
                said(number)
                if not parcel.still_due():
                    overtaken += 1
                elif not self._closed & {parcel.mail.recipient, f"from {parcel.mail.sender}"}:
                    self._hand_over(parcel, handed)
        except Trouble as trouble:
            handed.trouble = trouble
        handed.encrypted = self.server.encrypted
        tried = len(handed.sent) + len(handed.refused) + len(handed.doubtful)
        handed.kept = len(parcels) - overtaken - tried
        return handed

    def _hand_over(self, parcel: Parcel, handed: Handed) -> None:
        while True:
            self.pace.wait()
            try:
                self._deliver(parcel)
            except Broken:
                parcel.came_back(self.now(), "")
                self._count_break()
                continue
            except InDoubt:
                handed.doubtful.append(parcel)
                self._closed.add(parcel.mail.recipient)
                self._count_break()
            except Refused as refused:
                handed.refused.append(parcel)
                parcel.came_back(self.now(), refused.said)
                self._closed.add(f"from {parcel.mail.sender}" if refused.of_sender else parcel.mail.recipient)
                self._count_refusal()
            else:
                parcel.went(self.now())
                handed.sent.append(parcel)
                self._breaks = self._refusals = 0
            return

    def _deliver(self, parcel: Parcel) -> None:
        mail, now = parcel.mail, self.now()
        try:
            message = mail.dated(parcel.date(now))
        except ValueError as error:
            raise Refused("553 line break in an address") from error
        self.server.deliver(message, known_to_the_world(mail.sender), known_to_the_world(mail.recipient),
                            lambda: parcel.goes(now))

    def _count_break(self) -> None:
        self._breaks += 1
        if self._breaks >= MOST_BREAKS:
            raise Trouble(marked("The connection to {host} broke {count} times in a row. Try again later."),
                          host=self.server.address.host, count=self._breaks)

    def _count_refusal(self) -> None:
        self._breaks, self._refusals = 0, self._refusals + 1
        if self._refusals >= MOST_REFUSALS:
            raise Trouble(marked("{host} refused {count} mails in a row. Ask your provider why, and try again later."),
                          host=self.server.address.host, count=self._refusals)


@dataclass
class AsFiles:
    """Writes parcels as files that a mail program opens ready to send. With that they count as handed over."""

    folder: Path
    now: Callable[[], dt.datetime] = clock

    def hand_over(self, parcels: Sequence[Parcel], said: Callable[[int], None]) -> Handed:
        """Write all of them, then enter them: a kill in between writes the same files again.

        Raises:
            CannotWrite: nothing is entered.
        """
        said(0)
        write_all({self.folder / parcel.file_name: parcel.mail.dated(parcel.mail.written_at, draft=True).as_bytes()
                   for parcel in parcels})
        for parcel in parcels:
            parcel.went(self.now())
        return Handed(sent=list(parcels))


@dataclass
class ByHand:
    """Enters parcels as told otherwise, from messages.csv by the school's own message system, say."""

    now: Callable[[], dt.datetime] = clock

    def hand_over(self, parcels: Sequence[Parcel], said: Callable[[int], None]) -> Handed:
        """Enter all of them."""
        for parcel in parcels:
            parcel.went(self.now())
        return Handed(sent=list(parcels))
