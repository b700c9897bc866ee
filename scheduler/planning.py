"""One run of `plan`: read the round, find its plan, judge it, deliver it."""

from __future__ import annotations

import dataclasses
import threading
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.files import write_all
from scheduler.language import translate
from scheduler.progress import silent
from scheduler.purged import refuse_purged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.appointments import Answer, Outcome, Published
    from scheduler.explanations.reasons import Reasons
    from scheduler.intake import Given
    from scheduler.pinned import Pinned
    from scheduler.progress import Say
    from scheduler.round import Availability, Round
    from scheduler.solver.apart import Apart
    from scheduler.solver.clock import Clock


class Disagreement(Exception):
    """The solver's plan breaks a rule or costs other than it said: the program's own fault (exit code 70).

    `content` is what to report it with, without anything personal; `file` is where that stands, None where nowhere.
    """

    content: bytes = b""
    file: Path | None = None


def plan_folder(
    folder: Path, output: Path | None = None, *, seconds: float | None = None, workers: int = 2, seed: int = 0,
    fresh: bool = False, keep: Sequence[str] = (), move: Sequence[str] = (), apart: bool = False,
    say: Say = silent, tell: Say = silent, clock: Clock | None = None,
) -> tuple[Given, Outcome, Path]:
    """Plan the round in a folder and write what contract and reader expect in `output`.

    Nothing is written where no plan was found. `output` None means `outputs/<round id>`. For the rest see `plan_given`.

    Raises:
        BadInput: the folder's tables have problems, the output is that of a purged round, or what should be kept or
            moved cannot be.
        CannotWrite: what was there before is untouched.
        Disagreement: the plan found does not pass the checks; `file` is what to report it with.
    """
    from scheduler.answers.entered import answers_in
    from scheduler.intake import read_round
    from scheduler.invites.ledger import told
    from scheduler.solver.apart import Apart
    from scheduler.unavailable import read_unavailable

    with Apart() if apart else nullcontext() as process:
        given = read_round(folder)
        output = output or Path("outputs") / given.round.settings.round_id
        refuse_purged(output)
        published: Published = () if fresh else told(output, given.round.settings.round_id)
        answers = answers_in(output, given.round.settings.round_id) if published else None
        try:
            outcome, files = plan_given(
                given, published, read_unavailable(output), answers=answers, keep=keep, move=move, seconds=seconds,
                workers=workers, seed=seed, process=process, say=say, tell=tell, clock=clock)
        except Disagreement as fault:
            from scheduler.faults import write_fault

            fault.file = write_fault(output, fault.content)
            raise
    say(translate("Writing {folder} …", given.round.school.language, folder=output))
    write_all({output / name: content for name, content in files.items()})
    return given, outcome, output


def plan_given(
    given: Given, published: Published = (), unavailable: Sequence[Availability] = (), *,
    answers: Mapping[tuple[str, str], Answer] | None = None, keep: Sequence[str] = (), move: Sequence[str] = (),
    seconds: float | None = None, workers: int = 2, seed: int = 0, process: Apart | None = None,
    say: Say = silent, tell: Say = silent, clock: Clock | None = None,
) -> tuple[Outcome, dict[str, bytes]]:
    """Plan a round and make the files to deliver, by name; none where no plan was found.

    `unavailable` are further times at which people of this round cannot come, on top of its own. `answers` are those
    to what was published. `keep` and `move` are pupils, by id or whole name, whose published appointments must stay or
    get another time. In a `process` of its own the search leaves the best plan so far if it dies. `say` is told of
    progress, `tell` what went wrong on the way and cost no plan; both in the school's language.

    Raises:
        BadInput: what should be kept or moved cannot be.
        Disagreement: the plan found does not pass the checks.
    """
    from scheduler.pinned import pinned_of
    from scheduler.pinning import pins_of, refuse_unkept
    from scheduler.unavailable import UNAVAILABLE, unavailable_csv

    language = given.round.school.language
    round = dataclasses.replace(given.round, availability=(*given.round.availability, *unavailable))
    pins = pins_of(round, published, keep, move)
    pinned = pinned_of(pins, published)
    say(translate("Looking for the best plan … (Ctrl-C keeps the best so far)", language))
    outcome = _solved(round, process, say, tell, published=published, seconds=seconds, workers=workers, seed=seed,
                      clock=clock, pins=pins)
    if outcome.plan is None:
        return outcome, {}
    try:
        judge(round, outcome, published)
    except Disagreement as fault:
        from scheduler.faults import fault_json

        fault.content = fault_json(round, outcome, published, str(fault), pinned)
        raise
    refuse_unkept(round, published, outcome.plan, pins)
    say(translate("Explaining what could not be …", language))
    reasons = _reasons(round, outcome, published, pinned, tell)
    outcome = dataclasses.replace(outcome, plan=reasons.told(outcome.plan))
    files = _files(dataclasses.replace(given, round=round), outcome, published, answers, reasons, pinned)
    if unavailable:
        files[UNAVAILABLE] = unavailable_csv(unavailable).encode()
    return outcome, files


