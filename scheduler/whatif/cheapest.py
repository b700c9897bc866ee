"""`--cheapest`: what is asked of a round, the searches as jobs, and their answers planned like scenarios."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from scheduler.jobs import Failure, run_jobs
from scheduler.language import translate
from scheduler.meetings import meetings_of
from scheduler.problems import Problems
from scheduler.progress import Say, silent
from scheduler.round import clock
from scheduler.whatif import cheapest_words as words
from scheduler.whatif.compare import Effort, plan_scenarios
from scheduler.whatif.edits import requests, settings, windows
from scheduler.whatif.questions import Answer, Question, Step, answer, windows_of
from scheduler.whatif.scenarios import Scenario

if TYPE_CHECKING:
    import threading
    from concurrent.futures import Executor

    from scheduler.appointments import Outcome, Published
    from scheduler.intake.given import Cells
    from scheduler.round import Round
    from scheduler.whatif.questions import Key
    from scheduler.whatif.reading import ScenariosFile
    from scheduler.whatif.result import Result

USUAL_LENGTHS = (10, 12, 15, 20, 25, 30, 40, 45, 60)
"""The lengths of conversations that are tried where the scenarios file names none, in minutes."""


@dataclass(frozen=True)
class Tried:
    """One step of a search in words; `unplaced` None where nothing was found, `at_least` what is proven of it."""

    label: str
    enough: bool
    unplaced: int | None
    at_least: int | None


@dataclass(frozen=True)
class Found:
    """The answer to one question, in a sentence; `result` is its whole plan, None where there is no answer.

    `singles` are the plans with each allowed window on its own, for the question which one helps most.
    """

    key: Key
    question: str
    sentence: str
    proven: bool
    steps: tuple[Tried, ...] = ()
    result: Result | None = None
    singles: tuple[Result, ...] = field(default=())

    def as_data(self) -> dict[str, Any]:
        """The answer as it stands in whatif.json."""
        return {
            "question": self.key, "answer": self.sentence, "proven": self.proven,
            "steps": [{"tried": step.label, "enough": step.enough, "unplaced": step.unplaced,
                       "at_least": step.at_least} for step in self.steps],
        }


@dataclass(frozen=True)
class Wish:
    """What may be tried: all windows that the school allows beyond its own, and the lengths of conversations."""

    cells: Cells
    base: Round
    with_allowed: Round
    lengths: tuple[int, ...]


def wish_of(file: ScenariosFile, cells: Cells, problems: Problems) -> Wish:
    """What the scenarios file allows; a window that cannot be added is noted."""
    more = cells
    for part in file.allowed_windows:
        more = windows.add(more, part)
    found = Problems()
    with_allowed = more.round(found)
    for problem in found.serious:
        problems.add(problem.file, problem.line, problem.column, problem.value, problem.message, **problem.fields)
    return Wish(cells, cells.round(Problems()), with_allowed, file.lengths or USUAL_LENGTHS)


def find_cheapest(
    wish: Wish, baseline: Outcome, published: Published, effort: Effort, executor: Executor, *,
    say: Say = silent, spoken: str | None = None, stop: threading.Event | None = None,
) -> tuple[Found, ...]:
    """The answers, in a fixed order; where the search was stopped, those that were found.

    `spoken` is the language of the progress, by default the school's.
    """
    assert baseline.plan is not None
    language = wish.base.school.language
    asked = _questions(wish, effort, everyone=not baseline.plan.unplaced)
    answers: dict[int, Answer] = {}
    failures: list[Found] = []
    for number, found in run_jobs(answer, asked, executor, stop=stop):
        key = asked[number].key
        heard = spoken or language
        say(translate("Searched: {question}", heard, question=translate(words.QUESTIONS[key], heard)))
        if isinstance(found, Failure):
            failures.append(Found(key, translate(words.QUESTIONS[key], language), found.sentence(language), False))
        else:
            answers[number] = found
    rounds = {number: _round_of(asked[number], answers[number]) for number in answers}
    scenarios = {number: Scenario(words.name(asked[number], answers[number], round, language), (round,))
                 for number, round in rounds.items() if round is not None}
    singles = _singles(wish, language)
    results = plan_scenarios(
        [*(scenarios[number] for number in sorted(scenarios)), *singles], wish.base, baseline, published, effort,
        executor, say=say, spoken=spoken, stop=stop)
    planned = dict(zip(sorted(scenarios), results, strict=False))
    single_results = results[len(scenarios):]
    found_all = [
        Found(
            asked[number].key, translate(words.QUESTIONS[asked[number].key], language),
            words.sentence(asked[number], found, baseline, language), found.proven,
            tuple(_tried(asked[number], step, language) for step in found.steps), planned.get(number),
            single_results if asked[number].key == "extra_windows" else (),
        )
        for number, found in sorted(answers.items())
    ]
    return (*_about_windows(wish, baseline, single_results, language), *found_all, *failures)


def _about_windows(
    wish: Wish, baseline: Outcome, singles: tuple[Result, ...], language: str
) -> tuple[Found, ...]:
    """What is said of extra windows where no search was needed or possible."""
    assert baseline.plan is not None
    question = translate(words.QUESTIONS["extra_windows"], language)
    if not baseline.plan.unplaced:
        said = words.none_needed(language)
        return (Found("extra_windows", question, said, True, singles=singles),) if singles else ()
    if len(wish.with_allowed.windows) == len(wish.base.windows):
        return (Found("extra_windows", question, words.none_allowed(language), False),)
    return ()


def _questions(wish: Wish, effort: Effort, *, everyone: bool) -> list[Question]:
    if not everyone:
        fixed = len(wish.base.windows)
        if len(wish.with_allowed.windows) == fixed:
            return []
        return [Question("extra_windows", (wish.with_allowed,), effort, fixed=fixed)]
    asked = [Question("fewest_windows", (wish.base,), effort)]
    cutoffs = _cutoffs(wish.base)
    if cutoffs:
        asked.append(Question("cutoff", tuple(_until(wish.base, cutoff) for cutoff in cutoffs), effort,
                              values=cutoffs))
    lengths = tuple(sorted((one for one in wish.lengths if one > wish.base.settings.meeting_minutes), reverse=True))
    if lengths:
        asked.append(Question("meeting_minutes", tuple(_lasting(wish.cells, one) for one in lengths), effort,
                              values=lengths))
    return asked


def _cutoffs(round: Round) -> tuple[int, ...]:
    """The ends before the round's own at which a conversation could end, the earliest first; evenings do not count."""
    shortest = min((meeting.minutes for meeting in meetings_of(round)), default=round.settings.meeting_minutes)
    ends = {
        end
        for window in round.windows if not window.evening
        for end in range(window.start_minute + shortest, window.end_minute + 1, round.settings.slot_minutes)
        if end < round.settings.cutoff_minute
    }
    return tuple(sorted(ends))


