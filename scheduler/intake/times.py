"""Whether what people ask for and when they can come fits the round's windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.constraints import audience
from scheduler.intake.windows import last_end_minute
from scheduler.language import marked
from scheduler.round import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.intake.entries import Entries, Entry
    from scheduler.intake.settings import RoundFile
    from scheduler.problems import Problems
    from scheduler.round import Availability, Round, Teacher, Window


def check_times(entries: Entries, given: RoundFile, problems: Problems) -> None:
    """Note requests that are missing or no whole number of slots, and availability that contradicts itself."""
    slot_minutes = given.settings.slot_minutes
    nobody_asked = "requests.csv" in entries.whole and not entries.requests
    if given.sound and given.settings.audience == "requested" and nobody_asked:
        _note_no_requests(entries.headers["requests.csv"], problems)
    for request in entries.requests:
        if given.sound and request.item.minutes and request.item.minutes % slot_minutes:
            request.row.refuse("minutes", marked("A conversation takes a whole number of slots. Choose a multiple of "
                                                 "{slot_minutes} minutes."), slot_minutes=slot_minutes)
    working = entries.ids["teachers.csv"] | {each.item.adult_id for each in entries.adults if each.item.teacher_id}
    for entry in entries.availability:
        _check_availability(entry, entries, working)


def warn_about_times(entries: Entries, round: Round) -> None:
    """Note what will keep conversations out of the plan or has no effect, in a round that is otherwise sound."""
    _warn_about_long_requests(entries, round)
    _warn_about_availability(entries, round)
    _warn_about_days(entries, round)
    needed = set(_needed_teachers(round))
    for entry in entries.teachers:
        if entry.item.teacher_id in needed and not _ever_works(round, entry.item):
            entry.row.warn("working_days", marked(
                "This teacher never works in any window, but is needed for conversations. Add a window, or a row with "
                "available in availability.csv."))


def _note_no_requests(header: int | None, problems: Problems) -> None:
    """A table without rows may say that nobody asked; where there is none, it may have been forgotten."""
    if header is None:
        problems.add("requests.csv", None, "", "", marked(
            "This round is only for the pupils in requests.csv, and there are none. Add the file with a row for each "
            'of them, or write audience = "all" in round.toml.'))
    else:
        problems.warn("requests.csv", header, "", "", marked(
            "This round is only for the pupils in this table, and it has none: there is no conversation to plan. Add a "
            'row for each of them, or write audience = "all" in round.toml.'))


def _check_availability(entry: Entry[Availability], entries: Entries, working: frozenset[str]) -> None:
    row, item = entry.row, entry.item
    if row.text("date") and row.text("weekday"):
        row.refuse("weekday", marked("Date and weekday are both filled in. Empty one of the two."))
    if item.end_minute <= item.start_minute:
        row.refuse("end", marked("This ends before it starts, at {start}. Change one of the two."),
                   start=clock(item.start_minute))
    if item.kind == "available" and item.person_id in entries.ids["adults.csv"] - working:
        row.refuse("kind", marked("available is only for teachers, on their days off. For a parent, write unavailable "
                                  "or preferred."))


def _warn_about_long_requests(entries: Entries, round: Round) -> None:
    longest = max((last - window.start_minute for window, last in _stretches(round)), default=0)
    for entry in entries.requests:
        if (entry.item.minutes or 0) > longest:
            entry.row.warn("minutes", marked("This is longer than every window, so this conversation will get no "
                                             "place. The longest has {longest} minutes."), longest=longest)


def _warn_about_availability(entries: Entries, round: Round) -> None:
    adults = {adult_id for adult in round.adults for adult_id in (adult.adult_id, adult.teacher_id)}
    for entry in entries.availability:
        if entry.item.date is not None and entry.item.date not in round.dates:
            entry.row.warn("date", marked("There is no window on this date, so this row has no effect."))
        if entry.item.kind == "preferred" and entry.item.person_id not in adults:
            entry.row.warn("kind", marked("Wishes are for parents; for a teacher this row has no effect. Write "
                                          "unavailable for the times that are really impossible."))


def _warn_about_days(entries: Entries, round: Round) -> None:
    for entry in entries.groups:
        member = entry.item.teacher
        if member.days is not None and not member.days <= round.teacher[member.teacher_id].working_days:
            entry.row.warn("days", marked("This teacher does not work on all of these days. Check working_days in "
                                          "teachers.csv."))


def _needed_teachers(round: Round) -> Iterator[str]:
    for pupil in audience.expected(round):
        request = round.request.get(pupil.pupil_id)
        yield from request.staff if request else ()
        agreed = round.agreements.get(pupil.pupil_id)
        yield from agreed or (member.teacher_id for member in round.group[pupil.group].teachers)


def _ever_works(round: Round, teacher: Teacher) -> bool:
    """Whether the teacher works on a date with a window, or is available in one, and is not away all through it."""
    rows = round.availability_of.get(teacher.teacher_id, ())
    for window, last in _stretches(round):
        here = [row for row in rows if row.on(window.date)]
        comes = window.date.weekday() in teacher.working_days or any(
            row.kind == "available" and row.start_minute < last and window.start_minute < row.end_minute
            for row in here
        )
        away = any(
            row.kind == "unavailable" and row.start_minute <= window.start_minute and last <= row.end_minute
            for row in here
        )
        if comes and not away:
            return True
    return False


def _stretches(round: Round) -> Iterator[tuple[Window, int]]:
    """Each window in which something can be held, with the minute at which its last meeting ends."""
    for window in round.windows:
        last = last_end_minute(window, round.settings)
        if last > window.start_minute:
            yield window, last
