"""Small plans for the tests of the rules, and what a rule says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.appointments import Appointment, Plan, Unplaced
from tests.rounds import TUESDAY, minute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.constraints.rule import Rule
    from scheduler.round import Round


def at(start: str, pupil_id: str = "p1", adult_ids: Sequence[str] = ("a1",), **more: Any) -> Appointment:
    """An appointment of ten minutes on Tuesday with t1, unless more is said."""
    minutes, start_minute = more.pop("minutes", 10), minute(start)
    usual = {"teacher_ids": ("t1",), "date": TUESDAY, "room": "", "modality": "school"}
    return Appointment(
        meeting_id=more.pop("meeting_id", f"m-{pupil_id}-{'-'.join(adult_ids)}"), pupil_id=pupil_id,
        adult_ids=tuple(adult_ids), start_minute=start_minute, end_minute=start_minute + minutes, **usual | more,
    )


def unplaced(pupil_id: str = "p1", adult_ids: Sequence[str] = ("a1",)) -> Unplaced:
    """A meeting without a place."""
    return Unplaced(f"m-{pupil_id}-{'-'.join(adult_ids)}", pupil_id, tuple(adult_ids))


def plan(*rows: Appointment | Unplaced) -> Plan:
    """The plan of these rows."""
    appointments = [row for row in rows if isinstance(row, Appointment)]
    return Plan.of(appointments, [row for row in rows if isinstance(row, Unplaced)])


def said(rule: Rule, round: Round, *rows: Appointment | Unplaced) -> list[tuple[str, str]]:
    """What the rule finds wrong with these rows, each in English and in Dutch."""
    return [(found.sentence("en"), found.sentence("nl")) for found in rule.violations(round, plan(*rows))]