def _until(round: Round, cutoff: int) -> Round:
    return replace(round, settings=replace(round.settings, cutoff_minute=cutoff))


def _lasting(cells: Cells, minutes: int) -> Round:
    """The round with conversations of that length; slots and requests follow where they would not fit."""
    part = replace(cells.parts["round"][0], cells={"round.meeting_minutes": str(minutes)})
    longer = settings.with_fitting_slots(settings.change(cells, part), part)
    return requests.round_up(longer, settings.read(longer).slot_minutes)[0].round(Problems())


def _round_of(question: Question, found: Answer) -> Round | None:
    if found.best is None:
        return None
    if question.values:
        assert found.best.value is not None
        return question.rounds[question.values.index(found.best.value)]
    return windows_of(question, found.best)


def _singles(wish: Wish, language: str) -> list[Scenario]:
    own = len(wish.base.windows)
    return [
        Scenario(words.window_name(window, language), (replace(wish.base, windows=(*wish.base.windows, window)),))
        for window in wish.with_allowed.windows[own:]
    ]


def _tried(question: Question, step: Step, language: str) -> Tried:
    round = question.rounds[0]
    if step.value is not None:
        label = clock(step.value) if question.key == "cutoff" else words.minutes(step.value, language)
    else:
        label = words.tried_name(question, [round.windows[at] for at in step.windows[question.fixed:]], language)
    if step.placing is None:
        return Tried(label, False, None, None if step.unknown else 1)
    enough = step.placing.reaches(question.most)
    return Tried(label, enough, step.placing.unplaced, step.placing.at_least)
