"""Whatever is planned, published, changed and killed: every adult's calendar ends equal to the plan."""

from __future__ import annotations

import datetime as dt
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from scheduler.appointments import Appointment, Plan
from scheduler.invites import publish
from scheduler.invites.ledger import told as told_by_ledger
from tests.invites.school import MONDAY, ROUND_ID, Calendar
from tests.rounds import THURSDAY, TUESDAY, adult, group, pupil, tiny_round

TOGETHER, MOTHERS, FATHERS, SIBLINGS = "m1", "m1a", "m1b", "m2"
PARTIES = {TOGETHER: ("father", "mother"), MOTHERS: ("mother",), FATHERS: ("father",), SIBLINGS: ("mother",)}
NAMES = {"mother": b"Suzanne", "father": b"Ferdinand"}
SCHOOL = tiny_round(
    {"p1": ["mother", "father"], "p2": ["mother"]},
    groups=[group("5A", "t1", "t2")], pupils=[pupil("p1"), pupil("p2")],
    adults=[adult("mother", name="Suzanne"), adult("father", name="Ferdinand")],
)
PLANS = st.fixed_dictionaries({
    "parties": st.sampled_from([(TOGETHER,), (TOGETHER, SIBLINGS), (MOTHERS, FATHERS), (MOTHERS, SIBLINGS), ()]),
    "slots": st.lists(st.integers(0, 5), min_size=2, max_size=2, unique=True),
    "date": st.sampled_from([TUESDAY, THURSDAY]),
    "teacher": st.sampled_from(["t1", "t2"]),
    "banned": st.sampled_from(["", "", "father"]),
})


def plan_of(drawn: dict[str, Any]) -> Plan:
    """The plan that was drawn, without anybody who is banned."""
    found = []
    for meeting_id, slot in zip(drawn["parties"], drawn["slots"], strict=False):
        adult_ids = tuple(adult_id for adult_id in PARTIES[meeting_id] if adult_id != drawn["banned"])
        pupil_id = "p2" if meeting_id == SIBLINGS else "p1"
        start = 870 + 10 * slot
        if adult_ids:
            found.append(Appointment(meeting_id, pupil_id, adult_ids, (drawn["teacher"],), drawn["date"], start,
                                     start + 10, "", "school"))
    return Plan.of(found, [])


class Killed(BaseException):
    """The end of a run, at the worst moment: when all is told and nothing written."""


class Calendars(RuleBasedStateMachine):
    """A school that plans and publishes, and two parents who receive its messages in order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.output = Path(self.folder.name)
        self.plan = Plan(())
        self.published = Plan(())
        self.calendars = {"mother": Calendar(), "father": Calendar()}
        self.received = 0
        self.days = 0

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(drawn=PLANS)
    def draw_a_plan(self, drawn: dict[str, Any]) -> None:
        self.plan = plan_of(drawn)

    @rule()
    def publish_it(self) -> None:
        self.days += 1
        news = self._publish()
        told_to = {message.adult_id for message in news.messages}
        changed = {a for a in self.calendars if self._shown(self.plan, a) != self._shown(self.published, a)}
        assert told_to == changed
        self.published = self.plan

    @precondition(lambda self: self.days)
    @rule()
    def publish_it_twice(self) -> None:
        self.publish_it()
        assert self._publish().empty

    @rule()
    def be_killed_before_the_files_are_written(self) -> None:
        whole = publish.bring_in_line

        def dying(*given: Any) -> None:
            raise Killed

        publish.bring_in_line = dying
        try:
            self._publish()
        except Killed:
            self.published = self.plan
        finally:
            publish.bring_in_line = whole

    @invariant()
    def every_calendar_equals_what_was_published(self) -> None:
        if not (self.output / "ledger.sqlite").exists():
            return
        with sqlite3.connect(self.output / "ledger.sqlite") as ledger:
            rows = ledger.execute("SELECT number, adult_id, ics FROM messages WHERE number > ? ORDER BY number",
                                  (self.received,)).fetchall()
        ledger.close()
        for number, adult_id, ics in rows:
            (other,) = {"mother", "father"} - {adult_id}
            assert NAMES[other] not in ics
            assert f"{other}@".encode() not in ics
            self.calendars[adult_id].receive(ics)
            self.received = number
        for adult_id, calendar in self.calendars.items():
            wanted = [dt.datetime.combine(a.date, dt.time(a.start_minute // 60, a.start_minute % 60))
                      for a in self.published.of_adult.get(adult_id, ())]
            assert calendar.starts() == wanted
        standing = {(told.adult_id, told.meeting_id) for told in told_by_ledger(self.output, ROUND_ID)}
        assert standing == {(adult_id, a.meeting_id) for a in self.published.appointments for adult_id in a.adult_ids}

    def _publish(self) -> Any:
        return publish.publish_plan(self.output, SCHOOL, self.plan, now=MONDAY + dt.timedelta(days=self.days))

    @staticmethod
    def _shown(plan: Plan, adult_id: str) -> set[tuple[object, ...]]:
        return {(a.meeting_id, a.teacher_ids, a.date, a.start_minute) for a in plan.of_adult.get(adult_id, ())}


TestCalendars = Calendars.TestCase
TestCalendars.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
