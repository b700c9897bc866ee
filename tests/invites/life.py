"""What a school does through a whole round, and what arrives at its parents': for tests that live through one."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING, Any

import icalendar

from scheduler.answers.read import read_answers
from scheduler.appointments import Plan
from scheduler.delivery import delivered_round, plan_csv, round_json, unplaced_csv
from scheduler.invites.ledger import known_in, looked_into
from scheduler.invites.publish import publish
from scheduler.invites.recovery import recovered
from scheduler.mail.delivery import Handed
from scheduler.mail.entries import entries_of
from scheduler.mail.outbox import outbox
from scheduler.mail.posting import Wanted, post
from scheduler.round import Availability
from tests.answers.mails import mail
from tests.invites.killing import Killed
from tests.invites.school import MONDAY, ROUND_ID
from tests.invites.town import NAMES, Client, Facts, plan_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.appointments import Answer
    from scheduler.invites.invite import Known, Publication
    from scheduler.mail.outbox import Outbox
    from scheduler.mail.parcels import Parcel
    from scheduler.round import Round

IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # a folder of its own in it, for speed


class Postman:
    """Brings mails to the calendars, until it stops: then one mail is on its way, and may arrive or not."""

    def __init__(self, life: Life, stop: int | None, arrives: bool) -> None:
        self.life, self.stop, self.arrives = life, stop, arrives

    def hand_over(self, parcels: Sequence[Parcel], said: Any) -> Handed:
        """Deliver each mail as the mail server does."""
        handed, now = Handed(), self.life.now()
        for number, parcel in enumerate(parcels):
            parcel.goes(now)
            content = parcel.mail.dated(parcel.date(now)).as_bytes()
            if number == self.stop:
                self.life.deliver(content, doubt=True, arrives=self.arrives)
                raise Killed
            self.life.deliver(content)
            parcel.went(now)
            handed.sent.append(parcel)
        return handed


class Life:
    """A school that plans, publishes, sends and reads answers, and four adults who receive what it sends."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(dir=IN_MEMORY)
        self.output, self.served, self.answers = (Path(self.folder.name) / name for name in ("out", "feed", "mails"))
        self.facts, self.plan = Facts(), Plan(())
        self.clients = {adult_id: Client() for adult_id in NAMES}
        self.doubtful: set[tuple[str, int]] = set()
        self.addresses: dict[str, str] = {}
        self.said: dict[str, tuple[tuple[object, ...], str]] = {}
        self.lost_once = False
        self.days = 0

    def now(self) -> dt.datetime:
        """The school's clock."""
        return MONDAY + dt.timedelta(days=self.days)

    def deliver(self, content: bytes, *, doubt: bool = False, arrives: bool = True) -> None:
        """A mail that may reach the adult's calendar; it tells of nobody else."""
        message = message_from_bytes(content)
        address = str(message["To"]).rpartition("<")[2].strip(">")
        adult_id = address.partition(".")[0]
        parts = [bytes(part.get_payload(decode=True)) for part in message.walk() if not part.is_multipart()]
        for part in (*parts, str(message["Subject"]).encode()):
            self.tells_of_nobody_else(adult_id, part)
        (calendar,) = {bytes(part.get_payload(decode=True)) for part in message.walk()
                       if part.get_content_type() in ("text/calendar", "application/ics")}
        (event,) = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
        assert self.addresses.setdefault(str(event["uid"]), address) == address, "an event stays at one address"
        self.receive(adult_id, calendar, doubt, arrives)

    def receive(self, adult_id: str, calendar: bytes, doubt: bool = False, arrives: bool = True) -> None:
        """A message that may reach the calendar; only what was in doubt may come twice."""
        (event,) = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
        told = str(event["uid"]), int(event["sequence"])
        client = self.clients[adult_id]
        if doubt:
            client.lost.add(told[0])
        if arrives:
            assert not client.receive(calendar) or told in self.doubtful, "nobody is told twice"
        if doubt:
            self.doubtful.add(told)

    def tells_of_nobody_else(self, adult_id: str, content: bytes) -> None:
        """No name, address or number of another adult stands in it."""
        text = content.replace(b"\r\n ", b"").decode()
        for other in set(NAMES) - {adult_id}:
            for sign in (NAMES[other], f"{other}.", f"0612345{list(NAMES).index(other):03d}"):
                assert sign not in text, f"{adult_id} reads of {other}"

    def plan_anew(self, seed: int, keep: float) -> None:
        """A plan of what the school knows now."""
        self.plan = plan_of(self.facts.round(), self.plan, seed, keep)

    def round(self) -> Round:
        """The round as later commands know it."""
        return delivered_round(self.facts.round())

    def publish(self) -> Publication:
        """Deliver the plan and publish it."""
        files = {"plan.csv": plan_csv(self.plan), "unplaced.csv": unplaced_csv(self.plan),
                 "round.json": round_json(self.round())}
        for name, content in files.items():
            (self.output / name).write_text(content, encoding="utf-8")
        return publish(self.output, now=self.now())

    def send_mails(self, stop: int | None, arrives: bool, again: bool) -> None:
        """Send; the mail number `stop` is the last, and may arrive."""
        try:
            post(self.output, Postman(self, stop, arrives), Wanted(MONDAY.date(), again=again), now=self.now)
        except Killed:
            pass
        else:
            assert not again or not [due for due in self.outbox().doubtful if due.entry.message.recipient]
        with looked_into(self.output, ROUND_ID) as ledger:
            assert ledger is not None
            query = "SELECT adult_id, ics FROM messages WHERE recipient = '' AND sent_at IS NOT NULL ORDER BY number"
            for adult_id, ics in ledger.connection.execute(query):
                if ics not in self.clients[adult_id].got.values():
                    self.receive(adult_id, ics)  # told by telephone

    def answered(self, event: Any, attendee: str, partstat: str, sender: str) -> Mapping[tuple[str, str], Answer]:
        """What stands after a reply of that sender."""
        number = len(list(self.answers.iterdir()))
        stamp = dt.datetime(2027, 1, 12) + dt.timedelta(seconds=number)
        reply = "\r\n".join([
            "BEGIN:VCALENDAR", "METHOD:REPLY", "BEGIN:VEVENT", f"UID:{event['uid']}", f"SEQUENCE:{event['sequence']}",
            f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}", f"ATTENDEE;PARTSTAT={partstat}:mailto:{attendee}", "END:VEVENT",
            "END:VCALENDAR", ""])
        (self.answers / f"{number:03d}.eml").write_bytes(mail(reply.encode(), sender=sender))
        return self.answers_read()

    def answers_read(self) -> Mapping[tuple[str, str], Answer]:
        """What stands once the mailbox is read."""
        return read_answers(self.output, ROUND_ID, self.answers, now=self.now()).standing

    def stay_away(self, adult_id: str, event: Any) -> None:
        """What `--replan` makes of a decline."""
        start, end = event.decoded("dtstart"), event.decoded("dtend")
        away = Availability(adult_id, "unavailable", start.date(), None, start.hour * 60 + start.minute,
                            end.hour * 60 + end.minute)
        self.facts.away = [away]
        self.plan_anew(0, 1.0)

    def known(self) -> Known:
        """What the ledger says, or where it is lost the files."""
        return known_in(self.output, ROUND_ID) or recovered(self.output, ROUND_ID).known

    def outbox(self) -> Outbox:
        """What is still to be told."""
        with looked_into(self.output, ROUND_ID) as ledger:
            return outbox(entries_of(ledger)) if ledger else outbox(())

    def quiet(self) -> bool:
        """Whether everybody has certainly heard everything."""
        left = self.outbox()
        return not left.due and not left.doubtful

    def published(self, known: Known, adult_id: str) -> list[tuple[object, ...]]:
        """What should stand in the adult's calendar."""
        return sorted(self.facts_of_event(event) for event in known.events.values()
                      if event.live and event.invite.told.adult_id == adult_id)

    @staticmethod
    def facts_of_event(event: Any) -> tuple[object, ...]:
        told = event.invite.told
        start = dt.datetime.combine(told.date, dt.time(*divmod(told.start_minute, 60)))
        return start, told.end_minute - told.start_minute, event.invite.location, event.invite.description

    def concerned(self, before: Known) -> set[tuple[str, str]]:
        """Whoever must hear something: what stands in the calendars against what the plan now says."""
        was = {key: (*self._standing(event.invite.told), event.invite.email)
               for key, event in before.events.items() if event.live}
        now = {(adult_id, it.meeting_id): (*self._standing(it), self.facts.email(adult_id))
               for it in self.plan.appointments for adult_id in it.adult_ids}
        return {key for key in {*was, *now} if was.get(key) != now.get(key)}

    @staticmethod
    def _standing(it: Any) -> tuple[object, ...]:
        return it.teacher_ids, it.date, it.start_minute, it.end_minute, it.room, it.modality
