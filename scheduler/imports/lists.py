"""A school's own list as rows of fields: what parents' lists, sign-up lists and import sheets have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scheduler.imports.columns import MOST_ADULTS
from scheduler.imports.school import FoundAdult, FoundPupil
from scheduler.imports.text import clean_email, clean_name, clean_phone, folded, no_name, whole_name
from scheduler.intake.values import group_from_date
from scheduler.language import marked
from scheduler.problems import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.imports.notes import Notes
    from scheduler.imports.school import Place
    from scheduler.imports.sheets import Sheet

WANTED = {"": True, "ja": True, "j": True, "yes": True, "y": True, "x": True, "1": True, "graag": True, "true": True,
          "ja graag": True, "nee": False, "n": False, "no": False, "0": False, "niet nodig": False, "geen": False,
          "false": False, "nee bedankt": False}
"""Answers as people write them; a sign-up without one is a sign-up."""

STEP = re.compile(r"stief|bonus|\bplus|partner|\bstep")
NO_NAME = marked("This is no name; it was left out.")
NO_ZERO = re.compile(r"[1-9]\d{8}")
"""A Dutch number of nine digits, which Excel took for an amount."""

BORN = re.compile(r"geb(oorte)?[ .]*(datum|dat|dag)|date of birth|birth ?date|dob")
"""A column of dates of birth: compared within the list, to tell pupils of one name apart, and kept nowhere."""

PARENT = re.compile(r"vader|moeder|ouder|verzorg|voogd|gezag|parent|mother|father|guardian|mama|papa")


class Listed:
    """One row, by field."""

    def __init__(self, place: Place, fields: Mapping[str, str], columns: Mapping[str, str], born: str,
                 notes: Notes) -> None:
        self.place = place
        self._born = born
        self._fields = fields
        self._columns = columns
        self._notes = notes

    def __getitem__(self, field: str) -> str:
        return self._fields.get(field, "")

    def pupils(self) -> Iterator[FoundPupil]:
        """The pupil, or the several pupils, that the row is about; none where it names nobody."""
        last_name = whole_name(self["prefix"], self["last_name"])
        first_name = clean_name(self["first_name"])
        if self["pupil_name"]:
            first_name, last_name = _name_parts(self["pupil_name"])
        keys = [key.strip() for key in re.split(r"[,;\s]+", self["pupil_ids"]) if key.strip()] or [self["pupil_id"]]
        for key in keys:
            if key or last_name:
                yield FoundPupil(key, first_name, last_name, self._group(), self.place, self["level"],
                                 born=self._born)

    def adults(self) -> Iterator[tuple[int, FoundAdult]]:
        """The adults whom the row names, with their position; who has neither name nor address is none."""
        for position in range(1, MOST_ADULTS + 1):
            adult = self._adult(position)
            if adult is not None:
                yield position, adult

    def _adult(self, position: int) -> FoundAdult | None:
        def cell(field: str) -> str:
            return self[f"adult{position}_{field}"]

        names = {field: self._name(f"adult{position}_{field}") for field in ("name", "first_name", "last_name")}
        first_name = names["first_name"] or cell("initials")
        name = clean_name(names["name"]) or whole_name(first_name, cell("prefix"), names["last_name"])
        name = "" if no_name(name) else name
        email = self._email(f"adult{position}_email")
        if not name and not email:
            return None
        relation = _relation(cell("relation") or self._step_by_column(position))
        if relation is None:
            self._notes.add("left_out", self.place, marked("{name} is neither parent nor step-parent by this row."),
                            self._columns.get(f"adult{position}_relation", ""), name=name or email)
            return None
        phone = self._phone(f"adult{position}_phone")
        authority, banned = (self._yes_no(f"adult{position}_{what}") for what in ("authority", "contact_ban"))
        return FoundAdult(name, email, self.place, phone, relation, authority or "", "ja" if banned is None else banned)

    def _name(self, field: str) -> str:
        if no_name(self[field]):
            self._notes.add("left_out", self.place, NO_NAME, self._columns[field])
            return ""
        return self[field]

    def _phone(self, field: str) -> str:
        phone = clean_phone(self[field])
        if self[field] and not phone:
            self._notes.add("left_out", self.place, marked("This is no telephone number; it was left empty."),
                            self._columns[field])
        if NO_ZERO.fullmatch(phone):
            self._notes.add("understood", self.place, marked("Excel took the zero off this telephone number; it was "
                                                             "put back."), self._columns[field])
            return f"0{phone}"
        return phone

    def _step_by_column(self, position: int) -> str:
        """What the column's own name says of the adult: of a stepfather, that he is one."""
        names = (self._columns.get(f"adult{position}_{what}", "") for what in ("name", "last_name", "email"))
        return next((name for name in names if STEP.search(folded(name))), "")

    def _yes_no(self, field: str) -> str | None:
        """ja, nee, "" where nothing is said; None, with a note, where it is neither."""
        said = folded(self[field])
        yes = {**WANTED, "beide": True, "gedeeld": True, "volledig": True}.get(said) if said else None
        if said and yes is None:
            self._notes.add("missing", self.place, marked("This is neither yes nor no. Enter in guardians.csv what is "
                                                          "right."), self._columns[field])
            return None
        return {True: "ja", False: "nee", None: ""}[yes]

    def _email(self, field: str) -> str:
        written = [part for part in re.split(r"[;,\s]+", self[field]) if part]
        found = [email for email in map(clean_email, written) if email]
        if written and not found:
            self._notes.add("missing", self.place, marked("This is no e-mail address; it was left empty."),
                            self._columns[field])
        elif len(found) > 1:
            self._notes.add("missing", self.place, marked("There are several addresses in one cell; the first was "
                                                          "taken."), self._columns[field])
        return found[0] if found else ""

    def _group(self) -> str:
        written = clean_name(self["group"])
        levels = group_from_date(written)
        if levels is None:
            return written
        column = self._columns["group"]
        if levels[1] - levels[0] == 1 and levels[1] <= 8:
            self._notes.add("missing", self.place, marked("Excel made a date of this group; it was read as {group}. "
                                                          "Look whether that is right, and make the column text."),
                            column, group=f"{levels[0]}-{levels[1]}")
            return f"{levels[0]}-{levels[1]}"
        raise BadInput.one(self.place.file, marked("Excel made a date of this group: make the column text, write the "
                                                   "group as it is called, and try again."), self.place.line, column,
                           written)


def listed_rows(sheet: Sheet, mapping: Mapping[str, str], notes: Notes) -> Iterator[Listed]:
    """The rows of the list by field."""
    columns = {field: column for column, field in mapping.items() if field}
    born = next((name for name in sheet.header if not mapping.get(name) and BORN.fullmatch(folded(name))), "")
    dates: dict[str, str] = {"": ""}
    for row in sheet.rows:
        fields = {field: row.cells.get(column, "") for field, column in columns.items()}
        date = dates.setdefault(row.cells.get(born, ""), str(len(dates)))
        yield Listed(sheet.place(row), fields, columns, date, notes)


def _relation(written: str) -> str | None:
    """parent, step, "" where nothing is said, None for anybody else: a grandparent, a neighbour."""
    words = folded(written)
    if not words:
        return ""
    if STEP.search(words):
        return "step"
    return "parent" if PARENT.search(words) else None


def _name_parts(name: str) -> tuple[str, str]:
    """First and last name of "Noor van den Berg" or "Berg, Noor van den"."""
    last, comma, first = clean_name(name).partition(",")
    if comma:
        given, _, prefix = first.strip().partition(" ")
        return given, whole_name(prefix, last)
    given, _, rest = last.partition(" ")
    return given, rest
