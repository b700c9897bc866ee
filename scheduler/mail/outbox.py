"""What must be told now: the newest word on each event, unless the adult has heard it or never heard of the event.

Messages that a newer one overtook before they were sent are never sent. What an adult reads fits what that adult
has read before: who never got the invitation gets one, not a change to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.invites import texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.invites.texts import Letter
    from scheduler.mail.entries import Entry


@dataclass(frozen=True, slots=True)
class Due:
    """A message to tell, and the last one about the same event that the adult may have heard, None where none was."""

    entry: Entry
    before: Entry | None

    @property
    def letter(self) -> Letter:
        """Subject and body, as they follow on what the adult has heard."""
        message, before = self.entry.message, self.before
        if message.sequence == (before.message.sequence + 1 if before else 0):
            return message.subject, message.body
        if before is None:
            return texts.invitation(self.entry.invite)
        from scheduler.invites.events import read_invite

        heard = read_invite(before.message.ics, *message.key).invite
        if message.method == "CANCEL":
            return texts.cancel(heard)
        return texts.change(self.entry.invite, heard)


@dataclass(frozen=True, slots=True)
class Outbox:
    """What is to be told, in the order in which it was published.

    `due` is to be told; `doubtful` was sent, but nobody knows whether it arrived; `settled` was told, and still
    holds or holds again.
    """

    due: tuple[Due, ...]
    doubtful: tuple[Due, ...]
    settled: tuple[Due, ...]


def outbox(entries: Iterable[Entry]) -> Outbox:
    """Sort out what is to be told."""
    of_event: dict[str, list[Entry]] = {}
    for entry in entries:
        of_event.setdefault(entry.message.uid, []).append(entry)
    found = (_newest_word(history) for history in of_event.values())
    words = sorted((word for word in found if word), key=lambda word: word.entry.number)
    return Outbox(
        due=tuple(word for word in words if word.entry.state == "unsent"),
        doubtful=tuple(word for word in words if word.entry.state == "in doubt"),
        settled=tuple(word for word in words if word.entry.state == "sent"),
    )


def _newest_word(history: list[Entry]) -> Due | None:
    """The newest word on an event; what was heard before where that is no news; None where nobody heard of it."""
    *earlier, last = history
    heard = [entry for entry in earlier if entry.heard]
    word = Due(last, heard[-1] if heard else None)
    if last.heard or _is_news(word):
        return word
    return _newest_word(heard) if heard else None


def _is_news(due: Due) -> bool:
    """Whether the adult would learn anything: not that something unheard of is off, nor the same once more."""
    message, before = due.entry.message, due.before
    if before is None:
        return message.method == "REQUEST"
    if message.method == "CANCEL" or before.state == "in doubt":
        return True
    from scheduler.invites.events import read_invite

    return not due.entry.invite.says_the_same(read_invite(before.message.ics, *message.key).invite)
