"""Whether a reply counts: to an invite that stands, from the person invited. No files, no ledger, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scheduler.mail.mail import known_to_the_world

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from scheduler.answers.reply import Reply
    from scheduler.invites.invite import Key

Verdict = Literal["counts", "stale", "not_invited", "other_sender", "never_sent", "strange"]
"""`stale` is an answer to what has changed or was cancelled since, `strange` one to an event that is not ours."""

ONE_MAILBOX = {"gmail.com", "googlemail.com"}
"""Google delivers to one mailbox whatever the dots and whatever follows a plus, and answers from its main address."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An event as it was last told; `live` is no after its cancel, `email` is "" for an adult without an address."""

    adult_id: str
    meeting_id: str
    sequence: int
    live: bool
    email: str

    @property
    def key(self) -> Key:
        """Whom it is for, and about which meeting."""
        return self.adult_id, self.meeting_id


def verdict(
    reply: Reply, senders: frozenset[str] | None, sent: Mapping[str, Sent], still_true: Callable[[str], Container[int]]
) -> Verdict:
    """What to make of a reply, given the events that were told, by UID.

    `still_true` gives every SEQUENCE under which what holds of a live event was told. `senders` are the addresses that
    the mail says it comes from, None for a calendar file without a mail.
    """
    event = sent.get(reply.uid)
    if event is None:
        return "strange"
    invited = mailbox(event.email)
    if not invited or mailbox(reply.attendee) != invited:
        return "not_invited"
    if senders is not None and set(map(mailbox, senders)) != {invited}:
        return "other_sender"
    if reply.sequence > event.sequence:
        return "never_sent"
    if event.live and (reply.sequence == event.sequence or reply.sequence in still_true(reply.uid)):
        return "counts"
    return "stale"


def mailbox(address: str) -> str:
    """The address by which a mailbox can be compared.

    >>> mailbox("Ali.Yilmaz+school@gmail.com"), mailbox("Ali.Yilmaz@zandlöper.example")
    ('aliyilmaz@gmail.com', 'ali.yilmaz@xn--zandlper-r4a.example')
    """
    plain = known_to_the_world(address.strip().casefold())
    local, _, domain = plain.rpartition("@")
    if domain not in ONE_MAILBOX:
        return plain
    return local.partition("+")[0].replace(".", "") + "@gmail.com"
