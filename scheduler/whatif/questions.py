"""The searches behind `--cheapest`: each asks how far the round can go while everyone still has a place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from scheduler.whatif.placing import Placing, Unplaced, place
from scheduler.whatif.refute import Minutes, minutes_of
from scheduler.whatif.smallest import smallest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.round import Round
    from scheduler.whatif.compare import Effort
    from scheduler.whatif.smallest import Choice

MOST_RUNGS = 6
"""An answer of no more windows than this is shown growing, one window after the other: what does each of them bring?"""

Key = Literal["extra_windows", "fewest_windows", "cutoff", "meeting_minutes"]


@dataclass(frozen=True)
class Question:
    """What is asked, as a job: `rounds` are the rounds to choose from.

    extra_windows, fewest_windows: one round with all windows, of which the first `fixed` are always used.
    cutoff, meeting_minutes: a round for each value in `values`, the furthest first. `most` may stay unplaced.
    """

    key: Key
    rounds: tuple[Round, ...]
    effort: Effort
    fixed: int = 0
    values: tuple[int, ...] = ()
    most: Unplaced = (0, 0)


@dataclass(frozen=True)
class Step:
    """One thing tried: the windows by place, or the value; `placing` None where counting minutes already refuted it.

    `unknown` where the search was too short to tell.
    """

    windows: tuple[int, ...] = ()
    value: int | None = None
    placing: Placing | None = None
    unknown: bool = False


@dataclass(frozen=True)
class Answer:
    """The step that is the answer (None: nothing is enough), whether no better one exists, and all that was tried."""

    best: Step | None
    proven: bool
    steps: tuple[Step, ...] = field(default=())


def answer(question: Question) -> Answer:
    """Search for the answer; every step is planned or refuted, so that a better one is impossible where `proven`."""
    if question.key in ("extra_windows", "fewest_windows"):
        return _WindowSearch(question).run()
    return _furthest(question)


def windows_of(question: Question, step: Step) -> Round:
    """The round with the windows of a step."""
    round = question.rounds[0]
    return replace(round, windows=tuple(round.windows[at] for at in step.windows))


def _furthest(question: Question) -> Answer:
    """The furthest value with which everyone has a place.

    A later cutoff never takes a place away, so halves can be ruled out; longer meetings on other slots might help, so
    every length is tried.
    """
    tried: dict[int, Step] = {}

    def enough(at: int) -> bool:
        if at not in tried:
            tried[at] = _tried(question, at)
        return _reaches(tried[at], question.most)

    if question.key == "cutoff":
        best = _bisected(len(question.values), enough)
    else:
        best = next((at for at in range(len(question.values)) if enough(at)), len(question.values))
    steps = tuple(tried[at] for at in sorted(tried))
    if best == len(question.values):
        return Answer(None, all(not step.unknown for step in steps), steps)
    further = [tried[at] for at in tried if at < best]
    return Answer(tried[best], all(not step.unknown for step in further), steps)


def _bisected(size: int, enough: Callable[[int], bool]) -> int:
    """The first place that is enough, if every later one is too; `size` where none is."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _tried(question: Question, at: int) -> Step:
    round, value = question.rounds[at], question.values[at]
    if question.most == (0, 0) and _lacks(minutes_of(round), range(len(round.windows))):
        return Step(value=value)
    placing = place(round, question.effort)
    return Step(value=value, placing=placing, unknown=_unknown(placing, question.most))


def _lacks(minutes: Minutes, windows: Sequence[int]) -> bool:
    return minutes.homeless > 0 or minutes.lacking(windows) > 0


def _unknown(placing: Placing | None, most: Unplaced) -> bool:
    return placing is None or not (placing.reaches(most) or placing.refutes(most))


def _reaches(step: Step, most: Unplaced) -> bool:
    return step.placing is not None and step.placing.reaches(most)


class _WindowSearch:
    """The smallest set of windows, beside the fixed ones, with which everyone has a place."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._size = len(question.rounds[0].windows) - question.fixed
        self._minutes = minutes_of(question.rounds[0])
        self._most = question.most
        self._steps: dict[Choice, Step] = {}

    def run(self) -> Answer:
        """The answer; where not even all windows place everyone, that of as few unplaced as all of them leave."""
        everything = frozenset(range(self._size))
        if not self._enough(everything):
            placing = self._steps[everything].placing
            if placing is None:
                return Answer(None, False, self._told)
            self._most = placing.found
        choice = smallest(self._size, self._enough, self._hopeless)
        self._enough(choice)
        # Choices are tried by size, so only a smaller one of which nothing is known could still be enough.
        unknown = [tried for tried, step in self._steps.items() if step.unknown and len(tried) < len(choice)]
        if len(choice) <= MOST_RUNGS:
            for rung in range(len(choice)):
                self._enough(frozenset(sorted(choice)[:rung]))
        return Answer(self._steps[choice], not unknown, self._told)

    @property
    def _told(self) -> tuple[Step, ...]:
        return tuple(self._steps[choice] for choice in sorted(self._steps, key=lambda one: (len(one), sorted(one))))

    def _windows(self, choice: Choice) -> tuple[int, ...]:
        fixed = self._question.fixed
        return (*range(fixed), *(fixed + at for at in sorted(choice)))

    def _hopeless(self, choice: Choice) -> bool:
        return self._most == (0, 0) and _lacks(self._minutes, self._windows(choice))

    def _enough(self, choice: Choice) -> bool:
        if choice not in self._steps:
            windows = self._windows(choice)
            placing = place(windows_of(self._question, Step(windows)), self._question.effort)
            self._steps[choice] = Step(windows, None, placing, _unknown(placing, self._most))
        return _reaches(self._steps[choice], self._most)
