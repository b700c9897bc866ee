"""The page of a comparison, to bring to the team meeting: counts only, so that it can be passed around."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.language import marked, translate
from scheduler.reports.cells import Cell, cost, unplaced
from scheduler.reports.page import render
from scheduler.reports.plots import Panel, bars
from scheduler.reports.series import plots_of_shares, series_of
from scheduler.round import COST_KEYS
from scheduler.whatif.sentences import answers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.whatif.comparison import Comparison
    from scheduler.whatif.result import Load, Result

SHORT_NAMES = {
    "siblings_apart": marked("Parents whose conversations do not adjoin"),
    "moved": marked("People to tell of a change"),
    "wishes_missed": marked("Wishes missed"),
    "teacher_idle_minutes": marked("Minutes that teachers wait"),
    "teacher_windows": marked("Afternoons and evenings of teachers"),
    "parent_wait_minutes": marked("Minutes that parents wait"),
}
"""The costs as headings of narrow columns; those of unplaced meetings are one column together."""


@dataclass(frozen=True, slots=True)
class Row:
    """A scenario in the table; `number` None for the round as it is."""

    number: int | None
    result: Result
    cells: tuple[Cell, ...]


def comparison_page(comparison: Comparison) -> str:
    """The comparison as one HTML page in the school's language, without any person in it."""
    language = comparison.round.school.language
    keys = [key for key in _shown_order(comparison) if any(_counts(result, key) for result in comparison.results)]
    single = [result for result in comparison.scenarios if not result.sweep]
    numbers = {result.name: number for number, result in enumerate(single, start=1)}
    return render(
        "whatif.html.j2", language,
        round=comparison.round, comparison=comparison, baseline=comparison.baseline, single=single, numbers=numbers,
        status=_status(comparison), answers=answers(comparison),
        heads=[translate("Without a place", language), *(_head(key, language) for key in keys)],
        rows=[Row(numbers.get(result.name), result, _cells(result, comparison.baseline, keys))
              for result in (comparison.baseline, *single)],
        bars=_bars(comparison, single, language) if len(single) > 0 else "",
        series=series_of(comparison, keys), shares=plots_of_shares(single, language),
        loads=_loads(comparison, single), found=comparison.found, cells_of=lambda result: _cells(
            result, comparison.baseline, keys),
        teachers_with=lambda result, kind: teachers_with(result, comparison.baseline, kind),
    )


def _shown_order(comparison: Comparison) -> list[str]:
    order = [*comparison.round.settings.objective, *COST_KEYS]
    return [key for key in dict.fromkeys(order) if key in SHORT_NAMES]


def _counts(result: Result, key: str) -> bool:
    """Whether the column says anything: `moved` only against something published."""
    return key in result.objective and (key != "moved" or result.told is not None)


def _head(key: str, language: str) -> str:
    return translate(SHORT_NAMES[key], language)


def _status(comparison: Comparison) -> tuple[str, str]:
    """The kind and the sentence of the line under the title."""
    language = comparison.round.school.language
    if comparison.stopped:
        done = sum(result.found for result in comparison.scenarios)
        return "feasible", translate("Stopped before all was planned: {done} of {all} scenarios are here.", language,
                                     done=done, all=len(comparison.scenarios))
    if all(result.proven for result in comparison.results):
        return "optimal", translate("Every number is proven: no timetable does better.", language)
    return "feasible", translate("Not every number is proven: where it says so, it may still be better.",
                                 language)


def _cells(result: Result, baseline: Result, keys: Sequence[str]) -> tuple[Cell, ...]:
    costs = [cost(result, key, baseline) for key in keys]
    if result.unplaced > baseline.unplaced:
        costs = [replace(cell, kind="less") if cell.kind == "better" else cell for cell in costs]
    return (unplaced(result, baseline), *costs)


def _bars(comparison: Comparison, single: Sequence[Result], language: str) -> str:
    shown = [comparison.baseline, *single]
    names = [shown[0].name, *(f"{number}. {result.name}" for number, result in enumerate(single, start=1))]
    return bars(names, [
        Panel(translate("Conversations without a place", language), tuple(unplaced(result).drawn for result in shown)),
        Panel(_head("teacher_windows", language), tuple(cost(result, "teacher_windows").drawn for result in shown)),
    ], salt="bars")


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A teacher, called after a group, with the load today and in each scenario; None where there is none."""

    teacher: str
    loads: tuple[tuple[Load | None, str], ...]


def _loads(comparison: Comparison, single: Sequence[Result]) -> list[LoadRow]:
    """What each teacher holds; who never holds anything is left out."""
    shown = [comparison.baseline, *single]
    rows = []
    for teacher_id, name in comparison.teachers.items():
        loads = [result.load.get(teacher_id) for result in shown]
        if any(loads):
            before = loads[0].windows if loads[0] else 0
            kinds = ["", *(_kind(load, before) if result.found else "" for load, result in
                           zip(loads[1:], single, strict=True))]
            rows.append(LoadRow(name, tuple(zip(loads, kinds, strict=True))))
    return rows


def _kind(load: Load | None, before: int) -> str:
    windows = load.windows if load else 0
    return "worse" if windows > before else "better" if windows < before else "same"


def teachers_with(result: Result, baseline: Result, kind: str) -> int:
    """How many teachers have more windows than today (worse) or fewer (better)."""
    ids: Mapping[str, object] = {**baseline.load, **result.load}
    return sum(_kind(result.load.get(one), baseline.load[one].windows if one in baseline.load else 0) == kind
               for one in ids)
