"""One run of `send`: what is still to be told is sorted out, handed over, and what is left is listed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from scheduler.invites.ledger import opened
from scheduler.invites.recovery import begin, demand_publication
from scheduler.language import marked, translate
from scheduler.mail.delivery import AsFiles, Handed, clock
from scheduler.mail.entries import enter_folder, enter_sent, entries_of, reminded
from scheduler.mail.lists import write_telephone, write_unsent
from scheduler.mail.mail import mail_of
from scheduler.mail.outbox import Due, Outbox, outbox
from scheduler.mail.parcels import MessageParcel, Parcel, ReminderParcel
from scheduler.mail.reminders import reminders
from scheduler.mail.turn import own_turn
from scheduler.problems import BadInput
from scheduler.progress import silent

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from scheduler.invites.ledger import Ledger
    from scheduler.mail.server import Trouble
    from scheduler.progress import Say
    from scheduler.round import Round


class Way(Protocol):
    """A way to hand mails over."""

    def hand_over(self, parcels: Sequence[Parcel], said: Callable[[int], None]) -> Handed:
        """Hand them over in order; `said` is called with how many have been dealt with."""


@dataclass
class Posted:
    """What a run came to: the mails and reminders handed over, and in numbers what is left and why.

    `to_call` are the adults listed for the telephone, of whom `newly_to_call` this time; `doubtful` the adults whose
    mail may have arrived; `late` counts what is about days gone by.
    """

    mails: Handed = field(default_factory=Handed)
    reminders: Handed = field(default_factory=Handed)
    to_call: tuple[str, ...] = ()
    newly_to_call: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    late: int = 0

    @property
    def trouble(self) -> Trouble | None:
        """What stopped the run, None where nothing did."""
        return self.mails.trouble or self.reminders.trouble

    @property
    def kept(self) -> int:
        """How many mails were not tried, and reminders not taken."""
        return self.mails.kept + self.reminders.kept + len(self.reminders.refused)

    @property
    def encrypted(self) -> bool:
        """Whether nothing went over a line in the clear."""
        return self.mails.encrypted and self.reminders.encrypted


@dataclass(frozen=True)
class Wanted:
    """What this run is asked for: `today` is the school's day, `again` sends what may have arrived once more."""

    today: dt.date
    remind: bool = False
    again: bool = False


def post(
    output: Path, way: Way, wanted: Wanted, *, now: Callable[[], dt.datetime] = clock, say: Say = silent
) -> Posted:
    """Tell everybody what the ledger has not yet told them.

    Raises:
        BadInput: nothing was published, the ledger cannot be used, another command is sending, or mails would be
            written into the folder with the plan.
        CannotWrite: what was handed over before is entered.
    """
    from scheduler.delivery import read_delivered_round

    round = read_delivered_round(output)
    round_id = round.settings.round_id
    demand_publication(output)
    with own_turn(output), opened(output, round_id) as ledger:
        with ledger.transaction():
            if ledger.new:
                begin(ledger, output, round_id)
        return _Run(output, round, ledger, way, wanted, now, say).all()


@dataclass
class _Run:
    output: Path
    round: Round
    ledger: Ledger
    way: Way
    wanted: Wanted
    now: Callable[[], dt.datetime]
    say: Say

    def all(self) -> Posted:
        """Telephone list, mails, reminders, and the list of what is left."""
        posted = Posted()
        if isinstance(self.way, AsFiles):
            _demand_outside(self.way.folder, self.output)
            with self.ledger.transaction():
                enter_folder(self.ledger, str(self.way.folder.absolute()))
        self._list_for_the_telephone(posted)
        told = outbox(entries_of(self.ledger))
        try:
            posted.mails = self._hand_over(self._parcels(told))
            if self.wanted.remind and posted.mails.trouble is None:
                posted.reminders = self._hand_over(self._reminders())
        finally:
            left = outbox(entries_of(self.ledger))
            write_unsent(self.output, left, self.round.school.language)
        left = self._in_time(left)
        mailed = [due for due in (*left.doubtful, *left.due) if due.entry.message.recipient]
        posted.doubtful = _adults(due for due in mailed if due.entry.state == "in doubt")
        posted.refused = _adults(due for due in mailed if due.entry.state == "unsent" and due.entry.refusal)
        posted.late = len(told.due) - len(self._in_time(told).due)
        return posted

    def _list_for_the_telephone(self, posted: Posted) -> None:
        """Who has no address is called: once entered for the list, that counts as told."""
        new = [due for due in self._in_time(outbox(entries_of(self.ledger))).due if not due.entry.message.recipient]
        with self.ledger.transaction():
            for due in new:
                enter_sent(self.ledger, due.entry.number, self.now())
        to_call = write_telephone(self.output, self.round, outbox(entries_of(self.ledger)))
        posted.newly_to_call, posted.to_call = _adults(new), _adults(to_call)

    def _parcels(self, told: Outbox) -> list[Parcel]:
        """What to mail, the addresses that were refused before at the end."""
        told = self._in_time(told)
        wanted = [*told.due, *(told.doubtful if self.wanted.again else ())]
        refused = {due.entry.message.recipient for due in wanted if due.entry.refusal}
        wanted.sort(key=lambda due: (due.entry.message.recipient in refused, due.entry.number))
        return [MessageParcel(self.ledger, due, mail_of(due)) for due in wanted if due.entry.message.recipient]

    def _reminders(self) -> list[Parcel]:
        told = outbox(entries_of(self.ledger))
        found = reminders(self.round.settings.round_id, told, reminded(self.ledger), self.wanted.today, self.now())
        return [ReminderParcel(self.ledger, date, mail) for date, mail in found]

    def _in_time(self, told: Outbox) -> Outbox:
        """Without what is about days gone by: nobody is helped by an invitation for yesterday."""
        def ahead(dues: tuple[Due, ...]) -> tuple[Due, ...]:
            return tuple(due for due in dues if due.entry.invite.told.date >= self.wanted.today)

        return Outbox(ahead(told.due), ahead(told.doubtful), told.settled)

    def _hand_over(self, parcels: Sequence[Parcel]) -> Handed:
        language = self.round.school.language

        def said(done: int) -> None:
            self.say(translate("Mail {number} of {total} …", language, number=done + 1, total=len(parcels)))

        return self.way.hand_over(parcels, said) if parcels else Handed()


def _adults(dues: Iterable[Due]) -> tuple[str, ...]:
    return tuple(sorted({due.entry.message.adult_id for due in dues}))


def _demand_outside(folder: Path, output: Path) -> None:
    if folder.resolve().is_relative_to(output.resolve()):
        raise BadInput.one(str(folder), marked("Name a folder outside {folder}: what is there changes with the plan, "
                                               "and a mail that was handed over does not."), folder=output)
