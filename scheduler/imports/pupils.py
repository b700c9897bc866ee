"""Which pupil a row is about: by number where that agrees with the name, else by name and group, never by a guess."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.imports.text import folded, group_id, id_of
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.imports.notes import Notes
    from scheduler.imports.school import FoundPupil
    from scheduler.imports.tables import Row


class Pupils:
    """The pupils known, as rows of pupils.csv; where `open_to_new`, a list may add those it names with a group.

    `ids` are the pupil_ids of those whom an export gives another number than the folder does, by that number.
    """

    def __init__(self, rows: list[Row], open_to_new: bool, ids: Mapping[str, str]) -> None:
        self.rows: dict[str, Row] = {}
        self._open = open_to_new
        self._ids = ids
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """A pupil more; one that is known is left as it is."""
        if row["pupil_id"] not in self.rows:
            self.rows[row["pupil_id"]] = row
            self._by_name[_name(row["first_name"], row["last_name"])].append(row["pupil_id"])

    def drop(self, pupil_id: str) -> None:
        """One pupil less, who turned out to be another."""
        row = self.rows.pop(pupil_id, None)
        if row is not None:
            self._by_name[_name(row["first_name"], row["last_name"])].remove(pupil_id)

    def find(self, pupil: FoundPupil, notes: Notes) -> str:
        """The pupil_id, "" with a note where that is not plain."""
        found = self._by_key(pupil, notes)
        if found is not None:
            return found
        if pupil.apart:
            return self._added(pupil) if self._open and pupil.key else ""
        ids = self._by_name.get(_name(pupil.first_name, pupil.last_name), [])
        if len(ids) > 1 and pupil.group:
            named = group_id(pupil.group).casefold()
            ids = [one for one in ids if self.rows[one].get("group", "").casefold() == named]
        if len(ids) == 1:
            return ids[0]
        if ids:
            notes.add("missing", pupil.place, marked("More than one pupil is called {pupil}: add the pupil's number or "
                                                     "group to the list."), pupil=pupil.name)
        elif self._open and pupil.last_name and pupil.group:
            return self._added(pupil)
        elif self._open:
            notes.add("missing", pupil.place, marked("{pupil} stands in no group and was left out: fill in the group "
                                                     "in the export and import again, or add the pupil to pupils.csv."),
                      pupil=pupil.name or pupil.key)
        else:
            notes.add("missing", pupil.place, marked("{pupil} is not among the pupils of the school; this row was left "
                                                     "out. Is the name spelled otherwise, or has the child left?"),
                      pupil=pupil.name or pupil.key)
        return ""

    def _by_key(self, pupil: FoundPupil, notes: Notes) -> str | None:
        pupil_id = id_of(pupil.key, "p") if pupil.key else ""
        pupil_id = self._ids.get(pupil_id, pupil_id)
        if pupil_id not in self.rows:
            return None
        known = self.rows[pupil_id]
        if not pupil.last_name or _name(known["first_name"], known["last_name"]) == _name(pupil.first_name,
                                                                                          pupil.last_name):
            return pupil_id
        same = {folded(known["first_name"]), folded(known["last_name"])} & {folded(pupil.first_name),
                                                                            folded(pupil.last_name)}
        if not same - {""}:
            notes.add("missing", pupil.place, marked("The number of this row belongs to another pupil than its name; "
                                                     "the row was left out. Which of the two is right?"))
            return ""
        return pupil_id

    def _added(self, pupil: FoundPupil) -> str:
        group = group_id(pupil.group)
        pupil_id = id_of(pupil.key, "p") if pupil.key else id_by_name(pupil)
        self.add({"pupil_id": pupil_id, "first_name": pupil.first_name, "last_name": pupil.last_name, "group": group})
        return pupil_id


def id_by_name(pupil: FoundPupil) -> str:
    """The id of a pupil to whom a list gives no number."""
    return id_of(f"{folded(pupil.first_name)} {folded(pupil.last_name)} {group_id(pupil.group)}", "p")


def renumbered(rows: Sequence[Row], folder: Sequence[Row], notes: Notes) -> dict[str, str]:
    """The pupil_ids in the folder of pupils whom the export, of which these are the rows, gives another number.

    They are known by a name that nobody else has, here or there, and it is said.
    """
    numbers, kept = {row["pupil_id"] for row in rows}, {row["pupil_id"] for row in folder}
    found = {}
    in_folder = _by_name(folder)
    for name, ids in _by_name(rows).items():
        others = in_folder.get(name, [])
        if len(ids) == len(others) == 1 and others[0] not in numbers and ids[0] not in kept:
            found[ids[0]] = others[0]
    if found:
        notes.add("understood", None, marked("Pupils whom this export gives another number than the folder, known by "
                                             "their name, keep the folder's: {ids}."),
                  ids=", ".join(f"{new} = {old}" for new, old in found.items()))
    return found


def _by_name(rows: Sequence[Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[_name(row["first_name"], row["last_name"])].append(row["pupil_id"])
    return found


def _name(first_name: str, last_name: str) -> str:
    return folded(f"{first_name} {last_name}")
