"""A mail together with its entry in the ledger: what is entered when it goes, arrives, or is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from scheduler.mail.entries import (
    dated_at,
    enter_doubt,
    enter_refusal,
    enter_reminder,
    enter_sent,
    is_latest,
    take_back_doubt,
    take_back_reminder,
)

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.invites.ledger import Ledger
    from scheduler.mail.mail import Mail
    from scheduler.mail.outbox import Due


class Parcel(Protocol):
    """Something to mail. Each step is entered in the ledger at once, so that a kill leaves what is true."""

    @property
    def mail(self) -> Mail:
        """What is to be mailed."""

    @property
    def file_name(self) -> str:
        """What the mail is called as a file."""

    def still_due(self) -> bool:
        """Whether it must still go: something newer may have been published meanwhile."""

    def date(self, now: dt.datetime) -> dt.datetime:
        """The Date of the mail: when it first went, also where it goes again."""

    def goes(self, now: dt.datetime) -> None:
        """Enter that from here on nobody knows whether it arrives."""

    def went(self, now: dt.datetime) -> None:
        """Enter that it was taken."""

    def came_back(self, now: dt.datetime, said: str) -> None:
        """Enter that it was not taken, and what the server said, "" for nothing."""


def message_file(number: int, adult_id: str, uid: str) -> str:
    """The name of a message's mail as a file: in the order of publication, and no other round's."""
    return f"{number:05d}-{adult_id}-{uid[:8]}.eml"


def reminder_file(date: str, adult_id: str) -> str:
    """The name of a reminder as a file."""
    return f"reminder-{date}-{adult_id}.eml"


@dataclass(frozen=True)
class MessageParcel:
    """A message about one event."""

    ledger: Ledger
    due: Due
    mail: Mail

    @property
    def file_name(self) -> str:
        """With ids only."""
        return message_file(self.due.entry.number, self.due.entry.message.adult_id, self.due.entry.message.uid)

    def still_due(self) -> bool:
        """Not once a newer message about the event is published."""
        return is_latest(self.ledger, self.due.entry.number)

    def date(self, now: dt.datetime) -> dt.datetime:
        """Never before the publication, whatever the clock says."""
        first = dated_at(self.ledger, self.due.entry.number)
        return first or max(now.replace(microsecond=0), self.mail.written_at)

    def goes(self, now: dt.datetime) -> None:
        """Enter its Date."""
        with self.ledger.transaction():
            enter_doubt(self.ledger, self.due.entry.number, self.date(now))

    def went(self, now: dt.datetime) -> None:
        """Enter when."""
        with self.ledger.transaction():
            enter_sent(self.ledger, self.due.entry.number, now)

    def came_back(self, now: dt.datetime, said: str) -> None:
        """What was in doubt before stays so: it may have arrived the first time."""
        with self.ledger.transaction():
            if said:
                enter_refusal(self.ledger, self.due.entry.number, now, said)
            if self.due.entry.state == "unsent":
                take_back_doubt(self.ledger, self.due.entry.number)


@dataclass(frozen=True)
class ReminderParcel:
    """A reminder of an adult's appointments on one date; one in doubt is not sent again."""

    ledger: Ledger
    on: dt.date
    mail: Mail

    @property
    def file_name(self) -> str:
        """With ids only."""
        return reminder_file(self.on.isoformat(), self.mail.adult_id)

    def still_due(self) -> bool:
        """Whoever makes it has just looked."""
        return True

    def date(self, now: dt.datetime) -> dt.datetime:
        """The time it goes, in whole seconds."""
        return now.replace(microsecond=0)

    def goes(self, now: dt.datetime) -> None:
        """Enter it as sent: no reminder is better than two."""
        with self.ledger.transaction():
            enter_reminder(self.ledger, self.mail.adult_id, self.on, now)

    def went(self, now: dt.datetime) -> None:
        """Enter when."""
        self.goes(now)

    def came_back(self, now: dt.datetime, said: str) -> None:
        """Enter that it is due again."""
        with self.ledger.transaction():
            take_back_reminder(self.ledger, self.mail.adult_id, self.on)
