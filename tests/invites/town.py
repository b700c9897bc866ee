"""A small school through a whole round: its facts change, its plans follow, and each adult has a calendar."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import icalendar

from scheduler.appointments import Appointment, Plan, Unplaced
from scheduler.constraints.table import violations_of
from scheduler.meetings import meetings_of
from scheduler.round import Availability, Guardian, Request, Separation
from tests.rounds import THURSDAY, adult, group, pupil, teacher, tiny_round, window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.meetings import Meeting
    from scheduler.round import Round

NAMES = {"mother": "Suzanne Vermeer", "father": "Ferdinand Zijlstra", "step": "Quinten Wouda", "mina": "Mina Oduya"}
CHILDREN = {"p1": "5A", "p2": "8", "p3": "8"}


@dataclass
class Facts:
    """What the school knows, and changes its mind about. A number of an address counts the changes; None is none."""

    banned: bool = False
    consent: bool = False
    apart: bool = False
    by_phone: bool = False
    longer: bool = False
    room: int = 1
    days: int = 0
    addresses: dict[str, int | None] = field(default_factory=lambda: dict.fromkeys(NAMES, 0))
    away: list[Availability] = field(default_factory=list)

    def email(self, adult_id: str) -> str:
        """The address now, "" for none."""
        number = self.addresses[adult_id]
        return "" if number is None else f"{adult_id}.{number}@post.example"

    def round(self) -> Round:
        """The round as it is given now."""
        return tiny_round(
            windows=[window("14:30", "15:30"), window("18:30", "19:10", THURSDAY, evening=True)],
            groups=[group("5A", "anja", "tom"), group("8", "ruth", level=8)],
            teachers=[teacher("anja", name="Juf Anja", room=f"lokaal {self.room}",
                              days=[{1, 3}, {3}, {1}][self.days % 3]),
                      teacher("tom", name="Meester Tom"), teacher("ruth", name="Juf Ruth", room="aula")],
            pupils=[pupil(pupil_id, name) for pupil_id, name in CHILDREN.items()],
            adults=[adult(adult_id, name=name, email=self.email(adult_id), phone=f"0612345{number:03d}",
                          language="en" if adult_id == "mina" else "")
                    for number, (adult_id, name) in enumerate(NAMES.items())],
            guardians=[
                Guardian("p1", "mother"), Guardian("p1", "father", contact_ban=self.banned, order_on_file=True),
                Guardian("p2", "mother"), Guardian("p2", "step", "step", authority=False, consent=self.consent),
                Guardian("p3", "mina"),
            ],
            separations=[Separation("p1", "mother", "M"), Separation("p1", "father", "F")]
            if self.apart and not self.banned else [],
            requests=[Request("p1", modality="phone" if self.by_phone else None),
                      Request("p3", minutes=20 if self.longer else None)],
            availability=tuple(self.away),
        )


def plan_of(round: Round, before: Plan, seed: int, keep: float) -> Plan:
    """A plan that keeps the rules: of what still can stay about that share stays, the rest is drawn."""
    luck, meetings = random.Random(seed), meetings_of(round)
    placed: list[Appointment] = []
    for meeting in sorted(meetings, key=lambda meeting: luck.random()):
        ways = _ways(round, meeting)
        luck.shuffle(ways)
        was = before.appointment.get(meeting.meeting_id)
        if was is not None and luck.random() < keep:
            ways.sort(key=lambda way: (way.date, way.start_minute) != (was.date, was.start_minute))
        placed += next(([way] for way in ways if _sound(round, meetings, [*placed, way])), [])
    return _whole(meetings, placed)


def _ways(round: Round, meeting: Meeting) -> list[Appointment]:
    """Every place that a window and a team give."""
    return [
        Appointment(meeting.meeting_id, meeting.pupil_id, meeting.adult_ids, team.teacher_ids, window.date, start,
                    start + meeting.minutes, team.room, meeting.modality)
        for window in round.windows for team in meeting.teams
        for start in range(window.start_minute, window.end_minute - meeting.minutes + 1, round.settings.slot_minutes)
    ]


def _sound(round: Round, meetings: Sequence[Meeting], placed: Sequence[Appointment]) -> bool:
    return not violations_of(round, _whole(meetings, placed))


def _whole(meetings: Sequence[Meeting], placed: Sequence[Appointment]) -> Plan:
    found = {it.meeting_id for it in placed}
    others = [Unplaced(m.meeting_id, m.pupil_id, m.adult_ids) for m in meetings if m.meeting_id not in found]
    return Plan.of(list(placed), others)


@dataclass
class Client:
    """One adult's calendar program. It takes messages in the order they arrive, and believes what iTIP says.

    `lost` are the events of which a message may never have arrived.
    """

    events: dict[str, Any] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    got: dict[tuple[str, int], bytes] = field(default_factory=dict)

    def receive(self, content: bytes) -> bool:
        """Take one message; return whether it is one that had arrived before."""
        calendar = icalendar.Calendar.from_ical(content)
        (event,) = calendar.walk("VEVENT")
        uid, sequence, method = str(event["uid"]), int(event["sequence"]), str(calendar["method"])
        if (uid, sequence) in self.got:
            assert self.got[uid, sequence] == content, "another message under the same SEQUENCE"
            return True
        assert uid not in self.dead, "a UID returned after its cancel"
        assert all(sequence > each for of, each in self.got if of == uid), "SEQUENCE does not grow"
        self.got[uid, sequence] = content
        if method == "REQUEST":
            self.events[uid] = event
            return False
        assert (method, event["status"]) == ("CANCEL", "CANCELLED")
        assert uid in self.events or uid in self.lost, "a cancel of what was never invited"
        self.events.pop(uid, None)
        self.dead.add(uid)
        return False

    def sees(self) -> list[tuple[object, ...]]:
        """Everything in the calendar."""
        return sorted(facts_of(event) for event in self.events.values())


def facts_of(event: Any) -> tuple[object, ...]:
    """When an event starts in local time, how many minutes it lasts, and how and with whom."""
    start, end = event.decoded("dtstart"), event.decoded("dtend")
    return start.replace(tzinfo=None), (end - start).seconds // 60, str(event["location"]), str(event["description"])
