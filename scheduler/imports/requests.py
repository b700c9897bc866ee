"""Sign-ups as rows of requests.csv and availability.csv; what is not plain is listed in the parents' own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.imports.settings import weekdays
from scheduler.imports.tables import key_of
from scheduler.imports.wishes import understood
from scheduler.language import marked
from scheduler.round import MINUTES_A_DAY, clock

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from scheduler.imports.notes import Notes
    from scheduler.imports.people import People
    from scheduler.imports.pupils import Pupils
    from scheduler.imports.school import SignUp
    from scheduler.imports.tables import Row, Tables
    from scheduler.round import Availability


class Requests:
    """What the sign-up lists ask, given the pupils, the people and the ties (rows of guardians.csv) known."""

    def __init__(self, signups: Iterable[SignUp], pupils: Pupils, people: People, ties: Sequence[Row],
                 apart: Iterable[str], dates: Sequence[dt.date], notes: Notes) -> None:
        self._people = people
        self._pupils = pupils
        self._ties = ties
        self._apart = set(apart)
        self._dates = dates
        self._notes = notes
        found = [(pupils.find(signup.pupil, notes), signup) for signup in signups]
        self._wanted = {pupil_id: signup for pupil_id, signup in found if pupil_id and signup.wanted}
        self._all = [(pupil_id, signup) for pupil_id, signup in found if pupil_id in self._wanted]
        self.signed_off = frozenset(pupil_id for pupil_id, signup in found if pupil_id) - self._wanted.keys()
        """The pupils for whom the lists say that no conversation is wanted."""
        self.wishes: dict[str, list[tuple[str, ...]]] = {}
        """The keys of the rows of availability.csv that the wish of each pupil gave, of every pupil in the lists."""
        for pupil_id, signup in self._all:
            if not signup.wanted:
                notes.add("missing", signup.place, marked("{pupil} is signed up in another row and signed off here; it "
                                                          "was taken as a sign-up. Look whether that is right."),
                          pupil=self._name(pupil_id))

    def tables(self, language: str) -> Tables:
        """The rows of both tables."""
        requests = [{"pupil_id": pupil_id, "requested_by": "parent"} for pupil_id in self._wanted]
        rows: dict[tuple[str, ...], Row] = {}
        self.wishes = {pupil_id: [] for pupil_id in sorted({*self._wanted, *self.signed_off})}
        for pupil_id, signup in self._all:
            for person_id, wish in self._wishes(pupil_id, signup):
                row = _row(person_id, wish, language)
                rows.setdefault(key_of("availability.csv", row), row)
                self.wishes[pupil_id].append(key_of("availability.csv", row))
        given = {"requests.csv": requests, "availability.csv": list(rows.values())}
        return {file: found for file, found in given.items() if found}

    def _wishes(self, pupil_id: str, signup: SignUp) -> list[tuple[str, Availability]]:
        siblings = self._siblings_of(pupil_id)
        wish = understood(signup.wish, self._dates, [self._pupils.rows[one]["first_name"] for one in siblings])
        if wish.unclear:
            self._notes.add("missing", signup.place, marked("This wish of {pupil} is for you to read: “{wish}”. Not "
                                                            "understood was: “{unclear}”."),
                            pupil=self._name(pupil_id), wish=signup.wish[:200], unclear="; ".join(wish.unclear)[:200])
        if wish.siblings:
            self._note_siblings(pupil_id, siblings & self._wanted.keys(), signup)
        if not wish.rows:
            return []
        adults = self._adults(pupil_id, signup)
        if not adults:
            self._notes.add("missing", signup.place, marked("This wish of {pupil} was not entered, as it is not plain "
                                                            "whose it is: “{wish}”. Enter it in availability.csv."),
                            pupil=self._name(pupil_id), wish=signup.wish[:200])
        return [(adult_id, row) for adult_id in adults for row in wish.rows]

    def _adults(self, pupil_id: str, signup: SignUp) -> list[str]:
        """Whose wish it is: the adult named, else all of the pupil's; of a pupil met apart, only one named."""
        if signup.adult is not None:
            person = self._people.find(signup.adult, pupil_id)
            return [person.adult_id] if person else []
        adults = [tie["adult_id"] for tie in self._ties if tie["pupil_id"] == pupil_id]
        if len(adults) > 1 and pupil_id in self._apart:
            return []
        if len(adults) > 1:
            self._notes.add("understood", signup.place, marked("This wish was entered for all adults of {pupil}, as "
                                                               "the list does not say whose it is."),
                            pupil=self._name(pupil_id))
        return adults

    def _siblings_of(self, pupil_id: str) -> set[str]:
        adults = {tie["adult_id"] for tie in self._ties if tie["pupil_id"] == pupil_id}
        found = {tie["pupil_id"] for tie in self._ties if tie["adult_id"] in adults}
        return (found - {pupil_id}) & self._pupils.rows.keys()

    def _note_siblings(self, pupil_id: str, siblings: set[str], signup: SignUp) -> None:
        if siblings:
            self._notes.add("understood", signup.place, marked("{pupil} next to {siblings}: they have an adult in "
                                                               "common, so that is planned anyhow."),
                            pupil=self._name(pupil_id),
                            siblings=", ".join(self._name(one) for one in sorted(siblings)))
        else:
            self._notes.add("missing", signup.place, marked("{pupil} is to come next to a brother or sister, but none "
                                                            "with the same adult is signed up."),
                            pupil=self._name(pupil_id))

    def _name(self, pupil_id: str) -> str:
        pupil = self._pupils.rows[pupil_id]
        return f"{pupil['first_name']} {pupil['last_name']}"


def _row(person_id: str, wish: Availability, language: str) -> Row:
    days = weekdays(language)
    return {
        "person_id": person_id,
        "date": wish.date.isoformat() if wish.date else "",
        "weekday": days[wish.weekday] if wish.weekday is not None else "",
        "start": clock(wish.start_minute) if wish.start_minute else "",
        "end": clock(wish.end_minute) if wish.end_minute < MINUTES_A_DAY else "",
        "kind": wish.kind,
    }
