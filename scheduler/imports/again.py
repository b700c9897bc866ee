"""Which rows of the folder a newer export takes out, and which stay though it no longer has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.imports.tables import key_of
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.imports.merge import Merge
    from scheduler.imports.tables import Row, Tables


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the sources speak of, so that a row is gone with them: the whole school, or only some pupils.

    `adults_of` are pupils whose adults are named, `signed_off` those who want no conversation, `former_wishes` the
    keys of the rows that pupils in the new sign-up lists wished before.
    """

    register: bool
    adults_of: frozenset[str]
    signed_off: frozenset[str]
    former_wishes: frozenset[tuple[str, ...]]


def merged_tables(merge: Merge, spoken: Spoken) -> tuple[Tables, Tables]:
    """The tables to write, and the rows to remember as imported."""
    tables, remembered = dict(merge.folder), dict(merge.base)

    def put(file: str, may_go: Callable[[Row], bool]) -> None:
        tables[file], remembered[file] = merge.table(file, may_go)

    for file in ("teachers.csv", "groups.csv", "pupils.csv"):
        put(file, lambda row: spoken.register)
    here = {row["pupil_id"] for row in tables["pupils.csv"]}
    put("guardians.csv", lambda row: row["pupil_id"] not in here)
    tied = {row["adult_id"] for row in tables["guardians.csv"]}
    put("adults.csv", lambda row: row["adult_id"] not in tied)
    if "requests.csv" in {*merge.export, *merge.folder}:
        put("requests.csv", lambda row: row["pupil_id"] in spoken.signed_off or row["pupil_id"] not in here)
    if "availability.csv" in {*merge.export, *merge.folder}:
        put("availability.csv", lambda row: key_of("availability.csv", row) in spoken.former_wishes)
    _note_absent_ties(tables, merge, spoken)
    return tables, remembered


def _note_absent_ties(tables: Tables, merge: Merge, spoken: Spoken) -> None:
    """List the ties that an earlier list gave and this one does not: a parent is never dropped by what is not said."""
    given, now = ({key_of("guardians.csv", row) for row in side.get("guardians.csv", [])}
                  for side in (merge.base, merge.export))
    adults = {row["adult_id"]: row.get("name", "") for row in tables["adults.csv"]}
    pupils = {row["pupil_id"]: f"{row['first_name']} {row['last_name']}" for row in tables["pupils.csv"]}
    absent = [f"{adults.get(adult_id, adult_id)} ({pupils.get(pupil_id, pupil_id)})"
              for pupil_id, adult_id in (key_of("guardians.csv", row) for row in tables["guardians.csv"])
              if pupil_id in spoken.adults_of and (pupil_id, adult_id) in given - now]
    if absent:
        merge.notes.add("decide", None, marked("guardians.csv: these adults are not in the new list, and stay: "
                                               "{names}. Delete the row of who should go."), names=", ".join(absent))
