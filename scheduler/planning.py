"""One run of `plan`: read the round, find its plan, judge it, deliver it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.files import write_all
from scheduler.progress import silent
from scheduler.purged import refuse_purged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.appointments import Outcome, Published
    from scheduler.explanations.reasons import Reasons
    from scheduler.intake import Given
    from scheduler.progress import Say
    from scheduler.reports.replies import Answer
    from scheduler.round import Availability, Round
    from scheduler.solver.cpsat import Clock


class Disagreement(Exception):
    """The solver's plan breaks a rule or costs other than it said: the program's own fault (exit code 70)."""


def plan_folder(
    folder: Path, output: Path | None = None, *, seconds: float | None = None, workers: int = 2, seed: int = 0,
    fresh: bool = False, say: Say = silent, clock: Clock | None = None,
) -> tuple[Given, Outcome, Path]:
    """Plan the round in a folder and write what contract and reader expect in `output`.

    Nothing is written where no plan was found. `output` None means `outputs/<round id>`.

    Raises:
        BadInput: the folder's tables have problems, or the output is that of a purged round.
        CannotWrite: what was there before is untouched.
        Disagreement: the plan found does not pass the checks.
    """
    from scheduler.answers.entered import answers_in
    from scheduler.intake import read_round
    from scheduler.invites.ledger import told
    from scheduler.unavailable import read_unavailable

    given = read_round(folder)
    output = output or Path("outputs") / given.round.settings.round_id
    refuse_purged(output)
    published: Published = () if fresh else told(output, given.round.settings.round_id)
    answers = answers_in(output, given.round.settings.round_id) if published else None
    outcome, files = plan_given(given, published, read_unavailable(output), answers=answers, seconds=seconds,
                                workers=workers, seed=seed, say=say, clock=clock)
    write_all({output / name: content for name, content in files.items()})
    return given, outcome, output


def plan_given(
    given: Given, published: Published = (), unavailable: Sequence[Availability] = (), *,
    answers: Mapping[tuple[str, str], Answer] | None = None,
    seconds: float | None = None, workers: int = 2, seed: int = 0, say: Say = silent, clock: Clock | None = None,
) -> tuple[Outcome, dict[str, bytes]]:
    """Plan a round and make the files to deliver, by name; none where no plan was found.

    `unavailable` are further times at which people of this round cannot come, on top of its own. `answers` are those
    to what was published.

    Raises:
        Disagreement: the plan found does not pass the checks.
    """
    from scheduler.explanations.reasons import reasons_of
    from scheduler.solver import solve
    from scheduler.unavailable import UNAVAILABLE, unavailable_csv

    round = dataclasses.replace(given.round, availability=(*given.round.availability, *unavailable))
    outcome = solve(round, published=published, seconds=seconds, workers=workers, seed=seed, clock=clock)
    if outcome.plan is None:
        return outcome, {}
    judge(round, outcome, published)
    reasons = reasons_of(round, outcome, published)
    outcome = dataclasses.replace(outcome, plan=reasons.told(outcome.plan))
    files = _files(dataclasses.replace(given, round=round), outcome, published, answers, reasons)
    if unavailable:
        files[UNAVAILABLE] = unavailable_csv(unavailable).encode()
    return outcome, files


def judge(round: Round, outcome: Outcome, published: Published = ()) -> None:
    """Check the plan by every rule that no plan may break and recount its costs; it is never delivered unjudged.

    Raises:
        Disagreement: names rules and costs only, no person.
    """
    from scheduler.constraints.table import violations_of
    from scheduler.costs import costs_of
    from scheduler.meetings import meetings_of

    assert outcome.plan is not None
    broken = sorted({violation.rule for violation in violations_of(round, outcome.plan)})
    costs = costs_of(round, meetings_of(round), outcome.plan, published)
    differ = sorted(key for key, each in outcome.objective.items() if each.cost != costs[key])
    if broken or differ:
        raise Disagreement(f"rules broken: {broken}; costs that differ: {differ}")


def _files(
    given: Given, outcome: Outcome, published: Published, answers: Mapping[tuple[str, str], Answer] | None,
    reasons: Reasons,
) -> dict[str, bytes]:
    from scheduler.delivery import delivered_files
    from scheduler.meetings import meetings_of
    from scheduler.reports.report import report_page

    report = report_page(given.round, meetings_of(given.round), outcome, warnings=given.warnings,
                         published=published, apart_reasons=reasons.apart, missed_reasons=reasons.missed,
                         answers=answers, input_sha256=given.sha256)
    return delivered_files(given.round, outcome, given.sha256, report)
