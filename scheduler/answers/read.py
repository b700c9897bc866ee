"""Reading the answers of a mailbox into the ledger of a folder."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from scheduler.answers import entered, mail
from scheduler.answers.entered import Entry
from scheduler.answers.judge import mailbox as mailbox_of
from scheduler.answers.judge import verdict
from scheduler.answers.mailbox import mails_in
from scheduler.answers.reply import Refused, replies_in
from scheduler.invites.ledger import opened
from scheduler.invites.recovery import begin, demand_publication

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from scheduler.answers.judge import Verdict
    from scheduler.answers.mailbox import Mail
    from scheduler.answers.reply import Reply
    from scheduler.appointments import Answer, Told
    from scheduler.invites.invite import Key
    from scheduler.invites.ledger import Ledger

SHOWN_EVERY = 1000
"""Progress is told after each so many mails."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A reply to one of our invites: where it was found, whose invite it answers, and what is to be made of it."""

    place: str
    adult_id: str
    meeting_id: str
    verdict: Verdict
    asks_another_time: bool


@dataclass(frozen=True, slots=True)
class Wrote:
    """A mail without an answer in it from an address to which an invite went: somebody has to read it."""

    place: str
    adult_ids: tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """What was found in a mailbox, and what now stands.

    `refused` and `unreadable` are places of mails that might have held an answer: too large, or broken; `outlook` are
    those in a form that only Outlook reads. `wrote` are those of the unrelated mails that somebody invited sent. `new`
    counts the answers that were not known yet. `standing` has what was answered last to each invite that stands,
    `declined` what those were told who cannot come, in order of time.
    """

    mails: int = 0
    unrelated: int = 0
    refused: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    outlook: list[str] = field(default_factory=list)
    wrote: list[Wrote] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    new: int = 0
    standing: Mapping[Key, Answer] = field(default_factory=dict)
    declined: tuple[Told, ...] = ()

    def of(self, *verdicts: Verdict) -> list[Judged]:
        """The replies of which that is to be made."""
        return [each for each in self.judged if each.verdict in verdicts]


@dataclass(frozen=True, slots=True)
class _Found:
    place: str
    senders: frozenset[str] | None
    sent_at: dt.datetime | None
    reply: Reply


def read_answers(
    output: Path, round_id: str, mailbox: Path, *, now: dt.datetime | None = None,
    looked_at: Callable[[int], None] = lambda mails: None,
) -> Reading:
    """Enter every answer in the mailbox that counts in the ledger of that round; `looked_at` is told the progress.

    Raises:
        BadInput: nothing was published from this folder, there is no such mailbox, or the ledger cannot be used.
        CannotWrite: nothing was entered.
    """
    demand_publication(output)
    reading, found = Reading(), list[_Found]()
    with _in_use(output, round_id) as ledger:
        invited = _invited(ledger)
    for one in mails_in(mailbox):
        reading.mails += 1
        found += _replies(one, reading, invited)
        if reading.mails % SHOWN_EVERY == 0:
            looked_at(reading.mails)
    with _in_use(output, round_id) as ledger:
        _enter(ledger, found, reading, now or dt.datetime.now(dt.UTC))
    return reading


@contextlib.contextmanager
def _in_use(output: Path, round_id: str) -> Iterator[Ledger]:
    """The ledger in a transaction, made again from the invites where it is lost."""
    with opened(output, round_id) as ledger, ledger.transaction():
        if ledger.new:
            begin(ledger, output, round_id)
        yield ledger


def _invited(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """Who reads the mail of each address to which an invite that stands went; a family may share one."""
    found: dict[str, set[str]] = {}
    for event in entered.sent_by_uid(ledger).values():
        if event.live and event.email:
            found.setdefault(mailbox_of(event.email), set()).add(event.adult_id)
    return {address: tuple(sorted(adult_ids)) for address, adult_ids in found.items()}


def _replies(one: Mail, reading: Reading, invited: Mapping[str, tuple[str, ...]]) -> list[_Found]:
    """The replies in a mail; one without any is counted."""
    if one.content.startswith(mail.OUTLOOK_MESSAGE):
        reading.outlook.append(one.place)
        return []
    if not mail.may_hold_an_answer(one):
        _pass_over(one, reading, invited)
        return []
    post = None if one.cut else mail.opened(one)
    try:
        replies = [reply for content in post.calendars for reply in replies_in(content)] if post else []
    except Refused:
        reading.refused.append(one.place)
        return []
    if post is None:
        (reading.refused if one.cut else reading.unreadable).append(one.place)
    elif not replies:
        _pass_over(one, reading, invited)
    # Google writes its answer into a mail twice.
    return [_Found(one.place, post.senders, post.sent_at, reply) for reply in dict.fromkeys(replies)] if post else []


def _pass_over(one: Mail, reading: Reading, invited: Mapping[str, tuple[str, ...]]) -> None:
    reading.unrelated += 1
    adult_ids = {each for address in mail.senders_of(one) for each in invited.get(mailbox_of(address), ())}
    if adult_ids:
        reading.wrote.append(Wrote(one.place, tuple(sorted(adult_ids))))


def _enter(ledger: Ledger, found: list[_Found], reading: Reading, now: dt.datetime) -> None:
    sent = entered.sent_by_uid(ledger)
    entries = []
    for one in found:
        reply = one.reply
        made_of_it = verdict(reply, one.senders, sent, partial(entered.still_true, ledger))
        answered_at = reply.answered_at or one.sent_at
        if made_of_it == "strange":
            reading.unrelated += 1
        elif made_of_it == "counts" and answered_at is None:
            reading.unreadable.append(one.place)
        else:
            event = sent[reply.uid]
            reading.judged.append(Judged(one.place, *event.key, made_of_it, reply.asks_another_time))
            if made_of_it == "counts" and answered_at is not None:
                entries.append(Entry(reply.uid, reply.sequence, reply.partstat, answered_at, reply.comment))
    reading.new = entered.enter(ledger, entries, now)
    reading.standing = entered.standing(ledger)
    events = ledger.known().events
    told = (events[key].invite.told for key, answer in reading.standing.items() if answer.kind == "declined")
    reading.declined = tuple(sorted(told, key=lambda told: (told.date, told.start_minute, told.adult_id)))
