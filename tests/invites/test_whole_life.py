"""Whatever is planned, published, changed, sent, answered, killed and lost: every calendar ends equal to the plan."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING, Any

import icalendar
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from scheduler.answers.entered import answers_in
from scheduler.answers.read import read_answers
from scheduler.appointments import Plan
from scheduler.delivery import _round_json, delivered_round, plan_csv, unplaced_csv
from scheduler.invites.feeds import write_feeds
from scheduler.invites.ledger import Ledger, known_in, looked_into
from scheduler.invites.publish import publish
from scheduler.invites.recovery import recovered
from scheduler.mail.delivery import Handed
from scheduler.mail.entries import entries_of
from scheduler.mail.outbox import outbox
from scheduler.mail.posting import Wanted, post
from scheduler.round import Availability
from tests.answers.mails import mail
from tests.invites.school import MONDAY, ROUND_ID
from tests.invites.town import NAMES, Client, Facts, facts_of, plan_of
from tests.test_feed import index

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.invites.invite import Known, Publication
    from scheduler.mail.outbox import Outbox
    from scheduler.mail.parcels import Parcel
    from scheduler.round import Round

ADULTS = sorted(NAMES)
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # a folder of its own in it, for speed
KILLED_AT: list[tuple[Any, str]] = [
    (os, "replace"), (os, "fsync"), (Ledger, "begin"), (Ledger, "known"), (Ledger, "enter"),
    (Ledger, "latest_messages"),
]
"""What a publication calls on its way; it is killed at the how-manyth of all these calls."""


class Killed(BaseException):
    """The end of a run, at the worst moment."""


@contextmanager
def killed_after(calls: int | None) -> Iterator[None]:
    """Let so many calls through and end the run at the next; None lets it live."""
    left = [calls]
    whole = [(owner, name, getattr(owner, name)) for owner, name in KILLED_AT]

    def burning(call: Any) -> Any:
        def burns(*given: Any) -> Any:
            if left[0] is not None:
                if left[0] == 0:
                    raise Killed
                left[0] -= 1
            return call(*given)
        return burns

    for owner, name, call in whole:
        setattr(owner, name, burning(call))
    try:
        yield
    finally:
        for owner, name, call in whole:
            setattr(owner, name, call)


class Postman:
    """Brings mails to the calendars, until it stops: then one mail is on its way, and may arrive or not."""

    def __init__(self, town: Town, stop: int | None, arrives: bool) -> None:
        self.town, self.stop, self.arrives = town, stop, arrives

    def hand_over(self, parcels: Sequence[Parcel], said: Any) -> Handed:
        """Deliver each mail as the mail server does."""
        handed, now = Handed(), self.town.now()
        for number, parcel in enumerate(parcels):
            parcel.goes(now)
            content = parcel.mail.dated(parcel.date(now)).as_bytes()
            if number == self.stop:
                self.town.deliver(content, doubt=True, arrives=self.arrives)
                raise Killed
            self.town.deliver(content)
            parcel.went(now)
            handed.sent.append(parcel)
        return handed


class Town(RuleBasedStateMachine):
    """A school that plans, publishes, sends and reads answers, and four adults who receive what it sends."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(dir=IN_MEMORY)
        self.output, self.served, self.answers = (Path(self.folder.name) / name for name in ("out", "feed", "mails"))
        self.facts, self.plan = Facts(), Plan(())
        self.clients = {adult_id: Client() for adult_id in NAMES}
        self.doubtful: set[tuple[str, int]] = set()
        self.lost_once = False
        self.days = 0

    def teardown(self) -> None:
        self.folder.cleanup()

    # What the school does

    @initialize(seed=st.integers(0, 9), underway=st.sampled_from([True, True, False]))
    def begin(self, seed: int, underway: bool) -> None:
        for folder in (self.output, self.answers):
            folder.mkdir()
        self._plan(seed, 1.0)
        if underway:
            self._publish()
            self._send(None, True, again=False)

    @rule(seed=st.integers(0, 99), keep=st.sampled_from([0.0, 0.7, 1.0]))
    def plan_again(self, seed: int, keep: float) -> None:
        self._plan(seed, keep)

    @rule(what=st.sampled_from(["banned", "consent", "apart", "by_phone", "longer"]), seed=st.integers(0, 9))
    def change_its_mind(self, what: str, seed: int) -> None:
        setattr(self.facts, what, not getattr(self.facts, what))
        self._plan(seed, 1.0)

    @rule(what=st.sampled_from(["room", "days"]))
    def change_a_teacher(self, what: str) -> None:
        setattr(self.facts, what, getattr(self.facts, what) + 1)
        self._plan(0, 1.0)

    @rule(adult_id=st.sampled_from(ADULTS), gone=st.booleans())
    def change_an_address(self, adult_id: str, gone: bool) -> None:
        self.facts.addresses[adult_id] = None if gone else self.days + 1
        self._plan(0, 1.0)

    @rule()
    def publish_the_plan(self) -> None:
        before = self._known()
        news = self._publish()
        concerned = self._concerned(before)
        assert {message.key for message in news.messages} == concerned, "told are those concerned, and nobody else"
        told = [(message.key, message.method) for message in news.messages]
        assert len(set(told)) == len(told), "nobody is told twice"
        self.days += 1
        assert self._publish().empty, "a second run has nothing to tell"

    @rule(calls=st.integers(0, 12))
    def be_killed_while_publishing(self, calls: int) -> None:
        try:
            with killed_after(calls):
                self._publish()
        except Killed:
            self.days += 1

    @precondition(lambda self: self._known().events)
    @rule(stop=st.one_of(st.none(), st.integers(0, 3)), arrives=st.booleans(), again=st.booleans())
    def send(self, stop: int | None, arrives: bool, again: bool) -> None:
        self._send(stop, arrives, again)

    @precondition(lambda self: self._known().events and self._quiet())
    @rule()
    def lose_the_ledger(self) -> None:
        self._publish()
        if self._quiet():
            (self.output / "ledger.sqlite").unlink()
            # What the files tell may have been sent or not, and is sent once more by who asks for it.
            for client in self.clients.values():
                self.doubtful |= set(client.got)
                client.lost |= {event.uid for event in self._known().events.values()}
            self.lost_once = True

    @precondition(lambda self: self._known().events)
    @rule(revoked=st.sampled_from(["", *ADULTS]))
    def serve_calendars(self, revoked: str) -> None:
        before = {path.name for path in self.served.glob("*.ics")} if self.served.exists() else set()
        having = index(self.output) if (self.output / "feeds.csv").exists() else {}
        write_feeds(self.output, self.served, self._round(), [revoked] if revoked in having else [])
        listed, known = index(self.output), self._known()
        if revoked in having:
            assert not (self.served / having[revoked]["file"]).exists()
            assert revoked not in listed
        else:
            assert before <= {path.name for path in self.served.glob("*.ics")}, "what was subscribed to stays"
        for adult_id in set(NAMES) & set(listed):
            content = (self.served / listed[adult_id]["file"]).read_bytes()
            self._tells_of_nobody_else(adult_id, content)
            seen = sorted(facts_of(event) for event in icalendar.Calendar.from_ical(content).walk("VEVENT"))
            assert seen == self._published(known, adult_id)

    # What adults do

    @precondition(lambda self: any(client.events for client in self.clients.values()))
    @rule(adult_id=st.sampled_from(ADULTS), partstat=st.sampled_from(["ACCEPTED", "DECLINED"]), forged=st.booleans())
    def answer(self, adult_id: str, partstat: str, forged: bool) -> None:
        client, known = self.clients[adult_id], self._known()
        if not client.events or not known.events:
            return
        uid, event = sorted(client.events.items())[0]
        attendee = str(event.get("attendee", "")).removeprefix("mailto:")
        before = answers_in(self.output, ROUND_ID)
        reading = self._answered(event, attendee, partstat, "thief@post.example" if forged else attendee)
        if forged or not attendee:
            assert reading.standing == before
            return
        if partstat == "DECLINED":
            self._stays_away(adult_id, event)
        mine = next((each for each in known.events.values() if each.uid == uid and each.live), None)
        if mine is None or self.lost_once or client.lost:
            return
        holds = facts_of(event) == self._facts(mine) and attendee == mine.invite.email
        assert reading.standing.get(mine.invite.key) == (partstat.lower() if holds else None)

    # What must hold

    @rule()
    def end_up_right(self) -> None:
        self.publish_the_plan()
        self._send(None, True, again=bool(self.doubtful))
        known = self._known()
        for adult_id, client in self.clients.items():
            assert client.sees() == self._published(known, adult_id), adult_id
            assert [(start, minutes) for start, minutes, *_ in client.sees()] == [
                (dt.datetime.combine(it.date, dt.time(*divmod(it.start_minute, 60))), it.minutes)
                for it in self.plan.of_adult.get(adult_id, ())]

    @invariant()
    def who_has_heard_everything_has_it_in_the_calendar(self) -> None:
        if not (self.output / "ledger.sqlite").exists():
            return
        left, known = self._outbox(), self._known()
        waiting = {due.entry.message.adult_id for due in (*left.due, *left.doubtful)}
        for adult_id in set(NAMES) - waiting:
            assert self.clients[adult_id].sees() == self._published(known, adult_id), adult_id

    # How

    def now(self) -> dt.datetime:
        return MONDAY + dt.timedelta(days=self.days)

    def deliver(self, content: bytes, *, doubt: bool = False, arrives: bool = True) -> None:
        """A mail that may reach the adult's calendar; it tells of nobody else."""
        message = message_from_bytes(content)
        adult_id = str(message["To"]).rpartition("<")[2].partition(".")[0]
        parts = [bytes(part.get_payload(decode=True)) for part in message.walk() if not part.is_multipart()]
        for part in (*parts, str(message["Subject"]).encode()):
            self._tells_of_nobody_else(adult_id, part)
        (calendar,) = {bytes(part.get_payload(decode=True)) for part in message.walk()
                       if part.get_content_type() in ("text/calendar", "application/ics")}
        self._receive(adult_id, calendar, doubt, arrives)

    def _receive(self, adult_id: str, calendar: bytes, doubt: bool = False, arrives: bool = True) -> None:
        (event,) = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
        told = str(event["uid"]), int(event["sequence"])
        client = self.clients[adult_id]
        if doubt:
            client.lost.add(told[0])
        if arrives:
            assert not client.receive(calendar) or told in self.doubtful, "nobody is told twice"
        if doubt:
            self.doubtful.add(told)

    def _tells_of_nobody_else(self, adult_id: str, content: bytes) -> None:
        text = content.replace(b"\r\n ", b"").decode()
        for other in set(NAMES) - {adult_id}:
            for sign in (NAMES[other], f"{other}.", f"0612345{list(NAMES).index(other):03d}"):
                assert sign not in text, f"{adult_id} reads of {other}"

    def _plan(self, seed: int, keep: float) -> None:
        self.plan = plan_of(self.facts.round(), self.plan, seed, keep)

    def _round(self) -> Round:
        return delivered_round(self.facts.round())

    def _publish(self) -> Publication:
        files = {"plan.csv": plan_csv(self.plan), "unplaced.csv": unplaced_csv(self.plan),
                 "round.json": _round_json(self._round())}
        for name, content in files.items():
            (self.output / name).write_text(content, encoding="utf-8")
        return publish(self.output, now=self.now())

    def _send(self, stop: int | None, arrives: bool, again: bool) -> None:
        try:
            post(self.output, Postman(self, stop, arrives), Wanted(MONDAY.date(), again=again), now=self.now)
        except Killed:
            pass
        else:
            assert not again or not [due for due in self._outbox().doubtful if due.entry.message.recipient]
        with looked_into(self.output, ROUND_ID) as ledger:
            assert ledger is not None
            query = "SELECT adult_id, ics FROM messages WHERE recipient = '' AND sent_at IS NOT NULL ORDER BY number"
            for adult_id, ics in ledger.connection.execute(query):
                if ics not in self.clients[adult_id].got.values():
                    self._receive(adult_id, ics)  # told by telephone

    def _answered(self, event: Any, attendee: str, partstat: str, sender: str) -> Any:
        number = len(list(self.answers.iterdir()))
        stamp = dt.datetime(2027, 1, 12) + dt.timedelta(seconds=number)
        reply = "\r\n".join([
            "BEGIN:VCALENDAR", "METHOD:REPLY", "BEGIN:VEVENT", f"UID:{event['uid']}", f"SEQUENCE:{event['sequence']}",
            f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}", f"ATTENDEE;PARTSTAT={partstat}:mailto:{attendee}", "END:VEVENT",
            "END:VCALENDAR", ""])
        (self.answers / f"{number:03d}.eml").write_bytes(mail(reply.encode(), sender=sender))
        return read_answers(self.output, ROUND_ID, self.answers, now=self.now())

    def _stays_away(self, adult_id: str, event: Any) -> None:
        start, end = event.decoded("dtstart"), event.decoded("dtend")
        away = Availability(adult_id, "unavailable", start.date(), None, start.hour * 60 + start.minute,
                            end.hour * 60 + end.minute)
        self.facts.away = [away]
        self._plan(0, 1.0)

    def _known(self) -> Known:
        return known_in(self.output, ROUND_ID) or recovered(self.output, ROUND_ID).known

    def _outbox(self) -> Outbox:
        with looked_into(self.output, ROUND_ID) as ledger:
            return outbox(entries_of(ledger)) if ledger else outbox(())

    def _quiet(self) -> bool:
        left = self._outbox()
        return not left.due and not left.doubtful

    def _published(self, known: Known, adult_id: str) -> list[tuple[object, ...]]:
        return sorted(self._facts(event) for event in known.events.values()
                      if event.live and event.invite.told.adult_id == adult_id)

    @staticmethod
    def _facts(event: Any) -> tuple[object, ...]:
        told = event.invite.told
        start = dt.datetime.combine(told.date, dt.time(*divmod(told.start_minute, 60)))
        return start, told.end_minute - told.start_minute, event.invite.location, event.invite.description

    def _concerned(self, before: Known) -> set[tuple[str, str]]:
        """Whoever must hear something: what stands in the calendars against what the plan now says."""
        was = {key: (*self._standing(event.invite.told), event.invite.email)
               for key, event in before.events.items() if event.live}
        now = {(adult_id, it.meeting_id): (*self._standing(it), self.facts.email(adult_id))
               for it in self.plan.appointments for adult_id in it.adult_ids}
        return {key for key in {*was, *now} if was.get(key) != now.get(key)}

    @staticmethod
    def _standing(it: Any) -> tuple[object, ...]:
        return it.teacher_ids, it.date, it.start_minute, it.end_minute, it.room, it.modality


TestTown = Town.TestCase
TestTown.settings = settings(max_examples=30, stateful_step_count=20, deadline=None, derandomize=True)
