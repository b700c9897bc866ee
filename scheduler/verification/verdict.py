"""The verdict on an output folder: every rule, every cost, every invite, and nobody named who must not be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.constraints.table import violations_of
from scheduler.intake import read_round
from scheduler.language import marked
from scheduler.meetings import meetings_of
from scheduler.problems import BadInput, Problems
from scheduler.purged import refuse_purged
from scheduler.verification.adjacency import could_adjoin
from scheduler.verification.calendars import check_calendars
from scheduler.verification.privacy import check_privacy
from scheduler.verification.summary import check_summary, read_summary
from scheduler.verification.tables import check_ids, read_plan
from scheduler.verification.unavailable import read_unavailable

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.appointments import Plan
    from scheduler.constraints.rule import Violation
    from scheduler.problems import Problem


@dataclass(frozen=True)
class Verdict:
    """What was found: promises broken by the plan, and whatever else is wrong with the files. Empty is good.

    `plan` is what could be read of plan.csv and unplaced.csv.
    """

    plan: Plan
    violations: tuple[Violation, ...]
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing at all was found."""
        return not self.violations and not self.problems

    def lines(self, language: str) -> tuple[str, ...]:
        """Each finding as a line: the rule or the file, and what is wrong with it. It names people."""
        broken = (f"{violation.rule}: {violation.sentence(language)}" for violation in self.violations)
        return (*broken, *(problem.text(language) for problem in self.problems))


def verify(input: Path, output: Path) -> Verdict:
    """Judge what was delivered in `output` for the round in `input`.

    Raises:
        BadInput: the input cannot be read, there is no such output folder, or its round was purged.
    """
    given = read_round(input)
    if not output.is_dir():
        raise BadInput.one(str(output), marked("There is no such folder. Name the folder that holds the plan."))
    refuse_purged(output)
    problems = Problems()
    elsewhere = tuple(read_unavailable(output, problems))
    round = replace(given.round, availability=(*given.round.availability, *elsewhere))
    summary = read_summary(output, problems)
    plan, whole = read_plan(round, output, problems)
    violations: tuple[Violation, ...] = ()
    if summary.get("status") not in ("infeasible", "no_answer") or plan.rows:
        violations = (*violations_of(round, plan), *could_adjoin(round, plan, output))
        whole = check_ids(plan, meetings_of(round), problems) and whole
    check_summary(given, output, summary, plan if whole else None, problems)
    check_calendars(round, output, plan, problems)
    check_privacy(round, output, plan, problems)
    return Verdict(plan, violations, problems.serious)
