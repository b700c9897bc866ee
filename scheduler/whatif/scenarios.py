"""From the scenarios file to the rounds to plan, each checked as the round's own files are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from scheduler.language import marked
from scheduler.problems import Problems
from scheduler.whatif.edits import EDITS, requests, settings
from scheduler.whatif.keys import KEYS
from scheduler.whatif.order import ordered
from scheduler.whatif.reading import NOT_A_SHARE, Wanted, share_in
from scheduler.whatif.words import point_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scheduler.intake.given import Cells
    from scheduler.problems import Problem
    from scheduler.round import Round

MOST_PLANS = 100
"""More plans than this are only made when the user says so."""


@dataclass(frozen=True)
class Scenario:
    """What would be different, as rounds: one, or one for each draw of its requests.

    `sweep` is the series of which it is a point, "" for none; `point` gives for each setting of the series its value.
    `longer` counts the requests that became longer to fill whole slots.
    """

    name: str
    rounds: tuple[Round, ...]
    after: str = ""
    share: float | None = None
    sweep: str = ""
    point: Mapping[str, str] = field(default_factory=dict)
    longer: int = 0


@dataclass(frozen=True)
class _Made:
    """The cells of a scenario with all its changes but the drawing of requests."""

    cells: Cells
    share: float | None
    draws: int


def scenarios_of(
    wanted: Sequence[Wanted], cells: Cells, problems: Problems, *, seed: int = 0, yes: bool = False, language: str,
) -> tuple[Scenario, ...]:
    """The scenarios in the order of the file; whatever keeps one from being planned is noted.

    `cells` are those of the round as it is; `yes` allows more than `MOST_PLANS` plans.
    """
    builder = _Builder(problems, seed, language)
    made: dict[str, _Made] = {"": _Made(cells, None, 0)}
    found: dict[str, tuple[Scenario, ...]] = {}
    in_order = ordered(wanted)
    if not yes and not _few_enough(in_order):
        return ()
    for one in in_order:
        if one.after not in made or not one.sound:
            continue
        before = len(problems.serious)
        mine = builder.made(one, made[one.after])
        if len(problems.serious) > before:
            continue
        scenarios = tuple(builder.scenarios(one, mine, made[one.after]))
        if len(problems.serious) == before:
            made[one.name], found[one.name] = mine, scenarios
    return tuple(each for one in wanted for each in found.get(one.name, ()))


def _few_enough(wanted: Sequence[Wanted]) -> bool:
    plans = [_points(one) * (one.draws if _draws(one) else 1) for one in wanted]
    if sum(plans) <= MOST_PLANS:
        return True
    most = wanted[plans.index(max(plans))]
    most.at.refuse("name", marked("With this scenario there would be {count} plans to make, and more than {most} take "
                                  "long. If that is what you want, add --yes."), count=sum(plans), most=MOST_PLANS)
    return False


def _points(one: Wanted) -> int:
    return prod(len(tried) for tried in one.sweep.values())


def _draws(one: Wanted) -> bool:
    return one.share is not None or "request_share" in one.sweep


@dataclass(frozen=True)
class _Builder:
    problems: Problems
    seed: int
    language: str

    def made(self, one: Wanted, on: _Made) -> _Made:
        """The cells with the scenario's changes, in the order of the keys."""
        cells = on.cells
        for key in KEYS:
            if key.name == "set" and one.settings is not None:
                cells = settings.change(cells, one.settings)
            for item in one.changes.get(key.name, ()):
                cells = EDITS[key.name](cells, item)
        share = on.share if one.share is None else one.share
        return _Made(cells, share, on.draws if one.share is None and on.share is not None else one.draws)

    def scenarios(self, one: Wanted, made: _Made, on: _Made) -> Iterator[Scenario]:
        """The scenario itself, or every point of its series."""
        for values in product(*one.sweep.values()):
            point = dict(zip(one.sweep, values, strict=True))
            at = self._point(one, made, point)
            if at is None:
                continue
            slot_minutes = settings.read(at.cells).slot_minutes
            longer = 0
            if slot_minutes != settings.read(on.cells).slot_minutes:
                cells, longer = requests.round_up(at.cells, slot_minutes)
                at = replace(at, cells=cells)
            before = len(self.problems.serious)
            rounds = tuple(self._checked(one, cells) for cells in self._drawn(one, at))
            if len(self.problems.serious) > before:
                continue
            if not one.sweep and at.share is None:
                self._note_no_effect(one, rounds[0], on)
            name = f"{one.name}: {point_name(point, self.language)}" if point else one.name
            yield Scenario(name, rounds, one.after, at.share, one.name if point else "", point, longer)

    def _point(self, one: Wanted, made: _Made, point: Mapping[str, str]) -> _Made | None:
        """The cells at one point of a series; slots follow the length of conversations where they would not fit it."""
        if not point:
            return made
        share = made.share
        if "request_share" in point:
            share = share_in(point["request_share"])
            if share is None:
                self.problems.add(one.at.file, one.at.line, "sweep.request_share", point["request_share"], NOT_A_SHARE)
                return None
        values = {name: value for name, value in point.items() if name != "request_share"}
        cells = settings.change(made.cells, replace(one.at, cells=values, name="sweep", lines={}))
        if "round.meeting_minutes" in values and "round.slot_minutes" not in point:
            cells = settings.with_fitting_slots(cells, replace(one.at, name="sweep", lines={}))
        return _Made(cells, share, made.draws if made.share is not None else one.draws)

    def _drawn(self, one: Wanted, made: _Made) -> Iterator[Cells]:
        if made.share is None:
            yield made.cells
            return
        cells = settings.for_requested(made.cells, one.at)
        for number in range(made.draws if made.share < 1 else 1):
            yield requests.draw(cells, one.at, made.share, self.seed, number)

    def _checked(self, one: Wanted, cells: Cells) -> Round:
        """The round that the cells make; what is wrong in a table that the scenario did not change is its fault too."""
        found = Problems()
        round = cells.round(found)
        for problem in found:
            if problem.file == one.at.file:
                self._note(problem)
            elif problem.severity == "problem":
                one.at.refuse("name", marked("With this scenario something no longer fits: {problem}"),
                              problem=problem.text(self.language))
        return round

    def _note(self, problem: Problem) -> None:
        """Note it once: the points of a series often share it."""
        shown = problem.text(self.language)
        if all(other.text(self.language) != shown for other in self.problems):
            add = self.problems.add if problem.severity == "problem" else self.problems.warn
            add(problem.file, problem.line, problem.column, problem.value, problem.message, **problem.fields)

    def _note_no_effect(self, one: Wanted, round: Round, on: _Made) -> None:
        # An absence that takes no time away has been told of where it stands.
        if on.share is None and round == on.cells.round(Problems()):
            one.at.refuse("name", marked("This scenario changes nothing: it is as the round is without it."))
