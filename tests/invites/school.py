"""A school with plans to publish, and a calendar client that receives what was told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import icalendar

from scheduler.appointments import Appointment, Plan
from scheduler.invites.publish import publish_plan
from tests.rounds import TUESDAY, adult, group, minute, pupil, teacher, tiny_round

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.invites.invite import Publication
    from scheduler.round import Round

ROUND_ID = "2027-february"
MONDAY = dt.datetime(2027, 1, 11, 9, 30, tzinfo=dt.UTC)


def school(**more: Any) -> Round:
    """Emma's parents Suzanne and Ali (who reads English and has no e-mail), her brother Daan, and two teachers."""
    usual: dict[str, Any] = {
        "families": {"p1": ["suzanne", "ali"], "p2": ["suzanne"]},
        "groups": [group("5A", "anja"), group("8", "tom", level=8)],
        "teachers": [teacher("anja", name="juf Anja", room="12"), teacher("tom", name="meester Tom", room="Aula")],
        "pupils": [replace(pupil("p1"), first_name="Emma"), replace(pupil("p2", "8"), first_name="Daan")],
        "adults": [adult("suzanne", name="Suzanne van den Berg", phone="+31 6 12345678"),
                   adult("ali", name="Ali Yılmaz", email="", language="en")],
    }
    merged = usual | more
    return tiny_round(merged.pop("families"), **merged)


def appointment(meeting_id: str = "m1", start: str = "14:30", **changed: Any) -> Appointment:
    """Emma's appointment with both parents, ten minutes long; name what is different."""
    begin = minute(start)
    usual = Appointment(meeting_id, "p1", ("ali", "suzanne"), ("anja",), TUESDAY, begin, begin + 10, "12", "school")
    return replace(usual, **changed)


def daans(start: str = "14:40", **changed: Any) -> Appointment:
    """Daan's appointment with his mother."""
    usual: dict[str, Any] = {"pupil_id": "p2", "adult_ids": ("suzanne",), "teacher_ids": ("tom",), "room": "Aula"}
    return appointment("m2", start, **usual | changed)


def told(output: Path, *appointments: Appointment, round: Round | None = None, days: int = 0,
         dry_run: bool = False) -> Publication:
    """Publish the plan of these appointments, so many days after the first Monday."""
    return publish_plan(output, round or school(), Plan.of(list(appointments), []), dry_run=dry_run,
                        now=MONDAY + dt.timedelta(days=days))


def event_in(content: bytes) -> Any:
    """The only event of a file."""
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return event


def read(output: Path, adult_id: str = "suzanne", meeting_id: str = "m1") -> Any:
    """The event in an invite on disk."""
    return event_in((output / "invites" / adult_id / f"{meeting_id}.ics").read_bytes())


def tree(output: Path) -> dict[str, bytes]:
    """Every file by its path."""
    return {str(path.relative_to(output)): path.read_bytes() for path in sorted(output.rglob("*")) if path.is_file()}


class Calendar:
    """One adult's calendar program: it takes messages in the order sent, and believes what iTIP says."""

    def __init__(self) -> None:
        self.events: dict[str, Any] = {}
        self.dead: set[str] = set()
        self.sequences: dict[str, int] = {}

    def receive(self, content: bytes) -> None:
        """Take one message; a repeated or older SEQUENCE, or a UID that returns after its cancel, is a fault."""
        method = icalendar.Calendar.from_ical(content)["method"]
        event = event_in(content)
        uid, sequence = str(event["uid"]), int(event["sequence"])
        assert uid not in self.dead, "a UID returned after its cancel"
        assert sequence == self.sequences.get(uid, -1) + 1
        self.sequences[uid] = sequence
        if method == "CANCEL":
            del self.events[uid]
            self.dead.add(uid)
        else:
            self.events[uid] = event

    def starts(self) -> list[dt.datetime]:
        """When the adult must be somewhere, in local time."""
        return sorted(event.decoded("dtstart").replace(tzinfo=None) for event in self.events.values())
