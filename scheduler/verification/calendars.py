"""Invites and staff calendars: each adult and appointment exactly one live event, at the right time, to the right one.

Where there is a ledger the files must say what it says, and it must say what the plan says; without one the files are
held against the plan.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from scheduler.appointments import Told
from scheduler.language import marked
from scheduler.verification.icalendar_text import read_calendar
from scheduler.verification.ledger import NAME, read_ledger
from scheduler.verification.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.appointments import Plan
    from scheduler.problems import Problems
    from scheduler.round import Round
    from scheduler.verification.icalendar_text import Component
    from scheduler.verification.ledger import Key, LedgerCopy

Hours = tuple[dt.date, int, int]


def check_calendars(round: Round, output: Path, plan: Plan, problems: Problems) -> None:
    """Note whatever is wrong with what was published; nothing where nothing was."""
    if not any((output / name).exists() for name in (NAME, "invites", "staff", "messages.csv")):
        return
    ledger = read_ledger(output)
    if ledger is None:
        problems.add(NAME, None, "", "", marked("The ledger is missing, damaged, or in use."))
    needed = {(adult_id, it.meeting_id): Told(adult_id, it.meeting_id, it.teacher_ids, it.date, it.start_minute,
                                              it.end_minute, it.room, it.modality)
              for it in plan.appointments for adult_id in it.adult_ids}
    hours = {teacher_id: tuple(sorted((it.date, it.start_minute, it.end_minute) for it in row))
             for teacher_id, row in plan.of_teacher.items()}
    if ledger is not None:
        _check_newer(needed, hours, ledger, problems)
        needed, hours = {(told.adult_id, told.meeting_id): told for told in ledger.told}, dict(ledger.staff)
    _Invites(round, output, needed, ledger, problems).check()
    _check_staff(round, output, hours, problems)
    _check_messages(round, output, problems)


def _check_newer(
    needed: Mapping[Key, Told], hours: Mapping[str, tuple[Hours, ...]], ledger: LedgerCopy, problems: Problems
) -> None:
    """Note that the plan is not the one that was published."""
    told = {(one.adult_id, one.meeting_id): one for one in ledger.told}
    differing = sum(needed.get(key) != told.get(key) for key in {*needed, *told})
    if differing or hours != ledger.staff:
        problems.add(NAME, None, "", "", marked("The plan is not yet published: {count} invites differ from it. "
                                                "Run publish."), count=differing)


class _Invites:
    """The files in `invites/` against what their adults should have been told."""

    def __init__(
        self, round: Round, output: Path, needed: Mapping[Key, Told], ledger: LedgerCopy | None, problems: Problems
    ) -> None:
        self.round, self.output, self.needed, self.ledger, self.problems = round, output, needed, ledger, problems
        self.file = ""
        self.uids: set[str] = set()

    def check(self) -> None:
        """Note each file that is missing, too many, or says something else."""
        found = set()
        for path in sorted((self.output / "invites").rglob("*.ics")):
            key = (path.parent.name, path.stem)
            self.file = path.relative_to(self.output).as_posix()
            found.add(key)
            try:
                self._check_file(key, read_calendar(path.read_bytes()))
            except (ValueError, OSError):
                self._note("", "", marked("This is no calendar file that can be read."))
        for adult_id, meeting_id in sorted(self.needed.keys() - found):
            self.file = f"invites/{adult_id}/{meeting_id}.ics"
            self._note("", "", marked("This invite is missing."))

    def _check_file(self, key: Key, calendar: Component) -> None:
        method, events = calendar.text("METHOD"), calendar.parts("VEVENT")
        if method not in ("REQUEST", "CANCEL") or len(events) != 1:
            self._note("METHOD", method, marked("An invite is one event, with METHOD REQUEST or CANCEL."))
            return
        (event,) = events
        told = self.needed.get(key)
        if method == "REQUEST" and told is None:
            self._note("METHOD", method, marked("This invites to something that is not in the plan."))
        if method == "CANCEL" and told is not None:
            self._note("METHOD", method, marked("This cancels an appointment that is in the plan."))
        if method == "REQUEST" and told is not None:
            self._check_times(event, told)
        if method == "REQUEST":
            zones = [zone.text("TZID") for zone in calendar.parts("VTIMEZONE")]
            self._expect("TZID", ", ".join(zones), self.round.school.timezone)
        self._check_envelope(key, method, event)

    def _check_times(self, event: Component, told: Told) -> None:
        midnight = dt.datetime.combine(told.date, dt.time())
        for name, minute in (("DTSTART", told.start_minute), ("DTEND", told.end_minute)):
            expected = f"{midnight + dt.timedelta(minutes=minute):%Y%m%dT%H%M%S}"
            self._expect(name, event.text(name), expected)
            zones = [one.parameters.get("TZID", "") for one in event.all(name)]
            self._expect(f"{name};TZID", ", ".join(zones), self.round.school.timezone)

    def _check_envelope(self, key: Key, method: str, event: Component) -> None:
        adult = self.round.adult.get(key[0])
        self._expect("STATUS", event.text("STATUS"), "CONFIRMED" if method == "REQUEST" else "CANCELLED")
        organizers = [one.address for one in event.all("ORGANIZER")]
        self._expect("ORGANIZER", ", ".join(organizers), self.round.school.email)
        attendees = [one.address for one in event.all("ATTENDEE")]
        if method == "REQUEST":
            self._expect("ATTENDEE", ", ".join(attendees), adult.email if adult else "")
        elif len(attendees) > 1:
            self._note("ATTENDEE", ", ".join(attendees), marked("A cancel goes to one adult."))
        uid, sequence = event.text("UID"), event.text("SEQUENCE")
        if not uid or uid in self.uids:
            self._note("UID", uid, marked("Every event has a UID of its own."))
        self.uids.add(uid)
        entry = self.ledger.events.get(key) if self.ledger else None
        if entry is not None:
            self._expect("METHOD", method, entry.method)
            self._expect("UID", uid, entry.uid)
            self._expect("SEQUENCE", sequence, str(entry.sequence))
        elif not sequence.isdecimal() or (method == "CANCEL" and sequence == "0"):
            self._note("SEQUENCE", sequence, marked("This is a whole number, and above 0 for a cancel."))

    def _expect(self, name: str, value: str, expected: str) -> None:
        if value != expected:
            self._note(name, value, marked("This should be {expected}."), expected=expected or "–")

    def _note(self, name: str, value: str, message: str, **fields: object) -> None:
        self.problems.add(self.file, None, name, value, message, **fields)


def _check_staff(
    round: Round, output: Path, hours: Mapping[str, tuple[Hours, ...]], problems: Problems
) -> None:
    paths = {path.stem: path for path in (output / "staff").glob("*.ics")}
    for teacher_id in sorted({*hours, *paths}):
        file, path = f"staff/{teacher_id}.ics", paths.get(teacher_id)
        if path is None:
            problems.add(file, None, "", "", marked("This teacher has appointments, but no calendar."))
            continue
        try:
            calendar = read_calendar(path.read_bytes())
            found = sorted(_hours(event, round.school.timezone) for event in calendar.parts("VEVENT"))
        except (ValueError, OSError):
            problems.add(file, None, "", "", marked("This is no calendar file that can be read."))
            continue
        if calendar.text("METHOD") != "PUBLISH":
            problems.add(file, None, "METHOD", calendar.text("METHOD"), marked("This should be {expected}."),
                         expected="PUBLISH")
        if tuple(found) != hours.get(teacher_id, ()):
            problems.add(file, None, "", "", marked("This calendar does not hold exactly the teacher's appointments."))


def _hours(event: Component, timezone: str) -> Hours:
    (start,), (end,) = event.all("DTSTART"), event.all("DTEND")
    (first, zone), (last, other_zone) = start.moment, end.moment
    if {zone, other_zone} != {timezone}:
        raise ValueError(zone)
    midnight = dt.datetime.combine(first.date(), dt.time())
    minutes = [int((moment - midnight) / dt.timedelta(minutes=1)) for moment in (first, last)]
    return first.date(), minutes[0], minutes[1]


def _check_messages(round: Round, output: Path, problems: Problems) -> None:
    for line, row in read_table(output / "messages.csv", ("adult_id", "email", "subject", "body"), problems):
        adult = round.adult.get(row["adult_id"])
        if row.get("method") != "CANCEL" and row["email"] != (adult.email if adult else ""):
            problems.add("messages.csv", line, "email", row["email"], marked("This should be {expected}."),
                         expected=adult.email if adult and adult.email else "–")
