"""What the office must still fill in before a plan can be made, seen from the tables as they now are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.imports.skeleton import unfinished
from scheduler.imports.tables import UNKNOWN
from scheduler.language import marked

if TYPE_CHECKING:
    from typing import Any

    from scheduler.imports.notes import Notes
    from scheduler.imports.tables import Tables


def note_missing(tables: Tables, settings: dict[str, Any], notes: Notes) -> None:
    """List what no export knew and nobody has entered yet."""
    days = [row["name"] for row in tables["teachers.csv"] if row.get("working_days", "") in {"", UNKNOWN}]
    if days:
        notes.add("missing", None, marked("teachers.csv: the working days of {names}, and the room where you want it "
                                          "in the invites."), names=", ".join(days))
    if not tables["teachers.csv"]:
        notes.add("missing", None, marked("teachers.csv: all teachers; no export named any."))
    tied = {row["pupil_id"] for row in tables["guardians.csv"]}
    alone = [f"{row['first_name']} {row['last_name']}" for row in tables["pupils.csv"] if row["pupil_id"] not in tied]
    if alone and tied:
        notes.add("missing", None, marked("guardians.csv: no adult is known of {names}."), names=", ".join(alone))
    elif alone:
        notes.add("missing", None, marked("adults.csv and guardians.csv: the parents. Import a list of parents too."))
    silent = [row.get("name", "") for row in tables["adults.csv"] if not row.get("email")]
    if silent:
        notes.add("missing", None, marked("adults.csv: no e-mail address is known of {names}."),
                  names=", ".join(silent))
    if unfinished(settings):
        notes.add("missing", None, marked("round.toml: what has a question mark, and the windows."))
