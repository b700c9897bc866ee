"""What is told of each round of a board: numbers and reasons, and nobody's name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from scheduler.appointments import Bounded
from scheduler.delivery import read_summary
from scheduler.intake.contents import FILES
from scheduler.language import marked, translate, translate_count
from scheduler.round import COST_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.appointments import Status
    from scheduler.board.survey import Surveyed
    from scheduler.jobs import Failure

RowStatus = Literal["optimal", "feasible", "infeasible", "no_answer", "failed", "waiting"]

PLANNED = ("optimal", "feasible")


@dataclass(frozen=True)
class Row:
    """A round and how it went; `reason` is a sentence where it has no plan, "" where it has one.

    `status` is that of its summary, `failed` where planning never ended, `waiting` where it never began. `objective`
    has every cost, none where there is no plan. `purged` says that the round is over and its personal data gone.
    """

    path: str
    school: str
    round_name: str
    status: RowStatus
    meetings: int = 0
    placed: int = 0
    objective: Mapping[str, Bounded] = field(default_factory=dict)
    seconds: float = 0.0
    reason: str = ""
    purged: bool = False

    @property
    def planned(self) -> bool:
        """Whether it has a plan made from this input."""
        return self.status in PLANNED

    @property
    def unplaced(self) -> int:
        """Meetings without an appointment."""
        return self.meetings - self.placed

    @property
    def unplaced_bounded(self) -> Bounded:
        """Meetings without an appointment, and how few there could be; for a row that has a plan."""
        mandatory, optional = (self.objective[key].bound for key in ("unplaced_mandatory", "unplaced_optional"))
        return Bounded(self.unplaced, (mandatory or 0) + (optional or 0))

    @property
    def well(self) -> bool:
        """Whether everybody has a place."""
        return self.planned and self.unplaced == 0


def planned_row(school: Surveyed, output: Path) -> Row:
    """The row of a round with a plan in its output folder.

    Raises:
        BadInput: there is none, or it is not as the program wrote it.
    """
    summary = read_summary(output)
    objective = {key: Bounded(summary["objective"][key]["cost"], summary["objective"][key]["bound"])
                 for key in COST_KEYS}
    return Row(school.path, school.school, school.round_name, summary["status"], summary["meetings"],
               summary["placed"], objective, summary["seconds"])


def row_without_plan(school: Surveyed, status: Status, language: str) -> Row:
    """The row of a round for which the search found no plan."""
    reasons = {
        "infeasible": marked("No timetable exists that keeps every rule."),
        "no_answer": marked("No timetable was found in the time given."),
    }
    return Row(school.path, school.school, school.round_name, status, reason=translate(reasons[status], language))


def failed_row(school: Surveyed, failure: Failure, language: str) -> Row:
    """The row of a round whose planning failed; of broken lists it tells the first place, never what stands there."""
    return Row(school.path, school.school or school.path, school.round_name, "failed",
               reason=_reason(failure, language))


def waiting_row(school: Surveyed, language: str) -> Row:
    """The row of a round that was not planned before the run was ended."""
    reason = marked("Not planned yet: the run was ended before its turn. The same command goes on from here.")
    return Row(school.path, school.school, school.round_name, "waiting", reason=translate(reason, language))


def _reason(failure: Failure, language: str) -> str:
    serious = [problem for problem in failure.problems if problem.severity == "problem"]
    if not serious:
        return failure.sentence(language)
    first = serious[0]
    if first.file not in FILES:
        return first.sentence(language)
    place = first.file if first.line is None else translate(
        marked("{file}, line {line}"), language, file=first.file, line=first.line)
    return translate_count(
        "One thing must be put right, in {place}. The plan command says what.",
        "{count} things must be put right, the first in {place}. The plan command says what.",
        len(serious), language, place=place)
