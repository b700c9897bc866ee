"""First come, first served: how a booking portal fills a round, family by family, as the opponent of a plan."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, Literal

from scheduler.appointments import Appointment, Plan, Unplaced
from scheduler.constraints import availability, cutoff, teachers_of_group, working_days
from scheduler.meetings import meetings_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from scheduler.meetings import Meeting, Team
    from scheduler.round import Round, Window

Prefer = Literal["earliest", "any"]
FORBIDDING = (cutoff, working_days, teachers_of_group, availability)


def book(round: Round, *, prefer: Prefer = "earliest", seed: int = 0) -> Plan:
    """The plan when families book one after another, in an order drawn with the seed, and nobody looks ahead.

    Each family takes the first time (or, with `any`, a time it draws) at which all its meetings adjoin; where there
    is none, each of its meetings takes a time by itself. Every hard rule is kept.
    """
    chance = Random(seed)
    agenda = Agenda(round)
    families = _families(meetings_of(round))
    chance.shuffle(families)
    unplaced: list[Unplaced] = []
    for family in families:
        if _book_together(agenda, family, prefer, chance):
            continue
        for meeting in family:
            if not _book_together(agenda, [meeting], prefer, chance):
                reason = "Toen dit gezin aan de beurt was, was er geen tijd meer vrij."
                unplaced.append(Unplaced(meeting.meeting_id, meeting.pupil_id, meeting.adult_ids, reason))
    return Plan.of(agenda.appointments, unplaced)


@dataclass
class Agenda:
    """What is booked so far, and what still can be."""

    round: Round
    appointments: list[Appointment] = field(default_factory=list)

    def __post_init__(self) -> None:
        siblings = self.round.settings.siblings
        self._longest_wait = siblings.walk_minutes + siblings.max_wait_minutes
        self._shut: dict[object, list[tuple[int, int]]] = {}
        self._of: dict[object, list[Appointment]] = defaultdict(list)
        self._apart: dict[str, set[str]] = defaultdict(set)
        parties: dict[str, list[Meeting]] = defaultdict(list)
        for meeting in meetings_of(self.round):
            parties[meeting.pupil_id].append(meeting)
        for meetings in parties.values():
            for one, other in combinations(meetings, 2):
                for mine in one.adult_ids:
                    self._apart[mine].update(other.adult_ids)
                for theirs in other.adult_ids:
                    self._apart[theirs].update(one.adult_ids)

    def options(self, meeting: Meeting, after: Appointment | None = None) -> Iterator[Appointment]:
        """Every time still free for the meeting, by window, start and team; only those soon after `after`, if given."""
        for window, team in self._places(meeting):
            if after is not None and window.date != after.date:
                continue
            shut = self._forbidden(meeting, team, window)
            for start in range(window.start_minute, window.end_minute, self.round.settings.slot_minutes):
                end = start + meeting.minutes
                if end > window.end_minute or any(start < to and since < end for since, to in shut):
                    continue
                if after is not None and not 0 <= start - after.end_minute <= self._longest_wait:
                    continue
                option = Appointment(meeting.meeting_id, meeting.pupil_id, meeting.adult_ids, team.teacher_ids,
                                     window.date, start, end, team.room, meeting.modality)
                if self.fits(option):
                    yield option

    def fits(self, option: Appointment) -> bool:
        """Whether the option breaks no rule beside what is booked."""
        return (
            not any(self._clashes(option, key) for key in self._keys(option))
            and all(self._far_from_the_others(option, adult_id) for adult_id in option.adult_ids)
            and all(each.teacher_ids == option.teacher_ids for each in self._of["pupil", option.pupil_id])
            and all(self._bearable(option, teacher_id) for teacher_id in option.teacher_ids)
        )

    def enter(self, option: Appointment) -> None:
        """Book it."""
        self.appointments.append(option)
        for key in self._keys(option):
            self._of[key].append(option)

    def strike(self) -> None:
        """Take the last booking back."""
        option = self.appointments.pop()
        for key in self._keys(option):
            self._of[key].remove(option)

    def _keys(self, option: Appointment) -> list[tuple[str, str]]:
        works_here = {self.round.adult[adult_id].teacher_id for adult_id in option.adult_ids} - {None}
        staff = sorted({*option.teacher_ids, *(teacher_id for teacher_id in works_here if teacher_id)})
        keys = [("staff", teacher_id) for teacher_id in staff]
        keys += [("adult", adult_id) for adult_id in option.adult_ids]
        return [*keys, ("pupil", option.pupil_id), *([("room", option.room)] if option.room else [])]

    def _on(self, key: tuple[str, str], date: dt.date) -> list[Appointment]:
        return [appointment for appointment in self._of[key] if appointment.date == date]

    def _clashes(self, option: Appointment, key: tuple[str, str]) -> bool:
        walk = self.round.settings.siblings.walk_minutes if key[0] == "adult" else 0
        return any(_minutes_between(each, option) < walk for each in self._on(key, option.date))

    def _far_from_the_others(self, option: Appointment, adult_id: str) -> bool:
        near = self.round.settings.min_apart_minutes
        return not any(
            _minutes_between(theirs, option) < near
            for other in self._apart[adult_id] - set(option.adult_ids)
            for theirs in self._on(("adult", other), option.date)
            if adult_id not in theirs.adult_ids
        )

    def _bearable(self, option: Appointment, teacher_id: str) -> bool:
        held = [each for each in self._on(("staff", teacher_id), option.date) if teacher_id in each.teacher_ids]
        day = sorted([*held, option], key=lambda each: each.start_minute)
        most, breaks = self.round.teacher[teacher_id].max_meetings_per_day, self.round.settings.breaks
        if most is not None and len(day) > most:
            return False
        in_a_row = 0
        for i, each in enumerate(day if breaks else ()):
            rested = i == 0 or each.start_minute - day[i - 1].end_minute >= breaks.minutes  # type: ignore[union-attr]
            in_a_row = 1 if rested else in_a_row + 1
            if in_a_row > breaks.after_meetings:  # type: ignore[union-attr]
                return False
        return True

    def _places(self, meeting: Meeting) -> Iterator[tuple[Window, Team]]:
        for window in sorted(self.round.windows, key=lambda window: (window.date, window.start_minute)):
            yield from ((window, team) for team in meeting.teams)

    def _forbidden(self, meeting: Meeting, team: Team, window: Window) -> list[tuple[int, int]]:
        key = meeting.meeting_id, team.teacher_ids, window
        if key not in self._shut:
            found = [rule.forbids(self.round, meeting, team, window) for rule in FORBIDDING]
            self._shut[key] = [stretch for stretches in found for stretch in stretches]
        return self._shut[key]


def _book_together(agenda: Agenda, family: Sequence[Meeting], prefer: Prefer, chance: Random) -> bool:
    """Book all these meetings, each soon after the one before; False and nothing booked where they do not fit."""
    firsts = [option for meeting in family for option in agenda.options(meeting)]
    firsts.sort(key=lambda option: (option.date, option.start_minute, option.end_minute))
    if prefer == "any":
        chance.shuffle(firsts)
    return any(_book_after(agenda, option, family) for option in firsts)


def _book_after(agenda: Agenda, option: Appointment, family: Sequence[Meeting]) -> bool:
    agenda.enter(option)
    rest = [meeting for meeting in family if meeting.meeting_id != option.meeting_id]
    if any(_book_after(agenda, later, rest) for meeting in rest for later in agenda.options(meeting, option)):
        return True
    if rest:
        agenda.strike()
    return not rest


def _families(meetings: Sequence[Meeting]) -> list[list[Meeting]]:
    """The meetings tied by shared adults: what a family books in one go."""
    family_of: dict[str, list[Meeting]] = {}
    for meeting in meetings:
        together = [meeting]
        for family in {id(found): found for a in meeting.adult_ids if (found := family_of.get(a))}.values():
            together = [*family, *together]
        family_of.update((adult_id, together) for each in together for adult_id in each.adult_ids)
    return list({id(family): family for family in family_of.values()}.values())


def _minutes_between(one: Appointment, other: Appointment) -> int:
    """From the end of the earlier to the start of the later; negative where they overlap."""
    return max(one.start_minute, other.start_minute) - min(one.end_minute, other.end_minute)
