"""What the office must still fill in before a plan can be made, seen from the tables as they now are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.imports.skeleton import unfinished
from scheduler.intake.values import UNKNOWN
from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from scheduler.imports.notes import Notes
    from scheduler.imports.registers import Hints
    from scheduler.imports.tables import Row, Tables


def note_missing(tables: Tables, settings: dict[str, Any], hints: Hints, notes: Notes) -> None:
    """List what no export knew and nobody has entered yet."""
    _note_groups(tables["groups.csv"], hints, notes)
    _note_pupils(tables["pupils.csv"], notes)
    days = [row["name"] for row in tables["teachers.csv"] if row.get("working_days", "") in {"", UNKNOWN}]
    if days:
        notes.add("missing", None, marked("teachers.csv: the working days of {names}, and the room where you want it "
                                          "in the invites. Delete the row of who holds no conversations."),
                  names=", ".join(days))
    if not tables["teachers.csv"]:
        notes.add("missing", None, marked("teachers.csv: all teachers; no export named any."))
    tied = {row["pupil_id"] for row in tables["guardians.csv"]}
    alone = _names(row for row in tables["pupils.csv"] if row["pupil_id"] not in tied)
    if alone and tied:
        notes.add("missing", None, marked("guardians.csv: no adult is known of {names}."), names=alone)
    elif alone:
        notes.add("missing", None, marked("adults.csv and guardians.csv: the parents. Import a list of parents too."))
    silent = [row.get("name", "") for row in tables["adults.csv"] if not row.get("email")]
    if silent:
        notes.add("missing", None, marked("adults.csv: no e-mail address is known of {names}."),
                  names=", ".join(silent))
    if unfinished(settings):
        notes.add("missing", None, marked("round.toml: what has a question mark, and the windows."))


def _note_groups(rows: Iterable[Row], hints: Hints, notes: Notes) -> None:
    for row in rows:
        group = row["group"]
        for column, asked, hinted in (
            ("teacher_id", marked("groups.csv: who teaches {group}?"),
             marked("groups.csv: who teaches {group}? Its pupils are also in a composite group of {hint}.")),
            ("level", marked("groups.csv: the year group (1 to 8) of {group}."),
             marked("groups.csv: the year group (1 to 8) of {group}. Its pupils are in year group: {hint}.")),
        ):
            hint = hints.get((group, column), "")
            if row.get(column, "") in {"", UNKNOWN}:
                notes.add("missing", None, hinted if hint else asked, group=group, hint=hint)


def _note_pupils(rows: Iterable[Row], notes: Notes) -> None:
    rows = list(rows)
    homeless = _names(row for row in rows if row.get("group", "") in {"", UNKNOWN})
    if homeless:
        notes.add("missing", None, marked("pupils.csv: the group of {names}. Delete the row of a child who gets no "
                                          "conversation."), names=homeless)
    nameless = [row for row in rows if UNKNOWN in {row.get("first_name"), row.get("last_name")}]
    if nameless:
        notes.add("missing", None, marked("pupils.csv: the whole name of {ids}."),
                  ids=", ".join(row["pupil_id"] for row in nameless))


def _names(pupils: Iterable[Row]) -> str:
    return ", ".join(f"{row.get('first_name', '')} {row.get('last_name', '')}" for row in pupils)