def _solved(round: Round, process: Apart | None, say: Say, tell: Say, **how: Any) -> Outcome:
    """The outcome, found in this process or in that one; `how` are the keywords of `solve`."""
    from scheduler.reports.so_far import so_far
    from scheduler.solver import effective_order

    language, order = round.school.language, effective_order(round)

    def watch(costs: Mapping[str, int], bounds: Mapping[str, int]) -> None:
        say(so_far(costs, bounds, order, language))

    if process is None:
        from scheduler.solver import solve

        return solve(round, watch=watch, **how)
    from scheduler.solver.apart import solve_apart

    threading.Thread(target=_load_what_follows, args=(language,), daemon=True).start()
    deaths: list[Exception] = []
    outcome = solve_apart(round, process=process, watch=watch, died=deaths.append, **how)
    if deaths:
        tell(translate("The search broke off ({kind}): this is the best plan that it had found.", language,
                       kind=type(deaths[0]).__name__) if outcome.plan else
             translate("The search broke off ({kind}) before it had found a plan.", language,
                       kind=type(deaths[0]).__name__))
    return outcome


def _load_what_follows(language: str) -> None:
    """Load what the reasons and the files are made with while another process searches."""
    for name in ("scheduler.explanations.reasons", "scheduler.solver.objective", "scheduler.reports.report",
                 "scheduler.reports.workbook"):
        import_module(name)
    from scheduler.delivery import round_adapter
    from scheduler.reports import page

    page.load(language)
    round_adapter()


def _reasons(
    round: Round, outcome: Outcome, published: Published, pins: Sequence[Pinned], tell: Say
) -> Reasons:
    """Every reason, or none where making them fails: that must not cost the plan."""
    from scheduler.explanations.reasons import Reasons, reasons_of

    try:
        return reasons_of(round, outcome, published, pins)
    except Exception as fault:
        tell(translate("The reasons could not be made ({kind}); the plan is whole without them. Please report this.",
                       round.school.language, kind=type(fault).__name__))
        return Reasons()


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
    above = sorted(key for key, each in outcome.objective.items() if each.bound is not None and each.bound > each.cost)
    if above:
        raise Disagreement(f"bounds above the cost of a plan: {above}")


def _files(
    given: Given, outcome: Outcome, published: Published, answers: Mapping[tuple[str, str], Answer] | None,
    reasons: Reasons, pins: Sequence[Pinned],
) -> dict[str, bytes]:
    from scheduler.delivery import delivered_files
    from scheduler.meetings import meetings_of
    from scheduler.reports.report import report_page

    report = report_page(given.round, meetings_of(given.round), outcome, warnings=given.warnings,
                         published=published, apart_reasons=reasons.apart, missed_reasons=reasons.missed,
                         answers=answers, input_sha256=given.sha256)
    return delivered_files(given.round, outcome, given.sha256, report, pins)
