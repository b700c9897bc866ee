"""Rows of one list about pupils of one name: one pupil or several, by number, date of birth or decision; no guess."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.imports.decisions import Question
from scheduler.imports.pupils import id_by_name
from scheduler.imports.school import Place
from scheduler.imports.text import folded, group_id, id_of
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.imports.decisions import Decisions
    from scheduler.imports.notes import Notes
    from scheduler.imports.school import Extract, FoundAdult, FoundPupil
    from scheduler.imports.tables import Row, Tables

TWICE = marked("{pupil} (group {group}) stands in two rows of {file}: with {one}, and with {other}. Are both rows "
               "about one pupil?")
ALIKE = marked("{pupil} stands in several rows with the same adult, and counts as one pupil. Are there two of one "
               "name? Then add the pupils' numbers to the list.")
ROW_EACH = marked("These pupils stand in several rows with another adult each, and count as one pupil each: {names}. "
                  "Are there two of one name? Then add the pupils' numbers to the list.")
BY_BIRTH = marked("Rows about pupils of one name were compared by their dates of birth, which are kept nowhere.")
TOO_FEW = marked("The school has fewer pupils called {pupil} than this list: this row was left out, as it is not plain "
                 "which pupil it is about. Add the pupils' numbers to the list.")


@dataclass(eq=False)
class Claimed:
    """A pupil as rows of one list speak of them; `guessed` where nothing but the form of the list joins the rows.

    `parts` are the adults of each of those that a person joined into one.
    """

    rows: list[FoundPupil]
    adults: list[FoundAdult]
    key: str
    group: str
    born: str
    guessed: bool = False
    parts: list[list[FoundAdult]] = field(default_factory=list)

    def add(self, other: Claimed) -> None:
        """Take in rows about the same pupil."""
        self.rows += other.rows
        self.adults += [adult for adult in other.adults if _called(adult) not in {*map(_called, self.adults)}]
        self.key, self.group, self.born = (self.key or other.key, self.group or other.group, self.born or other.born)

    @property
    def who(self) -> str:
        """The adults in words."""
        return ", ".join(map(_called, self.adults)) or "–"


@dataclass
class Namesakes:
    """The pupils known so far by name, with their adults, and who of them turned out to be another.

    `ids` are the pupil_ids of those whom an export gives another number, by that number.
    """

    known: dict[str, dict[str, Row]]
    adults: dict[str, set[str]]
    ids: Mapping[str, str]
    open_to_new: bool
    decisions: Decisions
    notes: Notes
    replaced: dict[str, str] = field(default_factory=dict)
    """The pupils joined into another by a decision, with that other's id."""
    several: set[str] = field(default_factory=set)
    """The names that stand in several rows of a list now."""

    @staticmethod
    def among(rows: Iterable[Row], folder: Tables, ids: Mapping[str, str], open_to_new: bool, decisions: Decisions,
              notes: Notes) -> Namesakes:
        """Those of whom the rows of pupils.csv speak, with the adults that the folder knows."""
        known: dict[str, dict[str, Row]] = defaultdict(dict)
        for row in rows:
            known[folded(f"{row['first_name']} {row['last_name']}")][row["pupil_id"]] = row
        named = {row["adult_id"]: _tokens(row.get("name", ""), row.get("email", ""))
                 for row in folder.get("adults.csv", [])}
        adults: dict[str, set[str]] = defaultdict(set)
        for tie in folder.get("guardians.csv", []):
            adults[tie["pupil_id"]] |= named.get(tie["adult_id"], set())
        return Namesakes(known, adults, ids, open_to_new, decisions, notes)

    def told_apart(self, extract: Extract) -> Extract:
        """The list with a key at every pupil whose name alone does not tell who it is."""
        if extract.register:
            return extract
        adults: dict[FoundPupil, list[FoundAdult]] = {pupil: [] for pupil in extract.pupils}
        for tie in extract.ties:
            adults.setdefault(tie.pupil, []).append(tie.adult)
        for signup in extract.signups:
            adults.setdefault(signup.pupil, []).extend([signup.adult] if signup.adult else [])
        by_name: dict[str, list[FoundPupil]] = defaultdict(list)
        for pupil in adults:
            if pupil.last_name:
                by_name[folded(pupil.name)].append(pupil)
        meant: dict[FoundPupil, FoundPupil] = {}
        guessed: list[str] = []
        for name, rows in by_name.items():
            claims = self._claims(name, rows, adults, extract)
            guessed += [claim.rows[0].name for claim in claims if claim.guessed and not extract.signups]
            if len(rows) > 1:
                self.several.add(name)
                if sum(bool(row.born and not row.key) for row in rows) > 1:
                    self.notes.add("understood", Place(extract.file), BY_BIRTH)
            if not extract.by_adult:
                claims = self._decided(claims, extract.file)
            for claim, pupil_id in self._identified(name, claims, extract.by_adult).items():
                meant |= {row: replace(row, key=pupil_id, apart=True) for row in claim.rows}
        if guessed and self.open_to_new:
            self.notes.add("understood", Place(extract.file), ROW_EACH, names=", ".join(guessed))
        return replace(extract, pupils=tuple(meant.get(one, one) for one in extract.pupils),
                       ties=tuple(replace(tie, pupil=meant.get(tie.pupil, tie.pupil)) for tie in extract.ties),
                       signups=tuple(replace(one, pupil=meant.get(one.pupil, one.pupil)) for one in extract.signups))

    def _claims(self, name: str, rows: list[FoundPupil], adults: dict[FoundPupil, list[FoundAdult]],
                extract: Extract) -> list[Claimed]:
        """The pupils that the rows surely or by the form of the list are about."""
        claims: list[Claimed] = []
        for row in rows:
            group = group_id(row.group).casefold() if row.group else ""
            one = Claimed([row], list(adults[row]), row.key, group, row.born)
            by_adult = extract.by_adult and len(self._here(name, group)) < 2
            same = [claim for claim in claims if not _surely_two(claim, one) and _same(claim, one, by_adult)]
            if len(same) != 1:
                claims.append(one)
                continue
            plain = (one.key and same[0].key) or (one.born and same[0].born)
            alike = _same(same[0], one, by_adult=False)
            if not plain and alike and self.open_to_new and not extract.signups:
                self.notes.add("understood", row.place, ALIKE, pupil=row.name)
            same[0].guessed |= not plain and not alike
            same[0].add(one)
        return claims

    def _decided(self, claims: list[Claimed], file: str) -> list[Claimed]:
        """The claims, those joined of which a person decided that they are one pupil."""
        gone: set[int] = set()
        who = {id(claim): claim.who for claim in claims}
        for one, other in combinations(claims, 2):
            if {id(one), id(other)} & gone or _surely_two(one, other):
                continue
            pupil, group = one.rows[0].name, one.rows[0].group or other.rows[0].group
            mine, theirs = who[id(one)], who[id(other)]
            questions = [Question("same_pupil", (("pupil", pupil), ("group", group), ("one", a), ("other", b)))
                         for a, b in ((mine, theirs), (theirs, mine))]
            if self.decisions.ask(questions, TWICE, pupil=pupil, group=group, file=file, one=mine,
                                  other=theirs) == "yes":
                one.parts = [found for claim in (one, other) for found in claim.parts or [list(claim.adults)]]
                one.add(other)
                gone.add(id(other))
        return [claim for claim in claims if id(claim) not in gone]

    def _identified(self, name: str, claims: list[Claimed], by_adult: bool) -> dict[Claimed, str]:
        """The pupil_id of each claim that a name and group do not tell; "" for one that is left out, with a note."""
        known = self.known.setdefault(name, {})
        if len(claims) == 1 and len(known) < 2:
            self._remember(name, claims[0], next(iter(known), "") or self._new_id(name, claims[0]))
            return {}
        found = self._recognised(known, claims, by_adult)
        for claim, pupil_id in found.items():
            self._remember(name, claim, pupil_id)
        for claim in sorted((claim for claim in claims if claim not in found), key=lambda claim: bool(claim.adults)):
            here = self._here(name, claim.group)
            may_be_new = self.open_to_new and claim.group
            one_of_them = not may_be_new or (by_adult and not claim.key and not claim.born)
            if len(claims) == 1 or (one_of_them and len(here) > 1):
                continue  # told where the row is read
            if may_be_new:
                bare = [one for one in here if one not in found.values() and not self.adults[one]]
                found[claim] = next(iter(bare), "") or self._new_id(name, claim)
                self._remember(name, claim, found[claim])
            else:
                found[claim] = ""
                for row in claim.rows:
                    self.notes.add("missing", row.place, TOO_FEW, pupil=row.name)
        return found

    def _recognised(self, known: dict[str, Row], claims: list[Claimed], by_adult: bool) -> dict[Claimed, str]:
        """Who is known already: by number, else by an adult, else by being the only one left in the group."""
        found: dict[Claimed, str] = {}
        free = dict(known)
        for claim in claims:
            number = id_of(claim.key, "p") if claim.key else ""
            pupil_id = self.ids.get(number, number)
            if pupil_id in free:
                found[claim] = pupil_id
                del free[pupil_id]
        groups = {claim.group for claim in claims}
        for claim in (claim for claim in claims if claim.parts or claim not in found):
            for adults in claim.parts or [claim.adults]:
                mine = {one: row for one, row in free.items()
                        if not claim.group or _group(row) == claim.group or (_group(row) not in groups
                                                                             and claim not in found)}
                pupil_id = self._by_adults(adults, claim.group, mine)
                if pupil_id:
                    del free[pupil_id]
                    if found.setdefault(claim, pupil_id) != pupil_id:
                        self.replaced[pupil_id] = found[claim]
        for claim in (claim for claim in claims if claim not in found):
            named = [one for one in claims if one.group == claim.group]
            here = [pupil_id for pupil_id, row in known.items() if not claim.group or _group(row) == claim.group]
            left = [pupil_id for pupil_id in here if pupil_id in free]
            whole = len(named) == len(here) and (not by_adult or len(here) == 1)
            if whole and len(left) == 1 and [one for one in named if one not in found] == [claim]:
                found[claim] = left[0]
                del free[left[0]]
        return found

    def _by_adults(self, adults: list[FoundAdult], group: str, free: Mapping[str, Row]) -> str:
        """The pupil who has most of these adults, best in the group; "" where pupils of other adults do so too."""
        said = _said(adults)
        shared = {pupil_id: (_group(row) == group, len(self.adults[pupil_id] & said)) for pupil_id, row in free.items()
                  if self.adults[pupil_id] & said}
        best = [pupil_id for pupil_id, likeness in shared.items() if likeness == max(shared.values())]
        return best[0] if best and all(self.adults[one] == self.adults[best[0]] for one in best) else ""

    def _here(self, name: str, group: str) -> list[str]:
        """The pupils of that name who are known in the group."""
        return [one for one, row in self.known.get(name, {}).items() if _group(row) == group]

    def _new_id(self, name: str, claim: Claimed) -> str:
        """An id of a pupil who is not known yet."""
        if claim.key:
            return id_of(claim.key, "p")
        plain, number = id_by_name(claim.rows[0]), 2
        pupil_id = plain
        while pupil_id in self.known[name]:
            pupil_id = f"{plain}-{number}"
            number += 1
        return pupil_id

    def _remember(self, name: str, claim: Claimed, pupil_id: str) -> None:
        """Know the pupil in the lists that follow."""
        self.known[name].setdefault(pupil_id, {"group": claim.group})
        self.adults[pupil_id] |= _said(claim.adults)


def _same(one: Claimed, other: Claimed, by_adult: bool) -> bool:
    """Whether two are one by a number, a date of birth, an adult or the form of the list."""
    if (one.key and other.key) or (one.born and other.born) or by_adult:
        return True
    mine, theirs = ({_called(adult) for adult in claim.adults} for claim in (one, other))
    return bool(mine & theirs) or not mine | theirs


def _surely_two(one: Claimed, other: Claimed) -> bool:
    """Whether the list itself tells two pupils of one name apart."""
    if one.key and other.key:
        return one.key != other.key
    differ = ((one.group, other.group), (one.born, other.born))
    return any(a and b and a != b for a, b in differ)


def _group(row: Row) -> str:
    return row.get("group", "").casefold()


def _called(adult: FoundAdult) -> str:
    return f"{adult.name} <{adult.email}>".strip() if adult.email else adult.name


def _said(adults: Iterable[FoundAdult]) -> set[str]:
    return {token for adult in adults for token in _tokens(adult.name, adult.email)}


def _tokens(name: str, email: str) -> set[str]:
    """What an adult of a pupil is known by."""
    return {folded(name), email.casefold()} - {""}
