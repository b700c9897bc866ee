"""The report of a plan: one page for the school to look at, print and show around. It names people: it is personal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.costs import adults_apart, wishes_missed
from scheduler.meetings import pupils_without_party
from scheduler.reports.changes import changes_of
from scheduler.reports.day import stretches_of
from scheduler.reports.figures import figures_of
from scheduler.reports.grids import grids_of, teachers_with_appointments
from scheduler.reports.no_way import without_a_way
from scheduler.reports.page import render
from scheduler.reports.replies import replies_to
from scheduler.reports.visits import visits_by_meeting, visits_of
from scheduler.reports.words import bound_sentence, cost_name, status_sentence
from scheduler.round import COST_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.appointments import Answer, Outcome, Plan, Published
    from scheduler.meetings import Meeting
    from scheduler.problems import Problem
    from scheduler.reports.day import Stretch
    from scheduler.round import Round, Teacher, Window


@dataclass(frozen=True, slots=True)
class CostRow:
    """A cost as the report shows it; `proven` marks that no plan has less."""

    key: str
    name: str
    cost: int
    bound: str
    proven: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A teacher's own page: what happens in each window that has something for this teacher."""

    teacher: Teacher
    groups: tuple[str, ...]
    parts: tuple[tuple[Window, tuple[Stretch, ...]], ...]

    @property
    def meetings(self) -> int:
        """How many meetings the teacher attends."""
        return sum(stretch.kind == "meeting" for _, stretches in self.parts for stretch in stretches)


def report_page(
    round: Round,
    meetings: Sequence[Meeting],
    outcome: Outcome,
    *,
    warnings: Sequence[Problem] = (),
    published: Published = (),
    apart_reasons: Mapping[str, str] | None = None,
    missed_reasons: Mapping[tuple[str, str], str] | None = None,
    answers: Mapping[tuple[str, str], Answer] | None = None,
    input_sha256: str = "",
) -> str:
    """The report of this outcome as one HTML page, in the school's language.

    `apart_reasons` say by adult_id why siblings' meetings lie apart, `missed_reasons` by adult_id and meeting_id why
    a wish is missed. `published` is what people were told before this plan. `answers` None leaves the part about
    answers out. Adults come by name, but only those who attend a meeting.
    """
    language = round.school.language
    context: dict[str, object] = {
        "round": round,
        "outcome": outcome,
        "status": status_sentence(outcome.status, language),
        "warnings": [warning.text(language) for warning in warnings],
        "nobody_to_invite": pupils_without_party(round),
        "input_sha256": input_sha256,
        "plan": outcome.plan,
    }
    if outcome.plan is not None:
        context |= _of_plan(round, meetings, outcome, outcome.plan, published)
        context["apart_reasons"] = apart_reasons or {}
        context["missed_reasons"] = missed_reasons or {}
        context["replies"] = None if answers is None else replies_to(meetings, outcome.plan, published, answers)
    return render("report.html.j2", language, **context)


def cost_rows(round: Round, outcome: Outcome) -> tuple[CostRow, ...]:
    """The costs in the round's order, those that do not count after them; () where there is no plan."""
    order = round.settings.objective
    language = round.school.language
    return tuple(
        CostRow(
            key,
            cost_name(key, language),
            outcome.objective[key].cost,
            bound_sentence(outcome.objective[key], counts=key in order, language=language),
            key in order and outcome.objective[key].proven,
        )
        for key in dict.fromkeys([*order, *COST_KEYS])
        if key in outcome.objective
    )


def sheets_of(round: Round, plan: Plan) -> tuple[Sheet, ...]:
    """A sheet for each teacher with an appointment, in the order of the grids."""
    return tuple(_sheet(round, plan, teacher) for teacher in teachers_with_appointments(round, plan))


def _of_plan(
    round: Round, meetings: Sequence[Meeting], outcome: Outcome, plan: Plan, published: Published
) -> dict[str, object]:
    visits = visits_of(plan)
    return {
        "figures": figures_of(round, meetings, plan),
        "costs": cost_rows(round, outcome),
        "meeting": {meeting.meeting_id: meeting for meeting in meetings},
        "grids": grids_of(round, plan),
        "visits": visits,
        "visits_by_meeting": visits_by_meeting(visits),
        "sheets": sheets_of(round, plan),
        "changes": changes_of(round, meetings, plan, published),
        "apart": adults_apart(round, plan),
        "missed": tuple(wishes_missed(round, plan)),
        "without_a_way": without_a_way(round, plan),
    }


def _sheet(round: Round, plan: Plan, teacher: Teacher) -> Sheet:
    groups = [
        group.group for group in round.groups if teacher.teacher_id in {member.teacher_id for member in group.teachers}
    ]
    windows = sorted(round.windows, key=lambda window: (window.date, window.start_minute))
    parts = [(window, stretches_of(round, plan, teacher.teacher_id, window)) for window in windows]
    return Sheet(teacher, tuple(groups), tuple(part for part in parts if part[1]))
