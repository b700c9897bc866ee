"""The scenarios planned beside the round as it is: each a job of its own, and none the end of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.jobs import Failure, run_jobs
from scheduler.language import marked, translate
from scheduler.progress import Say, silent
from scheduler.whatif.measure import failed, measure
from scheduler.whatif.narrower import still_best, with_known_bounds
from scheduler.whatif.scenarios import Scenario

if TYPE_CHECKING:
    import threading
    from collections.abc import Sequence
    from concurrent.futures import Executor

    from scheduler.appointments import Outcome, Plan, Published
    from scheduler.round import Round
    from scheduler.whatif.result import Result

BASELINE = marked("As it is now")
PROOF = 3.0
"""Deterministic seconds for the proof of a scenario beyond its first plan: a head wants the answers in a minute."""

STOPPED = marked("The program was stopped before this scenario was planned.")


@dataclass(frozen=True)
class Effort:
    """How each plan is searched: no longer than `seconds` (None: until it is proven), with this seed."""

    seconds: float | None = None
    seed: int = 0


@dataclass(frozen=True)
class Job:
    """One round to plan; picklable, as it may travel to another process or machine.

    `start` is the plan of the round as it is: where the rules still allow it, no worse one is the result.
    `workers` searches run at once, which changes nothing but the time.
    """

    round: Round
    published: Published
    effort: Effort
    start: Plan | None = None
    workers: int = 1


class NoBaseline(Exception):
    """The round as it is has no plan, so there is nothing to compare with (exit code 3); `failure` where it failed."""

    def __init__(self, failure: Failure | None) -> None:
        super().__init__()
        self.failure = failure


def plan_job(job: Job) -> Outcome:
    """Find the plan of one job, and judge it as every plan is."""
    from scheduler.planning import judge
    from scheduler.solver import solve

    outcome = solve(job.round, published=job.published, seconds=job.effort.seconds, workers=job.workers,
                    seed=job.effort.seed, start=job.start, thorough=None if job.start is None else PROOF)
    if outcome.plan is None:
        return outcome
    judge(job.round, outcome, job.published)
    return outcome


def plan_baseline(job: Job, executor: Executor, stop: threading.Event | None = None) -> Outcome:
    """The plan of the round as it is.

    Raises:
        NoBaseline: there is none.
        KeyboardInterrupt: the run was stopped meanwhile.
    """
    for _, found in run_jobs(plan_job, [job], executor, stop=stop):
        if isinstance(found, Failure):
            raise NoBaseline(found)
        if found.plan is None:
            raise NoBaseline(None)
        return found
    raise KeyboardInterrupt


def plan_scenarios(
    scenarios: Sequence[Scenario], base: Round, baseline: Outcome, published: Published, effort: Effort,
    executor: Executor, *, say: Say = silent, spoken: str | None = None, stop: threading.Event | None = None,
) -> tuple[Result, ...]:
    """The results of the scenarios in their order; one that failed, or was not reached, says so as its reason.

    `base` is the round as it is and `baseline` its outcome. Equal rounds are planned once, and a round in which the
    proven plan as it is stays the best one is not planned at all. `spoken` is the language of the progress, by default
    the school's.
    """
    language = base.school.language
    rounds = [(at, round) for at, scenario in enumerate(scenarios) for round in scenario.rounds]
    first = _first_equal([base, *(round for _, round in rounds)])
    found: dict[int, Outcome | Failure] = {0: baseline}
    for place in dict.fromkeys(first):
        if place and (best := still_best(base, baseline, rounds[place - 1][1])):
            found[place] = best
    # Another order of costs takes longest, as nothing that was proven holds in it: so it begins first.
    distinct = sorted((place for place in dict.fromkeys(first) if place not in found),
                      key=lambda place: rounds[place - 1][1].settings.objective == base.settings.objective)
    jobs = [Job(rounds[place - 1][1], published, effort, baseline.plan) for place in distinct]
    for done, (number, outcome) in enumerate(run_jobs(plan_job, jobs, executor, stop=stop), start=1):
        place = distinct[number]
        found[place] = outcome if isinstance(outcome, Failure) else with_known_bounds(
            base, baseline, rounds[place - 1][1], outcome)
        name = scenarios[rounds[place - 1][0]].name
        say(translate("{done} of {all} planned: {name}", spoken or language, done=done, all=len(jobs), name=name))
    results = []
    for at, scenario in enumerate(scenarios):
        own = [found.get(first[place]) for place, (of, _) in enumerate(rounds, start=1) if of == at]
        results.append(_result(scenario, own, baseline, published, language))
    return tuple(results)


def baseline_result(round: Round, outcome: Outcome, published: Published) -> Result:
    """The first row: the round as it is."""
    scenario = Scenario(translate(BASELINE, round.school.language), (round,))
    return measure(scenario, [outcome], None, published, "")


def _result(
    scenario: Scenario, found: Sequence[Outcome | Failure | None], baseline: Outcome, published: Published,
    language: str,
) -> Result:
    failures = [one for one in found if isinstance(one, Failure)]
    if failures:
        return failed(scenario, "no_answer", failures[0].sentence(language))
    outcomes = [one for one in found if one is not None and not isinstance(one, Failure)]
    if len(outcomes) < len(found):
        return failed(scenario, "no_answer", translate(STOPPED, language))
    no_plan = translate(marked("No plan was found in this time."), language)
    return measure(scenario, outcomes, baseline.plan, published, no_plan)


def _first_equal(rounds: Sequence[Round]) -> list[int]:
    """For each round the place of the first that equals it."""
    first: list[int] = []
    for place, round in enumerate(rounds):
        first.append(next((other for other in dict.fromkeys(first) if rounds[other] == round), place))
    return first
