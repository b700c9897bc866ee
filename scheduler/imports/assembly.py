"""All that the sources say, joined with each other and merged with the folder, as the tables to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.imports.again import Spoken, merged_tables
from scheduler.imports.joined import PUPILS, join_rows, lift_bans
from scheduler.imports.merge import Merge
from scheduler.imports.namesakes import Namesakes
from scheduler.imports.people import People
from scheduler.imports.pupils import Pupils, renumbered
from scheduler.imports.registers import group_rows, list_group_rows, pupil_rows, rows_by_table, teacher_rows
from scheduler.imports.requests import Requests
from scheduler.imports.tables import KEYS, Imported, Row, Tables, key_of, row_key
from scheduler.imports.text import folded, group_id
from scheduler.imports.ties import Ties
from scheduler.intake.columns import SETTINGS_FILE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from scheduler.imports.decisions import Decisions, Question
    from scheduler.imports.notes import Notes
    from scheduler.imports.school import Extract


class Assembly:
    """One import: what stands in the folder, what was imported before, and the answers given."""

    def __init__(self, now: Tables, before: Imported, decisions: Decisions, notes: Notes, language: str) -> None:
        self._now = now
        self._before = before
        self._decisions = decisions
        self._notes = notes
        self._language = language

    def merged(self, extracts: Sequence[Extract], dates: Sequence[dt.date]) -> tuple[Tables, Imported]:
        """The tables to write, and what to remember of this import; `dates` are those of the round."""
        registers = [extract for extract in extracts if extract.register]
        register = self._before.register or bool(registers)
        rows = [row for one in registers for row in pupil_rows(one, self._notes)]
        ids = {**self._before.ids, **renumbered(rows, self._now.get("pupils.csv", []), self._notes)}
        rows = [{**row, "pupil_id": ids.get(row["pupil_id"], row["pupil_id"])} for row in rows]
        pupils = Pupils(rows, not register, ids)
        listed = list(pupils.rows.values())
        gone = {row["pupil_id"] for row in self._before.tables.get("pupils.csv", [])} if registers else set()
        for row in self._now.get("pupils.csv", []):
            if row["pupil_id"] not in gone:
                pupils.add(row)
        namesakes = Namesakes.among(pupils.rows.values(), self._now, ids, not register, self._decisions, self._notes)
        extracts = [namesakes.told_apart(extract) for extract in extracts]
        for pupil_id in namesakes.replaced:
            pupils.drop(pupil_id)
        for side in (self._now, self._before.tables) if namesakes.replaced else ():
            join_rows(side, namesakes.replaced, PUPILS)
        named = [] if register else self._named(extracts, pupils)
        people = People(self._now, self._before, self._ids_taken(pupils))
        found = [tie for extract in extracts for tie in extract.ties]
        ties = Ties(found, self._now.get("guardians.csv", []), pupils, people, self._decisions, self._notes)
        join_rows(self._now, people.replaced)
        join_rows(self._before.tables, people.replaced)
        lift_bans(self._now, self._before.tables, people.lifted_bans)
        export = self._school(extracts, registers, listed, named)
        guardians, teachers = ties.guardian_rows(), export.get("teachers.csv", self._now.get("teachers.csv", []))
        export |= {"adults.csv": ties.adult_rows(teachers, self._language), "guardians.csv": guardians}
        requests = self._requests(extracts, pupils, people, guardians, dates)
        export |= requests.tables(self._language)
        wishes = {**self._before.wishes, **requests.wishes}
        spoken = Spoken(bool(registers), ties.mentioned, requests.signed_off, self._former(wishes))
        merge = Merge(self._now, self._before.tables, export, self._decisions, self._notes)
        tables, remembered = merged_tables(merge, spoken)
        labels = people.labels_of({row["adult_id"] for row in tables["adults.csv"]})
        self._decisions.forget(lambda question: self._is_passed(question, namesakes) or
                               _is_settled(question, tables, labels))
        return tables, Imported(remembered, labels, register, wishes, people.held_bans, ids)

    def _is_passed(self, question: Question, namesakes: Namesakes) -> bool:
        """Whether what is asked is no question to the sources of this import, which speak of it too."""
        if question.kind == "changed":
            return self._decisions.superseded(question)
        return (question.kind == "same_pupil" and not self._decisions.asked(question)
                and folded(dict(question.about).get("pupil", "")) in namesakes.several)

    def _school(self, extracts: Sequence[Extract], registers: Sequence[Extract], listed: list[Row],
                named: list[Row]) -> Tables:
        """The register's rows, or where there is none those of the pupils that the lists name."""
        if registers:
            return rows_by_table(teacher_rows(registers), group_rows(registers, listed, self._notes), listed)
        known = {row.get("group", "") for row in self._now.get("groups.csv", [])}
        new = [name for name in dict.fromkeys(row["group"] for row in named) if name not in known]
        return rows_by_table([], list_group_rows(new, extracts, self._notes), named)

    def _named(self, extracts: Sequence[Extract], pupils: Pupils) -> list[Row]:
        """The pupils of the lists, each with the group that the first row about them gives."""
        rows: dict[str, Row] = {}
        spelled = {row["group"].casefold(): row["group"] for row in self._now.get("groups.csv", [])}
        for pupil in (pupil for extract in extracts for pupil in extract.pupils if pupil.group):
            pupil_id = pupils.find(pupil, self._notes)
            if pupil_id:
                name = group_id(pupil.group)
                group = spelled.setdefault(name.casefold(), name)
                rows.setdefault(pupil_id, {**pupils.rows[pupil_id], "group": group})
        return list(rows.values())

    def _requests(self, extracts: Sequence[Extract], pupils: Pupils, people: People, guardians: list[Row],
                  dates: Sequence[dt.date]) -> Requests:
        ties = {key_of("guardians.csv", row): row for row in [*self._now.get("guardians.csv", []), *guardians]}
        apart = {row["pupil_id"] for row in self._now.get("separate.csv", [])}
        signups = [signup for extract in extracts for signup in extract.signups]
        return Requests(signups, pupils, people, list(ties.values()), apart, dates, self._notes)

    def _former(self, wishes: dict[str, list[tuple[str, ...]]]) -> frozenset[tuple[str, ...]]:
        """The keys of rows that pupils wished before, and that nobody wishes now."""
        before = {key for keys in self._before.wishes.values() for key in keys}
        return frozenset(before - {key for keys in wishes.values() for key in keys})

    def _ids_taken(self, pupils: Pupils) -> set[str]:
        return {row["teacher_id"] for row in self._now.get("teachers.csv", [])} | set(pupils.rows)


def _is_settled(question: Question, tables: Tables, labels: dict[str, str]) -> bool:
    """Whether what is asked has been settled by hand, or is about someone who is no longer there."""
    about = dict(question.about)
    if question.kind == "same_person":
        one, other = labels.get(about.get("one", "")), labels.get(about.get("other", ""))
        return one is None or other is None or one == other
    if question.kind == "same_pupil":
        name = folded(about.get("pupil", ""))
        return not any(folded(f"{row['first_name']} {row['last_name']}") == name for row in tables["pupils.csv"])
    if question.kind == "changed":
        file, column = about.get("table", ""), about.get("column", "")
        if file == SETTINGS_FILE:
            return False
        rows = tables.get(file, []) if file in KEYS else []
        cells = [row.get(column, "") for row in rows if row_key(file, row) == about.get("row")]
        return about.get("folder") not in cells
    adult_id = labels.get(about.get("adult", ""))
    if question.kind == "works_here":
        return not any(row["adult_id"] == adult_id and not row.get("teacher_id") for row in tables["adults.csv"])
    return not any(row["pupil_id"] == about.get("pupil_id") and row["adult_id"] == adult_id
                   and row.get("relation") == "step" for row in tables["guardians.csv"])
