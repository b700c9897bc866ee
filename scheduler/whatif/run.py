"""One run of `whatif`: read the round and its scenarios, plan them all, and write the comparison."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.files import write_all
from scheduler.intake import read_round
from scheduler.intake.given import read_cells
from scheduler.invites.ledger import told
from scheduler.language import marked
from scheduler.problems import BadInput, Problem, Problems
from scheduler.progress import Say, silent
from scheduler.whatif.cheapest import Found, Wish, find_cheapest, wish_of
from scheduler.whatif.compare import Effort, Job, baseline_result, plan_baseline, plan_scenarios
from scheduler.whatif.comparison import Comparison, comparison_json
from scheduler.whatif.reading import ScenariosFile, read_scenarios
from scheduler.whatif.scenarios import Scenario, scenarios_of
from scheduler.whatif.teachers import called

if TYPE_CHECKING:
    import threading
    from concurrent.futures import Executor

    from scheduler.appointments import Published
    from scheduler.intake import Given
    from scheduler.whatif.result import Result

SCENARIOS_FILE = "whatif.toml"
"""The scenarios file in a round's folder, used where none is named."""


MOST_AT_ONCE = 8
"""More searches than this at once bring one plan nothing."""


@dataclass(frozen=True)
class Prepared:
    """All that is to be planned, read and checked; `warnings` are odd but no hindrance."""

    given: Given
    output: Path
    published: Published
    scenarios: tuple[Scenario, ...]
    wish: Wish | None
    warnings: tuple[Problem, ...]


def prepare(
    folder: Path, scenarios_file: Path | None, output: Path | None = None, *, published: Path | None = None,
    cheapest: bool = False, seed: int = 0, yes: bool = False, language: str = "en",
) -> Prepared:
    """Read the round and what is asked of it.

    Without a scenarios file that in the round's folder is read; with `cheapest` only for the windows it allows. The
    published plan is that in the folder `published`, by default in `output`. `language` is that of nested messages.

    Raises:
        BadInput: with everything that is wrong with round or scenarios.
    """
    given = read_round(folder)
    cells = read_cells(folder)
    problems = Problems()
    path = scenarios_file or folder / SCENARIOS_FILE
    if scenarios_file is not None and not path.exists():
        raise BadInput.one(str(path), marked("There is no such file. Check the name."))
    file = read_scenarios(path, problems) if path.exists() else ScenariosFile()
    wanted = () if cheapest and scenarios_file is None else file.scenarios
    if not wanted and not cheapest and not problems.serious:
        problems.add(path.name, None, "", "", marked(
            "There is no scenario to plan. Name a file with scenarios, or ask with --cheapest how far the round can "
            "go."))
    scenarios = scenarios_of(wanted, cells, problems, seed=seed, yes=yes, language=language)
    wish = wish_of(file, cells, problems) if cheapest else None
    _warn_about_names(given, scenarios, path.name, problems)
    problems.stop_if_any()
    output = output or Path("outputs") / given.round.settings.round_id
    told_before = told(published or output, given.round.settings.round_id)
    if published is not None and not told_before:
        raise BadInput.one(str(published), marked("Nothing is published in this folder. Name the folder of a published "
                                                  "plan, or leave this out."))
    return Prepared(given, output, told_before, scenarios, wish, problems.warnings)


def compare(
    prepared: Prepared, executor: Executor, effort: Effort | None = None, *,
    say: Say = silent, stop: threading.Event | None = None, language: str | None = None,
) -> Comparison:
    """Plan everything; where `stop` is set meanwhile, the comparison holds what was done and says so.

    `language` is that of the progress, by default the school's.

    Raises:
        NoBaseline: the round as it is has no plan.
        KeyboardInterrupt: it was stopped before that one had.
    """
    effort = effort or Effort()
    base = prepared.given.round
    # While it is planned nothing else is, so that it may have all that there is.
    alone = Job(base, prepared.published, effort, workers=min(getattr(executor, "at_once", 1), MOST_AT_ONCE))
    outcome = plan_baseline(alone, executor, stop)
    results: tuple[Result, ...] = (baseline_result(base, outcome, prepared.published),)
    results += plan_scenarios(
        prepared.scenarios, base, outcome, prepared.published, effort, executor, say=say, spoken=language, stop=stop)
    found: tuple[Found, ...] = ()
    if prepared.wish is not None and not (stop and stop.is_set()):
        found = find_cheapest(prepared.wish, outcome, prepared.published, effort, executor, say=say,
                              spoken=language, stop=stop)
    rounds = [base, *(scenario.rounds[0] for scenario in prepared.scenarios)]
    return Comparison(base, results, called(rounds, base.school.language), effort.seed, prepared.given.sha256, found,
                      stopped=bool(stop and stop.is_set()))


def deliver(comparison: Comparison, output: Path) -> tuple[Path, Path]:
    """Write `whatif.json` and `whatif.html`, both whole or neither; their paths.

    Raises:
        CannotWrite: what was there before is untouched.
    """
    from scheduler.reports.comparison import comparison_page

    data, page = output / "whatif.json", output / "whatif.html"
    write_all({data: comparison_json(comparison).encode(), page: comparison_page(comparison).encode()})
    return data, page


def _warn_about_names(given: Given, scenarios: tuple[Scenario, ...], file: str, problems: Problems) -> None:
    """A scenario's name stands on a page that is passed around: a child's or parent's name does not belong there."""
    people = [pupil.name for pupil in given.round.pupils] + [adult.name for adult in given.round.adults]
    for scenario in scenarios:
        if any(name.casefold() in scenario.name.casefold() for name in people):
            problems.warn(file, None, "name", scenario.name, marked(
                "A child's or parent's name stands in the name of this scenario, which is shown on a page to pass "
                "around. Call it something else."))
