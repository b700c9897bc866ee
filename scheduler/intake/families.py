"""Whether the ties between pupils and adults say who is invited, together or apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.language import marked
from scheduler.meetings import invited_adults, pupils_without_party

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.intake.entries import Entries, Entry
    from scheduler.round import Guardian, Round, Separation

FAMILY_FILES = {"pupils.csv", "adults.csv", "guardians.csv", "separate.csv"}


def check_separations(entries: Entries, round: Round) -> None:
    """Note every flagged pupil whose invited adults do not stand in exactly one of two or more parties."""
    if not entries.whole >= FAMILY_FILES:
        return
    rows: dict[str, list[Entry[Separation]]] = {}
    for entry in entries.separations:
        if entry.item.pupil_id in entries.ids["pupils.csv"]:
            rows.setdefault(entry.item.pupil_id, []).append(entry)
    for pupil_id, of in rows.items():
        _check_pupil(of, invited_adults(round, pupil_id), entries)


def warn_about_families(entries: Entries, round: Round) -> None:
    """Note what is odd about bans, consents and ties, in a round that is otherwise sound."""
    for entry in entries.guardians:
        _warn_about_ban(entry)
    alone = {pupil.pupil_id for pupil in pupils_without_party(round)}
    for pupil in entries.pupils:
        if pupil.item.pupil_id in alone and pupil.item.pupil_id not in round.guardians_of:
            pupil.row.warn("pupil_id", marked(
                "No adult stands with this pupil in guardians.csv, so there is nobody to invite and no conversation. "
                "Add a row for each parent."))
        elif pupil.item.pupil_id in alone:
            pupil.row.warn("pupil_id", marked(
                "Nobody may be invited for this pupil, who therefore gets no conversation. Check authority, consent "
                "and contact_ban in guardians.csv."))
    invited = {adult_id for pupil in round.pupils for adult_id in invited_adults(round, pupil.pupil_id)}
    tied = {guardian.adult_id for guardian in round.guardians}
    for adult in entries.adults:
        if adult.item.adult_id not in tied:
            adult.row.warn("adult_id", marked("This adult belongs to no pupil in guardians.csv and is not invited."))
        elif adult.item.adult_id in invited and not (adult.item.email or adult.item.phone):
            adult.row.warn("email", marked("This adult has no e-mail address and no telephone number. Bring the invite "
                                           "on paper, or add one of the two."))


def _check_pupil(rows: Sequence[Entry[Separation]], invited: Sequence[str], entries: Entries) -> None:
    seen: dict[str, int] = {}
    for entry in rows:
        adult_id = entry.item.adult_id
        if adult_id not in entries.ids["adults.csv"]:
            continue
        if adult_id not in invited:
            entry.row.refuse("adult_id", marked(
                "This adult is not invited for this pupil: no authority as a parent, no consent, or a contact ban. "
                "Remove the row, or correct guardians.csv."))
        elif adult_id in seen:
            entry.row.refuse("adult_id", marked("This adult is in a party of this pupil already, in line {other}. "
                                                "Remove one of the rows."), other=seen[adult_id])
        seen.setdefault(adult_id, entry.row.line)
    for adult_id in invited:
        if adult_id not in seen:
            rows[0].row.refuse("pupil_id", marked(
                "{adult_id} is invited for this pupil too, but is in none of the parties. Add a row for this adult."),
                adult_id=adult_id)
    if len(invited) == 1:
        rows[0].row.refuse("pupil_id", marked(
            "Only one adult is invited for this pupil, so there is nobody to meet apart from. Remove the pupil's rows "
            "from this table."))
    elif len({entry.item.party for entry in rows}) < 2:
        rows[0].row.refuse("party", marked(
            "This is the only party of this pupil. Whoever meets apart needs at least two: give each party its own "
            "name, or remove the pupil's rows from this table."))


def _warn_about_ban(entry: Entry[Guardian]) -> None:
    tie, row = entry.item, entry.row
    if not tie.contact_ban:
        return
    if not tie.order_on_file:
        row.warn("contact_ban", marked("There is a contact ban, but no copy of the ruling on file. Ask for it; the ban "
                                       "is kept meanwhile."))
    if tie.consent or (row.text("authority") and tie.authority):
        row.warn("contact_ban", marked("There is a contact ban, and also consent or authority. The ban counts: this "
                                       "adult is invited to nothing about this pupil."))
