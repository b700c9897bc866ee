"""Whatever is planned, published, changed, sent, answered, killed and lost: every calendar ends equal to the plan."""

from __future__ import annotations

import datetime as dt

import icalendar
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from scheduler.answers.entered import answers_in
from scheduler.invites.feeds import write_feeds
from tests.invites.killing import Killed, killed_after
from tests.invites.life import Life
from tests.invites.school import ROUND_ID
from tests.invites.town import NAMES, facts_of
from tests.test_feed import index

ADULTS = sorted(NAMES)
SAID = ["ACCEPTED", "TENTATIVE", "DECLINED"]


class Town(Life, RuleBasedStateMachine):
    """A school that plans, publishes, sends and reads answers, and four adults who receive what it sends."""

    def __init__(self) -> None:
        RuleBasedStateMachine.__init__(self)
        Life.__init__(self)

    def teardown(self) -> None:
        self.folder.cleanup()

    # What the school does

    @initialize(seed=st.integers(0, 9), underway=st.sampled_from([True, True, False]))
    def begin(self, seed: int, underway: bool) -> None:
        for folder in (self.output, self.answers):
            folder.mkdir()
        self.plan_anew(seed, 1.0)
        if underway:
            self.publish()
            self.send_mails(None, True, again=False)

    @rule(seed=st.integers(0, 99), keep=st.sampled_from([0.0, 0.7, 1.0]), told=st.booleans())
    def plan_again(self, seed: int, keep: float, told: bool) -> None:
        self.plan_anew(seed, keep)
        self.tell(told)

    @rule(what=st.sampled_from(["banned", "consent", "apart", "by_phone", "longer"]), told=st.booleans())
    def change_its_mind(self, what: str, told: bool) -> None:
        setattr(self.facts, what, not getattr(self.facts, what))
        self.plan_anew(0, 1.0)
        self.tell(told)

    @rule(what=st.sampled_from(["banned", "consent", "apart"]), lost=st.booleans())
    def go_back_and_forth(self, what: str, lost: bool) -> None:
        self.change_its_mind(what, told=True)
        self.change_its_mind(what, told=True)
        if lost and self.quiet():
            self.lose_the_ledger()
            self.change_its_mind(what, told=True)
            self.change_its_mind(what, told=True)

    @rule(what=st.sampled_from(["room", "days"]), told=st.booleans())
    def change_a_teacher(self, what: str, told: bool) -> None:
        setattr(self.facts, what, getattr(self.facts, what) + 1)
        self.plan_anew(0, 1.0)
        self.tell(told)

    @rule(adult_id=st.sampled_from(ADULTS), gone=st.booleans(), told=st.booleans())
    def change_an_address(self, adult_id: str, gone: bool, told: bool) -> None:
        self.facts.addresses[adult_id] = None if gone else self.days + 1
        self.plan_anew(0, 1.0)
        self.tell(told)

    @rule()
    def publish_the_plan(self) -> None:
        before = self.known()
        news = self.publish()
        concerned = self.concerned(before)
        assert {message.key for message in news.messages} == concerned, "told are those concerned, and nobody else"
        told = [(message.key, message.method) for message in news.messages]
        assert len(set(told)) == len(told), "nobody is told twice"
        self.days += 1
        assert self.publish().empty, "a second run has nothing to tell"

    @rule(calls=st.integers(0, 12), seed=st.integers(0, 99), other=st.booleans())
    def be_killed_while_publishing(self, calls: int, seed: int, other: bool) -> None:
        self.plan_anew(seed, 0.0 if other else 1.0)
        try:
            with killed_after(calls):
                self.publish()
        except Killed:
            self.days += 1

    @precondition(lambda self: self.known().events)
    @rule(stop=st.one_of(st.none(), st.integers(0, 3)), arrives=st.booleans(), again=st.booleans())
    def send(self, stop: int | None, arrives: bool, again: bool) -> None:
        self.send_mails(stop, arrives, again)

    @precondition(lambda self: self.known().events and self.quiet())
    @rule()
    def lose_the_ledger(self) -> None:
        self.publish()
        if self.quiet():
            (self.output / "ledger.sqlite").unlink()
            # What the files tell may have been sent or not, and is sent once more by who asks for it.
            for client in self.clients.values():
                self.doubtful |= set(client.got)
                client.lost |= {event.uid for event in self.known().events.values()}
            self.lost_once = True

    @precondition(lambda self: self.known().events)
    @rule(revoked=st.sampled_from(["", *ADULTS]))
    def serve_calendars(self, revoked: str) -> None:
        before = {path.name for path in self.served.glob("*.ics")} if self.served.exists() else set()
        having = index(self.output) if (self.output / "feeds.csv").exists() else {}
        write_feeds(self.output, self.served, self.round(), [revoked] if revoked in having else [])
        listed, known = index(self.output), self.known()
        if revoked in having:
            assert not (self.served / having[revoked]["file"]).exists()
            assert revoked not in listed
        else:
            assert before <= {path.name for path in self.served.glob("*.ics")}, "what was subscribed to stays"
        for adult_id in set(NAMES) & set(listed):
            content = (self.served / listed[adult_id]["file"]).read_bytes()
            self.tells_of_nobody_else(adult_id, content)
            seen = sorted(facts_of(event) for event in icalendar.Calendar.from_ical(content).walk("VEVENT"))
            assert seen == self.published(known, adult_id)

    def tell(self, told: bool) -> None:
        """Go through with it at once, or leave it for later."""
        if told:
            self.end_up_right()

    # What adults do

    @precondition(lambda self: any(client.events for client in self.clients.values()))
    @rule(adult_id=st.sampled_from(ADULTS), said=st.lists(st.sampled_from(SAID), min_size=1, max_size=3))
    def answer(self, adult_id: str, said: list[str]) -> None:
        client, known = self.clients[adult_id], self.known()
        if not client.events:
            return
        uid, event = sorted(client.events.items())[0]
        invited = str(event.get("attendee", "")).removeprefix("mailto:")
        for partstat in said:
            standing = self.answered(event, invited, partstat, invited)
        if not invited:
            assert not [key for key in standing if key[0] == adult_id]
            return
        self.said[uid] = facts_of(event), said[-1].lower()
        if "DECLINED" in said:
            self.stay_away(adult_id, event)
        mine = next((each for each in known.events.values() if each.uid == uid and each.live), None)
        if mine and not self.lost_once and not client.lost and invited == mine.invite.email:
            holds = facts_of(event) == self.facts_of_event(mine)
            answer = standing.get(mine.invite.key)
            assert (answer and answer.kind) == (said[-1].lower() if holds else None)

    @precondition(lambda self: any(client.events for client in self.clients.values()))
    @rule(adult_id=st.sampled_from(ADULTS), partstat=st.sampled_from(SAID))
    def answer_for_somebody_else(self, adult_id: str, partstat: str) -> None:
        standing = self.answers_read()
        for event in self.clients[adult_id].events.values():
            invited = str(event.get("attendee", "")).removeprefix("mailto:")
            assert self.answered(event, invited, partstat, "thief@post.example") == standing
            assert self.answered(event, "thief@post.example", partstat, "thief@post.example") == standing

    # What must hold

    @rule()
    def end_up_right(self) -> None:
        self.publish_the_plan()
        self.send_mails(None, True, again=bool(self.doubtful))
        known = self.known()
        for adult_id, client in self.clients.items():
            assert client.sees() == self.published(known, adult_id), adult_id
            assert [(start, minutes) for start, minutes, *_ in client.sees()] == [
                (dt.datetime.combine(it.date, dt.time(*divmod(it.start_minute, 60))), it.minutes)
                for it in self.plan.of_adult.get(adult_id, ())]

    @invariant()
    def an_answer_stands_only_to_what_holds(self) -> None:
        known = self.known()
        for key, answer in answers_in(self.output, ROUND_ID).items():
            event = known.events[key]
            assert self.said[event.uid] == (self.facts_of_event(event), answer.kind)

    @invariant()
    def who_has_heard_everything_has_it_in_the_calendar(self) -> None:
        if not (self.output / "ledger.sqlite").exists():
            return
        left, known = self.outbox(), self.known()
        waiting = {due.entry.message.adult_id for due in (*left.due, *left.doubtful)}
        for adult_id in set(NAMES) - waiting:
            assert self.clients[adult_id].sees() == self.published(known, adult_id), adult_id


TestTown = Town.TestCase
TestTown.settings = settings(max_examples=25, stateful_step_count=12, deadline=None, derandomize=True)
